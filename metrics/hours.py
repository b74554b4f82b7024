"""Hours against the same hours of the weeks before: a storm shows within the hour in which it breaks out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from metrics.estimate import ENOUGH
from metrics.poisson import dispersion
from metrics.spike import NO_HISTORY, ONE_HOUR, QUIET, SPIKE, WEEKS, Finding, hour

WEEK = timedelta(days=7)


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
    scale = 1.0 if share else _scatter(counts, first, hours[0] if hours else first)
    news: list[Loud] = []
    last = QUIET
    for at in hours:
        now = counts.get(at, HourCount())
        before = [
            counts.get(at - week * WEEK, HourCount()) for week in range(1, WEEKS + 1) if at - week * WEEK >= first
        ]
        found = _share(at, now, before) if share else hour(at.date(), now.count, [b.count for b in before], scale)
        if found.kind == SPIKE and last != SPIKE:
            news.append(Loud(hour=at, finding=found, n=now.count))
        last = found.kind
    return news


def _scatter(counts: Mapping[datetime, HourCount], first: datetime, until: datetime) -> float:
    """How much wider than chance the hours of the history scatter around their hour of the week."""
    hours = int((until - first) / timedelta(hours=1))
    times = (first + timedelta(hours=i) for i in range(max(0, hours - WEEKS * 168), max(0, hours)))
    return dispersion([(at.weekday() * 24 + at.hour, counts.get(at, HourCount()).count) for at in times])


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
