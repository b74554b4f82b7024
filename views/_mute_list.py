"""Who is muted, how much each mute hides, and a way to see it again."""

from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from views import _frame, _moments, _safe, _tables, _upkeep, _words

COLUMNS = ("Muted", "Brand", "Hides", "By")


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The list, the newest first, each with its way back."""
    _frame.section("Mutes", "What a mute hides is in no figure; nothing is deleted.", key="mutes")
    rows = _moments.rows(queries.mutes.table())
    if not rows:
        _frame.nothing("Nobody is muted.", "Hide an author or a site:", "python -m earshot mute --site example.com")
        return
    st.html(_tables.table(COLUMNS, "".join(_row(row) for row in rows)))
    if desk.may(Right.TRIAGE):
        with st.container(horizontal=True):
            place = st.selectbox("Show again", range(len(rows)), format_func=lambda n: _named(rows[n]), width=380)
            st.button("Unmute", key="settings-unmute", on_click=_unmute, args=(desk, rows[place or 0]))


def _named(row: Any) -> str:
    return f"{row.kind} {_safe.clean(row.author_name or row.value, 60)}"


def _row(row: Any) -> str:
    cells = (
        _safe.html(row.brand or "every brand", 80),
        _words.many(int(row.hidden), "mention"),
        _safe.html(row.person or "unknown", 80),
    )
    return _tables.row(_safe.bdi(_named(row), 80), list(zip(COLUMNS[1:], cells, strict=True)))


def _unmute(desk: _frame.Desk, row: Any) -> None:
    def work() -> None:
        with desk.store() as store:
            if store.mutes.remove(row.kind, row.value, brand=row.brand) is None:
                raise EarshotError("that mute is gone already")

    _upkeep.do(work, f"Seen again: {_named(row)}")
