"""What people say to each other about one thing, and a line to add to it."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from views import _frame, _moments, _safe, _words

LONGEST = 2000
_ERROR, _UNDO = "es_comment_error", "es_comment_undo"


def show(queries: Queries, desk: _frame.Desk | None, kind: str, subject: str) -> None:
    """The comments on one subject ("mention", "topic", "chart" or "case"), newest last.

    Folded while there are none; under a chart in any case, behind their number.
    """
    if desk is None:
        return
    rows = _moments.rows(queries.teamwork.comments(kind, subject))
    allowed = desk.may(Right.TRIAGE)
    if not rows and not allowed:
        return
    title = f"Comments ({_words.count(len(rows))})" if rows else "Comment"
    mark = f"{kind}-{subject}"
    with st.expander(title, key=f"comments-{_place(kind, subject)}", expanded=bool(rows) and kind != "chart"):
        if mark in st.session_state.get(_ERROR, {}):
            _frame.warning(f"Not saved: {st.session_state.pop(_ERROR)[mark]}")
        if rows:
            st.html(f'<ul class="es-said">{"".join(_one(row) for row in rows)}</ul>')
        if allowed:
            _line(desk, kind, subject, mark)
            _remove(desk, rows, mark)


def under(queries: Queries, desk: _frame.Desk | None, brand: str, chart: str) -> None:
    """The comments under a chart of a brand; `chart` names page and chart, such as "overview/volume"."""
    show(queries, desk, "chart", f"{brand}/{chart}")


def _place(kind: str, subject: str) -> str:
    """A page has one mention, topic or case open, and several charts."""
    return f"{kind}-{subject.rpartition('/')[2]}" if kind == "chart" else kind


def _one(row: Any) -> str:
    at = _moments.utc(row.made_at)
    when = _words.ago(at, datetime.now(UTC)) if at else ""
    said = _safe.html(row.said, LONGEST).replace("\n", "<br>")
    return f'<li><b>{_safe.bdi(row.person, 60)}</b> <small>{when}</small><br><bdi dir="auto">{said}</bdi></li>'


def _line(desk: _frame.Desk, kind: str, subject: str, mark: str) -> None:
    with st.form(f"comment-{mark}", border=False, clear_on_submit=True):
        key = f"comment-said-{mark}"
        st.text_area("Say something to your colleagues", key=key, max_chars=LONGEST, height=68)
        st.form_submit_button("Comment", on_click=_add, args=(desk, kind, subject))


def _remove(desk: _frame.Desk, rows: list[Any], mark: str) -> None:
    """One's own last comment can be taken back, and brought back."""
    own = [row for row in rows if row.person == desk.person]
    gone = st.session_state.get(_UNDO)
    with st.container(horizontal=True, gap="small"):
        if own:
            st.button(
                "Remove my last", key=f"comment-remove-{mark}", on_click=_take, args=(desk, own[-1].comment_id, mark)
            )
        if gone and gone[1] == mark:
            st.button("Undo the removal", key=f"comment-undo-{mark}", on_click=_back, args=(desk, *gone))


def _add(desk: _frame.Desk, kind: str, subject: str) -> None:
    mark = f"{kind}-{subject}"
    said = _safe.clean(st.session_state.get(f"comment-said-{mark}"), LONGEST)
    _write(desk, mark, lambda comments: comments.add(kind, subject, said, person=desk.person))


def _take(desk: _frame.Desk, comment_id: int, mark: str) -> None:
    if _write(desk, mark, lambda comments: comments.remove(comment_id, person=desk.person)):
        st.session_state[_UNDO] = (comment_id, mark)


def _back(desk: _frame.Desk, comment_id: int, mark: str) -> None:
    if _write(desk, mark, lambda comments: comments.put_back(comment_id, person=desk.person)):
        st.session_state.pop(_UNDO, None)


def _write(desk: _frame.Desk, mark: str, work: Any) -> bool:
    try:
        with desk.store() as store:
            work(store.comments)
    except EarshotError as error:
        st.session_state[_ERROR] = {mark: str(error)}
        return False
    return True
