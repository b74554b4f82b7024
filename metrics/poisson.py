"""Counts against counts: how rare is this many, when the same length of time has held that many before?"""

import math
from collections.abc import Iterable

# A history is called more scattered than Poisson only beyond this quantile; else its scatter is chance.
_SURE = 2.33
# One wild day must not excuse the next: no day says more about the scatter than three deviations do.
_CLIP = 9.0


def more(observed: float, history: float, periods: float) -> float:
    """P(as many or more) in one period after `periods` that held `history` in sum; exact, conditional."""
    x, rest = math.floor(observed), math.ceil(history)
    return _tail(x, x + rest, 1 / (periods + 1))


def fewer(observed: float, history: float, periods: int) -> float:
    """P(as few or fewer) in one period after `periods` that held `history` in sum; exact, conditional."""
    x, rest = math.ceil(observed), math.floor(history)
    return _tail(rest, x + rest, periods / (periods + 1))


def dispersion(counts: Iterable[tuple[int, float]]) -> float:
    """How much wider than Poisson the counts scatter around their group's mean: 1 unless surely more.

    counts: (group, count) pairs, such as weekday and mentions. Pearson's statistic over its freedom.
    """
    groups: dict[int, list[float]] = {}
    for group, count in counts:
        groups.setdefault(group, []).append(count)
    terms, freedom = 0.0, 0
    for values in groups.values():
        middle = sum(values) / len(values)
        if middle > 0:
            terms += sum(min((v - middle) ** 2 / middle, _CLIP) for v in values)
            freedom += len(values) - 1
    scale = terms / freedom if freedom else 1.0
    return scale if freedom and scale > 1 + _SURE * math.sqrt(2 / freedom) else 1.0


def _tail(hits: int, n: int, p: float) -> float:
    """P(X >= hits) of a binomial; the shorter side is summed."""
    if hits <= 0:
        return 1.0
    if hits > n:
        return 0.0
    if hits < n * p:
        return 1.0 - _sum_down(hits - 1, n, p)
    term, total = _term(hits, n, p), 0.0
    for k in range(hits, n + 1):
        total += term
        if term < total * 1e-15:
            break
        term *= (n - k) / (k + 1) * p / (1 - p)
    return min(total, 1.0)


def _sum_down(hits: int, n: int, p: float) -> float:
    term, total = _term(hits, n, p), 0.0
    for k in range(hits, -1, -1):
        total += term
        if term < total * 1e-15:
            break
        term *= k / (n - k + 1) * (1 - p) / p
    return min(total, 1.0)


def _term(hits: int, n: int, p: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(hits + 1) - math.lgamma(n - hits + 1)
    return math.exp(ways + hits * math.log(p) + (n - hits) * math.log1p(-p))
