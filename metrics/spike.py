"""Spikes and drops: is today unusual for this day of the week, given how much today was listened to?

The default rule compares with the same weekdays, because most brands are quiet at weekends; the plain
`zscore` rule is there for those who know it. Figures: benchmarks/spike_rules.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from statistics import fmean, stdev

from metrics import bursts
from metrics.change import compare_shares
from metrics.estimate import ENOUGH, TOO_FEW

SPIKE, DROP, QUIET = "spike", "drop", "quiet"
NO_HISTORY, NO_COVERAGE = "not enough history", "coverage"
MIN_DAYS, MIN_COVERAGE = 14, 0.8
Z_DAYS, Z_LIMIT = 28, 3.0
WEEKS = 12
# One day alone must be seven times rarer than two together, where a doubling shows; drops rarer still.
ONE_DAY, TWO_DAYS, DROP_LEVEL = 1.5e-4, 1e-3, 2e-5
# There are 24 times as many hours as days to be wrong about.
ONE_HOUR, SHARE_LIMIT = 5e-6, 3.5
# Once more so where the hours' own bursts are only known from 12 weeks of them.
BURSTY_HOUR, _MATTERS = 1e-6, 10
# Fewer in an hour are left to the rule for days: series of a few a day hold such bursts by themselves.
MANY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One local day's count; `coverage` 0..1 of the expected runs, None where none was expected."""

    day: date
    count: float
    coverage: float | None = None

    @property
    def heard(self) -> bool:
        """Whether the day was listened to well enough to be compared."""
        return self.coverage is None or self.coverage >= MIN_COVERAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one day is: "spike", "drop", "quiet", "not enough history" or "coverage".

    `expected` is what such a day usually has; `z` belongs to the rule zscore, `p` to the weekday rule;
    `days` is 2 where only yesterday and today together stand out.
    """

    day: date
    kind: str
    observed: float
    expected: float | None = None
    z: float | None = None
    p: float | None = None
    days: int = 1
    rule: str = "weekday"

    @property
    def fires(self) -> bool:
        """Whether somebody should be told."""
        return self.kind in {SPIKE, DROP}


Rule = Callable[[Sequence[Day]], Finding]


def zscore(days: Sequence[Day]) -> Finding:
    """Judge the last day against the 28 before it: sample standard deviation, fires beyond three of them."""
    today, before = days[-1], [d for d in days[-1 - Z_DAYS : -1] if d.heard]
    found = Finding(day=today.day, kind=QUIET, observed=today.count, rule="zscore")
    if not today.heard:
        return replace(found, kind=NO_COVERAGE)
    if len(before) < MIN_DAYS or not (spread := stdev(d.count for d in before)):
        return replace(found, kind=NO_HISTORY)
    middle = fmean(d.count for d in before)
    z = (today.count - middle) / spread
    kind = SPIKE if z > Z_LIMIT else DROP if z < -Z_LIMIT else QUIET
    return replace(found, kind=kind, expected=middle, z=z)


def weekday(days: Sequence[Day]) -> Finding:
    """Judge the last day, alone and with the day before, against the same weekdays of up to 12 weeks.

    A short history needs a larger jump, and so do days that scatter more than chance (metrics.bursts).
    """
    today, before = (
        days[-1],
        [d for d in days[:-1] if d.heard and (days[-1].day - d.day).days <= 7 * WEEKS + 1],
    )
    found = Finding(day=today.day, kind=QUIET, observed=today.count)
    if not today.heard:
        return replace(found, kind=NO_COVERAGE)
    known = {d.day.toordinal(): d.count for d in before}
    ordinal = today.day.toordinal()
    alike = [known[day] for week in range(1, WEEKS + 1) if (day := ordinal - 7 * week) in known]
    if len(before) < MIN_DAYS or len(alike) < 2:
        return replace(found, kind=NO_HISTORY)
    found = replace(found, expected=fmean(alike))
    wild = cache(partial(_wild, before))
    pairs = [
        known[day] + known[day - 1]
        for week in range(1, WEEKS + 1)
        if (day := ordinal - 7 * week) in known and day - 1 in known
    ]
    if (one := _judge(found, alike, wild, ONE_DAY)).fires or len(pairs) < 2 or ordinal - 1 not in known:
        return one
    both = replace(found, observed=today.count + known[ordinal - 1], expected=fmean(pairs), days=2)
    two = _judge(both, pairs, wild, TWO_DAYS)
    return two if two.fires else one


def hour(
    day: date, observed: float, expected: bursts.Usual, wild: Callable[[], tuple[Sequence[bursts.Burst], float]]
) -> Finding:
    """Judge one hour's count against what such an hour usually holds; only more than usual fires.

    wild: how bursty the hours are by themselves (metrics.bursts.burst_of), and the most that one of them held; asked
    only where it matters. Over twice the most ever is news, whatever is believed of bursts.
    """
    found = Finding(day=day, kind=QUIET, observed=observed, expected=expected.mean, rule="hour")
    up = bursts.more(observed, expected)
    if up >= ONE_HOUR or observed < MANY:
        return replace(found, p=up)
    believed, most = wild()
    calm, up = up, bursts.more(observed, expected, believed)
    rare = ONE_HOUR if up < _MATTERS * calm else BURSTY_HOUR
    fires = up < rare or observed > max(2 * most, 2 * MANY)
    return replace(found, kind=SPIKE if fires else QUIET, p=up)


def share(day: date, today: tuple[int, int], before: tuple[int, int]) -> Finding:
    """Judge a share, such as the negative one, given as (hits, n) of today and of the days before; in percent."""
    change = compare_shares(before, today)
    if change is None or change.z is None or change.verdict == TOO_FEW:
        return Finding(day=day, kind=NO_HISTORY, observed=100 * today[0] / max(today[1], 1), rule="share")
    surely = change.flagged and abs(change.z) > SHARE_LIMIT
    kind = QUIET if not surely else SPIKE if change.z > 0 else DROP
    expected = 100 * before[0] / before[1]
    return Finding(
        day=day, kind=kind, observed=expected + change.difference, expected=expected, z=change.z, rule="share"
    )


def scan(days: Sequence[Day], rule: Rule = weekday, since: date | None = None) -> list[Finding]:
    """Every day that fires, once per episode: a day that goes on from the day before is the same news.

    `since`: the first day to judge, for whoever wants none of the news before it.
    """
    news: list[Finding] = []
    last = QUIET
    # The day before it is judged as well: the first one may go on from there.
    begin = 1 if since is None else 1 + next((n for n, day in enumerate(days[1:]) if day.day >= since), len(days))
    for end in range(begin, len(days) + 1):
        found = rule(days[:end])
        if found.fires and found.kind != last and (since is None or found.day >= since):
            news.append(found)
        last = found.kind
    return news


def _judge(found: Finding, alike: Sequence[float], wild: Callable[[], Sequence[bursts.Burst]], level: float) -> Finding:
    history, weeks = sum(alike), len(alike)
    expected = bursts.usual(history, weeks)
    up, down = bursts.more(found.observed, expected), bursts.fewer(found.observed, history, weeks)
    if min(up / level, down / DROP_LEVEL) >= 1:
        return replace(found, p=min(up, down))
    # Bursts make everything less rare: they need not be known where nothing is rare without them.
    believed = wild()
    up = bursts.more(found.observed, expected, believed)
    down = bursts.fewer(found.observed, history, weeks, believed)
    if up < level and found.observed >= ENOUGH:
        return replace(found, kind=SPIKE, p=up)
    return replace(found, kind=DROP if down < DROP_LEVEL else QUIET, p=min(up, down))


def _wild(days: Sequence[Day]) -> Sequence[bursts.Burst]:
    """How bursty the days before are by themselves, weekday by weekday."""
    by_weekday: dict[int, list[float]] = {}
    for day in days:
        by_weekday.setdefault(day.day.weekday(), []).append(day.count)
    usual = fmean(day.count for day in days)
    return bursts.burst_of(by_weekday, dict.fromkeys(by_weekday, usual))
