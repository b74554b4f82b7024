"""Counts that come in bursts: how rare is this many, in a series that scatters more than chance by itself?

A period's count is taken as negative binomial: Poisson around its usual mean, times a rate that varies by itself.
Either the rate scatters alike at all hours (a good and a bad day), or single events bring others with them (an answer,
a share), which scatters quiet hours more than busy ones; what is rare must be so either way. The mean is not known but
counted in the same period of some weeks, which widens it once more. Without bursts this is the exact comparison of two
Poisson counts: given their sum, the new part is binomial (Przyborowski & Wilenski 1940).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import NormalDist

_LEAST, _MOST, _STEP = 1e-4, 200.0, 1.5
_ENDLESS = 1e-12
_HOPELESS = 25.0
# From here on a smooth curve is as good as the sum.
_MANY, _HUGE = 300, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What scatters besides chance: `rate`, the relative variance of the rate; `follow`, how many each event brings."""

    rate: float = 0.0
    follow: float = 0.0


CALM = Burst()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What a period usually holds: `mean`, as if counted in so many `weeks`."""

    mean: float
    weeks: float

    def spread(self, burst: Burst) -> float:
        """Relative variance of the rate behind the next count: its own, and what is not known of its mean."""
        own = burst.rate + burst.follow / self.mean
        return own + (1 / self.mean + own) / self.weeks


def usual(total: float, weeks: float, pooled: float = 0.0) -> Usual:
    """From the sum of the same period in some weeks; `pooled` is what such a period has by all the others.

    The prior is one event at the pooled rate (flat without): much history speaks for itself, little leans on its kind.
    """
    known = weeks + (1 / pooled if pooled > 0 else 0.0)
    return Usual(mean=(total + 1) / known, weeks=known)


def more(observed: float, expected: Usual, believed: Sequence[Burst] = (CALM,)) -> float:
    """P(as many or more) in the next such period, by the burst that makes it likeliest."""
    return max(_tail(math.floor(observed), expected.mean, expected.spread(burst)) for burst in believed)


def fewer(observed: float, total: float, weeks: float, believed: Sequence[Burst] = (CALM,)) -> float:
    """P(as few or fewer) in the next period after `weeks` that held `total` in sum; 1 where they held nothing."""
    if total <= 0:
        return 1.0
    expected = Usual(mean=total / weeks, weeks=weeks)
    least = math.ceil(observed) + 1
    return max(1.0 - _tail(least, expected.mean, expected.spread(burst)) for burst in believed)


_Cell = tuple[int, Usual, bool]
_FORMS: tuple[Callable[[float], Burst], ...] = (lambda size: Burst(rate=size), lambda size: Burst(follow=size))


def burst_of(
    history: Mapping[int, Sequence[float]], pooled: Mapping[int, float], doubt: float = 0.5
) -> tuple[Burst, ...]:
    """How bursty a history is: counts of like periods (such as Mondays) by period, and the pooled rate of each.

    Each count is judged by the others of its period. `doubt` is how far the log-likelihood may fall for a larger burst
    to be believed (0.5: one standard error): a short history may be wilder than it looks. Both ways to scatter are
    given: a history hardly tells them apart. Counts beyond what a history of this length should hold at all say
    only that they are beyond it: one storm must not excuse the next.
    """
    cells = Counter(_cells(history, pooled))
    if not cells:
        return (CALM,)
    rare = 1 / cells.total()
    cap = CALM
    for _ in range(2):
        seen = _summed(_capped(cells, rare, cap))
        fits = [_likely(seen, form, doubt) for form in _FORMS]
        cap = max(fits, key=lambda fit: fit[1])[0]
    return tuple(burst for burst, _ in fits)


def _cells(history: Mapping[int, Sequence[float]], pooled: Mapping[int, float]) -> Iterator[tuple[int, Usual]]:
    for period, counts in history.items():
        total, weeks = sum(counts), len(counts) - 1
        if weeks >= 1:
            yield from ((round(n), usual(total - n, weeks, pooled.get(period, 0.0))) for n in counts)


def _summed(pairs: Iterable[tuple[_Cell, int]]) -> dict[_Cell, int]:
    found: dict[_Cell, int] = {}
    for cell, times in pairs:
        found[cell] = found.get(cell, 0) + times
    return found


def _capped(cells: Mapping[tuple[int, Usual], int], rare: float, burst: Burst) -> Iterator[tuple[_Cell, int]]:
    """The same with True where a count stands for "this or more": beyond what comes as rarely as `rare`."""
    z = NormalDist().inv_cdf(1 - rare)
    for (n, expected), times in cells.items():
        variance = expected.mean + expected.spread(burst) * expected.mean**2
        skew = (1 + 2 * expected.spread(burst) * expected.mean) / math.sqrt(variance)
        # Cornish and Fisher's first correction: how far it is must only be about right.
        top = math.ceil(expected.mean + math.sqrt(variance) * (z + (z * z - 1) / 6 * skew))
        yield (min(n, top), expected, n >= top), times


def _likely(cells: Mapping[_Cell, int], form: Callable[[float], Burst], doubt: float) -> tuple[Burst, float]:
    """The largest burst of a form that is at most `doubt` less likely than its best one, and how likely that is."""
    tried: list[tuple[Burst, float]] = []
    size, best = 0.0, -math.inf
    while size <= _MOST:
        burst = form(size)
        height = math.fsum(times * _height(cell, burst) for cell, times in cells.items())
        tried.append((burst, height))
        best = max(best, height)
        if height < best - _HOPELESS:
            break
        size = max(_LEAST, size * _STEP)
    return [burst for burst, height in tried if height >= best - doubt][-1], best


def _height(cell: _Cell, burst: Burst) -> float:
    """The logarithm of how likely one count is."""
    n, expected, beyond = cell
    spread = expected.spread(burst)
    if not beyond:
        return _log_term(n, expected.mean, spread)
    above = _smooth(n, expected.mean, spread) if n > _MANY else 1 - _sum(range(n), expected.mean, spread)
    return math.log(max(above, 1e-300))


def _tail(least: int, mean: float, spread: float) -> float:
    """P(X >= least) of a negative binomial; the shorter side is summed."""
    if least <= 0:
        return 1.0
    if mean > _HUGE:
        return _smooth(least, mean, spread)
    if least < mean:
        return 1.0 - _sum(range(least - 1, -1, -1), mean, spread)
    return min(1.0, _sum(count(least), mean, spread))


def _sum(counts: Iterable[int], mean: float, spread: float) -> float:
    """The chances of neighbouring counts, added up until they no longer matter."""
    size = 1 / spread
    odds = mean / (size + mean)
    total, term, last = 0.0, 0.0, -1
    for n in counts:
        if last < 0:
            term = math.exp(_log_term(n, mean, spread))
        else:
            term *= (size + last) / n * odds if n > last else last / (size + n) / odds
        last = n
        total += term
        if 0 < term < total * _ENDLESS:
            break
    return total


def _smooth(least: int, mean: float, spread: float) -> float:
    """The same of a gamma distribution of that mean and variance (Wilson & Hilferty 1931), for large counts."""
    shape = mean / (1 + spread * mean)
    z = (((least - 0.5) / mean) ** (1 / 3) - 1 + 1 / (9 * shape)) * 3 * math.sqrt(shape)
    return NormalDist().cdf(-z)


def _log_term(n: int, mean: float, spread: float) -> float:
    size = 1 / spread
    ways = math.lgamma(n + size) - math.lgamma(n + 1) - math.lgamma(size)
    return ways + size * math.log(size / (size + mean)) + n * math.log(mean / (size + mean))
