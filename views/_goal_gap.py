"""The gap in three questions: where are we, where do we want to be, what closes it."""

from collections.abc import Callable, Mapping

import streamlit as st

from domain.measures import Histogram, Scope
from metrics.drivers import Driver, csat_driver, nps_driver, stars_driver
from metrics.estimate import ENOUGH
from metrics.goals import BEHIND, MET, Standing
from storage.queries import Queries
from views import _driver_words, _goal_rows, _links, _moments, _safe, _severity, _tables, _words
from views._filters import Filters

MOST = 3
Naming = dict[tuple[int, str], Histogram]
_JUDGES: Mapping[str, tuple[str, Callable[[str, Histogram, Histogram], Driver | None]]] = {
    "nps": ("nps", nps_driver),
    "csat_survey": ("csat", csat_driver),
    "review_stars": ("stars", stars_driver),
}


def show(queries: Queries, filters: Filters, one: Standing) -> None:
    """Three columns beside each other, under each other on a phone."""
    asked = (
        ("Where are we?", _here(one)),
        ("Where do we want to be?", _there(one)),
        ("What closes it?", _way(queries, filters, one)),
    )
    with st.container(key="cards-gap"):
        for place, (question, answer) in enumerate(asked):
            with st.container(key=f"card-gap-{place}"):
                st.html(f'<h3 class="es-label">{question}</h3>{answer}')


def _here(one: Standing) -> str:
    unit, found = one.metric.unit, one.estimate
    if found is None:
        return '<p class="es-value es-blank">No data</p><p class="es-basis">Nothing was counted in this period.</p>'
    range_ = _words.interval(found.low, found.high, unit)
    said = range_ if range_ else "without an interval: too few rows"
    return (
        f'<p class="es-value">{_words.measure(found.value, unit)}</p>'
        f'<p class="es-basis">{said}, with 95% confidence; n {_words.count(found.n)}</p>'
    )


def _there(one: Standing) -> str:
    unit = one.metric.unit
    by = f" by {_words.short_day(one.goal.by)}" if one.goal.by else ""
    gap = "" if one.gap is None else f"The gap is {_words.difference(one.gap, unit)}. "
    said = {
        MET: "Met: the whole interval reaches the goal.",
        BEHIND: "Behind: none of the interval reaches the goal.",
    }.get(one.verdict, "Cannot tell: the interval holds the goal, or there are too few rows. More rows narrow it.")
    return (
        f'<p class="es-value">{_words.measure(one.goal.target, unit)}</p>'
        f'<p class="es-basis">{_goal_rows.chip(one.verdict)}{by}</p><p class="es-basis">{gap}{said}</p>'
    )


def _way(queries: Queries, filters: Filters, one: Standing) -> str:
    plan = _safe.bdi(one.goal.plan, 300) if one.goal.plan else "No plan is written down yet."
    return f'<p class="es-basis">{plan}</p>{_drivers(queries, filters, one)}{_pains(queries, filters)}'


def _drivers(queries: Queries, filters: Filters, one: Standing) -> str:
    """What goes with low scores most, where the interval leaves zero out."""
    if one.goal.metric not in _JUDGES:
        return ""
    score, judge = _JUDGES[one.goal.metric]
    scope = Scope(brand=filters.brand, since=filters.since, until=filters.until, segment=one.goal.segment)
    everyone, naming = _asked(queries, scope, score)
    found = {key: driver for key, rows in naming.items() if (driver := judge(key[1], everyone, rows))}
    told = [
        (key, d) for key, d in found.items() if d.named >= ENOUGH and d.effect.value < 0 and _driver_words.stands_out(d)
    ]
    told.sort(key=lambda pair: pair[1].effect.value)
    if not told:
        return '<p class="es-basis">No topic stands out as going with low scores; that is no proof that none does.</p>'
    unit = _driver_words.UNITS[score]
    digits = 2 if unit == "stars" else 1
    rows = "".join(
        f"<li>{_safe.bdi(key[1], 60)}: {_words.signed(d.effect.value, digits)} {unit} "
        f"({_words.number(d.effect.low or 0.0, digits)} to {_words.number(d.effect.high or 0.0, digits)}), "
        f"{_driver_words.rows(key, d, score, filters)}</li>"
        for key, d in told[:MOST]
    )
    return f'<p class="es-basis">Goes with low scores; associated, not proven:</p><ul class="es-basis">{rows}</ul>'


def _asked(queries: Queries, scope: Scope, score: str) -> tuple[Histogram, Naming]:
    if score == "stars":
        everyone = queries.counts.review_stars(scope)
        frame = queries.themes.stars(scope)
    elif score == "nps":
        everyone = queries.counts.nps_answers(scope)
        frame = queries.themes.answers(scope, "nps", everyone)
    else:
        everyone = queries.counts.csat_answers(scope)
        frame = queries.themes.answers(scope, "csat", everyone)
    counts: dict[tuple[int, str], dict[int, int]] = {}
    for row in _moments.rows(frame):
        counts.setdefault((int(row.topic_id), str(row.name)), {})[int(row.answer)] = int(row.n)
    return everyone, {key: Histogram(counts=rows, scale_max=everyone.scale_max) for key, rows in counts.items()}


def _pains(queries: Queries, filters: Filters) -> str:
    """The worst pain points that are not yet resolved or ignored, each with a way to its rows."""
    scope = filters.public()
    counts, before = queries.counts.sentiment_counts(scope), queries.counts.sentiment_counts(filters.before(scope))
    found = [
        p
        for p in _severity.ranked(queries.pain_points.table(scope), counts, before)
        if p.status not in {"resolved", "ignored"} and p.severity and p.severity.ranked
    ]
    if not found:
        return '<p class="es-basis">No open pain point has enough complaints to be ranked in this period.</p>'
    rows = "".join(_pain(p, filters) for p in found[:MOST])
    return f'<p class="es-basis">Worst open pain points:</p><ul class="es-basis">{rows}</ul>'


def _pain(pain: _severity.Pain, filters: Filters) -> str:
    address = _links.href("pain-points", filters.params(topic=str(pain.topic_id)))
    word = _safe.html(pain.severity.word.lower()) if pain.severity else ""
    said = f"{word}, {_words.many(pain.complaints, 'complaint')}"
    return f'<li><a href="{address}">{_safe.bdi(pain.name, 60)}</a>: {said}</li>'


def method() -> str:
    """How the verdict is made, folded away."""
    pairs = [
        ("Met", "The whole 95% interval reaches the goal."),
        ("Behind", "No part of the 95% interval reaches the goal."),
        ("Cannot tell", "The interval holds the goal, there is no interval, or fewer than five rows."),
        ("Check-in", "Written by the first run of each period, whoever looks; it is never changed afterwards."),
    ]
    return _tables.folded("How the verdict is made", _tables.facts(pairs))
