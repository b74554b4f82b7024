"""What followed an event note: net sentiment before and after its day, and whether anything can be told of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from domain.measures import Moments, SentimentCounts
from metrics.change import UP
from metrics.effect import CANNOT_TELL, Effect, effect
from metrics.sums import net_of, together
from storage.queries import Queries
from views import _links, _moments, _safe, _series, _tables, _words
from views._charts import LABELS
from views._filters import Filters

DAYS, MOST = 28, 3
_NET = (-100.0, 100.0)


def show(queries: Queries, filters: Filters, notes: Sequence[tuple[date, str]]) -> None:
    """The latest notes of the period, folded away, each with its before and after."""
    latest = sorted(notes, reverse=True)[:MOST]
    if not latest:
        return
    first = min(day for day, _ in latest) - timedelta(days=2 * DAYS)
    last = max(day for day, _ in latest) + timedelta(days=DAYS)
    trend = queries.daily.trend(replace(filters.public(), since=first, until=last))
    held = {_series.day(row.day): net_of(_counts(row)) for row in _moments.rows(trend)}
    items = "".join(_item(day, note, _judged(held, day), filters) for day, note in latest)
    why = (
        f'<p class="es-sub">Net sentiment of the {DAYS} days from the note on against the {DAYS} days before. '
        'For other figures, and topics as a control: <code class="es-code">python -m earshot effect</code></p>'
    )
    st.html(_tables.folded("What followed the notes", f'<ul class="es-changes">{items}</ul>{why}'))


def _counts(row: object) -> SentimentCounts:
    return SentimentCounts(**{label: int(getattr(row, label) or 0) for label in LABELS})


def _judged(held: dict[date, Moments], on: date) -> Effect:
    spans = [(on - timedelta(days=DAYS), on), (on, on + timedelta(days=DAYS)), (on - timedelta(days=2 * DAYS), None)]
    was, now, sooner = (
        together(rows for day, rows in held.items() if first <= day < (end or on - timedelta(days=DAYS)))
        for first, end in spans
    )
    return effect((was, now), sooner=sooner, bounds=_NET)


def _item(day: date, note: str, found: Effect, filters: Filters) -> str:
    change = found.change
    glyph = "●" if found.verdict == CANNOT_TELL else "▲" if found.verdict == UP else "▼"
    tone = "" if found.verdict == CANNOT_TELL else "better" if found.verdict == UP else "worse"
    moved = "no data to compare"
    if change:
        range_ = _words.interval(change.low, change.high, "points")
        moved = f"{_words.difference(change.difference, 'points')} ({range_})"
    last = min(day + timedelta(days=DAYS - 1), datetime.now(UTC).date())
    rows = _links.href("mentions", filters.on(day, max(day, last)).params())
    n = f'<a href="{rows}">{_words.many(change.n_after, "scored mention")}</a>, ' if change else ""
    head = f"{_words.short_day(day)}: {_safe.bdi(note, 120)}"
    detail = f"Net sentiment {moved}; {n}{found.verdict}: {_safe.html(found.why)}."
    mark = f'<span class="g {tone}" aria-hidden="true">{glyph}</span>'
    return f"<li>{mark}<div><b>{head}</b><span>{detail}</span></div></li>"
