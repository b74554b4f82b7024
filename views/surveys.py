"""Surveys, service and customers: what people answer when asked, how long they wait, and whether they stay."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd
import streamlit as st

from domain.measures import Histogram, Scope
from domain.people import Right
from metrics.nps import detractor, promoter
from storage.queries import Queries
from views import (
    _bars,
    _cards,
    _feed,
    _figures,
    _frame,
    _links,
    _moments,
    _safe,
    _series,
    _small_segment,
    _tables,
    _touchpoint,
    _words,
)
from views._comments import under
from views._figures import Figure
from views._filters import Filters, ever

TITLE = "Surveys & service"
SECTION = "Measure"
SUBTITLE = "What customers answer when asked, how long they wait for an answer, and whether they stay."
SCORES = {"nps": "nps", "csat": "csat_survey", "ces": "ces"}
QUESTIONS: tuple[Literal["nps", "csat", "ces"], ...] = ("nps", "csat", "ces")
SERVICE = (
    "first_response_median",
    "first_response_p90",
    "first_response_median_business",
    "first_response_within_target",
    "resolution_median",
    "resolution_p90",
    "first_contact_resolution",
)
CUSTOMERS = ("churn", "retention", "cltv_revenue", "cltv_margin")
FILTERS = ("brand", "period", "segment")
COMMENTS = 8
_SURVEY = "es_survey"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: scores, waves, answers, comments; then service and customers."""
    filters = _touchpoint.narrowed(queries, filters)
    waves = queries.surveys.waves(ever(filters.asked()))
    survey = _choose(waves)
    scope = filters.asked(survey)
    _small_segment.warn(queries, scope)
    found = {question: _figures.figure(queries, name, filters, scope) for question, name in SCORES.items()}
    if waves.empty:
        _frame.nothing(
            "No survey has been imported for this brand.",
            "Bring in a CSV, XLSX, JSON or Parquet file of answers on the page Import, or in a shell:",
            "python -m earshot import surveys FILE --dry-run",
        )
    elif not any(f.estimate for f in found.values()):
        _elsewhere(waves, filters)
        _waves(waves)
    else:
        _scores(queries, filters, found, scope)
        under(queries, desk, filters.brand, "surveys/scores")
        _answers(found)
        _comments(queries, scope)
        _waves(waves)
    _bring_in(filters, desk)
    _cards_of(queries, filters, "Service", SERVICE, "tickets")
    _cards_of(queries, filters, "Customers", CUSTOMERS, "customers")
    _frame.definitions([*SCORES.values(), *SERVICE, *CUSTOMERS])


def _bring_in(filters: Filters, desk: _frame.Desk | None) -> None:
    """The way to the page Import, for those who may."""
    if desk is not None and desk.may(Right.MANAGE):
        with st.container(key="link-bring-in"):
            _links.link("Bring a file in", "import", {"brand": filters.brand})


def _choose(waves: pd.DataFrame) -> str | None:
    names = [str(name) for name in waves["survey"]]
    wanted = st.query_params.get("survey")
    chosen = wanted if wanted in names else None
    if len(names) > 1:
        st.session_state[_SURVEY] = chosen or ""
        st.selectbox(
            "Survey",
            ["", *names],
            key=_SURVEY,
            format_func=lambda n: _safe.clean(n, 80) or "All surveys",
            on_change=_chosen,
            width=320,
        )
    return chosen


def _chosen() -> None:
    if name := st.session_state.get(_SURVEY):
        st.query_params["survey"] = name
    elif "survey" in st.query_params:
        del st.query_params["survey"]


def _elsewhere(waves: pd.DataFrame, filters: Filters) -> None:
    first, last = _series.day(waves["first"].min()), _series.day(waves["last"].max())
    known = _words.many(int(waves["answers"].sum()), "answer")
    _frame.nothing(
        f"No answer from {_words.span(filters.since, filters.until)}.",
        f"There are {known} from {_words.span(first, last)}: choose those days under Custom, or show them now.",
    )
    st.button("Show them", key="show-all", type="primary", on_click=_show, args=(filters, first, last))


def _show(filters: Filters, first: Any, last: Any) -> None:
    for key, value in filters.on(first, last).params().items():
        st.query_params[key] = value


