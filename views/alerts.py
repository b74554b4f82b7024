"""Alerts: the rules with a preview, what fired and why, and what became of every message."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from views import _alert_rules, _frame, _links, _moments, _safe, _tables, _words
from views._filters import CUSTOM, Filters

TITLE = "Alerts"
SUBTITLE = "What Earshot watches for you, what it told, and whether it arrived."
SECTION = "Act"
FILTERS: tuple[str, ...] = ()
EVENTS, DELIVERIES, FIRST = 60, 40, 12
LOG_COLUMNS = ("What", "When", "Why", "Told")
SENT_COLUMNS = ("Message", "Channel", "State", "Since")
_TRIED = "es_channel_tried"


def render(queries: Queries, filters: Filters, desk: _frame.Desk) -> None:
    """Draw the page: channels, rules, the log of what fired, the deliveries."""
    _alert_rules.notice()
    rules = queries.alerts.rules()
    if not rules:
        _frame.nothing(
            "No rule yet.",
            "Two per brand come by themselves: more complaints than usual on a day, and in an hour. Begin with:",
            "python -m earshot run",
        )
    _channels(desk)
    known = _moments.rows(queries.topics.table())
    topics = sorted(str(t.name) for t in known if t.texts and t.state in {"in use", "proposed"})
    brands = tuple(str(name) for name in queries.brands()["brand"]) or (filters.brand,)
    offer = _alert_rules.Offer(brands=brands, topics=tuple(topics), channels=tuple(desk.channels))
    _alert_rules.show(rules, desk, offer)
    now = datetime.now(UTC)
    _log(queries, now)
    _deliveries(queries, now)


def _channels(desk: _frame.Desk) -> None:
    _frame.section("Channels", "An address is a secret: only the name of the variable that holds it is known here.")
    if not desk.channels:
        _frame.nothing(
            "No channel is configured, so nothing is sent; what fires is written down below.",
            "Put a variable's name into earshot.toml, and an Apprise address into the environment under that name:",
            '[notify]  channels = ["EARSHOT_NOTIFY_TEAM"]',
        )
        return
    with st.container(horizontal=True, key="channels", gap="small"):
        for channel in desk.channels:
            st.button(
                f"Test {_safe.md(channel)}",
                key=f"test-{channel}",
                disabled=not desk.may(Right.MANAGE),
                on_click=_test,
                args=(desk, channel),
            )
    if tried := st.session_state.pop(_TRIED, None):
        channel, error = tried
        if error:
            _frame.warning(f"{channel}: {error}")
        else:
            st.html(f'<p class="es-sub" role="status">{_safe.html(channel)} took the test message.</p>')


def _test(desk: _frame.Desk, channel: str) -> None:
    try:
        st.session_state[_TRIED] = (channel, desk.try_channel(channel))
    except EarshotError as error:
        st.session_state[_TRIED] = (channel, str(error))


def _log(queries: Queries, now: datetime) -> None:
    st.space("small")
    _frame.section("What fired and why", "Newest first, with the news about sources and runs.")
    rows = _moments.rows(queries.alerts.log(limit=EVENTS))
    if not rows:
        _frame.nothing("Nothing fired yet.", "Preview a rule above to see what it would have said in the last 90 days.")
        return
    drawn = [_event(row, now) for row in rows]
    st.html(_tables.table(LOG_COLUMNS, "".join(drawn[:FIRST])))
    if drawn[FIRST:]:
        st.html(_tables.folded(f"{len(drawn[FIRST:])} earlier", _tables.table(LOG_COLUMNS, "".join(drawn[FIRST:]))))


def _event(row: Any, now: datetime) -> str:
    fired = _moments.utc(row.fired_at)
    why = "".join(f"<small>{_safe.html(line, 400)}</small>" for line in _reasons(row.body))
    if row.held:
        told = f'<span class="es-state wait">○ Not sent</span><small>{_safe.html(row.held, 200)}</small>'
    elif not row.channels:
        told = '<span class="es-state wait">○ No channel</span>'
    elif row.sent == row.channels:
        told = f'<span class="es-state ok">● Sent</span><small>to {_words.many(row.sent, "channel")}</small>'
    else:
        told = f'<span class="es-state bad">▲ {row.sent} of {row.channels} sent</span>'
    cells = (
        f"{_words.ago(fired, now) if fired else ''}<small>{_rows(row)}</small>",
        f"{_safe.bdi(row.rule, 120)}{why}",
        told,
    )
    return _tables.row(_safe.bdi(row.title, 240), list(zip(LOG_COLUMNS[1:], cells, strict=True)))


def _reasons(body: str) -> list[str]:
    """The message without its links: those stand beside it, and lead here."""
    return [line for line in body.splitlines() if "http://" not in line and "https://" not in line][:6]


def _rows(row: Any) -> str:
    """The way to the rows that the event's figure counts; news about sources has none."""
    since, day = _moments.utc(row.since), _moments.utc(row.day)
    if not row.brand or since is None or day is None:
        return ""
    about = {"brand": row.brand, "period": CUSTOM, "from": f"{since:%Y-%m-%d}", "to": f"{day:%Y-%m-%d}"}
    about |= {"label": row.label} if row.label else {}
    return f'<a href="{_links.href("mentions", about)}">the mentions</a>'


def _deliveries(queries: Queries, now: datetime) -> None:
    rows = _moments.rows(queries.alerts.outbox(limit=DELIVERIES))
    if not rows:
        return
    st.space("small")
    _frame.section("Messages", "What has not arrived is tried again by the next run, then more rarely, for a week.")
    body = "".join(_delivery(row, now) for row in rows)
    st.html(_tables.table(SENT_COLUMNS, body))


def _delivery(row: Any, now: datetime) -> str:
    tone, word = {"sent": ("ok", "● Sent"), "waiting": ("wait", "◐ Waiting")}.get(row.state, ("bad", "✕ Given up"))
    tries = _words.many(int(row.attempts), "try", "tries")
    error = f": {_safe.html(row.error, 200)}" if row.error else ""
    made = _moments.utc(row.made_at)
    cells = (
        _safe.html(row.channel),
        f'<span class="es-state {tone}">{word}</span><small>{tries}{error}</small>',
        _words.ago(made, now) if made else "",
    )
    return _tables.row(_safe.bdi(row.title, 240), list(zip(SENT_COLUMNS[1:], cells, strict=True)))
