"""What a person does with one mention beside correcting it: a case, a mute of its author or site, a comment."""

from typing import Any

import streamlit as st

from domain.errors import EarshotError
from storage.queries import Queries
from views import _comments, _frame, _links, _safe

_ERROR, _SAID, _UNDO = "es_mention_desk_error", "es_mention_desk_said", "es_mention_desk_undo"


def show(queries: Queries, desk: _frame.Desk, row: Any, brand: str) -> None:
    """The buttons, and what became of the last one."""
    _frame.section(
        "Act on it", "A case goes to the inbox. A mute hides what its author or site says; nothing is deleted."
    )
    _notice(desk)
    with st.container(horizontal=True, key="act", gap="small"):
        known = queries.cases.of_text(brand, int(row.mention_id))
        if known is None:
            st.button("Open a case", key="open-case", on_click=_open, args=(desk, brand, int(row.mention_id)))
        else:
            _links.link("Its case is in the inbox →", "cases", {"tab": "all"})
        author, host = queries.mutes.named(int(row.mention_id))
        if author:
            st.button("Mute its author", key="mute-author", on_click=_mute, args=(desk, "author", author, brand))
        if host:
            name = f"Mute {_safe.md(host, 60)}"
            st.button(name, key="mute-site", on_click=_mute, args=(desk, "site", host, brand))
    _comments.show(queries, desk, "mention", str(int(row.mention_id)))


def _open(desk: _frame.Desk, brand: str, mention_id: int) -> None:
    case_id = _write(desk, lambda store: store.cases.set(brand, mention_id, "mention", person=desk.person))
    if case_id is not None:
        _keep("A case is open.", ("case", case_id))


def _mute(desk: _frame.Desk, kind: str, value: str, brand: str) -> None:
    rows = _write(desk, lambda store: store.mutes.add(kind, value, brand=brand, person=desk.person))
    if rows is not None:
        _keep(f"Muted: {rows} mentions are hidden, and those to come.", ("mute", (kind, value, brand)))


def _keep(said: str, undo: tuple[str, Any]) -> None:
    st.session_state[_SAID], st.session_state[_UNDO] = said, undo


def _notice(desk: _frame.Desk) -> None:
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if not (undo := st.session_state.get(_UNDO)):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.html(f'<p role="status">{_safe.html(st.session_state.get(_SAID), 200)}</p>', width="content")
        st.button("Undo", key="act-undo", shortcut="z", on_click=_back, args=(desk, *undo))


def _back(desk: _frame.Desk, what: str, about: Any) -> None:
    if what == "case":
        done = _write(desk, lambda store: store.cases.remove(about, person=desk.person) or 0)
    else:
        kind, value, brand = about
        done = _write(desk, lambda store: store.mutes.remove(kind, value, brand=brand, person=desk.person) or 0)
    if done is not None:
        st.session_state.pop(_UNDO, None)


def _write(desk: _frame.Desk, work: Any) -> Any:
    try:
        with desk.store() as store:
            return work(store)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return None
