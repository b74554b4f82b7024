"""Words and topics that lead to a touchpoint: changed by a person, tried first, taken back by the change's id."""

from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.journey import JourneyEdit, Lead
from domain.people import Right
from domain.reading import reading
from nlp.journey import Journey, PhraseMatcher, Touchpoint, load_journey
from nlp.journey_edits import LONGEST, Moves, checked, edited, moves
from storage.queries import Queries
from views import _frame, _moments, _safe, _tables, _words

# A preview stays in the cache of answers; a change does not.
TRIED_AT_ONCE, AT_ONCE = 5_000, 20_000
_STEP, _PHRASE, _TOPIC, _AWAY = "journey-step", "journey-phrase", "journey-topic", "journey-away"
_TRIED, _DONE, _ERROR = "es_journey_tried", "es_journey_edited", "es_journey_edit_error"
_NONE = ""


def show(queries: Queries, desk: _frame.Desk | None, chosen: str, opened: str | None) -> None:
    """The form, folded away, for who may triage; `chosen` names the template, `opened` the touchpoint on the page."""
    if desk is None or not chosen or not desk.may(Right.TRIAGE):
        return
    try:
        template = load_journey(chosen)
    except EarshotError as error:
        _frame.warning(str(error))
        return
    _notice(desk, chosen)
    edits = queries.journey_edits.known(chosen)
    journey = edited(template, edits)
    with st.expander("What leads to a touchpoint", key="journey-edit", expanded=_TRIED in st.session_state):
        step = _step(journey, opened)
        st.html(_tables.facts([("Words", _listed(step.phrases)), ("Topics", _listed(step.topics))]))
        _form(queries, chosen, journey, step)
        _effect(desk, chosen)
        _made(desk, chosen, edits)


def _step(journey: Journey, opened: str | None) -> Touchpoint:
    names = [one.name for one in journey.touchpoints]
    place = names.index(opened) if opened in names else 0
    name = st.selectbox("Touchpoint", names, index=place, key=_STEP, format_func=lambda n: _safe.clean(n, 60))
    return journey.touchpoints[names.index(name) if name in names else 0]


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(_safe.bdi(value, LONGEST) for value in values) or "none"


def _form(queries: Queries, chosen: str, journey: Journey, step: Touchpoint) -> None:
    topics = [str(r.name) for r in _moments.rows(queries.topics.table()) if r.state in {"in use", "proposed"}]
    new = sorted(name for name in topics if name.casefold() not in {t.casefold() for t in step.topics})
    away = {f"{lead}|{value}": value for lead, kept in _leads(step) for value in kept}
    with st.form("journey-edit-form", border=False):
        st.text_input("Add a word or phrase", key=_PHRASE, max_chars=LONGEST, placeholder="parcel* or late parcel")
        _choice("or a topic", _TOPIC, [_NONE, *new], {name: name for name in new})
        _choice("or take away", _AWAY, [_NONE, *away], away)
        st.form_submit_button("Preview", on_click=_preview, args=(queries, chosen, journey, step.name))


def _leads(step: Touchpoint) -> tuple[tuple[Lead, tuple[str, ...]], ...]:
    return ((Lead.PHRASE, step.phrases), (Lead.TOPIC, step.topics))


def _choice(label: str, key: str, options: list[str], names: dict[str, str]) -> None:
    st.selectbox(label, options, key=key, format_func=lambda o: _safe.clean(names.get(o, ""), 90) or "–")


def _asked(touchpoint: str) -> JourneyEdit:
    state = st.session_state
    if phrase := str(state.get(_PHRASE) or "").strip():
        return JourneyEdit(touchpoint=touchpoint, lead=Lead.PHRASE, value=phrase, added=True)
    if topic := state.get(_TOPIC):
        return JourneyEdit(touchpoint=touchpoint, lead=Lead.TOPIC, value=topic, added=True)
    lead, _, value = str(state.get(_AWAY) or "phrase|").partition("|")
    return JourneyEdit(touchpoint=touchpoint, lead=Lead(lead), value=value, added=not value)


