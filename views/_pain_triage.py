"""What people decide about a pain point: its state, owner, due day, cause and action, with a way back, always by id."""

from datetime import date
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from views import _frame, _moments, _safe, _topic_desk
from views._severity import STATUS, Pain

_UNDO, _ERROR, _WANTED = "es_undo", "es_triage_error", "es_triage_wanted"
# "c" and "r" belong to Streamlit itself.
MOVES = {
    "in_progress": ("Start work", "s"),
    "waiting": ("Wait", "w"),
    "resolved": ("Resolve", "e"),
    "ignored": ("Ignore until worse", "i"),
    "closed": ("Close", "x"),
    "new": ("Reopen", "o"),
}


def moves(desk: _frame.Desk, brand: str, pain: Pain) -> None:
    """The states that it can move to, each with its key."""
    with st.container(horizontal=True, key="triage", gap="small"):
        for status, (name, shortcut) in MOVES.items():
            if status != pain.status and not (status == "new" and pain.stored == "new"):
                st.button(
                    name,
                    key=f"to-{status}-{pain.topic_id}",
                    shortcut=shortcut,
                    on_click=_move,
                    args=(desk, brand, pain, status),
                    type="primary" if status == "in_progress" else "secondary",
                )


def show(desk: _frame.Desk, brand: str, pain: Pain) -> None:
    """Its owner, and the rest behind a fold."""
    key = f"owner-{pain.topic_id}-{pain.owner}"
    st.text_input(
        "Owner",
        value=pain.owner,
        key=key,
        max_chars=60,
        placeholder="Nobody yet",
        on_change=_own,
        args=(desk, brand, pain, key),
    )
    # Who was refused a closing for want of a cause finds the place to write it open.
    wanted = bool(pain.overdue_days) or st.session_state.pop(_WANTED, None) == pain.topic_id
    with st.expander("Due day, root cause and action", key="pain-form", expanded=wanted):
        _form(desk, brand, pain)


def _form(desk: _frame.Desk, brand: str, pain: Pain) -> None:
    due = _moments.utc(pain.due)
    st.date_input("Due", value=due.date() if due else None, key=_key("due", pain), format="YYYY-MM-DD")
    st.text_input("Root cause", value=pain.root_cause, key=_key("root_cause", pain), max_chars=500)
    st.text_input("Action", value=pain.action, key=_key("action", pain), max_chars=500)
    if pain.mended_on:
        said = "The day from which it is mended: complaints before and after are counted around it."
        st.date_input(
            "Mended on",
            value=pain.mended_on,
            key=_key("mended_on", pain),
            max_value="today",
            format="YYYY-MM-DD",
            help=said,
        )
    st.checkbox("Told the customers", value=pain.told_customer, key=_key("told_customer", pain))
    st.button("Save", key=f"save-pain-{pain.topic_id}", on_click=_save, args=(desk, brand, pain))


def _key(field: str, pain: Pain) -> str:
    """A new key once what is stored has changed: the field then shows it."""
    return f"{field}-{pain.topic_id}-{getattr(pain, field)}"


def _written(pain: Pain) -> dict[str, Any]:
    """What stands in the form, saved or not."""
    state = st.session_state
    return {
        "due": state.get(_key("due", pain)),
        "root_cause": _safe.clean(state.get(_key("root_cause", pain), pain.root_cause), 500).strip(),
        "action": _safe.clean(state.get(_key("action", pain), pain.action), 500).strip(),
        "told_customer": bool(state.get(_key("told_customer", pain), pain.told_customer)),
        "mended_on": _mended_on(pain),
    }


def _mended_on(pain: Pain) -> date | None:
    """The day, where a person put another one: what is not changed keeps its hour."""
    day = st.session_state.get(_key("mended_on", pain), pain.mended_on)
    return day if day != pain.mended_on else None


def _move(desk: _frame.Desk, brand: str, pain: Pain, status: str) -> None:
    more = _written(pain) if status == "closed" else {}
    _set(desk, brand, pain, STATUS[status], status=status, **more)


def _own(desk: _frame.Desk, brand: str, pain: Pain, key: str) -> None:
    owner = _safe.clean(st.session_state.get(key, ""), 60).strip()
    _set(desk, brand, pain, f"owner is now {owner or 'nobody'}", owner=owner)


def _save(desk: _frame.Desk, brand: str, pain: Pain) -> None:
    _set(desk, brand, pain, "saved", **_written(pain))


def _set(desk: _frame.Desk, brand: str, pain: Pain, said: str, **changes: Any) -> None:
    st.query_params["topic"] = str(pain.topic_id)
    try:
        with desk.store() as store:
            before = store.triage.before(brand, pain.topic_id)
            store.triage.set(brand, pain.topic_id, person=desk.person, **changes)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        st.session_state[_WANTED] = pain.topic_id if changes.get("status") == "closed" else None
        return
    st.session_state[_UNDO] = (brand, pain, before, said)


def _back(desk: _frame.Desk, brand: str, pain: Pain, before: Any) -> None:
    try:
        with desk.store() as store:
            store.triage.put_back(brand, pain.topic_id, before, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_UNDO, None)
    st.query_params["topic"] = str(pain.topic_id)


def notice(desk: _frame.Desk | None) -> None:
    """What became of the last change, with its Undo."""
    _topic_desk.notice(desk, desk.person if desk else "")
    if error := st.session_state.pop(_ERROR, None):
        st.html(f'<div class="es-warn" role="alert">Not saved: {_safe.html(error)}</div>')
    kept = st.session_state.get(_UNDO)
    if not kept or desk is None:
        return
    brand, pain, before, said = kept
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.html(f'<p role="status"><b>{_safe.bdi(pain.name, 90)}</b>: {_safe.html(said.lower())}.</p>', width="content")
        st.button("Undo", key="undo-button", shortcut="z", on_click=_back, args=(desk, brand, pain, before))
