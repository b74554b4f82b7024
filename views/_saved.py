"""Saved views in the sidebar: the page with its filters under a name, found again by everybody."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from storage.queries.teamwork import SavedView
from views import _frame, _links, _safe

LONGEST = 60
# What a visit adds to the address and a view has no use for.
_PASSING = frozenset({"after", "case", "mention", "topic"})
_NAME, _ERROR, _UNDO = "es_view_name", "es_view_error", "es_view_undo"


def show(queries: Queries, desk: _frame.Desk, slug: str) -> None:
    """The list, and a line to save what is on the screen."""
    with st.sidebar, st.container(key="saved-views", gap="small"):
        st.html('<h2 class="es-h2">Saved views</h2>')
        if error := st.session_state.pop(_ERROR, None):
            _frame.warning(f"Not saved: {error}")
        views, allowed = queries.teamwork.saved(), desk.may(Right.TRIAGE)
        for view in views:
            _one(desk, view, allowed)
        if not views:
            st.html(
                '<p class="es-sub">None yet. Choose filters, give them a name below, and everybody finds them here.</p>'
            )
        if gone := st.session_state.get(_UNDO):
            st.button(f"Undo: bring {_safe.md(gone.name)} back", key="view-undo", on_click=_back, args=(desk, gone))
        if allowed:
            with st.form("save-view", border=False, clear_on_submit=True):
                st.text_input("Name of this view", key=_NAME, max_chars=LONGEST, placeholder="Complaints, last week")
                st.form_submit_button("Save this view", on_click=_save, args=(desk, slug))


def _one(desk: _frame.Desk, view: SavedView, allowed: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"view-{view.view_id}", gap="small"):
        params = {key: values if len(values) > 1 else values[0] for key, values in parse_qs(view.query).items()}
        _links.link(view.name, view.page, params)
        if allowed:
            st.button(
                "✕",
                key=f"view-remove-{view.view_id}",
                help=f"Delete {_safe.md(view.name)}",
                type="tertiary",
                on_click=_remove,
                args=(desk, view),
            )


def _save(desk: _frame.Desk, slug: str) -> None:
    params = st.query_params
    kept = {key: params.get_all(key) for key in params if key not in _PASSING}
    name, query = _safe.clean(st.session_state.get(_NAME), LONGEST), urlencode(kept, doseq=True)
    try:
        with desk.store() as store:
            store.saved_views.add(name, slug, query, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)


def _remove(desk: _frame.Desk, view: SavedView) -> None:
    try:
        with desk.store() as store:
            store.saved_views.remove(view.view_id, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_UNDO] = view


def _back(desk: _frame.Desk, view: SavedView) -> None:
    try:
        with desk.store() as store:
            store.saved_views.put_back(view.view_id, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_UNDO, None)
