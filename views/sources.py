"""Sources & runs: what is listened to, how well, and what went wrong, in words."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from domain.measures import Scope
from domain.records import Outcome
from metrics.spike import MIN_COVERAGE
from storage.queries import Queries
from views import _frame, _moments, _safe, _source_news, _sparks, _tables, _words
from views._filters import Filters

TITLE = "Sources & runs"
SECTION = "Set up"
SUBTITLE = "What Earshot listens to, how well, and what to do where it cannot."
FILTERS: tuple[str, ...] = ()
COLUMNS = ("Source", "State", "Coverage", "Last read", "Next", "Found")
RUN_COLUMNS = ("Source", "When", "What happened", "Took")
RUNS, FIRST = 60, 12
COVERED_DAYS = 30


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: one line per source, then what is stored, then the latest runs."""
    sources = queries.health.sources()
    if sources.empty:
        _frame.nothing(
            "No source has been set up yet.",
            "Add one to earshot.toml under [[source]], try it, then fetch:",
            "python -m earshot check && python -m earshot run",
        )
        return
    now = datetime.now(UTC)
    rows = _moments.rows(sources)
    _alarm(rows)
    _frame.section("Sources", f"Coverage is the share of expected runs that succeeded, over {COVERED_DAYS} days.")
    body = "".join(_source(queries, filters, row, now) for row in rows)
    st.html(_tables.table(COLUMNS, body))
    _source_news.show(queries, now)
    _totals(queries, now)
    _runs(queries, now)


def _alarm(rows: Iterable[Any]) -> None:
    refused = [str(r.source) for r in rows if r.last_outcome == Outcome.REFUSED and not r.paused and r.configured]
    if refused:
        names = ", ".join(refused)
        _frame.warning(
            f"Blocked, and will stay so until somebody acts: {names}. "
            "What they say is missing from every figure; it is not nothing."
        )


def _source(queries: Queries, filters: Filters, row: Any, now: datetime) -> str:
    tone, state, why = _state(row, now)
    ok, due = _moments.utc(row.last_ok_at), _moments.utc(row.next_due)
    interval = f", {_every(row.every_seconds)}" if row.every_seconds else ""
    heading = f"{_safe.bdi(row.source, 60)}<small>{_safe.html(row.kind)}{interval}</small>"
    cells = (
        f'<span class="es-state {tone}">{state}</span><small>{_safe.html(why, 300)}</small>',
        _coverage(queries, filters, row),
        _words.ago(ok, now) if ok else "never",
        _next(row, due, now),
        _found(row),
    )
    return _tables.row(heading, list(zip(COLUMNS[1:], cells, strict=True)))


def _state(row: Any, now: datetime) -> tuple[str, str, str]:
    """Tone, word and reason; "blocked" and "failing" are never "nothing new"."""
    error = _moments.maybe(row.last_error) or ""
    if not row.configured:
        return "wait", "○ Removed", "No longer in the configuration; what it found is kept."
    if row.paused:
        return "wait", "❙❙ Paused", ""
    outcome = _moments.maybe(row.last_outcome)
    if outcome is None:
        return "wait", "○ Not read yet", ""
    if outcome == Outcome.REFUSED:
        return "bad", "✕ Blocked", error
    if outcome == Outcome.FAILED:
        times = _words.many(int(_moments.maybe(row.failures) or 1), "time")
        return "bad", "▲ Failing", f"{times} in a row. {error}"
    if outcome == Outcome.PARTIAL:
        return "bad", "◐ Read in part", error or "Some of it was missed."
    return "ok", "● Listening", ""


def _coverage(queries: Queries, filters: Filters, row: Any) -> str:
    since = filters.until - timedelta(days=COVERED_DAYS - 1)
    brand = next(iter(row.brands), filters.brand)
    scope = Scope(brand=brand, since=since, until=filters.until, sources=(row.source,))
    shares = [found.coverage for found in _moments.rows(queries.daily.coverage(scope))]
    known = [share for share in shares if share is not None]
    if not known:
        return '<span class="es-basis">nothing expected</span>'
    good = sum(share >= MIN_COVERAGE for share in known)
    label = f"{good} of {_words.many(len(known), 'day')} covered"
    tone = "var(--pos)" if good / len(known) >= MIN_COVERAGE else "var(--neg)"
    shape = _sparks.bars([0 if share is None else max(1, round(share * 20)) for share in shares], label, tone)
    return f'<div class="es-coverage">{shape}</div><small>{label}</small>'


