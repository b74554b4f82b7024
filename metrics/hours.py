"""Hours against the same hours of the weeks before: a storm shows within the hour in which it breaks out."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from statistics import fmean

from metrics import bursts
from metrics.estimate import ENOUGH
from metrics.spike import NO_HISTORY, ONE_HOUR, QUIET, SPIKE, WEEKS, Finding, hour

# More than for days: the rarest hour of a quarter is asked about, and hours say little about rare ones.
_DOUBT = 2.0
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCount:
    """One local hour: rows in it, and how many of those are hits (for a share)."""

    count: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loud:
    """An hour that fires, with what was usual; `finding.day` is its day."""

    hour: datetime
    finding: Finding
    n: int


def loud_hours(counts: Mapping[datetime, HourCount], hours: Sequence[datetime], *, share: bool = False) -> list[Loud]:
    """The hours that fire, once per episode: an hour that goes on from the one before is the same news.

    counts: naive local hours with rows, absent ones hold none; history begins with the first of them. share: judge
    hits of count instead of count. Drops are never judged: an hour is too short to say that nothing was said.
    """
    if not counts:
        return []
    first = min(counts)
    news: list[Loud] = []
    last, past = QUIET, None
    for at in hours:
        now = counts.get(at, HourCount())
        # A week later, what was news is history: as it is for one run after another.
        if past is None or at - past.until >= WEEK:
            past = _Past(counts=counts, first=first, until=at)
        found = _share(at, now, past.alike(at)) if share else past.judge(at, now.count)
        if found.kind == SPIKE and last != SPIKE:
            news.append(Loud(hour=at, finding=found, n=now.count))
        last = found.kind
    return news


@dataclass(frozen=True, kw_only=True)
class _Past:
    """Up to 12 weeks of hours before one, by hour of the week; good for the week that it begins."""

    counts: Mapping[datetime, HourCount]
    first: datetime
    until: datetime

    def alike(self, at: datetime) -> list[HourCount]:
        """The same hour of the week in the weeks before, the latest first."""
        times = (at - week * WEEK for week in range(1, WEEKS + 1))
        return [self.counts.get(time, HourCount()) for time in times if time >= self.first]

    def judge(self, at: datetime, count: int) -> Finding:
        """An hour's count against the same hours, where there are two of them."""
        slot = _slot(at)
        known = self._by_slot.get(slot, [])
        if len(known) < 2:
            return Finding(day=at.date(), kind=NO_HISTORY, observed=count, rule="hour")
        expected = bursts.usual(sum(known), len(known), self._pooled[slot])
        return hour(at.date(), count, expected, lambda: (self._believed, self._most))

    @cached_property
    def _by_slot(self) -> dict[int, list[float]]:
        found: dict[int, list[float]] = {}
        begin = max(self.first, self.until - WEEKS * WEEK)
        for n in range(int((self.until - begin) / HOUR)):
            at = begin + n * HOUR
            found.setdefault(_slot(at), []).append(self.counts.get(at, HourCount()).count)
        return found

    @cached_property
    def _pooled(self) -> dict[int, float]:
        """What an hour of the week should hold by its hour of the day and its day of the week."""
        means = {slot: fmean(known) for slot, known in self._by_slot.items()}
        every = fmean(means.values())
        days, hours = _groups(means, lambda slot: slot // 24), _groups(means, lambda slot: slot % 24)
        return {slot: days[slot // 24] * hours[slot % 24] / every if every else 0.0 for slot in means}

    @cached_property
    def _most(self) -> float:
        return max(max(known) for known in self._by_slot.values())

    @cached_property
    def _believed(self) -> Sequence[bursts.Burst]:
        return bursts.burst_of(self._by_slot, self._pooled, _DOUBT)


def _slot(at: datetime) -> int:
    return at.weekday() * 24 + at.hour


def _groups(means: Mapping[int, float], key: Callable[[int], int]) -> dict[int, float]:
    found: dict[int, list[float]] = {}
    for slot, value in means.items():
        found.setdefault(key(slot), []).append(value)
    return {group: fmean(values) for group, values in found.items()}


def _share(at: datetime, now: HourCount, before: Sequence[HourCount]) -> Finding:
    """Fisher's exact test, one-sided: as many hits among this hour's rows, were all these rows alike?"""
    hits, n = sum(b.hits for b in before), sum(b.count for b in before)
    found = Finding(day=at.date(), kind=QUIET, observed=100 * now.hits / max(now.count, 1), rule="hour's share")
    if len(before) < 2 or n < ENOUGH or now.count < ENOUGH:
        return replace(found, kind=NO_HISTORY)
    p = _as_many(now.hits, now.count, hits, n)
    kind = SPIKE if p < ONE_HOUR and now.hits >= ENOUGH else QUIET
    return replace(found, kind=kind, expected=100 * hits / n, p=p)


def _as_many(hits: int, n: int, hits_before: int, n_before: int) -> float:
    """P(as many or more of all hits fall among these n rows): the upper tail of the hypergeometric."""
    total, marked = n + n_before, hits + hits_before
    ways = _choose(total, n)
    return min(
        1.0,
        math.fsum(
            math.exp(_choose(marked, k) + _choose(total - marked, n - k) - ways)
            for k in range(hits, min(n, marked) + 1)
            if n - k <= total - marked
        ),
    )


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
