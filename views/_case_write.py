"""What people do to cases, always by id, with a way back, and up to when they have seen the news."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from domain.cases import CaseChange
from domain.errors import EarshotError
from storage.queries import Queries
from views import _frame, _safe, _words

PAGE = "cases"
_SEEN, _SINCE = "es_cases_seen", "es_cases_since"
_UNDO, _ERROR, _SAID = "es_cases_undo", "es_cases_error", "es_cases_said"


def baseline(queries: Queries, person: str) -> datetime | None:
    """Up to when this person knew the cases when the visit began; the same for as long as it lasts."""
    if _SEEN not in st.session_state:
        st.session_state[_SEEN] = queries.cases.seen(person, PAGE)
        st.session_state[_SINCE] = datetime.now(UTC)
    found: datetime | None = st.session_state[_SEEN]
    return found


def change(desk: _frame.Desk, ids: Sequence[int], wanted: CaseChange, said: str) -> bool:
    """Change cases and keep the way back; what went wrong is told by notice()."""
    try:
        with desk.store() as store:
            before = store.cases.change(ids, wanted, person=desk.person)
            # The first change of a visit is what makes it one: a reader who only looks writes nothing.
            store.visits.seen(desk.person, PAGE, st.session_state.get(_SINCE) or datetime.now(UTC))
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return False
    st.session_state[_UNDO] = (before, f"{_words.many(len(before), 'case')}: {said}")
    return True


def all_seen(desk: _frame.Desk) -> None:
    """Nothing that is here now is new any more."""
    now = datetime.now(UTC)
    try:
        with desk.store() as store:
            store.visits.seen(desk.person, PAGE, now)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_SEEN] = now


def notice(desk: _frame.Desk) -> None:
    """What became of the last change, with its Undo."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="es-sub" role="status">{_safe.html(said)}</p>')
    if not (kept := st.session_state.get(_UNDO)):
        return
    before, said = kept
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.html(f'<p role="status">{_safe.html(said, 200)}.</p>', width="content")
        st.button("Undo", key="undo-button", shortcut="z", on_click=_undo, args=(desk, before))


def _undo(desk: _frame.Desk, before: Any) -> None:
    try:
        with desk.store() as store:
            store.cases.put_back(before, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_UNDO, None)
    st.session_state[_SAID] = "Undone."