def _scores(queries: Queries, filters: Filters, found: Mapping[str, Figure], scope: Scope) -> None:
    by = _series.wave(filters)
    _frame.unseen("Scores")
    with st.container(key="cards-scores"):
        for question, figure in zip(QUESTIONS, found.values(), strict=True):
            points = _series.survey_points(queries.surveys.series(scope, question, by=by), figure.metric.name, filters)
            with st.container(key=f"card-{figure.metric.name}"):
                st.html(
                    _cards.html(_figures.card(figure, filters, spark=[p.value for p in points], absent="Not asked"))
                )


def _answers(found: Mapping[str, Figure]) -> None:
    asked = [(q, f.counts) for q, f in found.items() if isinstance(f.counts, Histogram) and f.counts.n]
    st.space("small")
    _frame.section("How they answered", "Answers from the best to the worst; each bar is a count.", key="answers")
    for column, (question, counts) in zip(st.columns(max(1, len(asked)), gap="large"), asked, strict=True):
        with column:
            st.html(_distribution(question, counts))


def _distribution(question: str, counts: Histogram) -> str:
    low, name = 0 if question == "nps" else 1, question.upper()
    basis = f"{_words.many(counts.n, 'answer')}, scale {low} to {counts.scale_max}"
    heading = f'<h3 class="es-label">{name} <small class="es-basis">{basis}</small></h3>'
    shares = _bars.answers(counts.counts, _group(question, counts), f"{name} answers", low=low, top=counts.scale_max)
    return heading + shares


def _group(question: str, counts: Histogram) -> Callable[[int], str]:
    if question == "nps":
        return lambda v: "positive" if promoter(v) else "negative" if detractor(v) else "neutral"
    if question == "csat":
        return lambda v: (
            "positive" if v >= counts.scale_max - 1 else "neutral" if v * 2 > counts.scale_max else "negative"
        )
    return lambda _: "survey"


def _waves(waves: pd.DataFrame) -> None:
    st.space("small")
    _frame.section("Surveys", "Every survey imported for this brand, whatever the period.")
    names = ("Survey", "Answers", "NPS", "CSAT", "CES")
    rows = "".join(_wave(row, names[1:]) for row in _moments.rows(waves.iloc[::-1]))
    st.html(_tables.table(names, rows, numbers=names[1:]))


def _wave(row: Any, names: Sequence[str]) -> str:
    when = _words.span(_series.day(row.first), _series.day(row.last))
    counts = (row.answers, row.nps_n, row.csat_n, row.ces_n)
    cells = [(name, _words.count(n)) for name, n in zip(names, counts, strict=True)]
    return _tables.row(f"{_safe.bdi(row.survey, 80)}<small>{when}</small>", cells, numbers=names)


def _comments(queries: Queries, scope: Scope) -> None:
    st.space("small")
    _frame.section("In their words", "Comments beside the scores they came with, newest first.", key="comments")
    frame = queries.surveys.comments(scope, limit=COMMENTS)
    if frame.empty:
        _frame.nothing("No comment in this period.", "Answers without words are counted in the scores all the same.")
        return
    quotes = [_comment(row) for row in _moments.rows(frame)]
    st.html(_feed.html(quotes, datetime.now(UTC), "Survey comments, newest first", columns=True))


def _comment(row: Any) -> _feed.Quote:
    get = _moments.maybe
    scores = [f"{name.upper()} {int(value)}" for name in SCORES if (value := get(getattr(row, name))) is not None]
    more = [str(value) for name in ("touchpoint", "segment") if (value := get(getattr(row, name)))]
    return _feed.Quote(
        text=get(row.comment) or "",
        source=get(row.survey) or "",
        label=get(row.sentiment),
        polarity=get(row.polarity),
        at=_moments.utc(row.answered_at),
        topics=scores,
        facts=more,
    )


def _cards_of(queries: Queries, filters: Filters, title: str, names: tuple[str, ...], noun: str) -> None:
    found = [_figures.figure(queries, name, filters) for name in names]
    st.space("small")
    _frame.section(title, key=noun)
    if not any(f.estimate for f in found):
        _frame.nothing(
            f"No {noun} in this period.",
            f"Bring a file of {noun} in on the page Import, or choose a longer period. In a shell:",
            f"python -m earshot import {noun} FILE",
        )
        return
    with st.container(key=f"cards-{noun}"):
        for figure in found:
            if figure.estimate is None and figure.metric.name.endswith("_business"):
                continue
            with st.container(key=f"card-{figure.metric.name}"):
                st.html(_cards.html(_figures.card(figure, filters)))
