"""The first use: from a brand's name, by a query and sources that were tried, to the first mentions."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from config import starter
from config.starter import Suggestion
from domain.errors import EarshotError
from domain.people import Right
from domain.records import Role
from views import _first_fetch, _frame, _import, _import_done, _safe, _tables, _words

_BRAND, _TRIED, _ERROR = "es_first_brand", "es_first_tried", "es_first_error"
_MOST_FEEDS = 10
SAMPLE = "Or look at the sample brand first, in a shell:"


class Beginning(_first_fetch.Fetching, Protocol):
    """What the app lends the first use."""

    def plan(self, brand: str, query: str, sources: tuple[Suggestion, ...]) -> Any:
        """A checked plan; raises ConfigError."""
        ...

    def attempt(self, plan: Any) -> Mapping[str, Any]:
        """What `earshot check --json` says of it; raises ConfigError."""
        ...

    def name_brand(self, brand: str, app: Any = None) -> None:
        """Put the brand alone into earshot.toml; raises ConfigError."""
        ...

    def write(self, plan: Any, app: Any = None) -> None:
        """Put the plan into earshot.toml; raises ConfigError."""
        ...


def begin(start: Beginning, app: Any = None) -> None:
    """Draw the steps that come before anything is written."""
    st.html(_frame.STYLE)
    _frame.heading("Begin to listen", "Three steps: the brand, where to listen, and a try before anything is kept.")
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(error)
    brand = _brand()
    if brand:
        _plan(start, brand)
        _tried(start, app)
        if _TRIED not in st.session_state:
            _file(start, brand, app)
    _frame.nothing(f"{start.path}: no such file yet, or no brand in it.", SAMPLE, "python -m earshot demo")


def _brand() -> str:
    _frame.section("1. Your brand")
    with st.form("first-brand", border=False):
        name = st.text_input("Brand name", key="first-brand-name", max_chars=200, placeholder="Acme Coffee")
        if st.form_submit_button("Next", type="secondary" if name else "primary"):
            st.session_state.pop(_TRIED, None)
            st.session_state[_BRAND] = " ".join(name.split())
            if not st.session_state[_BRAND]:
                _frame.warning("Write the brand's name first.")
    return str(st.session_state.get(_BRAND, ""))


def _plan(start: Beginning, brand: str) -> None:
    _frame.section("2. What to look for, and where", "All of this can be changed later.")
    with st.form("first-plan", border=False):
        query = st.text_input(
            "Words that a mention must hold",
            value=starter.query_for(brand),
            key=f"first-query-{brand}",
            max_chars=2000,
            help='AND, OR, NOT, "phrases", NEAR/5 and wild*cards; acme NOT "acme corp" leaves that company out.',
        )
        offered = starter.suggested(brand)
        wanted = [
            st.checkbox(_safe.md(f"{one.name}: {one.why}"), value=True, key=f"first-{one.name}") for one in offered
        ]
        feeds = st.text_area(
            "Addresses of feeds, one a line (may stay empty)",
            key="first-feeds",
            max_chars=4000,
            height=90,
            placeholder="https://example.com/blog/feed.xml",
        )
        if st.form_submit_button("Try it", type="primary"):
            chosen = [one for one, is_wanted in zip(offered, wanted, strict=True) if is_wanted]
            lines = [line for line in feeds.split() if line][:_MOST_FEEDS]
            _try(start, brand, query, (*chosen, *(starter.feed(line, n) for n, line in enumerate(lines, 1))))


def _try(start: Beginning, brand: str, query: str, sources: tuple[Suggestion, ...]) -> None:
    st.session_state.pop(_TRIED, None)
    try:
        plan = start.plan(brand, query, sources)
        with st.spinner("Asking each source once; nothing is kept…"):
            st.session_state[_TRIED] = (plan, start.attempt(plan))
    except EarshotError as error:
        _frame.warning(str(error))


def _tried(start: Beginning, app: Any) -> None:
    if not (tried := st.session_state.get(_TRIED)):
        return
    plan, found = tried
    _frame.section("3. What they gave", "One look at each source. ● is what the query keeps, ○ what it leaves out.")
    rows = found.get("sources", [])
    st.html(_tables.table(("Source", "Answer", "About the brand"), "".join(_row(row) for row in rows)))
    if texts := [example for row in rows for example in row.get("examples") or []]:
        st.html(_examples(texts))
    if not any(row.get("matched") for row in rows):
        _frame.nothing("Nothing about the brand yet.", "Change the words or the sources above, or start all the same.")
    st.button("Start listening", type="primary", key="first-start", on_click=_start, args=(start, plan, app))


def _row(row: Mapping[str, Any]) -> str:
    if row.get("error"):
        answer = f'<span class="es-state bad">✕ Failed</span><small>{_safe.html(row["error"], 300)}</small>'
    else:
        answer = f'<span class="es-state ok">● {_words.many(int(row.get("found") or 0), "text")}</span>'
    about = "" if row.get("matched") is None else _words.count(int(row["matched"]))
    return _tables.row(_safe.bdi(row.get("source"), 60), [("Answer", answer), ("About the brand", about)])


def _examples(texts: Sequence[Mapping[str, Any]]) -> str:
    lines = "".join(
        f"<li>{'●' if one.get('kept') else '○'} {_safe.bdi(one.get('text'), 200)}"
        f'<span class="es-unseen">{"kept" if one.get("kept") else "left out"}</span></li>'
        for one in texts[:12]
    )
    return f'<ul class="es-first">{lines}</ul>'


def _start(start: Beginning, plan: Any, app: Any) -> None:
    try:
        start.write(plan, app)
        _first_fetch.start(start, app)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    for key in (_BRAND, _TRIED):
        st.session_state.pop(key, None)


def _file(start: Beginning, brand: str, app: Any) -> None:
    """The other way to begin: what people said is in a file already."""
    _frame.section("Or begin with a file", "Reviews, survey answers, tickets: CSV, TSV, XLSX, JSON or Parquet.")
    if given := _import.uploader():
        st.button(
            f"Begin with {_safe.md(given.name, 60)}",
            type="primary",
            key="first-file",
            on_click=_with_file,
            args=(start, brand, app, given),
        )


def _with_file(start: Beginning, brand: str, app: Any, given: Any) -> None:
    try:
        start.name_brand(brand, app)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_BRAND, None)
    _brought(given)


def _brought(given: Any) -> None:
    """A file that came before anything else was there leads the way to the first figures."""
    st.session_state[_import_done.FIRST_USE] = True
    _import.wait(given.name, given.getvalue())


def collecting(app: Any, fetching: _first_fetch.Fetching) -> bool:
    """Draw the step between a configuration and its first mentions; False where that step is over."""
    if st.session_state.get(_import_done.FIRST_USE):
        if _import.at_work():
            st.html(_frame.STYLE)
            _frame.heading("Begin with your file", "Three steps: its columns, a trial, and what it says.")
            _import.show(app, _first_brand(app))
            return True
        del st.session_state[_import_done.FIRST_USE]
    if not _first_fetch.collecting(app, fetching):
        return False
    if not _first_fetch.is_at_work() and app.may(Right.TRIAGE):
        _frame.section("Or begin with a file", "Reviews, survey answers, tickets: CSV, TSV, XLSX, JSON or Parquet.")
        if given := _import.uploader():
            _brought(given)
            st.rerun()
    return True


def _first_brand(app: Any) -> str:
    brands = app.config.brands
    return next((one.name for one in brands if one.role == Role.OWN), brands[0].name if brands else "")
