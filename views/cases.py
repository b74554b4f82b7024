"""Inbox: what somebody must deal with, who does, until when, and how long that takes."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from domain.people import Right
from storage.queries import Queries
from views import _case_bulk, _case_detail, _case_owners, _case_row, _case_write, _frame, _moments, _safe, _words
from views._filters import Filters

TITLE = "Inbox"
SECTION = "Act"
SUBTITLE = "Reviews, answers and tickets that somebody must deal with. Choose one to read it and decide what happens."
FILTERS = ("brand",)
STYLE = Path(__file__).with_name("cases.css")
MOST = 50
TABS: Mapping[str, str] = {
    "new": "New",
    "open": "Open",
    "overdue": "Overdue",
    "waiting": "Waiting",
    "closed": "Closed",
    "all": "All",
}
ANYBODY, NOBODY = "", "-"
_TAB, _OWNER = "es_case_tab", "es_case_owner"


def render(queries: Queries, filters: Filters, desk: _frame.Desk) -> None:
    """Draw the page: the tabs, the list with its boxes, the chosen case beside it, and the owners below."""
    st.html(STYLE)
    seen = _case_write.baseline(queries, desk.person)
    owners = queries.cases.owners(filters.brand)
    owner = _wanted([w.owner for w in owners])
    counts = queries.cases.counts(filters.brand, owner=owner, seen=seen)
    _case_write.notice(desk)
    if not counts["all"] and owner is None:
        _empty()
        return
    tab = _controls(counts, [w.owner for w in owners if w.owner], owner)
    frame = queries.cases.inbox(filters.brand, tab, owner=owner, seen=seen, limit=MOST)
    rows = _moments.rows(frame)
    if rows:
        _board(queries, filters, desk, rows, [w.owner for w in owners if w.owner])
        if counts[tab] > len(rows):
            st.html(
                f'<p class="es-sub">The first {MOST} of {_words.count(counts[tab])}; close some to see the rest.</p>'
            )
    else:
        _nothing(tab, seen)
    _case_owners.show(owners)


def _wanted(known: list[str]) -> str | None:
    """The owner that the address asks for; None for every one, '' for cases of nobody."""
    asked = st.query_params.get("owner")
    if asked == NOBODY:
        return ""
    return asked if asked and asked in known else None


def _controls(counts: Mapping[str, int], owners: list[str], owner: str | None) -> str:
    tab = st.query_params.get("tab", "")
    tab = tab if tab in TABS else ("new" if counts["new"] else "open")
    st.session_state[_TAB] = tab
    st.session_state[_OWNER] = ANYBODY if owner is None else owner or NOBODY
    with st.container(horizontal=True, key="search", vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Which cases",
            list(TABS),
            key=_TAB,
            format_func=lambda name: f"{TABS[name]} ({_words.count(counts[name])})",
            required=True,
            on_change=_changed,
            label_visibility="collapsed",
        )
        names = {ANYBODY: "Everybody's", NOBODY: "Nobody's"}
        st.selectbox(
            "Whose",
            [ANYBODY, NOBODY, *owners],
            key=_OWNER,
            format_func=lambda name: names.get(name) or _safe.clean(name, 60),
            on_change=_changed,
            label_visibility="collapsed",
            width=170,
        )
    return tab


def _changed() -> None:
    st.query_params["tab"] = st.session_state.get(_TAB) or "open"
    if owner := st.session_state.get(_OWNER):
        st.query_params["owner"] = owner
    elif "owner" in st.query_params:
        del st.query_params["owner"]
    if "case" in st.query_params:
        del st.query_params["case"]


def _board(queries: Queries, filters: Filters, desk: _frame.Desk, shown: list[Any], owners: list[str]) -> None:
    wanted = st.query_params.get("case", "")
    chosen = next((c for c in shown if str(c.case_id) == wanted), None)
    opened = chosen or shown[0]
    allowed = desk.may(Right.TRIAGE)
    if allowed:
        _case_bulk.show(desk, shown, owners)
    rows = len(shown)
    st.html(f"<style>.st-key-board{{--rows:{rows + 1};grid-template-rows:repeat({rows},max-content) 1fr}}</style>")
    with st.container(key="board", gap=None):
        for case in shown:
            with st.container(key=f"box-{case.case_id}", horizontal=True):
                if allowed:
                    _case_bulk.box(case)
                with st.container(key=f"row-{case.case_id}", gap=None):
                    state = ("on" if chosen else "on unasked") if case is opened else ""
                    st.html(_case_row.html(case, state))
                    st.button(
                        f"Open the case: {_safe.md(_case_row.gist(case), 60)}",
                        key=f"open-{case.case_id}",
                        on_click=_open,
                        args=(str(case.case_id),),
                        width="stretch",
                    )
            if case is opened:
                with st.container(key="detail" if chosen else "detail-first"):
                    _case_detail.show(queries, filters, desk, case, owners)


def _open(case_id: str) -> None:
    st.query_params["case"] = case_id


def _empty() -> None:
    _frame.nothing(
        "No case yet.",
        "A run opens one for churn intent, one or two stars and an NPS of 0 to 6, unless earshot.toml says otherwise; "
        "a mention's own page opens one by hand. To look for some now:",
        "python -m earshot run",
    )


def _nothing(tab: str, seen: datetime | None) -> None:
    if tab == "new" and seen:
        _frame.nothing("Nothing new since your last visit.", "The tab Open has what is still to be done.")
        return
    _frame.nothing(f"No case is {TABS[tab].lower()} here.", "Choose another tab, or everybody's cases, above.")
