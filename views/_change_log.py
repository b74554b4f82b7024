"""Who changed what: the newest lines of the log that is never updated."""

import json
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from storage.queries import Queries
from views import _frame, _moments, _safe, _tables, _words

COLUMNS = ("Who", "When", "What", "To")
SHOWN, FIRST = 100, 10


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The newest changes."""
    _frame.section("Who changed what", f"The newest {SHOWN}; all of them: the table audit_log.", key="log")
    rows = _moments.rows(queries.change_log.latest(SHOWN))
    if not rows:
        _frame.nothing("Nobody has changed anything yet.", "Triage, corrections, notes and settings are listed here.")
        return
    now = datetime.now(UTC)
    drawn = [_row(row, now) for row in rows]
    st.html(_tables.table(COLUMNS, "".join(drawn[:FIRST])))
    if drawn[FIRST:]:
        more = _tables.table(COLUMNS, "".join(drawn[FIRST:]))
        st.html(_tables.folded(f"{len(drawn[FIRST:])} earlier", more))


def _row(row: Any, now: datetime) -> str:
    made = _moments.utc(row.made_at)
    cells = (
        _words.ago(made, now) if made else "",
        f"{_safe.html(row.verb, 40)} <small>{_safe.bdi(row.subject, 120)}</small>",
        _safe.html(_detail(row.detail), 200),
    )
    return _tables.row(_safe.bdi(row.person or "unknown", 100), list(zip(COLUMNS[1:], cells, strict=True)))


def _detail(text: str | None) -> str:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return ""
    return ", ".join(f"{key}: {value}" for key, value in found.items()) if isinstance(found, dict) else ""
