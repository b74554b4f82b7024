"""One touchpoint in full: its other figures, what people said there, and the way to all of it."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from metrics import METRICS
from storage.queries import Queries
from views import _feed, _frame, _links, _moments, _safe, _tables, _words
from views._filters import Filters
from views._journey_grid import IMPORTED, Cell

QUOTES = 4


def show(queries: Queries, filters: Filters, cell: Cell) -> None:
    """Facts, quotes of both sorts, links."""
    st.html(f'<h2 class="es-h2">{_safe.bdi(cell.name, 80)}</h2><p class="es-sub">{_safe.html(cell.description)}</p>')
    if facts := _facts(cell):
        st.html(_tables.facts(facts))
    columns = st.columns(2, gap="medium")
    for column, label, title in zip(
        columns, ("negative", "positive"), ("What went wrong", "What they liked"), strict=True
    ):
        with column:
            st.html(f'<h3 class="es-label">{title}</h3>')
            _quotes(queries, filters, cell, label)
    here = replace(filters, touchpoint=cell.name)
    total = cell.mentions.scored + cell.mentions.unscored
    with st.container(key="link-touchpoint", gap=None):
        if total:
            _links.link(f"Read the {_words.many(total, 'mention')} →", "mentions", here.params())
        if answers := cell.figures["csat_survey"] or cell.figures["ces"]:
            _links.link(f"See the {_words.many(answers.n, 'answer')} →", "surveys", here.params())


def _facts(cell: Cell) -> list[tuple[str, str]]:
    rows = []
    for name in IMPORTED:
        if found := cell.figures[name]:
            unit = METRICS[name].unit
            range_ = _words.interval(found.low, found.high, unit)
            of = "visits" if name == "funnel_completion" else "customers"
            rows.append(
                (METRICS[name].title, f"{_words.measure(found.value, unit)} ({range_}) of {_words.count(found.n)} {of}")
            )
    gap = cell.figures["perception_gap"]
    if gap:
        low, high = (_words.signed(end) if end is not None else "?" for end in (gap.low, gap.high))
        rows.append(
            ("Perception gap", f"{_words.signed(gap.value)} ({low} to {high}): {gap.note}, n {_words.count(gap.n)}")
        )
    return rows


def _quotes(queries: Queries, filters: Filters, cell: Cell, label: str) -> None:
    scope = replace(filters, touchpoint=cell.name).public()
    frame = queries.mentions.page(scope, label=label, limit=QUOTES)
    if frame.empty:
        _frame.nothing(f"No {label} mention here in this period.", "A longer period may have one.")
        return
    quotes = [_feed.quote(row, topics=list(row.topics)) for row in _moments.rows(frame)]
    st.html(_feed.html(quotes, datetime.now(UTC), f"{label.capitalize()} mentions at {cell.name}"))
