"""Many cases at once: tick them, or all the new ones, choose an owner and a day, assign."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from domain.cases import CaseChange
from views import _case_row, _case_write, _frame, _safe, _words

DUE = {None: "No due day", 1: "Due tomorrow", 3: "Due in 3 days", 7: "Due in 7 days", 14: "Due in 14 days"}
_OWNER, _DUE, _PROPOSED = "es_bulk_owner", "es_bulk_due", 3


def show(desk: _frame.Desk, shown: Sequence[Any], owners: Sequence[str]) -> None:
    """The tools above the list; Assign works on what is ticked."""
    fresh = [case for case in shown if case.fresh and not case.owner]
    wanted = fresh or list(shown)
    noun = "new" if fresh else "shown"
    known = list(dict.fromkeys([desk.person, *owners]))
    with st.container(horizontal=True, key="case-tools", vertical_alignment="center", gap="small"):
        st.button(
            f"Select all {noun} ({_words.count(len(wanted))})",
            key="select-all",
            shortcut="a",
            on_click=_tick,
            args=(shown, wanted),
        )
        st.selectbox(
            "Owner",
            known,
            key=_OWNER,
            index=None,
            placeholder="Owner",
            accept_new_options=True,
            format_func=lambda name: "Me" if name == desk.person else _safe.clean(name, 60),
            label_visibility="collapsed",
            width=170,
        )
        st.selectbox(
            "Due",
            list(DUE),
            key=_DUE,
            index=list(DUE).index(_PROPOSED),
            format_func=DUE.__getitem__,
            label_visibility="collapsed",
            width=170,
        )
        st.button("Assign", key="assign", type="primary", on_click=_assign, args=(desk, shown))
        if any(case.fresh for case in shown):
            st.button("Mark all as seen", key="all-seen", on_click=_case_write.all_seen, args=(desk,))


def box(case: Any) -> None:
    """The box beside a row."""
    label = f"Select: {_safe.md(_case_row.gist(case), 60)}"
    st.checkbox(label, key=_key(case), label_visibility="collapsed")


def _key(case: Any) -> str:
    return f"pick-{case.case_id}"


def _tick(shown: Sequence[Any], wanted: Sequence[Any]) -> None:
    chosen = {_key(case) for case in wanted}
    for case in shown:
        st.session_state[_key(case)] = _key(case) in chosen


def _assign(desk: _frame.Desk, shown: Sequence[Any]) -> None:
    ids = [case.case_id for case in shown if st.session_state.get(_key(case))]
    owner = " ".join(_safe.clean(st.session_state.get(_OWNER), 60).split())
    if not ids or not owner:
        st.session_state["es_cases_error"] = "tick a case and choose an owner, then assign."
        return
    due = _day(st.session_state.get(_DUE))
    said = f"now {owner}'s" + (f", due {_words.short_day(due)}" if due else "")
    if _case_write.change(desk, ids, CaseChange(owner=owner, due=due), said):
        _tick(shown, ())


def _day(days: int | None) -> date | None:
    return None if days is None else (datetime.now(UTC) + timedelta(days=days)).date()
