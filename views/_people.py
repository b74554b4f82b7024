"""Who may come in, and as what; admins change it here, and the file says so."""

import streamlit as st

from config import edit
from domain.people import Person, Rank, Right
from storage.queries import Queries
from views import _frame, _safe, _tables, _upkeep

ROLES = {
    Rank.VIEWER: "reads everything, changes nothing",
    Rank.TRIAGER: "also decides about pain points and cases, corrects labels, leaves notes",
    Rank.ADMIN: "also changes settings, sources, rules and people, and erases",
}
_EMAIL, _ROLE, _WHO, _NEW_ROLE = "settings-email", "settings-role", "settings-who", "settings-new-role"


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The list, what each role may do, and forms for admins."""
    _frame.section(
        "People and roles",
        "The list stands in earshot.toml; a change holds from the person's next click.",
        key="people",
    )
    config = desk.config
    if not config.auth:
        _frame.nothing(
            f"Nobody signs in: this app is for this machine only, and you are {desk.person}, an admin.",
            "To let others in, add [auth] and [[person]] to earshot.toml; docs/operations.md says how.",
        )
    if config.people:
        st.html(_tables.table(("Who", "Role", "May"), "".join(_row(one) for one in config.people)))
    if config.auth and desk.may(Right.MANAGE):
        _forms(desk)


def _row(one: Person) -> str:
    return _tables.row(_safe.bdi(one.name, 254), [("Role", _safe.html(one.rank)), ("May", ROLES[one.rank])])


def _forms(desk: _frame.Desk) -> None:
    names = [one.name for one in desk.config.people]
    with st.expander("Add, change or remove people"):
        with st.form("settings-add", border=False, clear_on_submit=True):
            st.text_input("E-mail address", key=_EMAIL, max_chars=254, placeholder="mia@example.com")
            st.selectbox("Role", list(Rank), key=_ROLE, format_func=str)
            st.form_submit_button("Add", on_click=_add, args=(desk,))
        with st.form("settings-change", border=False):
            st.selectbox("Person", names, key=_WHO, format_func=lambda name: _safe.clean(name, 254))
            st.selectbox("New role", list(Rank), key=_NEW_ROLE, format_func=str)
            with st.container(horizontal=True):
                st.form_submit_button("Give this role", on_click=_give, args=(desk,))
                st.form_submit_button("Remove", on_click=_remove, args=(desk,))


def _add(desk: _frame.Desk) -> None:
    email, rank = str(st.session_state.get(_EMAIL, "")).strip().lower(), Rank(st.session_state[_ROLE])
    _upkeep.change(desk, edit.person(email, rank), "person", {"email": email, "role": str(rank)})


def _give(desk: _frame.Desk) -> None:
    email, rank = st.session_state[_WHO], Rank(st.session_state[_NEW_ROLE])
    _upkeep.change(desk, edit.person(email, rank), "person", {"email": email, "role": str(rank)})


def _remove(desk: _frame.Desk) -> None:
    email = st.session_state[_WHO]
    _upkeep.change(desk, edit.without_person(email), "person", {"email": email, "role": "removed"})
