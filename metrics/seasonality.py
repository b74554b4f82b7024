"""Is a Monday usually different? The index of each weekday, and of each month, with its interval.

Every week is its own comparison: a weekday's volume in percent of its week's average day, or its score minus its
week's score, averaged over weeks. A trend moves whole weeks and leaves the index alone.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from domain.measures import Moments
from domain.records import Estimate
from metrics.estimate import mean, student
from metrics.sums import Days, together

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENOUGH_WEEKS, ENOUGH_YEARS = 6, 2
TOO_FEW_WEEKS, TOO_FEW_YEARS = "too few weeks", "too few years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """One weekday or month: `index` with its 95% interval (n counts weeks or years), `found` beside all the others.

    A volume's index is percent of the average, 100 being usual; a score's is points above the average, 0 being usual.
    """

    name: str
    index: Estimate
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seasons:
    """The seven weekdays or twelve months, or none and in `note` why; `usual` is the index of a usual one."""

    seasons: tuple[Season, ...]
    usual: float
    note: str


def weekdays(days: Days, *, counted: bool, deaf: Collection[date] = ()) -> Seasons:
    """Seven weekdays; for a volume only whole weeks count in which no day is `deaf` (badly listened to)."""
    held = dict(days)
    seen: list[list[float]] = [[] for _ in WEEKDAYS]
    weeks = 0
    for monday in sorted({day - timedelta(days=day.weekday()) for day in held}):
        week = [monday + timedelta(days=n) for n in range(7)]
        if counted and (week[0] < min(held) or week[-1] > max(held) or not set(week).isdisjoint(deaf)):
            continue
        weeks += 1
        parts = [held.get(day, Moments()) for day in week]
        for place, value in _sizes([float(rows.n) for rows in parts]) if counted else _scores(parts):
            seen[place].append(value)
    usual = 100.0 if counted else 0.0
    known = min(weeks, *map(len, seen))
    if known < ENOUGH_WEEKS:
        of = f"{known}" if known == weeks else f"{known} of {weeks} hold the rarest weekday"
        return Seasons(seasons=(), usual=usual, note=f"{TOO_FEW_WEEKS}: {of}, {ENOUGH_WEEKS} are needed")
    return _judged(WEEKDAYS, seen, usual, f"{weeks} weeks")


def months(days: Days, *, counted: bool) -> Seasons:
    """Twelve months, from calendar years that hold all of them."""
    years: dict[int, dict[int, list[Moments]]] = {}
    for day, rows in days:
        years.setdefault(day.year, {}).setdefault(day.month, []).append(rows)
    # The first and the last month may have begun before, or end after, what is known.
    whole = {year: held for year, held in years.items() if len(held) == 12 and _whole(days, year)}
    usual = 100.0 if counted else 0.0
    if len(whole) < ENOUGH_YEARS:
        return Seasons(seasons=(), usual=usual, note=f"{TOO_FEW_YEARS}: {len(whole)}, {ENOUGH_YEARS} are needed")
    seen: list[list[float]] = [[] for _ in MONTHS]
    for year, held in sorted(whole.items()):
        sums = [together(held[month]) for month in range(1, 13)]
        sizes = [_a_day(rows, year, month) for month, rows in enumerate(sums, 1)]
        for place, value in _sizes(sizes) if counted else _scores(sums):
            seen[place].append(value)
    return _judged(MONTHS, seen, usual, f"{len(whole)} years")


def _whole(days: Days, year: int) -> bool:
    return days[0][0] <= date(year, 1, 7) and days[-1][0] >= date(year, 12, 25)


def _a_day(rows: Moments, year: int, month: int) -> float:
    following = date(year + month // 12, month % 12 + 1, 1)
    return rows.n / (following - date(year, month, 1)).days


def _sizes(sizes: Sequence[float]) -> list[tuple[int, float]]:
    """Each size in percent of the average one."""
    average = fmean(sizes)
    return [(place, 100 * size / average) for place, size in enumerate(sizes)] if average else []


def _scores(parts: Sequence[Moments]) -> list[tuple[int, float]]:
    """Each mean minus the average of the means; a part without rows has none."""
    known = {place: rows.mean for place, rows in enumerate(parts) if rows.mean is not None}
    if len(known) < 2:
        return []
    average = fmean(known.values())
    return [(place, value - average) for place, value in known.items()]


def _judged(names: Sequence[str], seen: Sequence[Sequence[float]], usual: float, note: str) -> Seasons:
    # The strangest of seven days is no finding because it is the strangest: the test is wider than the interval.
    level = 1 - (1 - 0.95 ** (1 / len(names))) / 2
    found = []
    for name, values in zip(names, seen, strict=True):
        index = mean(values)
        assert index is not None  # noqa: S101 - every part has values
        half = (
            math.inf
            if index.high is None
            else (index.high - index.value) * quantile(level, index.n - 1) / student(index.n - 1)
        )
        found.append(Season(name=name, index=index, found=abs(index.value - usual) > half + 1e-9))
    return Seasons(seasons=tuple(found), usual=usual, note=note)


def quantile(level: float, df: int) -> float:
    """Student's t quantile over one half, by halving on its distribution (Abramowitz & Stegun 26.7.3 and 26.7.4)."""
    low, high = 0.0, 1.0
    while _within(high, df) < 2 * level - 1:
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, df) < 2 * level - 1 else (low, middle)
    return high


def _within(t: float, df: int) -> float:
    """P(|T| <= t) for a whole number of degrees."""
    angle = math.atan(t / math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2
    term, total = (cosine, cosine) if odd else (1.0, 1.0)
    for k in range(2 + odd, df - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    if odd:
        return 2 / math.pi * (angle + (sine * total if df > 1 else 0.0))
    return sine * total
