"""What a better score might be worth: an arithmetic of stated assumptions, each a range, never a forecast.

    worth = customers x (change / span) x kept x value

`change / span` is the share of customers who move from the bad end to the good one: on NPS that is worth 200 points, on
a share of the content 100. `kept` is how much less often a content customer leaves than a discontent one, -1..1. The
ends of the range are the extremes of the product over all four ranges (interval arithmetic, Moore 1966), so it is
wider than a 95% interval. Content customers who stay are an association: that those who are won over would stay as well
is assumed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from domain.measures import Cohort
from domain.records import Estimate
from metrics.estimate import ENOUGH, bounded, wilson

WORDS = "associated, not proven"
# What one customer who moves from the bad end to the good one adds, in points of a score of that one customer.
SPANS: Mapping[str, float] = {"nps": 200.0, "csat_survey": 100.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A number that is not known exactly; low <= value <= high. `why` says where it comes from."""

    low: float
    value: float
    high: float
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no range: numbers without end, ends in the wrong order."""
        if not all(math.isfinite(x) for x in (self.low, self.value, self.high)):
            raise ValueError("a range needs finite numbers")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.low:g} to {self.high:g} around {self.value:g} is not in order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the worth rests on: `change` in points of the metric, `kept` a share, `value` in money per customer."""

    metric: str
    change: Range
    customers: Range
    kept: Range
    value: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the change might be worth: customers who move, customers kept, and money."""

    moved: Range
    kept: Range
    money: Range


def worth(given: Assumptions) -> Worth:
    """The product of the assumptions, step by step. Raises KeyError for a metric without a span."""
    share = 1 / SPANS[given.metric]
    moved = times([given.customers, Range(low=share, value=share, high=share), given.change])
    kept = times([moved, given.kept])
    return Worth(moved=moved, kept=kept, money=times([kept, given.value]))


def times(factors: Sequence[Range]) -> Range:
    """The product of ranges: its ends are the least and the most that any corner gives."""
    value = math.prod(f.value for f in factors)
    corners = [math.prod(corner) for corner in product(*((f.low, f.high) for f in factors))]
    return Range(low=min([value, *corners]), value=value, high=max([value, *corners]))


def as_range(found: Estimate | None, why: str) -> Range | None:
    """A figure with its interval as a range; None without a figure or without both ends."""
    if found is None or found.low is None or found.high is None:
        return None
    return Range(low=found.low, value=found.value, high=found.high, why=why)


def to_reach(found: Estimate | None, target: float) -> Range | None:
    """The change that takes a figure from where it may be to the target; None without an interval."""
    if found is None or found.low is None or found.high is None:
        return None
    why = f"from {found.value:.1f} ({found.low:.1f} to {found.high:.1f}) to {target:g}"
    return Range(low=target - found.high, value=target - found.value, high=target - found.low, why=why)


def kept_more(content: Cohort, discontent: Cohort) -> Estimate | None:
    """Churn of the discontent minus churn of the content, -1..1; None where either group is under five.

    Newcombe's interval of a difference of shares from Wilson's (1998, method 10).
    """
    if min(content.start, discontent.start) < ENOUGH:
        return None
    bad, good = discontent.lost / discontent.start, content.lost / content.start
    (bad_low, bad_high), (good_low, good_high) = (wilson(c.lost, c.start) for c in (discontent, content))
    low = (bad - good) - math.hypot(bad - bad_low, good_high - good)
    high = (bad - good) + math.hypot(bad_high - bad, good - good_low)
    return bounded(bad - good, (low, high), min(content.start, discontent.start), bounds=(-1.0, 1.0))
