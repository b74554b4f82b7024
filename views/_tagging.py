"""Changes of tags from any page: made under the visitor's name, said in words, taken back by their id."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.tags import LONGEST, TagChange
from views import _frame, _safe, _words

_ERROR, _DONE = "es_tag_error", "es_tag_done"


def do(desk: _frame.Desk, work: Callable[[Any], TagChange], said: str) -> bool:
    """Let `work` change the store's tags; `said` may hold {tag} and {mentions}."""

    def change() -> TagChange:
        with desk.store() as store:
            return work(store)

    return keep(change, said)


def keep(change: Callable[[], TagChange], said: str) -> bool:
    """The same for a change that publishes by itself; False where it was refused."""
    st.session_state.pop(_DONE, None)
    try:
        done = change()
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return False
    full = f" {_words.many(done.full, 'mention')} had as many tags as they can." if done.full else ""
    sentence = said.format(tag=done.tag, mentions=_words.many(done.mentions, "mention")) + full
    st.session_state[_DONE] = (done.change_id, sentence)
    return True


def told(work: Callable[[], Any]) -> None:
    """Something that looks at mentions again and has no way back: what it looked at, and what it gave."""
    try:
        done = work()
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    looked, tags = _words.many(done.looked_at, "mention"), _words.many(done.tagged, "mention")
    st.session_state[_DONE] = (None, f"Looked at {looked}; {tags} fit.")


def notice(desk: _frame.Desk | None) -> None:
    """What became of the last change, with its Undo."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not changed: {error}")
    if desk is None or not (done := st.session_state.get(_DONE)):
        return
    change_id, said = done
    with st.container(horizontal=True, vertical_alignment="center", key="tag-undo"):
        st.html(f'<p role="status">{_safe.bdi(said, 200)}</p>', width="content")
        if change_id is not None:
            st.button("Undo", key="tag-undo-button", on_click=_undo, args=(desk, change_id))


def chosen(key: str, names: Sequence[str], *, new: bool = True) -> None:
    """A choice among the tags there are and, with `new`, a line to write another one on.

    Two controls: what is written into a list that takes new options is lost where a click follows and no Enter.
    """
    if names:
        st.selectbox(
            "Tag",
            names,
            key=key,
            index=None,
            format_func=lambda name: _safe.clean(name, LONGEST * 2),
            placeholder="Choose a tag",
            width=230,
        )
    if new:
        st.text_input("New tag", key=f"{key}-new", max_chars=LONGEST, placeholder="late delivery", width=230)


def named(key: str) -> str:
    """What was written, else what was chosen; empty for neither."""
    return str(st.session_state.get(f"{key}-new") or st.session_state.get(key) or "")


def clear(key: str) -> None:
    """Forget both, inside a callback."""
    st.session_state[f"{key}-new"], st.session_state[key] = "", None


def _undo(desk: _frame.Desk, change_id: int) -> None:
    st.session_state.pop(_DONE, None)
    try:
        with desk.store() as store:
            store.tags.undo(change_id, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
