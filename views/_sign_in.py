"""Signing in and out: who is there, and words for who may not come in."""

from collections.abc import Mapping

import streamlit as st

from domain.people import Person
from views import _frame, _safe

UNPREPARED = (
    "earshot.toml asks people to sign in, but this app was started without that. "
    "Stop it, set the variables that [auth] names, and start it again: python -m earshot serve"
)


def prepared() -> bool:
    """Whether the server was started with a sign-in; then nobody gets in without one, whatever the file says now."""
    return "is_logged_in" in st.user


def claims() -> Mapping[str, object] | None:
    """What the sign-in says of this visitor; None before they signed in."""
    if not prepared() or not st.user.is_logged_in:
        return None
    return {str(key): value for key, value in st.user.to_dict().items()}


def ask() -> None:
    """The only thing that a stranger sees."""
    st.html(_frame.STYLE)
    _frame.heading("Sign in", "What Earshot knows is for the people on its list.")
    st.button("Sign in", type="primary", key="sign-in", on_click=st.login)


def refuse(why: str) -> None:
    """Somebody signed in and may not come in: why, and a way to be somebody else."""
    st.html(_frame.STYLE)
    _frame.heading("Not for this account", "You signed in, but this Earshot does not know you.")
    _frame.warning(why)
    st.button("Sign out", key="sign-out", on_click=st.logout)


def account(person: Person) -> None:
    """At the end of every page: as whom one is here, what that means, and the way out."""
    if person.local:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="account"):
        st.html(
            f'<p class="es-fresh">Signed in as <b>{_safe.bdi(person.name, 254)}</b>, {_safe.html(person.rank)}.</p>',
            width="content",
        )
        st.button("Sign out", key="sign-out", on_click=st.logout)
