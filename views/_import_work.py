"""The work that an import starts: a child process, how long it takes, and what is left when it has ended."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.imports import Answer, Ask, Progress
from views import _import_done, _import_parcel, _words
from views._frame import Desk

PARCEL, TRIAL, WORK, ERROR = "es_import_parcel", "es_import_trial", "es_import_work", "es_import_error"
LOOK_EVERY = 0.5


def start(desk: Desk, ask: Ask) -> None:
    """Begin, and remember what is at work."""
    try:
        child = desk.imports.start(ask)
    except EarshotError as error:
        st.session_state[ERROR] = str(error)
        return
    st.session_state[WORK] = {"ask": ask, "child": child, "since": datetime.now(UTC)}


def watch(desk: Desk) -> None:
    """Draw the work until it has ended; then the whole page is drawn anew."""
    st.fragment(_progress, run_every=LOOK_EVERY)(desk, st.session_state[WORK])


def _progress(desk: Desk, work: dict[str, Any]) -> None:
    """How long it has taken; once the child has ended, the whole page is drawn anew."""
    if work["child"].poll() is not None:
        # In this order: a click may break the script off anywhere, and what the child said must not be lost.
        _ended(desk, work["ask"])
        st.session_state.pop(WORK, None)
        st.rerun(scope="app")
    took = int((datetime.now(UTC) - work["since"]).total_seconds())
    doing = _doing(work["ask"], desk.imports.progress(work["ask"].path))
    st.html(f'<p class="es-fresh" role="status">{doing}… <b>{took} s</b></p>')


def _doing(ask: Ask, reached: Progress | None) -> str:
    """What the child process does right now, with the rows so far."""
    if reached is None:
        return "Reading the whole file" if ask.trial else "Storing the rows"
    rows = _words.many(reached.rows, "row")
    if reached.stage == "counting":
        return f"Looking through the file, {rows} so far"
    if reached.stage == "checking":
        return f"Checking row {_words.count(reached.rows)} of {_words.count(reached.total)}"
    if reached.stage == "publishing":
        return "Putting the figures together" if ask.trial else f"{rows} stored, putting the figures together"
    return f"Comparing {rows} with what is stored" if ask.trial else f"Storing {rows}"


def _ended(desk: Desk, ask: Ask) -> None:
    try:
        answer = desk.imports.answer(ask.path)
    except EarshotError as error:
        answer = Answer(error=str(error))
    if ask.trial:
        st.session_state[TRIAL] = (ask, answer)
        return
    if answer.error:
        st.session_state[ERROR] = f"Not stored: {answer.error}"
        _keep_form(ask)
        return
    _import_done.remember(desk, ask, answer)
    _forget(lambda: desk.imports.drop(ask.path))


def _keep_form(ask: Ask) -> None:
    """The form stood aside while the rows were stored; it comes back as it was."""
    if parcel := st.session_state.get(PARCEL):
        st.session_state[PARCEL] = _import_parcel.with_document(parcel, ask.document)
    st.session_state.pop(TRIAL, None)


def stored(ask: Ask) -> Ask:
    """The same as asked for by a trial, stored."""
    return replace(ask, trial=False)


def let_go(desk: Desk, parcel: _import_parcel.Parcel) -> None:
    """Take the file back."""
    _forget(lambda: desk.imports.drop(parcel.path))


def put_down() -> None:
    """The session knows of no file any more."""
    for key in (PARCEL, TRIAL, WORK):
        st.session_state.pop(key, None)


def _forget(drop: Callable[[], None]) -> None:
    """Nothing of the file stays, here or on the disk."""
    put_down()
    with suppress(EarshotError):
        drop()
