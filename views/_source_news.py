"""What was told about sources and runs: failures, recoveries, silence, runs that did not come, a full disk."""

from datetime import datetime
from typing import Any

import streamlit as st

from storage.queries import Queries
from views import _frame, _links, _moments, _safe, _tables, _words

RULE, SHOWN = "health", 8
COLUMNS = ("What", "When", "Told")


def show(queries: Queries, now: datetime) -> None:
    """The latest messages about sources; nothing where there never was one."""
    rows = _moments.rows(queries.alerts.log(limit=SHOWN, rule=RULE))
    if not rows:
        return
    st.space("small")
    _frame.section("News about sources and runs", "One message when a source fails or goes quiet, one when it is back.")
    st.html(_tables.table(COLUMNS, "".join(_event(row, now) for row in rows)))
    st.html(
        f'<p class="es-sub"><a href="{_links.href("alerts", {})}">All that was told, and whether it arrived</a></p>'
    )


def _event(row: Any, now: datetime) -> str:
    fired = _moments.utc(row.fired_at)
    if row.held:
        told = f"not sent: {_safe.html(row.held, 200)}"
    elif not row.channels:
        told = "no channel is configured"
    else:
        told = f"{row.sent} of {_words.many(row.channels, 'channel')}"
    what = f"{_safe.bdi(row.title, 240)}<small>{_safe.html(row.body, 400)}</small>"
    cells = (_words.ago(fired, now) if fired else "", told)
    return _tables.row(what, list(zip(COLUMNS[1:], cells, strict=True)))
