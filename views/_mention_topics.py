"""What one mention is about, as the machine or a person says; a person's word always wins and can be taken back."""

import streamlit as st

from domain.errors import EarshotError
from storage.queries import Queries
from storage.queries.topics_of_text import TopicSaid
from views import _frame, _moments, _safe, _tables

_ERROR, _DONE = "es_topic_said_error", "es_topic_said"
_NONE = 0


def show(queries: Queries, desk: _frame.Desk, mention_id: int) -> None:
    """The topics with who says so, and the ways to say otherwise."""
    _frame.section("What it is about", "A person's word on a topic always wins, is logged, and moves every figure.")
    _notice(desk)
    said = queries.topics.of_text(mention_id)
    if said:
        st.html(_tables.facts([(_safe.html(one.name, 90), _by(one)) for one in said]))
    else:
        st.html('<p class="es-sub">It names no topic.</p>')
    with st.container(horizontal=True, key="mention-topics", gap="small", vertical_alignment="bottom"):
        _another(queries, desk, mention_id, said)
        for place, one in enumerate(said):
            _one(desk, mention_id, place, one)


def _by(one: TopicSaid) -> str:
    if not one.corrected:
        return "named, by the topic matcher"
    verb = "named" if one.names else "not about it"
    return f"{verb}, says {_safe.bdi(one.person or 'somebody', 60)}"


def _another(queries: Queries, desk: _frame.Desk, mention_id: int, said: list[TopicSaid]) -> None:
    known = {one.topic_id for one in said if one.names}
    rows = [r for r in _moments.rows(queries.topics.table()) if r.state in {"in use", "proposed"}]
    names = {_NONE: "Choose a topic"} | {
        int(r.topic_id): str(r.name) for r in sorted(rows, key=lambda r: str(r.name)) if int(r.topic_id) not in known
    }
    key = f"es-also-{mention_id}"

    def add() -> None:
        if topic := int(st.session_state.get(key) or _NONE):
            st.session_state[key] = _NONE
            before = next((one for one in said if one.topic_id == topic), None)
            _say(desk, (mention_id, topic, True), before, f"It is about {names[topic]} now.")

    st.selectbox(
        "It is about",
        list(names),
        key=key,
        format_func=lambda i: _safe.clean(names.get(i, ""), 90),
        on_change=add,
        width=260,
    )


def _one(desk: _frame.Desk, mention_id: int, place: int, one: TopicSaid) -> None:
    name = _safe.md(one.name, 60)
    if one.names:
        denial = (desk, (mention_id, one.topic_id, False), one, f"It is not about {one.name} now.")
        st.button(f"Not about {name}", key=f"topic-off-{place}", on_click=_say, args=denial)
    if one.corrected:
        args = (desk, (mention_id, one.topic_id, None), one, f"On {one.name} the matcher's word holds again.")
        st.button(f"Take the word on {name} back", key=f"topic-back-{place}", on_click=_say, args=args)


def _say(desk: _frame.Desk, what: tuple[int, int, bool | None], before: TopicSaid | None, said: str) -> None:
    was = before.names if before and before.corrected else None
    if _write(desk, what):
        st.session_state[_DONE] = ((*what[:2], was), said)


def _notice(desk: _frame.Desk) -> None:
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if not (done := st.session_state.get(_DONE)):
        return
    back, said = done
    with st.container(horizontal=True, vertical_alignment="center", key="topic-said-undo"):
        st.html(f'<p role="status">{_safe.bdi(said, 200)}</p>', width="content")
        st.button("Undo", key="topic-said-undo-button", on_click=_undo, args=(desk, back))


def _undo(desk: _frame.Desk, back: tuple[int, int, bool | None]) -> None:
    if _write(desk, back):
        st.session_state.pop(_DONE, None)


def _write(desk: _frame.Desk, what: tuple[int, int, bool | None]) -> bool:
    mention_id, topic_id, names = what
    try:
        with desk.store() as store:
            if names is None:
                store.topic_overrides.clear(mention_id, topic_id, person=desk.person)
            else:
                store.topic_overrides.set(mention_id, topic_id, names, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return False
    return True
