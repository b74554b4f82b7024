"""Figures from rows summed up: their mean with its interval, and days put together to weeks."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.measures import Moments, SentimentCounts
from domain.records import Estimate
from metrics.estimate import ENOUGH, bounded, student

Days = Sequence[tuple[date, Moments]]


def net_of(rows: SentimentCounts) -> Moments:
    """Scored rows as points of a net score: negative -100, neutral 0, positive 100."""
    up, down = rows.positive, rows.negative
    return Moments(n=rows.scored, total=100.0 * (up - down), squares=1e4 * (up + down))


def together(rows: Iterable[Moments]) -> Moments:
    """All of them as one."""
    known = list(rows)
    return Moments(
        n=sum(m.n for m in known),
        total=math.fsum(m.total for m in known),
        squares=math.fsum(m.squares for m in known),
    )


def mean_of(rows: Moments, bounds: tuple[float, float] | None = None) -> Estimate | None:
    """The rows' mean with its t-interval inside `bounds`; None without rows, no interval for one row.

    Rows that are all alike have no spread of their own: one row at each bound is then added for the width alone.
    """
    value = rows.mean
    if value is None:
        return None
    spread = rows
    if bounds and rows.squares - rows.n * value * value <= 1e-9 * max(1.0, rows.squares):
        low, high = bounds
        spread = together([rows, Moments(n=2, total=low + high, squares=low * low + high * high)])
    if spread.n < 2:
        return bounded(value, (None, None), rows.n)
    middle = spread.total / spread.n
    variance = max(0.0, spread.squares - spread.n * middle * middle) / (spread.n - 1)
    half = student(spread.n - 1) * math.sqrt(variance / spread.n)
    return bounded(value, (value - half, value + half), rows.n, bounds=bounds or (None, None))


def counts_of(days: Days, since: date, until: date) -> Moments:
    """Days as rows, each worth how many rows it has; a day of since..until without rows is worth nothing."""
    held = [rows.n for day, rows in days if since <= day <= until]
    span = (until - since).days + 1
    return Moments(n=max(span, 0), total=float(sum(held)), squares=float(sum(n * n for n in held)))


def by_week(days: Days, *, counted: bool = False) -> dict[date, float]:
    """The mean (or, `counted`, the number) of each week's rows by its Monday; weeks with under five rows are gaps.

    A volume's first and last week are left out: they may not be whole.
    """
    weeks: dict[date, list[Moments]] = {}
    for day, rows in days:
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(rows)
    found = {week: together(rows) for week, rows in weeks.items()}
    if counted:
        ends = {min(found, default=None), max(found, default=None)}
        return {week: float(rows.n) for week, rows in found.items() if week not in ends}
    return {week: rows.total / rows.n for week, rows in found.items() if rows.n >= ENOUGH}
