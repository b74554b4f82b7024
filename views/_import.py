"""Brings a file in: drop it, say what its columns are, look at what would be stored, then store it."""

from pathlib import Path
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.imports import Ask, needs
from tables.fields import What
from tables.map_text import toml
from tables.recognise import Document, presets_of
from views import _frame, _import_columns, _import_done, _import_parcel, _import_preview, _import_work, _safe, _words
from views._frame import Desk
from views._import_parcel import Parcel, key_of
from views._import_words import KINDS, PRESETS
from views._import_work import ERROR, PARCEL, TRIAL, WORK

_WAITING, _TURN = "es_import_waiting", "es_import_turn"
ENDINGS = ["csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson", "parquet", "gz"]
SOURCE = "import"


def show(desk: Desk, brand: str) -> None:
    """Draw the step that the file is at."""
    if error := st.session_state.pop(ERROR, None):
        _frame.warning(error)
    if waiting := st.session_state.get(_WAITING):
        _arrived(desk, brand, *waiting)
        # Only now: a click that comes too early breaks a script off wherever it is.
        st.session_state.pop(_WAITING, None)
    if _import_done.is_there():
        _import_work.put_down()
        _import_done.show(desk)
        return
    work = st.session_state.get(WORK)
    if work and not work["ask"].trial:
        _frame.section("Bringing it in")
        _import_work.watch(desk)
        return
    parcel: Parcel | None = st.session_state.get(PARCEL)
    if parcel is None:
        _drop(desk, brand)
        return
    _steps(desk, brand, parcel)


def uploader() -> Any:
    """The place for a file; an earlier one is forgotten once it has been taken. Its size is bounded by the server."""
    return st.file_uploader(
        "A file of yours",
        type=ENDINGS,
        label_visibility="collapsed",
        key=f"import-file-{st.session_state.get(_TURN, 0)}",
    )


def wait(name: str, data: bytes) -> None:
    """Remember a file that came before there was a place to put it."""
    st.session_state[_WAITING] = (name, data)


def at_work() -> bool:
    """Whether this session has a file on its way."""
    return any(st.session_state.get(key) for key in (_WAITING, PARCEL, WORK)) or _import_done.is_there()


def _drop(desk: Desk, brand: str) -> None:
    _frame.section(
        "Drop a file", "CSV, TSV, XLSX, JSON, JSON Lines or Parquet; it is removed once its rows are stored."
    )
    if given := uploader():
        _arrived(desk, brand, given.name, given.getvalue())
        st.rerun()
    _frame.nothing(
        "Nothing is stored before you have seen it.",
        "The columns are guessed, you correct them, and the first rows are shown as they would be stored. "
        "The same file again adds nothing. In a shell, and for larger files:",
        "python -m earshot import surveys FILE --brand BRAND --dry-run",
    )


