"""After an import: what became of the rows, the rejected ones to take along, and the way to the figures."""

from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.imports import Answer, Ask
from tables.fields import What
from views import _frame, _import_preview, _links
from views._filters import CUSTOM
from views._frame import Desk
from views._import_words import KINDS

_DONE, FIRST_USE = "es_import_done", "es_import_first_use"
_READING, _READ = "es_import_reading", "es_import_read"
LOOK_EVERY = 1.0
# The fields that hold words.
WORDS = frozenset({"text", "title", "comment", "subject"})
# The page on which the figures of a sort stand, and what its link says.
PAGES = {
    What.REVIEWS: ("mentions", "Read these mentions"),
    What.SURVEYS: ("surveys", "See the scores"),
    What.TICKETS: ("surveys", "See the response times"),
    What.CUSTOMERS: ("surveys", "See churn and value"),
    What.TOUCHPOINTS: ("journey", "See the journey"),
    What.NOTES: ("goals", "See the voice of the team"),
}
EMPLOYEES = ("goals", "See the voice of the team")


def remember(desk: Desk, ask: Ask, answer: Answer) -> None:
    """Keep what became of an import until somebody has seen it; what it says is read from now on."""
    st.session_state[_DONE] = (ask, answer)
    for key in (_READING, _READ):
        st.session_state.pop(key, None)
    if WORDS & set(ask.document["columns"]) and answer.counts["new"] + answer.counts["changed"]:
        try:
            st.session_state[_READING] = desk.imports.read()
        except EarshotError:
            return


def is_there() -> bool:
    """Whether an import has ended that nobody has put away."""
    return _DONE in st.session_state


def show(desk: Desk) -> None:
    """Draw what became of the last import."""
    ask, answer = st.session_state[_DONE]
    _frame.section("Stored", f"{KINDS[ask.what]} for {ask.brand}.")
    st.html(f'<p class="es-answer" role="status">{_import_preview.told(answer)}</p>')
    _import_preview.warnings_of(answer)
    if _READING in st.session_state:
        st.fragment(_reading, run_every=LOOK_EVERY)()
    else:
        _has_read()
    with st.container(horizontal=True, vertical_alignment="center", key="import-done"):
        if answer.counts["accepted"]:
            _onward(ask, answer)
        if answer.rejects_file:
            _take_along(desk, answer)
        st.button("Another file", key="import-next", on_click=_put_away)
    _import_preview.rejected(answer)


def under_way() -> None:
    """On any page after it was left: words of a file are still being read, and the page is drawn anew once they are."""
    if _READING in st.session_state and not is_there():
        st.fragment(_reading, run_every=LOOK_EVERY)()


def _reading() -> None:
    """Whether the texts are being read; the page is drawn anew when they are."""
    child = st.session_state.get(_READING)
    if child is None:
        return
    if child.poll() is None:
        here = is_there()
        lead = "Its words are being read:" if here else "<b>The words of your file are being read:</b>"
        st.html(
            f'<p class="{"es-sub" if here else "es-banner"}" role="status">{lead} sentiment and topics come by '
            "themselves, and this page is drawn anew. You need not wait here.</p>"
        )
        return
    st.session_state.pop(_READING, None)
    st.session_state[_READ] = not child.returncode
    st.rerun(scope="app")


def _has_read() -> None:
    if (read := st.session_state.get(_READ)) is None:
        return
    said = "Its words have been read." if read else "Its words could not be read now; the next run tries again."
    st.html(f'<p class="es-sub" role="status">{said}</p>')


def _onward(ask: Ask, answer: Answer) -> None:
    slug, label = EMPLOYEES if ask.document["options"].get("audience") == "employees" else PAGES[What(ask.what)]
    params = _params(ask, answer)
    if st.session_state.get(FIRST_USE):
        st.button("See the figures", type="primary", key="import-figures", on_click=_begin, args=(params,))
        return
    with st.container(key="link-import", width="content"):
        _links.link(label, slug, params)


def _params(ask: Ask, answer: Answer) -> dict[str, Any]:
    """The address of a page about that brand and those days."""
    days = _import_preview.span(answer)
    period = {"period": CUSTOM, "from": answer.first, "to": answer.last} if days else {}
    return {"brand": ask.brand, **period}


def _begin(params: dict[str, Any]) -> None:
    """The first use is over: the first page shows the days that the file is about."""
    _put_away()
    st.session_state.pop(FIRST_USE, None)
    for key, value in params.items():
        st.query_params[key] = value


def _put_away() -> None:
    # What is still being read is told on the next page.
    for key in (_DONE, _READ):
        st.session_state.pop(key, None)


def _take_along(desk: Desk, answer: Answer) -> None:
    try:
        found = desk.imports.rejects(answer.rejects_file)
    except EarshotError as error:
        _frame.warning(str(error))
        return
    st.download_button(
        "Rejected rows as CSV",
        data=found,
        file_name=answer.rejects_file,
        mime="text/csv",
        key="import-rejects",
        on_click="ignore",
    )
