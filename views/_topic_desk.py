"""What people do to a topic on its page: decide on a proposal, rename, merge, split; each with Undo, by its id."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from storage.queries import Queries
from views import _frame, _moments, _safe
from views._severity import Pain

_DONE, _ERROR = "es_topic_change", "es_topic_error"
_NONE = 0


def show(queries: Queries, desk: _frame.Desk, pain: Pain, person: str) -> None:
    """A proposal's two answers, then the ways to change the topic, folded away."""
    if pain.proposed:
        _proposal(desk, pain, person)
    with st.expander("Rename, merge or split", key=f"topic-desk-{pain.topic_id}"):
        _rename(desk, pain, person)
        _merge(queries, desk, pain, person)
        _split(desk, pain, person)


def notice(desk: _frame.Desk | None, person: str) -> None:
    """What became of the last change of a topic, with its Undo."""
    if error := st.session_state.pop(_ERROR, None):
        st.html(f'<div class="es-warn" role="alert">Not changed: {_safe.html(error)}</div>')
    kept = st.session_state.get(_DONE)
    if not kept or desk is None:
        return
    change_id, said = kept
    with st.container(horizontal=True, vertical_alignment="center", key="topic-undo"):
        st.html(f'<p role="status">{_safe.bdi(said, 200)}</p>', width="content")
        st.button("Undo", key="topic-undo-button", on_click=_undo, args=(desk, change_id, person))


def _proposal(desk: _frame.Desk, pain: Pain, person: str) -> None:
    st.html(
        '<p class="es-sub" role="note">Found in complaints that no topic fits. '
        "Keep it as a topic of yours, or dismiss it and it is not proposed again.</p>"
    )
    with st.container(horizontal=True, key="proposal", gap="small"):
        for verb, name, said in (("accept", "Keep", "is a topic of yours now"), ("dismiss", "Dismiss", "is dismissed")):
            st.button(
                name,
                key=f"{verb}-{pain.topic_id}",
                on_click=_change,
                args=(desk, lambda changes, verb=verb: getattr(changes, verb)(pain.topic_id, person)),
                kwargs={"said": f"{pain.name} {said}."},
                type="primary" if verb == "accept" else "secondary",
            )


def _rename(desk: _frame.Desk, pain: Pain, person: str) -> None:
    key = f"rename-{pain.topic_id}-{pain.name}"

    def change() -> None:
        name = _safe.clean(st.session_state.get(key, ""), 120).strip()
        _change(desk, lambda changes: changes.rename(pain.topic_id, name, person), f"{pain.name} is now {name}.")

    st.text_input("Name", value=_safe.clean(pain.name, 120), key=key, max_chars=120, on_change=change)


def _merge(queries: Queries, desk: _frame.Desk, pain: Pain, person: str) -> None:
    rows = _moments.rows(queries.topics.table())
    others = [r for r in rows if r.state in {"in use", "proposed"} and int(r.topic_id) != pain.topic_id]
    names = {_NONE: "Choose a topic"} | {int(r.topic_id): str(r.name) for r in sorted(others, key=lambda r: r.name)}
    key = f"merge-{pain.topic_id}"

    def change() -> None:
        into = int(st.session_state.get(key) or _NONE)
        if into:
            said = f"{pain.name} went into {names[into]}."
            if _change(desk, lambda changes: changes.merge(pain.topic_id, into, person), said):
                st.query_params["topic"] = str(into)

    st.selectbox(
        "Merge into",
        list(names),
        key=key,
        format_func=lambda i: _safe.clean(names.get(i, ""), 90),
        on_change=change,
    )


def _split(desk: _frame.Desk, pain: Pain, person: str) -> None:
    name_key, words_key = f"split-name-{pain.topic_id}", f"split-words-{pain.topic_id}"

    def change() -> None:
        name = _safe.clean(st.session_state.get(name_key, ""), 120).strip()
        words = [w.strip() for w in _safe.clean(st.session_state.get(words_key, ""), 300).split(",") if w.strip()]
        said = f"{name} was split off {pain.name}."
        _change(desk, lambda changes: changes.split(pain.topic_id, name, words, person), said)

    with st.form(f"split-{pain.topic_id}", border=False):
        st.text_input("Split off a topic called", key=name_key, max_chars=120, placeholder="Name of the new topic")
        st.text_input(
            "from the texts that hold",
            key=words_key,
            max_chars=300,
            placeholder="lid, dishwasher",
            help="Words or beginnings of words, separated by commas; texts that come later follow too.",
        )
        st.form_submit_button("Split", on_click=change)


def _change(desk: _frame.Desk, act: Callable[[Any], int], said: str) -> bool:
    try:
        with desk.store() as store:
            change_id = act(store.topic_changes)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return False
    st.session_state[_DONE] = (change_id, said)
    return True


def _undo(desk: _frame.Desk, change_id: int, person: str) -> None:
    st.session_state.pop(_DONE, None)
    try:
        with desk.store() as store:
            store.topic_changes.undo(change_id, person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
