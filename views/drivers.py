"""Drivers: the topics that go with a high or a low score. An association, and never more than that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from domain.measures import Histogram
from metrics.drivers import Driver, csat_driver, nps_driver, stars_driver
from metrics.estimate import ENOUGH
from storage.queries import Queries
from views import _driver_words, _feed, _frame, _leads, _moments, _safe, _strips
from views._filters import Filters
from views._strips import Strip

TITLE = "Drivers"
SECTION = "Measure"
SUBTITLE = "Which topics go with a high or a low score. What goes together need not cause each other."
FILTERS = ("brand", "period", "segment")
MOST = 15
QUOTES = 20
JUDGES: Mapping[str, Callable[[str, Histogram, Histogram], Driver | None]] = {
    "nps": nps_driver,
    "csat": csat_driver,
    "stars": stars_driver,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One score: everybody's answers, and each topic's by (topic_id, name)."""

    score: str
    everyone: Histogram
    naming: Mapping[tuple[int, str], Histogram]


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: one list of topics for each score, and the rows of the one that was chosen."""
    asked = [_asked(queries, filters, score) for score in JUDGES]
    if not any(one.naming for one in asked):
        _nothing(asked)
        return
    answers, worded = queries.themes.worded(filters.asked())
    st.html(f'<p class="es-sub">{_driver_words.basis(answers, worded)}</p>')
    for one in asked:
        st.space("small")
        _score(one, filters)
    _chosen(queries, filters, asked)
    _leads.show(queries, filters)
    st.html(_driver_words.method())


def _nothing(asked: Sequence[Asked]) -> None:
    if any(one.everyone.n for one in asked):
        _frame.nothing(
            "No answer and no review of this period names a topic.",
            "Topics are found in comments and reviews; choose a longer period, or let them be read:",
            "python -m earshot analyze",
        )
        return
    _frame.nothing(
        "There is no score in this period.",
        "Import answers with their comments, or collect reviews with stars:",
        "python -m earshot import surveys FILE",
    )


def _asked(queries: Queries, filters: Filters, score: str) -> Asked:
    if score == "stars":
        everyone = queries.counts.review_stars(filters.public())
        return Asked(score=score, everyone=everyone, naming=_by_topic(queries.themes.stars(filters.public()), everyone))
    scope = filters.asked()
    everyone = queries.counts.nps_answers(scope) if score == "nps" else queries.counts.csat_answers(scope)
    frame = queries.themes.answers(scope, "nps" if score == "nps" else "csat", everyone)
    return Asked(score=score, everyone=everyone, naming=_by_topic(frame, everyone))


def _by_topic(frame: pd.DataFrame, everyone: Histogram) -> dict[tuple[int, str], Histogram]:
    counts: dict[tuple[int, str], dict[int, int]] = {}
    for row in _moments.rows(frame):
        counts.setdefault((int(row.topic_id), str(row.name)), {})[int(row.answer)] = int(row.n)
    most = sorted(counts, key=lambda key: (-sum(counts[key].values()), key[1]))[:MOST]
    return {
        key: Histogram(counts=counts[key], scale_max=everyone.scale_max, direction=everyone.direction) for key in most
    }


def _score(asked: Asked, filters: Filters) -> None:
    title, unit = _driver_words.NAMES[asked.score], _driver_words.UNITS[asked.score]
    _frame.section(title, _driver_words.subtitle(asked.score, asked.everyone.n, len(asked.naming)))
    judge = JUDGES[asked.score]
    found = {key: driver for key, naming in asked.naming.items() if (driver := judge(key[1], asked.everyone, naming))}
    told = {key: one for key, one in found.items() if one.named >= ENOUGH}
    if not told:
        said = "Too few to say: no topic is named by five of those who gave a score, or all of them name it."
        st.html(f'<p class="es-sub">{said}</p>')
        return
    ordered = sorted(told, key=lambda key: (told[key].effect.value, key[1]))
    reach = _driver_words.reach(list(told.values()))
    rows = [
        Strip(
            name=_safe.bdi(key[1], 80),
            estimate=told[key].effect,
            unit=unit,
            more=_driver_words.verdict(told[key], unit),
            tone=_driver_words.tone(told[key]),
            rows=_driver_words.rows(key, told[key], asked.score, filters),
        )
        for key in ordered
    ]
    st.html(_strips.table(rows, ("Topic", "Associated with", "In words", "Rows"), reach, 0.0))
    if len(found) > len(told):
        st.html(f'<p class="es-sub">{_driver_words.left_out(len(found) - len(told))}</p>')


def _chosen(queries: Queries, filters: Filters, asked: Sequence[Asked]) -> None:
    score, topic = st.query_params.get("score"), st.query_params.get("topic")
    names = {str(key[0]): key[1] for one in asked if one.score == score for key in one.naming}
    if score not in {"nps", "csat"} or topic not in names:
        return
    st.space("small")
    _frame.section(f"Answers that name {names[topic]}", "With words, newest first.", key="rows")
    frame = queries.surveys.comments(_driver_words.narrowed(filters, names[topic]), limit=QUOTES)
    quotes = [
        _driver_words.comment(row) for row in _moments.rows(frame) if _moments.maybe(getattr(row, score)) is not None
    ]
    if quotes:
        st.html(_feed.html(quotes, datetime.now(UTC), f"Answers that name {names[topic]}", columns=True))
    else:
        _frame.nothing("No such answer in this period.", "Choose a longer period above.")
