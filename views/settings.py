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

# The mark of a part's heading, what the index calls it, and what draws it.
PARTS: tuple[tuple[str, str, Callable[[Queries, _frame.Desk], None]], ...] = (
    ("people", "People", _people.show),
    ("engine", "Days and engine", _upkeep.show),
    ("accuracy", "Accuracy", _measured.show),
    ("kept", "What is kept", _retention.show),
    ("mutes", "Mutes", _mute_list.show),
    ("phrases", "Phrases", _phrases.show),
    ("tags", "Tags", _tag_list.show),
    ("tag-rules", "Tag rules", _tag_rules.show),
    ("erase", "Erase", _erasing.show),
    ("log", "Who changed what", _change_log.show),
)


def render(queries: Queries, filters: Filters, desk: _frame.Desk) -> None:
    """Draw the page, one part below the other, with an index above them."""
    if not desk.may(Right.MANAGE):
        st.html('<p class="es-sub" role="note">You may look here; an admin may change it.</p>')
    _upkeep.notice()
    links = "".join(f'<a href="#{mark}">{name}</a>' for mark, name, _ in PARTS)
    st.html(f'<nav class="es-index" aria-label="Parts of this page">{links}</nav>')
    for _, _, show in PARTS:
        show(queries, desk)
        st.space("small")
