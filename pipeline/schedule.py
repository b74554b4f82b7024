"""When a source is asked again: on its schedule, sooner where something was left out, later while it fails."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.records import Outcome, Run, Source
from storage.shapes import SourceState

LONGEST_BACK_OFF = timedelta(days=1)
_JITTER = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the service or its collector said about the next time, in seconds; None where nothing."""

    retry_after: float | None = None
    again_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What is written down about a source after a run."""

    next_due: datetime
    retry_at: datetime | None
    failures: int
    last_ok_at: datetime | None


def after(run: Run, source: Source, state: SourceState, wishes: Wishes, now: datetime) -> Next:
    """Where a source stands after `run`. A run that could not ask leaves its record of failures as it was."""
    if run.outcome in {Outcome.FAILED, Outcome.REFUSED}:
        due = now + back_off(source.every, state.failures + 1)
        if wishes.retry_after is not None:
            due = max(due, now + min(timedelta(seconds=wishes.retry_after), LONGEST_BACK_OFF))
        return Next(next_due=due, retry_at=due, failures=state.failures + 1, last_ok_at=state.last_ok_at)
    due = now + timedelta(seconds=source.every)
    if wishes.again_after is not None:
        due = min(due, now + timedelta(seconds=max(1.0, wishes.again_after)))
    if run.outcome == Outcome.SKIPPED:
        return Next(next_due=due, retry_at=None, failures=state.failures, last_ok_at=state.last_ok_at)
    return Next(next_due=due, retry_at=None, failures=0, last_ok_at=now)


def waits(due: datetime | None, every: float, now: datetime) -> bool:
    """Whether a source that is due then must wait; one that was put off for longer than any rule allows need not.

    A clock that ran ahead and was set right would else silence its sources until that day comes.
    """
    if due is None or due <= now:
        return False
    longest = max(timedelta(seconds=every), LONGEST_BACK_OFF) * (1 + _JITTER)
    return due - now <= longest + timedelta(minutes=1)


def back_off(every: float, failures: int, chance: Callable[[], float] = random.random) -> timedelta:
    """How long to leave a failing source alone: doubling from `every` seconds, at most a day, plus up to 20%.

    The jitter keeps sources that failed together from coming back together.
    """
    doubled = min(timedelta(seconds=every * 2.0 ** min(failures - 1, 16)), LONGEST_BACK_OFF)
    return doubled * (1 + _JITTER * chance())