def _preview(queries: Queries, chosen: str, journey: Journey, touchpoint: str) -> None:
    """Try it on the published texts; nothing is changed."""
    try:
        edit = checked(journey, _asked(touchpoint))
        rows = queries.journey_edits.holding(edit, TRIED_AT_ONCE)
        ids = [row.text_id for row in rows]
        but = edit.value if edit.lead == Lead.TOPIC else _NONE
        found = moves(
            edited(journey, [edit]),
            edit,
            [(row.text_id, reading(row.title, row.text)) for row in rows],
            queries.journey_edits.places(ids),
            queries.journey_edits.led(touchpoint, ids, but),
        )
    except EarshotError as error:
        st.session_state[_TRIED] = (None, None, str(error))
        return
    st.session_state[_TRIED] = (edit, found, "")


def _effect(desk: _frame.Desk, chosen: str) -> None:
    if _TRIED not in st.session_state:
        return
    edit, found, error = st.session_state[_TRIED]
    if error:
        _frame.warning(error)
        return
    st.html(f'<p class="es-fresh" role="status">{_said(edit, found)}</p>')
    st.button("Put in use", key="journey-edit-on", type="primary", on_click=_put, args=(desk, chosen, edit))


def _said(edit: JourneyEdit, found: Moves) -> str:
    name = _safe.bdi(edit.touchpoint, 60)
    many = "at least " if found.looked_at >= TRIED_AT_ONCE else ""
    nowhere = f", {_words.count(found.out_of)} of them from no touchpoint" if found.came else ""
    return (
        f"<b>{_safe.bdi(edit.value, LONGEST)}</b> is in {many}{_words.many(found.looked_at, 'text')}: "
        f"<b>{_words.count(len(found.came))}</b> would come to {name}{nowhere}; "
        f"<b>{_words.count(len(found.left))}</b> would leave it."
    )


def _put(desk: _frame.Desk, chosen: str, edit: JourneyEdit) -> None:
    st.session_state.pop(_TRIED, None)
    verb = "leads to" if edit.added else "leads no longer to"

    def work(store: Any) -> None:
        edit_id = store.journey_edits.put(chosen, edit, person=desk.person)
        _amend(store, chosen, edit)
        st.session_state[_DONE] = (edit_id, f"{edit.value} {verb} {edit.touchpoint}.")

    _write(desk, work)


def _back(desk: _frame.Desk, chosen: str, edit_id: int) -> None:
    def work(store: Any) -> None:
        _amend(store, chosen, store.journey_edits.take_back(chosen, edit_id, person=desk.person))
        st.session_state.pop(_DONE, None)

    _write(desk, work)


def _amend(store: Any, chosen: str, edit: JourneyEdit) -> None:
    """Read again only what the edit may move; topics lead at once."""
    journey = edited(load_journey(chosen), store.journey_edits.known(chosen))
    rows = store.journey_edits.holding(edit, AT_ONCE) if edit.lead == Lead.PHRASE else []
    named = PhraseMatcher(journey).match([reading(row.title, row.text) for row in rows])
    read = list(zip(rows, named, strict=True))
    store.journey_edits.amend(journey.version, journey.touchpoints, read, whole=len(rows) < AT_ONCE)


def _write(desk: _frame.Desk, work: Any) -> None:
    try:
        with desk.store() as store:
            work(store)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)


def _notice(desk: _frame.Desk, chosen: str) -> None:
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not changed: {error}")
    if done := st.session_state.get(_DONE):
        with st.container(horizontal=True, vertical_alignment="center", key="journey-undo"):
            st.html(f'<p role="status">{_safe.bdi(done[1], 240)}</p>', width="content")
            st.button("Undo", key="journey-undo-button", on_click=_back, args=(desk, chosen, done[0]))


def _made(desk: _frame.Desk, chosen: str, edits: list[JourneyEdit]) -> None:
    """What people changed so far, each with its way back."""
    if not edits:
        return
    by_id = {edit.edit_id: edit for edit in reversed(edits)}
    picked = st.selectbox("Changed by people", list(by_id), format_func=lambda i: _line(by_id[i]), key="journey-made")
    if picked is not None:
        st.button("Take it back", key="journey-made-back", on_click=_back, args=(desk, chosen, picked))


def _line(edit: JourneyEdit) -> str:
    sign = "+" if edit.added else "−"
    who = _safe.clean(edit.person, 40) or "somebody"
    return f"{sign} {_safe.clean(edit.value, 60)} → {_safe.clean(edit.touchpoint, 40)}, {edit.lead}, {who}"