def _arrived(desk: Desk, brand: str, name: str, data: bytes) -> None:
    """Take the file out of the browser's hands and look at it."""
    path: Path | None = None
    try:
        path = desk.imports.take(name, data)
        st.session_state[PARCEL] = _import_parcel.open_parcel(desk.imports, name, path, brand)
    except EarshotError as error:
        st.session_state[ERROR] = str(error)
        if path:
            desk.imports.drop(path)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _steps(desk: Desk, brand: str, parcel: Parcel) -> None:
    _frame.section("1. The file", f"{_safe.clean(parcel.name, 80)}, for {_safe.clean(brand, 80)}.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _kind(parcel)
        st.button("Another file", key="import-other", on_click=_import_work.let_go, args=(desk, parcel))
    if parcel.known:
        st.html('<p class="es-sub">Its headings are known: filled in as for the last file like it.</p>')
    if not desk.may(needs(parcel.what)):
        _frame.warning(f"{KINDS[parcel.what]}: an admin may bring these in; you may bring in notes of the team.")
        return
    _frame.section("2. What its columns are", "Guessed from the headings; below each field the first values.")
    document = _import_columns.form(parcel)
    source = _source(parcel) if parcel.what == What.REVIEWS else SOURCE
    ask = Ask(what=parcel.what, brand=brand, path=parcel.path, document=document, source=source)
    if _import_parcel.is_read_otherwise(parcel, document):
        _again(desk, parcel, document)
        return
    _look(desk, ask)


def _kind(parcel: Parcel) -> None:
    kinds = list(KINDS)
    st.selectbox(
        "What is it?",
        kinds,
        index=kinds.index(parcel.what),
        format_func=KINDS.__getitem__,
        key=f"import-kind-{parcel.path.parent.name}-{parcel.turn}",
        on_change=_turn,
        args=(parcel,),
        width=260,
    )
    if services := presets_of(parcel.what):
        known = ["", *services]
        st.selectbox(
            "Written by",
            known,
            index=known.index(parcel.preset) if parcel.preset in known else 0,
            format_func=PRESETS.__getitem__,
            key=f"import-service-{parcel.path.parent.name}-{parcel.turn}",
            on_change=_turn,
            args=(parcel,),
            width=200,
        )


def _turn(parcel: Parcel) -> None:
    """Another sort or service: the form begins anew."""
    end = f"{parcel.path.parent.name}-{parcel.turn}"
    what = st.session_state.get(f"import-kind-{end}", parcel.what)
    preset = st.session_state.get(f"import-service-{end}", parcel.preset)
    st.session_state[PARCEL] = _import_parcel.turned(parcel, what, preset)
    st.session_state.pop(TRIAL, None)


def _source(parcel: Parcel) -> str:
    told = st.text_input(
        "Where these reviews come from",
        value=SOURCE,
        key=key_of(parcel, "source"),
        max_chars=60,
        help="Shown as their source. Two shops whose ids could be the same need two names; next month's file the same.",
        width=320,
    )
    return str(told).strip() or SOURCE


def _again(desk: Desk, parcel: Parcel, document: Document) -> None:
    """The file is to be read in another way than it was."""
    _frame.nothing("You changed how the file is written.", "Read it again that way; its columns may be others then.")
    st.button("Read it again", type="primary", key="import-again", on_click=_read_again, args=(desk, parcel, document))


def _read_again(desk: Desk, parcel: Parcel, document: Document) -> None:
    st.session_state.pop(TRIAL, None)
    try:
        st.session_state[PARCEL] = _import_parcel.read_otherwise(desk.imports, parcel, document)
    except EarshotError as error:
        st.session_state[ERROR] = str(error)


def _look(desk: Desk, ask: Ask) -> None:
    """The trial, and the button that stores what it showed."""
    _frame.section("3. What would be stored", "A trial reads the whole file and stores nothing.")
    work, trial = st.session_state.get(WORK), st.session_state.get(TRIAL)
    fresh = trial is not None and trial[0] == ask and not trial[1].error
    with st.container(horizontal=True):
        st.button(
            "Try it",
            type="secondary" if fresh or work else "primary",
            key="import-try",
            disabled=bool(work) or not ask.document["columns"],
            on_click=_import_work.start,
            args=(desk, ask),
        )
        st.download_button(
            "The map as a file",
            data=toml(ask.document, ask.what),
            file_name=f"map-{ask.what}.toml",
            mime="application/toml",
            key="import-map",
            on_click="ignore",
        )
    if work:
        _import_work.watch(desk)
        return
    if trial is None:
        return
    if trial[1].error:
        _frame.warning(f"Nothing would be stored: {trial[1].error}")
        return
    if not fresh:
        _frame.nothing("You changed something since the trial.", "Try it once more before you store it.")
        return
    _import_preview.trial(trial[1])
    counts = trial[1].counts
    if not counts["new"] + counts["changed"]:
        _frame.nothing("There is nothing to store.", "Every row that can be read is there already, as it stands.")
    else:
        rows = _words.many(counts["accepted"], "row")
        st.button(
            f"Store {rows}",
            type="primary",
            key="import-store",
            on_click=_import_work.start,
            args=(desk, _import_work.stored(ask)),
        )
