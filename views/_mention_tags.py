"""The tags of one mention: who put them there, and a line to put on another one."""

import streamlit as st

from domain.people import Right
from storage.queries import Queries
from storage.tag_rows import TagOn
from views import _frame, _safe, _tables, _tagging


def show(queries: Queries, desk: _frame.Desk | None, mention_id: int) -> None:
    """The tags with their origin; for triagers a way to take each off, and to add one."""
    on = queries.tags.on(mention_id)
    allowed = desk is not None and desk.may(Right.TRIAGE)
    if not on and not allowed:
        return
    _frame.section("Tags", "Words of your own to find mentions again; no figure changes.")
    if on:
        st.html(_tables.facts([(_safe.html(one.tag, 60), _by(one)) for one in on]))
    if desk is not None and allowed:
        _change(queries, desk, mention_id, on)


def _by(one: TagOn) -> str:
    if one.by_hand:
        return f"put on by {_safe.bdi(one.person or 'somebody', 60)}"
    return f"by the rule {_safe.bdi(one.query or 'that was removed since', 120)}"


def _change(queries: Queries, desk: _frame.Desk, mention_id: int, on: list[TagOn]) -> None:
    key = f"es-tag-{mention_id}"
    with st.container(horizontal=True, key="mention-tags", gap="small", vertical_alignment="bottom"):
        _tagging.chosen(key, [name for name in queries.tags.names() if name not in {one.tag for one in on}])
        st.button("Add the tag", key="tag-add", on_click=_add, args=(desk, mention_id, key))
        for place, one in enumerate(on):
            name = _safe.md(one.tag, 60)
            st.button(f"✕ {name}", key=f"tag-off-{place}", on_click=_off, args=(desk, mention_id, one.tag))


def _add(desk: _frame.Desk, mention_id: int, key: str) -> None:
    name = _tagging.named(key)
    if _tagging.do(desk, lambda store: store.tags.add(name, [mention_id], person=desk.person), "Tagged: {tag}."):
        _tagging.clear(key)


def _off(desk: _frame.Desk, mention_id: int, name: str) -> None:
    _tagging.do(desk, lambda store: store.tags.remove(name, [mention_id], person=desk.person), "{tag} was taken off.")
