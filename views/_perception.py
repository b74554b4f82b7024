"""Our own rating of each touchpoint beside the customers': where we see ourselves otherwise than they do."""

from dataclasses import replace

import streamlit as st

from metrics import METRICS
from metrics.estimate import TOO_FEW
from metrics.journey import own_rating, perception_gap
from storage.queries import Queries
from views import _frame, _links, _safe, _tables, _words
from views._filters import Filters

COLUMNS = ("Touchpoint", "Our own rating", "Customers say", "Gap", "In words")
NUMBERS = COLUMNS[1:4]


def show(queries: Queries, filters: Filters) -> None:
    """A table of the touchpoints that we rated ourselves."""
    st.space("small")
    _frame.section("Our view beside theirs", "Own ratings are statements; the interval is that of the customers' mean.")
    names = queries.goals.own_rated(replace(filters, segment=None).asked())
    if not names:
        _frame.nothing(
            "Nobody has rated the own touchpoints in this period.",
            "Rate each one as you think customers do, as rows of kind own_rating, then:",
            "python -m earshot import touchpoints FILE",
        )
        return
    rows = "".join(_row(queries, filters, name) for name in names)
    st.html(_tables.table(COLUMNS, rows, numbers=NUMBERS))


def _row(queries: Queries, filters: Filters, name: str) -> str:
    here = replace(filters, touchpoint=name, segment=None)
    beside = queries.counts.perception(here.asked())
    own, gap = own_rating(beside), perception_gap(beside)
    customers = METRICS["csat_mean"].estimate(beside.answers)
    scale = beside.answers.scale_max
    said = "no answer about it"
    theirs = "–"
    if customers is not None:
        link = _links.href("surveys", here.params())
        range_ = _words.interval(customers.low, customers.high, "") or "no interval"
        theirs = (
            f"<b>{_words.number(customers.value, 2)}</b> of {scale}"
            f'<small>{range_}, <a href="{link}">n {_words.count(customers.n)}</a></small>'
        )
    shown = "–"
    if gap is not None:
        ends = [_words.signed(end, 2) if end is not None else "?" for end in (gap.low, gap.high)]
        shown = f"{_words.signed(gap.value, 2)}<small>{ends[0]} to {ends[1]}</small>"
        said = _said(gap.note, gap.low, gap.high)
    ours = f"{_words.number(own.value, 2)} of {scale}" if own else "–"
    cells = (ours, theirs, shown, said)
    return _tables.row(_safe.bdi(name, 80), list(zip(COLUMNS[1:], cells, strict=True)), numbers=NUMBERS)


def _said(note: str | None, low: float | None, high: float | None) -> str:
    if note == TOO_FEW or low is None or high is None:
        return TOO_FEW
    if low > 0:
        return "▲ we rate ourselves higher than customers do"
    return "▼ we rate ourselves lower than customers do" if high < 0 else "cannot tell"
