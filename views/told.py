"""You said, we did: what was mended, whether it shows, and which causes of closed cases were dealt with."""

from typing import Any

import streamlit as st

from metrics.beside import beside
from metrics.change import DOWN, UP, Change, compare_counts
from storage.queries import Queries
from storage.queries.told import Mend
from views import _frame, _links, _moments, _praise, _rivals, _safe, _tables, _words
from views._filters import Filters

TITLE = "You said, we did"
SECTION = "Act"
SUBTITLE = "What was done about what people said, and whether they complain less since, beside what nobody touched."
FILTERS = ("brand",)
MENDED = ("You said", "We did", "Complaints before → after", "Untouched topics", "Effect")
CAUSES = ("Cause", "We did", "Cases", "Customers told")


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: mended pain points, causes of closed cases, and what is liked next to competitors."""
    mended = queries.told.mended(filters.public())
    causes = _moments.rows(queries.told.causes(filters.brand))
    if not mended and not causes:
        _frame.nothing(
            "Nothing is resolved or closed yet.",
            "Resolve a pain point or close a case, with root cause and action, and it is told here. A run opens cases:",
            "python -m earshot run",
        )
    if mended:
        _frame.section(
            "Pain points",
            "Complaints in as many days before and after, at most 28; untouched topics in the same days. It shows "
            "where its share of those complaints moved beyond chance (difference of two shares, 95%).",
        )
        st.html(_tables.table(MENDED, "".join(_mend(one, filters) for one in mended)))
    if causes:
        st.space("small")
        _frame.section("Cases", "Causes of closed cases, and how many of their customers were told.")
        st.html(_tables.table(CAUSES, "".join(_cause(row) for row in causes), numbers=CAUSES[2:]))
    st.space("small")
    if rivals := _rivals.brands(queries, filters.brand):
        _praise.show(queries, filters, rivals)
    with st.container(key="link-rivals"):
        _links.link("All of it, brand beside brand →", "competitors", filters.params())


def _mend(one: Mend, filters: Filters) -> str:
    address = _links.href("pain-points", filters.params(topic=str(one.topic_id), state="all"))
    state = "closed" if one.status == "closed" else "resolved"
    did = _safe.bdi(one.action, 300) if one.action else '<span class="es-soft">no action written down</span>'
    cause = f"<small>{_safe.bdi(one.root_cause, 300)}</small>" if one.root_cause else ""
    told = "; customers told" if one.told_customer else ""
    when = f"<small>{state} {_words.short_day(one.at.date())}{told}</small>"
    cells = (did + cause + when, _pair(one.pair, one.days), _pair(one.untouched, one.days), _verdict(one))
    name = f'<a href="{address}">{_safe.bdi(one.name, 120)}</a>'
    return _tables.row(name, list(zip(MENDED[1:], cells, strict=True)))


def _pair(pair: tuple[int, int], days: int) -> str:
    if days < 1:
        return '<span class="es-soft">not a day yet</span>'
    found = compare_counts(*pair)
    counts = f"{_words.count(pair[0])} → {_words.count(pair[1])}"
    range_ = _words.interval(found.low, found.high, "points") if found else None
    moved = f"<small>{_glyph(found)}{range_} complaints; {_words.many(days, 'day')} each</small>" if found else ""
    return counts + moved


def _verdict(one: Mend) -> str:
    found = beside(one.pair, one.untouched) if one.days else None
    if found is None:
        return '<span class="es-soft">cannot tell: no complaints on one side</span>'
    range_ = _words.interval(found.low, found.high, "points")
    moved = f"<small>{_words.difference(found.difference, '%')} ({range_}) of complaints</small>"
    if found.verdict == DOWN:
        return f'<span class="es-state ok">▼ Fewer than elsewhere</span>{moved}'
    if found.verdict == UP:
        return f'<span class="es-state bad">▲ More than elsewhere</span>{moved}'
    return f'<span class="es-state wait">○ Cannot tell: {found.verdict}</span>{moved}'


def _glyph(found: Change) -> str:
    return {UP: "▲ ", DOWN: "▼ "}.get(found.verdict, "")


def _cause(row: Any) -> str:
    address = _links.href("cases", {"tab": "closed"})
    cells = (
        _safe.bdi(row.action, 300),
        f'<a href="{address}">{_words.count(row.cases)}</a>',
        f"{_words.count(row.told)} of {_words.count(row.cases)}",
    )
    return _tables.row(_safe.bdi(row.root_cause, 300), list(zip(CAUSES[1:], cells, strict=True)), numbers=CAUSES[2:])
