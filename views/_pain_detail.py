"""One pain point in full: what is known of it, what people decide about it, and what people said."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from domain.people import Right
from metrics.change import DOWN, UP
from storage.queries import Queries
from views import _comments, _feed, _frame, _links, _moments, _pain_triage, _safe, _tables, _team, _topic_desk, _words
from views._filters import Filters
from views._severity import EMERGING, Mended, Pain

QUOTES, FIRST = 12, 2


def show(queries: Queries, filters: Filters, desk: _frame.Desk | None, pain: Pain) -> None:
    """Facts, the states where somebody may write, evidence, the rest of the triage, and the way to all rows."""
    about = f'<p class="es-sub">{_safe.html(pain.description, 300)}</p>' if pain.description else ""
    st.html(f'<h2 class="es-h2">{_safe.bdi(pain.name, 120)}</h2>{about}{_facts(pain, filters)}')
    _team.beside(queries, filters, pain)
    writer = desk if desk is not None and desk.may(Right.TRIAGE) else None
    if writer:
        _pain_triage.moves(writer, filters.brand, pain)
    frame = queries.pain_points.evidence(filters.public(), pain.topic_id, limit=QUOTES)
    quotes = [_feed.quote(row) for row in _moments.rows(frame)]
    # What is decided is decided on these: they stand where they are seen without scrolling.
    _quotes(pain, quotes[:FIRST], "Evidence")
    if writer:
        _pain_triage.show(writer, filters.brand, pain)
        _topic_desk.show(queries, writer, pain, writer.person)
    _comments.show(queries, desk, "topic", f"{filters.brand}/{pain.topic_id}")
    if quotes[FIRST:]:
        _quotes(pain, quotes[FIRST:], "More evidence")
    with st.container(key="link-evidence"):
        _links.link(
            f"Read the {_words.many(pain.negative, 'negative mention')} →",
            "mentions",
            filters.params(topic=str(pain.topic_id), label="negative"),
        )


def _quotes(pain: Pain, quotes: Sequence[_feed.Quote], title: str) -> None:
    st.html(f'<h3 class="es-label">{title}</h3>')
    if quotes:
        st.html(_feed.html(quotes, datetime.now(UTC), f"{title} for {pain.name}"))
    else:
        _frame.nothing("No quote in this period.", "The counts above include texts that were since deleted.")


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
    if pain.emergence.why:
        rows.append((EMERGING.get(pain.emergence.flag, "New?"), _safe.html(_words.sentence(pain.emergence.why))))
    if pain.woke:
        rows.append(("Since ignored", _around_fixed(pain.woke)))
    if pain.mended:
        rows.append(("Around fixed", _around_fixed(pain.mended)))
    rows.append(("Seen", f"{_day(pain.first_seen)} to {_day(pain.last_seen)}"))
    return _tables.facts(rows)


def _around_fixed(mended: Mended) -> str:
    """Complaints before and after somebody called it resolved, and what the difference says."""
    days = _words.many(mended.days, "day")
    said = f"{_words.count(mended.before)} in the {days} before, {_words.count(mended.after)} in the {days} after"
    if mended.change is None:
        return said
    verdict = {UP: "more", DOWN: "less"}.get(mended.change.verdict, mended.change.verdict)
    range_ = _words.interval(mended.change.low, mended.change.high, "points")
    return f"{said}: {verdict} ({range_} complaints)"


def _complaints(pain: Pain, days: int) -> str:
    said = f"{_words.count(pain.complaints)} by {_words.many(pain.authors, 'author')}"
    if pain.complaints > pain.negative:
        said += f" ({_words.count(pain.complaints - pain.negative)} unscored, of one or two stars)"
    return f"{said}; {_words.count(pain.before)} in the {days} days before"


def _day(value: object) -> str:
    at = _moments.utc(value)
    return _words.short_day(at.date()) if at else "unknown"
