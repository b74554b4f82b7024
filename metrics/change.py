"""Did it change? A difference with its interval and its p, and words that say no more than the numbers do."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from domain.measures import Histogram, SentimentCounts
from domain.records import Estimate
from metrics.estimate import ENOUGH, TOO_FEW, Z95, net, wilson
from metrics.nps import groups

NO_CHANGE = "no detectable change"
UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """After minus before in the metric's unit, 95% interval, the test's z and two-sided p, the verdict.

    `verdict` is "up", "down", "no detectable change" or "too few to say"; only the first two earn an arrow.
    """

    difference: float
    low: float
    high: float
    z: float | None
    p: float | None
    verdict: str
    n_before: int
    n_after: int
    method: str

    @property
    def flagged(self) -> bool:
        """Whether the change stands out from chance."""
        return self.verdict in {UP, DOWN}


def compare(before: Estimate | None, after: Estimate | None) -> Change | None:
    """Two estimates of any metric, by their intervals (MOVER, Zou & Donner 2008); None if one is missing."""
    if before is None or after is None or None in (before.low, before.high, after.low, after.high):
        return None
    a_low, a_high, b_low, b_high = after.low, after.high, before.low, before.high
    assert a_low is not None and a_high is not None and b_low is not None and b_high is not None  # noqa: S101
    gap = after.value - before.value
    low = gap - math.hypot(after.value - a_low, b_high - before.value)
    high = gap + math.hypot(a_high - after.value, before.value - b_low)
    return _change(gap, (low, high), None, (before.n, after.n), "difference of two intervals (MOVER)")


def compare_nps(before: Histogram, after: Histogram) -> Change | None:
    """Two NPS in points: z test with each period's own variance; None where one has no answers."""
    (up1, flat1, down1), (up2, flat2, down2) = groups(before), groups(after)
    return compare_net((up1, down1, up1 + flat1 + down1), (up2, down2, up2 + flat2 + down2))


def compare_sentiment(before: SentimentCounts, after: SentimentCounts) -> Change | None:
    """Two net sentiments in points, tested as two NPS are; None where nothing was scored."""
    return compare_net(
        (before.positive, before.negative, before.scored), (after.positive, after.negative, after.scored)
    )


def compare_negative(before: SentimentCounts, after: SentimentCounts) -> Change | None:
    """Two negative shares in percentage points; None where nothing was scored."""
    return compare_shares((before.negative, before.scored), (after.negative, after.scored))


def compare_net(before: tuple[int, int, int], after: tuple[int, int, int]) -> Change | None:
    """Two nets given as (up, down, n): Wald z of the difference, in points.

    A period whose answers are all alike has no spread of its own, and Wald would claim certainty: there the two
    adjusted intervals are compared.
    """
    if before[2] <= 0 or after[2] <= 0:
        return None
    if any(max(up, down, n - up - down) == n for up, down, n in (before, after)):
        return compare(net(*before), net(*after))
    first, second = _net_moments(*before), _net_moments(*after)
    gap, spread = second[0] - first[0], math.sqrt(first[1] + second[1])
    z = gap / spread if spread else None
    interval = (gap - Z95 * spread, gap + Z95 * spread)
    return _change(gap, interval, z, (before[2], after[2]), "z test of two net scores")


def compare_shares(before: tuple[int, int], after: tuple[int, int]) -> Change | None:
    """Two shares given as (hits, n), in percentage points.

    Wald while every cell holds five, Newcombe's score interval (1998, method 10) under that, where Wald
    would claim certainty; z is of the pooled share.
    """
    (hits1, n1), (hits2, n2) = before, after
    if n1 <= 0 or n2 <= 0:
        return None
    one, two, pooled = hits1 / n1, hits2 / n2, (hits1 + hits2) / (n1 + n2)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = (two - one) / spread if spread else None
    if min(hits1, hits2, n1 - hits1, n2 - hits2) >= ENOUGH:
        half = Z95 * math.sqrt(one * (1 - one) / n1 + two * (1 - two) / n2)
        interval, method = (two - one - half, two - one + half), "difference of two shares (Wald)"
    else:
        (low1, high1), (low2, high2) = wilson(hits1, n1), wilson(hits2, n2)
        interval = (
            two - one - math.hypot(two - low2, high1 - one),
            two - one + math.hypot(high2 - two, one - low1),
        )
        method = "difference of two shares (Newcombe)"
    percent = (100 * interval[0], 100 * interval[1])
    return _change(100 * (two - one), percent, z, (n1, n2), method)


def compare_counts(before: int, after: int, *, ratio: float = 1.0) -> Change | None:
    """Two volumes; `ratio` is the length of the after-period in before-periods; difference in rows.

    Compares `after` with `before` x ratio as two Poisson counts; None where both are zero.
    """
    if before + after <= 0:
        return None
    expected = before * ratio
    gap, spread = after - expected, math.sqrt(after + before * ratio * ratio)
    z = gap / math.sqrt(ratio * (before + after))
    interval = (gap - Z95 * spread, gap + Z95 * spread)
    # A rise from nothing is judged by all the rows there are, not by the empty side.
    n = before + after
    return _change(gap, interval, z, (n, n), "two Poisson counts")


def two_sided(z: float) -> float:
    """The two-sided p of a normal z."""
    return 2 * NormalDist().cdf(-abs(z))


def _net_moments(up: int, down: int, n: int) -> tuple[float, float]:
    mean = (up - down) / n
    return 100 * mean, 10000 * ((up + down) / n - mean * mean) / n


def _change(gap: float, interval: tuple[float, float], z: float | None, sizes: tuple[int, int], method: str) -> Change:
    low, high = interval
    verdict = NO_CHANGE
    if min(sizes) < ENOUGH:
        verdict = TOO_FEW
    elif low > 0:
        verdict = UP
    elif high < 0:
        verdict = DOWN
    return Change(
        difference=gap,
        low=low,
        high=high,
        z=z,
        p=None if z is None else two_sided(z),
        verdict=verdict,
        n_before=sizes[0],
        n_after=sizes[1],
        method=method,
    )
