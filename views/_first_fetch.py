"""The first fetch: a button, what its child process has found so far, and the way on."""

from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from views import _frame, _moments, _safe, _tables, _words

_CHILD, _ERROR, _ENDED = "es_first_child", "es_first_fetch_error", "es_first_ended"
LOOK_EVERY = 1.0


class Fetching(Protocol):
    """What the app lends the first fetch."""

    @property
    def path(self) -> Path:
        """Where earshot.toml is or will be."""
        ...

    def start(self, app: Any = None) -> Any:
        """Begin a run as a child process."""
        ...

    def is_running(self) -> bool:
        """Whether any run is at work."""
        ...

    def last_words(self) -> str:
        """What the child process said."""
        ...


def start(fetching: Fetching, app: Any = None) -> None:
    """Begin, and remember whom to watch."""
    st.session_state.pop(_ENDED, None)
    st.session_state[_CHILD] = fetching.start(app)


def is_at_work() -> bool:
    """Whether this session watches a fetch."""
    return _CHILD in st.session_state


def collecting(app: Any, fetching: Fetching, *, empty: bool = False) -> bool:
    """Draw the step between a configuration and its first mentions; False where that step is over.

    `empty`: a run has ended before, and gave nothing.
    """
    child = st.session_state.get(_CHILD)
    if child is None and not empty and app.snapshot_name:
        return False
    st.html(_frame.STYLE)
    _frame.heading("Fetch the first mentions", "Earshot asks every source, then reads what it found.")
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(error)
    if child is not None:
        st.fragment(_progress, run_every=LOOK_EVERY)(app, child)
        return True
    _ended(fetching)
    if fetching.is_running():
        _frame.nothing("A run is at work.", "Reload this page in a moment.")
        return True
    names = ", ".join(source.name for source in app.config.sources) or "no source yet; add a [[source]] to earshot.toml"
    _frame.nothing(
        f"{fetching.path}: nothing is published yet.", f"Sources: {names}. In a shell:", "python -m earshot run"
    )
    if app.may(Right.MANAGE):
        st.button("Fetch now", type="primary", key="first-fetch", on_click=_again, args=(fetching, app))
    return True


def _again(fetching: Fetching, app: Any) -> None:
    try:
        start(fetching, app)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)


def _progress(app: Any, child: Any) -> None:
    """What is known so far; once the child has ended, the whole page is drawn anew."""
    if child.poll() is not None:
        st.session_state.pop(_CHILD, None)
        st.session_state[_ENDED] = child.returncode
        st.rerun(scope="app")
    try:
        with app.queries() as queries:
            sources, held = _moments.rows(queries.health.sources()), queries.health.totals()
    except EarshotError:
        sources, held = [], None
    read = [row for row in sources if _moments.maybe(row.last_outcome)]
    total = len(app.config.sources)
    st.progress(min(1.0, len(read) / total if total else 1.0), text=f"{len(read)} of {total} sources read")
    if held is not None and held.mentions:
        known = _words.many(held.mentions, "mention")
        st.html(f'<p class="es-fresh" role="status"><b>{known}</b> so far, {_words.count(held.scored)} scored.</p>')
    lines = "".join(
        _tables.row(
            _safe.bdi(row.source, 60), [("Answer", _safe.html(row.last_outcome)), ("Found", _words.count(row.new))]
        )
        for row in read
    )
    if lines:
        st.html(_tables.table(("Source", "Answer", "Found"), lines))


def _ended(fetching: Fetching) -> None:
    if (code := st.session_state.get(_ENDED)) is None:
        return
    words = fetching.last_words()
    _frame.warning(
        "The fetch ended and gave nothing to show." if not code else "The fetch could not read every source."
    )
    if words:
        st.html(f'<pre class="es-code">{_safe.html(words)}</pre>')
