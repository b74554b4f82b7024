"""Intervals: every figure leaves here with a value, a 95% interval and the rows it rests on.

All functions are pure. Shares come in as counts and leave as percent (0..100); an estimate on fewer than
`ENOUGH` rows keeps its figure and says TOO_FEW, so that no page ranks it or draws an arrow.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist, fmean

from domain.records import Estimate

Z95 = NormalDist().inv_cdf(0.975)
ENOUGH = 5
TOO_FEW = "too few to say"


def note_for(n: int) -> str | None:
    """TOO_FEW under five rows, else nothing to add."""
    return TOO_FEW if n < ENOUGH else None


def bounded(
    value: float,
    interval: tuple[float | None, float | None],
    n: int,
    *,
    bounds: tuple[float | None, float | None] = (None, None),
    note: str | None = None,
) -> Estimate:
    """An estimate whose interval lies inside `bounds` and never leaves its own value out.

    An adjusted interval can lie beside an extreme value (one promoter: 100, adjusted high 98.5).
    """
    low, high = interval
    if low is not None:
        low = min(value, low if bounds[0] is None else max(bounds[0], low))
    if high is not None:
        high = max(value, high if bounds[1] is None else min(bounds[1], high))
    return Estimate(value=value, low=low, high=high, n=n, note=note_for(n) or note)


def wilson(hits: float, n: float) -> tuple[float, float]:
    """Wilson's score interval of a share, as shares 0..1 (Wilson 1927); `n` may be an effective size."""
    share, z2 = hits / n, Z95 * Z95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def share(hits: int, n: int, *, note: str | None = None) -> Estimate | None:
    """Hits of n rows in percent with Wilson's interval; None without rows."""
    if n <= 0:
        return None
    low, high = wilson(hits, n)
    return bounded(100.0 * hits / n, (100 * low, 100 * high), n, bounds=(0.0, 100.0), note=note)


def adjusted_net(up: float, down: float, n: float) -> tuple[float, float]:
    """Adjusted Wald interval of (up - down) / n in points: n + 3, with 3/4 added to each of both ends.

    Rocks (2016), "Interval estimation for the Net Promoter Score", The American Statistician 70(4).
    """
    plus, minus, size = up + 0.75, down + 0.75, n + 3.0
    net = (plus - minus) / size
    half = Z95 * math.sqrt(((plus + minus) / size - net * net) / size)
    return 100 * (net - half), 100 * (net + half)


def net(up: int, down: int, n: int, *, note: str | None = None) -> Estimate | None:
    """(up - down) / n in points -100..100 with the adjusted Wald interval; None without rows."""
    if n <= 0:
        return None
    return bounded(100.0 * (up - down) / n, adjusted_net(up, down, n), n, bounds=(-100.0, 100.0), note=note)


def student(df: int) -> float:
    """The 97.5% point of Student's t (Hill 1970, algorithm 396; exact for one and two degrees)."""
    if df == 1:
        return math.tan(math.pi * 0.475)
    if df == 2:
        return math.sqrt(2 / (0.05 * 1.95) - 2)
    a = 1 / (df - 0.5)
    b = 48 / (a * a)
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * df
    y = (0.05 * d) ** (2 / df)
    if y > 0.05 + a:
        x = -Z95
        y = x * x
        if df < 5:
            c += 0.3 * (df - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y * y)
    else:
        y = ((1 / (((df + 6) / (df * y) - 0.089 * d - 0.822) * (df + 2) * 3) + 0.5 / (df + 4)) * y - 1) * (df + 1) / (
            df + 2
        ) + 1 / y
    return math.sqrt(df * y)


def mean(values: Sequence[float], *, bounds: tuple[float | None, float | None] = (None, None)) -> Estimate | None:
    """The mean with its t-interval; one value has no interval; None without values."""
    if not values:
        return None
    centre, n = fmean(values), len(values)
    if n == 1:
        return bounded(centre, (None, None), 1)
    squares = math.fsum((v - centre) ** 2 for v in values)
    half = student(n - 1) * math.sqrt(squares / (n - 1) / n)
    return bounded(centre, (centre - half, centre + half), n, bounds=bounds)


def mean_of_counts(counts: Mapping[int, int], low: int, high: int) -> Estimate | None:
    """The mean answer on a scale low..high with its t-interval; answers off the scale are not answers.

    Answers that are all alike have no spread of their own: one answer at each end of the scale is then
    added for the width alone, so that five equal answers do not claim certainty.
    """
    kept = {v: c for v, c in counts.items() if low <= v <= high and c > 0}
    n = sum(kept.values())
    if not n:
        return None
    centre = math.fsum(v * c for v, c in kept.items()) / n
    spread = kept if len(kept) > 1 else {**kept, low: kept.get(low, 0) + 1, high: kept.get(high, 0) + 1}
    size = sum(spread.values())
    middle = math.fsum(v * c for v, c in spread.items()) / size
    squares = math.fsum(c * (v - middle) ** 2 for v, c in spread.items())
    half = student(size - 1) * math.sqrt(squares / (size - 1) / size)
    return bounded(centre, (centre - half, centre + half), n, bounds=(float(low), float(high)))
