"""Does one weekly series go ahead of another? Cross-correlation after each series' own memory is taken out.

Two series that merely drift correlate with anything: first the straight trend and the own memory (AR(1), Kendall's
correction for short series) leave each of them, as Box & Jenkins (1976, chapter 11) prewhiten; what is left of
unrelated series correlates as noise does, with variance 1/n (Bartlett 1946). Fisher's z gives the intervals, and they
are simultaneous over all lags looked at (Sidak 1967): the largest of 17 lags is no finding because it is the largest.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from metrics.estimate import Z95

MOST_WEEKS = 8
ENOUGH_WEEKS = 20
CANNOT_TELL, LEADS, FOLLOWS, TOGETHER = "cannot tell", "leads", "follows", "moves together"
METHOD = "cross-correlation of prewhitened weeks, Fisher's z, simultaneous over all lags (Sidak)"
# Fisher's three, and one each for the mean, the trend and the memory that were estimated on the way.
_SPENT = 6
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Correlation of the first series with the second one `weeks` later (negative: earlier), n pairs of weeks.

    `low` and `high`: 95% for all lags at once.
    """

    weeks: int
    correlation: float
    low: float
    high: float
    n: int

    @property
    def found(self) -> bool:
        """Whether it stands out from chance, all other lags looked at too."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLag:
    """The answer: the first series "leads", "follows" or "moves together" with the second, or "cannot tell".

    `peak` is the strongest lag, None where no lag has weeks enough; `weeks` counts those on which both are known.
    """

    verdict: str
    why: str
    peak: Lag | None
    lags: tuple[Lag, ...]
    weeks: int


def lead_lag(first: Mapping[date, float], second: Mapping[date, float], *, most: int = MOST_WEEKS) -> LeadLag:
    """Whether `first` (value by the week's first day) leads or follows `second` by up to `most` weeks.

    Weeks that are missing are gaps: they pair with nothing. Under 20 common weeks: "cannot tell".
    """
    both = len(set(first) & set(second))
    if both < ENOUGH_WEEKS:
        return _silent(f"too few weeks: {both} with both figures, {ENOUGH_WEEKS} are needed", both)
    weeks = _weeks({**first, **second})
    one, two = (_residuals(_column(weeks, series)) for series in (first, second))
    if one is None or two is None:
        return _silent("one of the figures does not move, or jumps over too many weeks", both)
    lags = _lags(one, two, most)
    if not lags:
        return _silent("too many weeks are missing in between", both)
    peak = max(lags, key=lambda lag: abs(math.atanh(_inside(lag.correlation))) * math.sqrt(lag.n - _SPENT))
    verdict, why = _verdict(peak, lags)
    return LeadLag(verdict=verdict, why=why, peak=peak, lags=tuple(lags), weeks=both)


def _silent(why: str, weeks: int) -> LeadLag:
    return LeadLag(verdict=CANNOT_TELL, why=why, peak=None, lags=(), weeks=weeks)


def _weeks(known: Mapping[date, float]) -> list[date]:
    first, last = min(known), max(known)
    return [first + timedelta(days=7 * n) for n in range((last - first).days // 7 + 1)]


def _column(weeks: Sequence[date], series: Mapping[date, float]) -> Floats:
    return np.array([series.get(week, math.nan) for week in weeks], dtype=np.float64)


def _residuals(values: Floats) -> Floats | None:
    """What a week adds to its straight trend and to what the week before foretold; nan where that is unknown."""
    known = ~np.isnan(values)
    places = np.arange(len(values), dtype=np.float64)
    slope, base = np.polyfit(places[known], values[known], 1)
    left = values - base - slope * places
    before, now = left[:-1], left[1:]
    pairs = ~np.isnan(before) & ~np.isnan(now)
    n = int(pairs.sum())
    square = float(before[pairs] @ before[pairs])
    if n < ENOUGH_WEEKS // 2 or square <= 1e-12 * max(1.0, float(np.nanmax(np.abs(values))) ** 2):
        return None
    memory = float(before[pairs] @ now[pairs]) / square
    # A short series looks more forgetful than it is (Kendall 1954).
    memory = min(0.98, memory + (1 + 3 * memory) / n)
    return np.concatenate([[math.nan], now - memory * before])


def _lags(one: Floats, two: Floats, most: int) -> list[Lag]:
    pairs = []
    for weeks in range(-most, most + 1):
        start, end = max(0, -weeks), min(len(one), len(two) - weeks)
        a, b = one[start:end], two[start + weeks : end + weeks]
        kept = ~np.isnan(a) & ~np.isnan(b)
        if int(kept.sum()) >= ENOUGH_WEEKS // 2 + 2:
            pairs.append((weeks, a[kept], b[kept]))
    reach = _simultaneous(len(pairs))
    return [lag for weeks, a, b in pairs if (lag := _lag(weeks, a, b, reach))]


def _lag(weeks: int, a: Floats, b: Floats, reach: float) -> Lag | None:
    spread = float(np.std(a) * np.std(b))
    if spread <= 0:
        return None
    r = float(np.mean((a - a.mean()) * (b - b.mean())) / spread)
    n = len(a)
    middle, half = math.atanh(_inside(r)), reach / math.sqrt(n - _SPENT)
    return Lag(weeks=weeks, correlation=r, low=math.tanh(middle - half), high=math.tanh(middle + half), n=n)


def _simultaneous(lags: int) -> float:
    """The normal quantile that holds for so many intervals at once."""
    return NormalDist().inv_cdf(1 - (1 - 0.95 ** (1 / lags)) / 2) if lags else Z95


def _inside(r: float) -> float:
    return max(-0.999999, min(0.999999, r))


def _verdict(peak: Lag, lags: Sequence[Lag]) -> tuple[str, str]:
    if not peak.found:
        return CANNOT_TELL, f"none of {len(lags)} lags stands out from chance"
    sides = {0 if lag.weeks == 0 else math.copysign(1, lag.weeks) for lag in lags if lag.found}
    if {1, -1} <= sides:
        return CANNOT_TELL, "lags on both sides stand out: each may move the other"
    said = "with the same sign" if peak.correlation > 0 else "with the opposite sign"
    if peak.weeks == 0:
        return TOGETHER, f"in the same week, {said}"
    return (LEADS if peak.weeks > 0 else FOLLOWS), f"by {abs(peak.weeks)} weeks, {said}"