def _next(row: Any, due: datetime | None, now: datetime) -> str:
    if row.paused or not row.configured:
        return "not planned"
    retry = _moments.utc(row.retry_at)
    if retry and retry > now:
        return f"waits: {_words.ago(retry, now)}"
    if due is None or due <= now:
        return "due now"
    return _words.ago(due, now)


def _found(row: Any) -> str:
    missed = int(_moments.maybe(row.missed) or 0)
    said = f"{_words.many(int(row.new), 'mention')} in {_words.many(int(row.runs), 'run')}"
    return said + (f"<small>at least {_words.count(missed)} missed</small>" if missed else "")


def _every(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 60:
        return f"every {_words.number(minutes, 0)} min"
    return (
        f"every {_words.number(minutes / 60, 0)} h"
        if minutes < 2880
        else f"every {_words.number(minutes / 1440, 0)} days"
    )


def _totals(queries: Queries, now: datetime) -> None:
    held = queries.health.totals()
    engine = f"the engine {held.engine}, version {held.engine_version}" if held.engine else "no engine yet"
    imported = ((held.surveys, "survey answer"), (held.tickets, "ticket"), (held.customers, "customer"))
    size = f"{_words.number(held.size.database / 1e6)} MB, {_words.number(held.size.free / 1e9)} GB free"
    facts = [
        ("Mentions", f"{_words.count(held.mentions)} in {_words.many(held.stories, 'story', 'stories')}"),
        ("Scored", f"{_words.count(held.scored)} by {engine}; {_words.count(held.unscored)} not scored"),
        ("Imported", ", ".join(_words.many(n, noun) for n, noun in imported)),
        ("Last run", _words.ago(held.last_run, now) if held.last_run else "never"),
        ("Database", size),
    ]
    st.space("small")
    _frame.section("What is stored")
    st.html(_tables.facts([(name, _safe.html(said)) for name, said in facts]))


def _runs(queries: Queries, now: datetime) -> None:
    st.space("small")
    _frame.section(
        "Latest runs", "Newest first. A run that was refused or failed found nothing because it could not look."
    )
    frame = queries.health.runs(limit=RUNS)
    if frame.empty:
        _frame.nothing("Nothing has run yet.", "Fetch from every configured source:", "python -m earshot run")
        return
    rows = [_run(row, now) for row in _moments.rows(frame)]
    st.html(_tables.table(RUN_COLUMNS, "".join(rows[:FIRST])))
    if rows[FIRST:]:
        more = _tables.table(RUN_COLUMNS, "".join(rows[FIRST:]))
        st.html(_tables.folded(f"{len(rows[FIRST:])} earlier runs", more))


def _run(row: Any, now: datetime) -> str:
    started, ended = _moments.utc(row.started_at), _moments.utc(row.finished_at)
    took = f"{_words.number((ended - started).total_seconds(), 1)} s" if started and ended else ""
    cells = (_words.ago(ended, now) if ended else "running", _story(row), took)
    return _tables.row(_safe.bdi(row.source, 60), list(zip(RUN_COLUMNS[1:], cells, strict=True)))


def _story(row: Any) -> str:
    error = _safe.html(_moments.maybe(row.error) or "", 300)
    outcome = str(row.outcome)
    if outcome == Outcome.REFUSED:
        return f'<span class="es-state bad">✕ Blocked:</span> {error}'
    if outcome == Outcome.FAILED:
        return f'<span class="es-state bad">▲ Failed:</span> {error}'
    if outcome == Outcome.SKIPPED:
        return f"Skipped{': ' + error if error else ', not due yet'}"
    numbers = [f"{_words.count(row.fetched)} read", f"{_words.count(row.new)} new"]
    numbers += [
        f"{_words.count(n)} {word}" for word in ("changed", "deleted", "missed") if (n := int(getattr(row, word) or 0))
    ]
    part = '<span class="es-state bad">◐ In part:</span> ' if outcome == Outcome.PARTIAL else ""
    more = "".join(f"<small>{_safe.html(sentence, 300)}</small>" for sentence in _warnings(row.warnings))
    return part + ", ".join(numbers) + (f". {error}" if error else "") + more


def _warnings(text: str | None) -> list[str]:
    """The sentences that a run left, at most three; stored as a JSON list."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return [text or ""]
    return [str(sentence) for sentence in found][:3] if isinstance(found, list) else [str(found)]
