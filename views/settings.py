"""Settings: people, days, engine and its accuracy here, what is kept, what is hidden, phrases, erasing, the log."""

from collections.abc import Callable

import streamlit as st

from domain.people import Right
from storage.queries import Queries
from views import (
    _change_log,
    _erasing,
    _frame,
    _measured,
    _mute_list,
    _people,
    _phrases,
    _retention,
    _tag_list,
    _tag_rules,
    _upkeep,
)
from views._filters import Filters

TITLE = "Settings"
SECTION = "Set up"
SUBTITLE = "Who may do what, how days are counted, which engine reads, what is kept and for how long."
FILTERS: tuple[str, ...] = ()

PARTS: tuple[Callable[[Queries, _frame.Desk], None], ...] = (
    _people.show,
    _upkeep.show,
    _measured.show,
    _retention.show,
    _mute_list.show,
    _phrases.show,
    _tag_list.show,
    _tag_rules.show,
    _erasing.show,
    _change_log.show,
)


def render(queries: Queries, filters: Filters, desk: _frame.Desk) -> None:
    """Draw the page, one part below the other."""
    if not desk.may(Right.MANAGE):
        st.html('<p class="es-sub" role="note">You may look here; an admin may change it.</p>')
    _upkeep.notice()
    for part in PARTS:
        part(queries, desk)
        st.space("small")
