"""News about Earshot itself: a source that fails, recovers or falls silent; runs that did not come or did not end."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from domain.alerting import DAY, AlertEvent
from domain.records import Outcome
from notify.plain import plain
from storage.queries.alerts import Health, Told

RULE = "health"
FAILURE, RECOVERY, SILENT, DEAD, DISK = "failure", "recovery", "quiet", "dead run", "disk"
INTERVALS = 3
"""Intervals without a success, or reads that lost all their entries, after which a source counts as silent."""
ALWAYS, WEEK = 5, timedelta(days=7)
"""Reads with entries, and the time they span, that tell how long a source is usually silent: nights, weekends."""
LONGER = 2
"""Times its longest pause of 30 days after which a source that brings nothing new counts as silent."""
_CHECKS, _KNOWN, _LATE = 12, 5, timedelta(hours=1)


def of_sources(sources: Sequence[Health], told: Sequence[Told], now: datetime, after_failures: int) -> list[AlertEvent]:
    """At most one message per source: it failed, it recovered, or it fell silent."""
    found = (_of_source(source, told, now, after_failures) for source in sources)
    return [event for event in found if event]


def _of_source(source: Health, told: Sequence[Told], now: datetime, after_failures: int) -> AlertEvent | None:
    own = [one for one in told if one.rule == RULE and one.subject == source.source]
    standing = next((one for one in reversed(own) if one.kind in {FAILURE, RECOVERY}), None)
    failing = standing if standing and standing.kind == FAILURE else None
    if source.outcome in {Outcome.FAILED, Outcome.REFUSED}:
        enough = source.outcome == Outcome.REFUSED or source.failures >= after_failures
        return _failure(source, own, now) if enough and not failing else None
    if failing and source.outcome in {Outcome.OK, Outcome.PARTIAL}:
        return _recovery(source, failing, now)
    return _silence(source, now)


def _failure(source: Health, own: Sequence[Told], now: datetime) -> AlertEvent:
    began = source.last_ok_at or source.first_run_at
    blocked = source.outcome == Outcome.REFUSED
    state = "is blocked until somebody acts" if blocked else "fails"
    since = f" Last read with success: {source.last_ok_at:%Y-%m-%d %H:%M} UTC." if source.last_ok_at else ""
    lately = any(one.kind == FAILURE and not one.held and now - one.fired_at < timedelta(seconds=DAY) for one in own)
    return AlertEvent(
        key=f"{FAILURE}|{source.source}|{source.last_ok_at.isoformat() if source.last_ok_at else 'never'}",
        rule=RULE,
        subject=source.source,
        kind=FAILURE,
        day=(began or now).date(),
        title=f"✕ Source {plain(source.source, 60)} {state}",
        body=f"{plain(source.error or 'no reason given', 300)}.{since} What it says is missing from every figure. "
        "One more message comes when it is read again.",
        held="it failed and recovered within a day already" if lately else None,
    )


def _recovery(source: Health, failing: Told, now: datetime) -> AlertEvent:
    return AlertEvent(
        key=f"{RECOVERY}|{failing.key}",
        rule=RULE,
        subject=source.source,
        kind=RECOVERY,
        day=now.date(),
        title=f"● Source {plain(source.source, 60)} is read again",
        body=f"It failed from {failing.fired_at:%Y-%m-%d %H:%M} UTC on. Days on which it was not read stay gaps.",
        held="its failure was not told" if failing.held else None,
    )


def _silence(source: Health, now: datetime) -> AlertEvent | None:
    """No success for three intervals, all its entries lost, or nothing new for twice as long as ever before."""
    good = source.last_ok_at or source.first_run_at
    late = timedelta(seconds=INTERVALS * source.every)
    overdue = good is not None and now - good > late + _LATE
    if not overdue and source.emptied < INTERVALS and not _dried_up(source, now, late):
        return None
    since = good if overdue else source.last_heard_at
    why = "has not been read with success" if overdue else "has given nothing new, unlike before,"
    when = f"{since:%Y-%m-%d %H:%M} UTC" if since else "its first run"
    return AlertEvent(
        key=f"{SILENT}|{source.source}|{when}",
        rule=RULE,
        subject=source.source,
        kind=SILENT,
        day=now.date(),
        title=f"◌ Source {plain(source.source, 60)} has gone quiet",
        body=f"It {why} since {when}. See Sources & runs, or try it: python -m earshot check",
    )


def _dried_up(source: Health, now: datetime, late: timedelta) -> bool:
    """Whether it brings nothing new for far longer than it ever did; a week must be known to say so."""
    first, last = source.first_heard_at, source.last_heard_at
    if first is None or last is None or source.heard < ALWAYS or last - first < WEEK:
        return False
    return now - last > max(late, LONGER * source.pause)


def of_schedule(checks: Sequence[datetime], unfinished: datetime | None, now: datetime) -> list[AlertEvent]:
    """Runs that did not come, judged by the usual time between the latest ones, and a run that did not end."""
    found = []
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(checks)]
    if len(gaps) >= _KNOWN and (now - checks[-1]).total_seconds() > INTERVALS * median(gaps) + _LATE.total_seconds():
        last = f"{checks[-1]:%Y-%m-%d %H:%M} UTC"
        found.append(_dead(f"nothing ran between {last} and {now:%Y-%m-%d %H:%M} UTC", last, now))
    if unfinished:
        began = f"{unfinished:%Y-%m-%d %H:%M:%S} UTC"
        found.append(_dead(f"the run that began at {began} did not end", began, now))
    return found


def _dead(what: str, key: str, now: datetime) -> AlertEvent:
    return AlertEvent(
        key=f"{DEAD}|{key}",
        rule=RULE,
        subject="schedule",
        kind=DEAD,
        day=now.date(),
        title=f"◌ Earshot: {what}",
        body=f"This message is late by nature: {what}. What was not collected in time is read now, as far as each "
        "source still shows it; days under 80% coverage are drawn as gaps.",
    )


def checks_of(setting: str | None) -> list[datetime]:
    """The times of the latest runs, oldest first."""
    return [datetime.fromisoformat(text) for text in json.loads(setting or "[]")]


def with_check(checks: Sequence[datetime], now: datetime) -> str:
    """The same with this run's, as it is kept."""
    return json.dumps([moment.isoformat() for moment in [*checks, now][-_CHECKS:]])
