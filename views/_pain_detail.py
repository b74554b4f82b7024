"""One pain point in full: what is known of it, what people decide about it, and what people said."""

from datetime import UTC, datetime

import streamlit as st

from domain.errors import EarshotError
from metrics.change import DOWN, UP
from storage.queries import Queries
from views import _feed, _frame, _links, _moments, _safe, _tables, _words
from views._filters import Filters
from views._severity import STATUS, Pain

PERSON = "someone in the app"
QUOTES = 12
_UNDO, _ERROR = "es_undo", "es_triage_error"


def show(queries: Queries, filters: Filters, desk: _frame.Desk | None, pain: Pain) -> None:
    """Facts, triage where somebody may write, evidence, and the way to all of it."""
    about = f'<p class="es-sub">{_safe.html(pain.description, 300)}</p>' if pain.description else ""
    st.html(f'<h2 class="es-h2">{_safe.bdi(pain.name, 120)}</h2>{about}{_facts(pain, filters)}')
    if desk is not None:
        _triage(desk, filters.brand, pain)
    frame = queries.pain_points.evidence(filters.public(), pain.topic_id, limit=QUOTES)
    quotes = [_feed.quote(row) for row in _moments.rows(frame)]
    st.html('<h3 class="es-label">Evidence</h3>')
    if quotes:
        st.html(_feed.html(quotes, datetime.now(UTC), f"Evidence for {pain.name}"))
    else:
        _frame.nothing("No quote in this period.", "The counts above include texts that were since deleted.")
    with st.container(key="link-evidence"):
        _links.link(
            f"Read the {_words.many(pain.negative, 'negative mention')} →",
            "mentions",
            filters.params(topic=str(pain.topic_id), label="negative"),
        )


def _facts(pain: Pain, filters: Filters) -> str:
    found = pain.severity
    said = _words.sentence(f"{found.word}: {found.why}") if found and found.ranked else "Too few to say."
    rows = [("Severity", _safe.html(said))]
    rows.append(("Complaints", _complaints(pain, filters.days)))
    if pain.negative_share:
        share = pain.negative_share
        range_ = _words.interval(share.low, share.high, "%")
        rows.append(("Negative", f"{_words.number(share.value)}% ({range_}) of {_words.count(share.n)} that name it"))
    if pain.change:
        verdict = {UP: "More", DOWN: "Less"}.get(pain.change.verdict, pain.change.verdict.capitalize())
        range_ = _words.interval(pain.change.low, pain.change.high, "points")
        rows.append(("Change", f"{verdict}: {_words.difference(pain.change.difference, '%')} ({range_}) of all scored"))
    rows.append(("Seen", f"{_day(pain.first_seen)} to {_day(pain.last_seen)}"))
    return _tables.facts(rows)


def _complaints(pain: Pain, days: int) -> str:
    said = f"{_words.count(pain.complaints)} by {_words.many(pain.authors, 'author')}"
    if pain.complaints > pain.negative:
        said += f" ({_words.count(pain.complaints - pain.negative)} unscored, of one or two stars)"
    return f"{said}; {_words.count(pain.before)} in the {days} days before"


def _day(value: object) -> str:
    at = _moments.utc(value)
    return _words.short_day(at.date()) if at else "unknown"


def _triage(desk: _frame.Desk, brand: str, pain: Pain) -> None:
    moves = {
        "in_progress": ("Start work", "s"),
        "resolved": ("Resolve", "e"),
        "ignored": ("Ignore", "i"),
        "new": ("Reopen", "r"),
    }
    with st.container(horizontal=True, key="triage", gap="small"):
        for status, (name, shortcut) in moves.items():
            if status != pain.status and not (status == "new" and pain.status == "regressed"):
                st.button(
                    name,
                    key=f"to-{status}-{pain.topic_id}",
                    shortcut=shortcut,
                    on_click=_set,
                    args=(desk, brand, pain),
                    kwargs={"status": status},
                    type="primary" if status == "in_progress" else "secondary",
                )
    key = f"owner-{pain.topic_id}-{pain.owner}"
    st.text_input(
        "Owner",
        value=pain.owner,
        key=key,
        max_chars=60,
        placeholder="Nobody yet",
        on_change=_own,
        args=(desk, brand, pain, key),
    )


def _own(desk: _frame.Desk, brand: str, pain: Pain, key: str) -> None:
    _set(desk, brand, pain, owner=_safe.clean(st.session_state.get(key, ""), 60).strip())


def _set(
    desk: _frame.Desk, brand: str, pain: Pain, *, status: str | None = None, owner: str | None = None, undo: bool = True
) -> None:
    try:
        with desk.store() as store:
            store.triage.set(brand, pain.topic_id, person=PERSON, status=status, owner=owner)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_UNDO, None)
    st.query_params["topic"] = str(pain.topic_id)
    if undo:
        said = f"{STATUS.get(status, status)}" if status else f"owner is now {owner or 'nobody'}"
        st.session_state[_UNDO] = (
            brand,
            pain,
            {"status": pain.status if status else None, "owner": pain.owner if owner is not None else None},
            said,
        )


def notice(desk: _frame.Desk | None) -> None:
    """What became of the last change, with its Undo."""
    if error := st.session_state.pop(_ERROR, None):
        st.html(f'<div class="es-warn" role="alert">Not saved: {_safe.html(error)}</div>')
    kept = st.session_state.get(_UNDO)
    if not kept or desk is None:
        return
    brand, pain, back, said = kept
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.html(f'<p role="status"><b>{_safe.bdi(pain.name, 90)}</b>: {_safe.html(said.lower())}.</p>', width="content")
        st.button(
            "Undo",
            key="undo-button",
            shortcut="z",
            on_click=_set,
            args=(desk, brand, pain),
            kwargs={**back, "undo": False},
        )
