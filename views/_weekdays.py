"""Which days of the week are loud: the small chart of the Overview."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from domain.measures import Moments
from metrics.seasonality import Season, Seasons, weekdays
from storage.queries import Queries
from views import _columns, _frame, _series, _words
from views._ask import once
from views._columns import Column
from views._filters import Filters

LOOKED_AT = timedelta(days=7 * 26)


def show(queries: Queries, filters: Filters) -> None:
    """Mentions by day of the week in percent of an average day, over half a year up to the period's end."""
    found = once(queries, "weekdays", filters, lambda: _found(queries, filters))
    st.space("small")
    _frame.section("By day of the week", "Mentions in percent of an average day of the same week, with 95% intervals.")
    if not found.seasons:
        st.html(f'<p class="es-sub">{_words.sentence(found.note)} Weeks with badly heard days are left out.</p>')
        return
    columns = [_column(season) for season in found.seasons]
    st.html(_columns.html(columns, found.usual, "Mentions by day of the week"))
    st.html(f'<p class="es-sub">{_said(found.seasons)} From {found.note}.</p>')
    st.html(_columns.numbers(columns, "Day", "Percent of an average day"))


def _found(queries: Queries, filters: Filters) -> Seasons:
    scope = replace(filters.public(), since=filters.until - LOOKED_AT)
    known = _series.days(queries.daily.trend(scope), queries.daily.coverage(scope))
    deaf = {day.day for day in known if not day.heard}
    return weekdays([(day.day, Moments(n=round(day.count))) for day in known], counted=True, deaf=deaf)


def _column(season: Season) -> Column:
    index = season.index
    low, high = index.low or 0.0, index.high or index.value
    said = f"{season.name}: {_words.number(index.value, 0)}% ({_words.number(low, 0)} to {_words.number(high, 0)})"
    return Column(short=season.name[:3], said=said, low=low, value=index.value, high=high, found=season.found)


def _said(seasons: tuple[Season, ...]) -> str:
    loud = [s.name for s in seasons if s.found and s.index.value > 100]
    calm = [s.name for s in seasons if s.found and s.index.value < 100]
    parts = [
        *([f"Louder than the others: {', '.join(loud)}."] if loud else []),
        *([f"Calmer: {', '.join(calm)}."] if calm else []),
    ]
    return " ".join(parts) or "No day stands out from chance."
