"""What is kept, for how long, and how to keep it for less."""

import streamlit as st

from config import edit
from domain.people import Right
from storage.queries import Queries
from views import _frame, _safe, _tables, _upkeep, _words

_DAYS, _NAMES = "settings-raw-days", "settings-names"


def show(queries: Queries, desk: _frame.Desk) -> None:
    """What the file says is kept."""
    _frame.section(
        "What is kept",
        "Texts stay until they are erased, or for the days of their kind; what services sent goes after its days.",
        key="kept",
    )
    config = desk.config
    raw = _words.many(config.raw_days, "day") if config.raw_days else "not kept"
    names = "kept beside their keys; personal data" if config.keep_author_names else "not kept, only keyed marks"
    copies = (
        f"{_words.duration(config.backups.every / 60)} apart, the newest {config.backups.keep} stay"
        if config.backups
        else "none by themselves; [backup] in earshot.toml"
    )
    texts = ", ".join(f"{kind} {_words.many(days, 'day')}" for kind, days in config.keep_days.items())
    facts = [
        ("Texts", _safe.html(texts or "until they are erased; keep_days in earshot.toml")),
        ("What services sent", raw),
        ("Authors' names", names),
        ("Copies", _safe.html(copies)),
    ]
    st.html(_tables.facts(facts))
    if desk.may(Right.MANAGE):
        with st.expander("Change what is kept"), st.form("settings-kept", border=False):
            st.number_input("Days that what services sent is kept", 0, 3650, config.raw_days, key=_DAYS)
            st.checkbox("Keep authors' names", config.keep_author_names, key=_NAMES)
            st.form_submit_button("Save", on_click=_save, args=(desk,))


def _save(desk: _frame.Desk) -> None:
    days, names = int(st.session_state[_DAYS]), bool(st.session_state[_NAMES])
    if days != desk.config.raw_days:
        _upkeep.change(desk, edit.setting("raw_days", days), "raw_days", {"to": days})
    if names != desk.config.keep_author_names:
        _upkeep.change(desk, edit.setting("keep_author_names", names), "keep_author_names", {"to": names})
