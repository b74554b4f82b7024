"""Counts against counts: how rare is this many, when the same length of time has held that many before?"""

import math


def more(observed: float, history: float, periods: float) -> float:
    """P(as many or more) in one period after `periods` that held `history` in sum; exact, conditional."""
    x, rest = math.floor(observed), math.ceil(history)
    return _tail(x, x + rest, 1 / (periods + 1))


def fewer(observed: float, history: float, periods: int) -> float:
    """P(as few or fewer) in one period after `periods` that held `history` in sum; exact, conditional."""
    x, rest = math.ceil(observed), math.floor(history)
    return _tail(rest, x + rest, periods / (periods + 1))


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
