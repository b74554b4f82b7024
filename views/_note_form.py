"""Leaving a note on the time axis: what happened on a day that no chart can know."""

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from views import _frame, _safe, _words
from views._filters import Filters
from views._frame import Desk

_DAY, _TEXT, _SAID, _ERROR = "es_note_day", "es_note_text", "es_note_said", "es_note_error"


def show(desk: Desk, filters: Filters) -> None:
    """A small form behind a button, and what became of the last note."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="es-sub" role="status">{_safe.html(said)}</p>')
    if not desk.may(Right.TRIAGE):
        return
    with st.popover("Add a note to the charts", key="note"), st.form("note-form", border=False, clear_on_submit=True):
        st.date_input("Day", value=filters.until, min_value=filters.since, max_value=filters.until, key=_DAY)
        st.text_input("What happened", key=_TEXT, max_chars=120, placeholder="New version released")
        st.form_submit_button("Add", on_click=_add, args=(desk, filters.brand))


def _add(desk: Desk, brand: str) -> None:
    day, text = st.session_state.get(_DAY), _safe.clean(st.session_state.get(_TEXT), 120).strip()
    if not day or not text:
        st.session_state[_ERROR] = "a note needs a day and a few words."
        return
    try:
        with desk.store() as store:
            store.notes.add(brand, day, text, desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_SAID] = f"Noted on {_words.short_day(day)}: {text}"
