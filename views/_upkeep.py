"""The settings that stand in earshot.toml: a form that rewrites the file, and what became of the last change."""

from collections.abc import Callable
from zoneinfo import available_timezones

import streamlit as st

from config import edit
from config.edit import Change
from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from views import _frame, _safe, _tables

_SAID, _ERROR = "es_settings_said", "es_settings_error"
ENGINES = ("default", "vader", "calibrated", "llm")


def notice() -> None:
    """What became of the last change on this page."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="es-banner" role="status">{_safe.html(said, 2000)}</p>')


def do(work: Callable[[], object], said: str) -> None:
    """Make a change; the next run of the page says that it was made, or why not."""
    try:
        work()
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_SAID] = said


def change(desk: _frame.Desk, what: Change, key: str, detail: dict[str, object]) -> None:
    """Rewrite earshot.toml, under the visitor's name."""
    told = ", ".join(f"{name} {value}" for name, value in detail.items())
    do(lambda: desk.rewrite(what, key, detail), f"Saved: {key}, {told}.")


def show(queries: Queries, desk: _frame.Desk) -> None:
    """Time zone and engine: as configured, as in force, and a way to change both."""
    _frame.section(
        "Days and engine", "Days begin at midnight in the time zone. A new engine reads everything anew.", key="engine"
    )
    config = desk.config
    force = queries.setting("engine")
    version = queries.setting("engine_version")
    in_force = f"{_safe.html(force)}, version {_safe.html(version)}" if force else "none yet; the first run brings it"
    waits = " <small>the next run switches, as a whole</small>" if force and force != config.engine else ""
    facts = [
        ("Time zone", _safe.html(str(config.timezone))),
        ("Engine configured", _safe.html(config.engine)),
        ("Engine in force", in_force + waits),
        ("File", f"<code>{_safe.html(str(config.path), 500)}</code>"),
    ]
    st.html(_tables.facts(facts))
    if desk.may(Right.MANAGE):
        with st.expander("Change time zone or engine"), st.form("settings-days", border=False):
            zones = sorted(available_timezones())
            now = str(config.timezone)
            st.selectbox("Time zone", zones, index=zones.index(now), key="settings-zone")
            st.selectbox("Engine", ENGINES, index=ENGINES.index(config.engine), key="settings-engine")
            st.form_submit_button("Save", on_click=_save, args=(desk,))


def _save(desk: _frame.Desk) -> None:
    zone, engine = st.session_state["settings-zone"], st.session_state["settings-engine"]
    if zone != str(desk.config.timezone):
        change(desk, edit.setting("timezone", zone), "timezone", {"to": zone})
    if engine != desk.config.engine:
        change(desk, edit.setting("engine", engine), "engine", {"to": engine})
