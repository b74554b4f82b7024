"""Who works on how many cases, and how long the first response and the resolution take."""

from collections.abc import Sequence

import streamlit as st

from domain.measures import Durations
from metrics.estimate import ENOUGH, TOO_FEW
from metrics.service import median_minutes
from storage.queries.cases import Workload
from views import _frame, _links, _safe, _tables, _words

COLUMNS = ("Owner", "Open", "Overdue", "Closed", "First response", "Resolution")
NUMBERS = ("Open", "Overdue", "Closed")


def show(owners: Sequence[Workload]) -> None:
    """The table, the busiest first; nothing where there is no case."""
    if not owners:
        return
    st.space("small")
    _frame.section(
        "By owner",
        "Cases of the last 90 days and all that are open. Medians from the opening of a case: until somebody first "
        "moved it on or told the customer, and until it was closed.",
    )
    st.html(_tables.table(COLUMNS, "".join(_row(one) for one in owners), numbers=NUMBERS))


def _row(one: Workload) -> str:
    name = _safe.bdi(one.owner, 60) if one.owner else "Nobody"
    address = _links.href("cases", {"tab": "all", "owner": one.owner or "-"})
    cells = (
        _words.count(one.open),
        _words.count(one.overdue),
        _words.count(one.closed),
        _wait(one.response),
        _wait(one.resolution),
    )
    pairs = list(zip(COLUMNS[1:], cells, strict=True))
    return _tables.row(f'<a href="{address}">{name}</a>', pairs, numbers=NUMBERS)


def _wait(waits: Durations) -> str:
    found = median_minutes(waits)
    if found is None:
        return '<span class="es-soft">none yet</span>'
    range_ = _words.interval(found.low, found.high, "minutes") if found.n >= ENOUGH else TOO_FEW
    return f"{_words.duration(found.value)} <small>{range_ or 'no interval'}; n = {_words.count(found.n)}</small>"
