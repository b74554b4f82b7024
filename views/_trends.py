"""The two large charts of the Overview with their legends, words and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from storage.queries import Queries
from views import _bars, _charts, _frame, _links, _series, _words
from views._charts import Point
from views._filters import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """What both charts are drawn from: daily counts, survey scores, badly heard days, people's notes."""

    daily: pd.DataFrame
    answers: Sequence[Point]
    thin: Sequence[date]
    notes: Sequence[tuple[date, str]]


def ask(queries: Queries, filters: Filters) -> Trends:
    """All series of the period."""
    by = _series.wave(filters)
    answers = queries.surveys.series(filters.asked(), "nps", by=by)
    return Trends(
        daily=queries.daily.trend(filters.public()),
        answers=_series.survey_points(answers, "nps", filters),
        thin=_series.thin_days(queries.daily.coverage(filters.public())),
        notes=_series.notes(queries.notes(filters.public())),
    )


def scores(trends: Trends, filters: Filters) -> None:
    """Net sentiment beside NPS, in points, on one axis of time."""
    _frame.section(
        "Reputation beside survey score", "Points from −100 to +100, with 95% intervals. Missing days are gaps."
    )
    sentiment = _series.sentiment_points(trends.daily, filters)
    if not trends.answers and not any(p.value is not None for p in sentiment):
        _frame.nothing("No score in this period.", "Choose a longer period, or fetch:", "python -m earshot run")
        return
    st.html(_bars.lines_key(bool(trends.answers), _series.wave(filters), bool(trends.thin)))
    backdrop = _backdrop(trends, filters)
    spec = _charts.score_lines(sentiment, trends.answers, backdrop)
    alt = _said(sentiment, trends.answers)
    st.vega_lite_chart(spec, alt=alt, width="stretch", key=f"scores-{backdrop.theme}")
    st.html(_bars.numbers(sentiment, trends.answers, _series.unit(filters)))


def volume(trends: Trends, filters: Filters) -> None:
    """Mentions by sentiment; a click on a bar opens the mentions it counts."""
    unit = _series.unit(filters)
    _frame.section(f"Mentions a {unit}", f"Select a {unit} to read what was said.")
    rows = _series.volume_rows(trends.daily, filters)
    if not rows:
        _frame.nothing("No mention in this period.", "Choose a longer period, or fetch:", "python -m earshot run")
        return
    st.html(_bars.key())
    backdrop = _backdrop(trends, filters)
    spec = _charts.volume_bars(rows, backdrop, unit)
    total = _words.many(sum(row["n"] for row in rows), "mention")
    alt = f"Bar chart of {total} by {unit} and sentiment; the same numbers are in the table below the chart above."
    event = st.vega_lite_chart(spec, alt=alt, width="stretch", key=f"volume-{backdrop.theme}", on_select="rerun")
    if picked := _charts.picked(event, unit):
        day = filters.on(max(picked[0], filters.since), min(picked[1], filters.until))
        _links.go("mentions", day.params())


def _backdrop(trends: Trends, filters: Filters) -> _charts.Backdrop:
    return _charts.Backdrop(
        since=filters.since,
        until=filters.until,
        gaps=trends.thin,
        notes=trends.notes,
        theme=st.context.theme.type,
    )


def _said(sentiment: Sequence[Point], answers: Sequence[Point]) -> str:
    return f"Line chart. {_ends(sentiment, 'Net sentiment')} {_ends(answers, 'NPS')}"


def _ends(points: Sequence[Point], name: str) -> str:
    known = [(p.day, p.value) for p in points if p.value is not None]
    if not known:
        return f"{name}: no data."
    said = [f"{_words.signed(value)} on {_words.short_day(day)}" for day, value in (known[0], known[-1])]
    return f"{name}: {said[0]}, {said[1]}."
