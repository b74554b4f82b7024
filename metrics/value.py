"""Customer lifetime value, twice: by revenue (ARPU / churn) and by margin (ARPU x margin / churn)."""

import math
from collections.abc import Sequence

from domain.measures import CustomerValue
from domain.records import Estimate
from metrics.estimate import bounded, mean, wilson


def cltv_revenue(customers: CustomerValue) -> Estimate | None:
    """Mean monthly revenue over monthly churn, in money; None without revenue, or where nobody left."""
    return _lifetime(customers, [mean(customers.revenue, bounds=(0.0, None))])


def cltv_margin(customers: CustomerValue) -> Estimate | None:
    """Mean monthly revenue x mean margin share over monthly churn, in money; None as for revenue."""
    return _lifetime(
        customers,
        [mean(customers.revenue, bounds=(0.0, None)), mean(customers.margins, bounds=(0.0, 1.0))],
    )


def _lifetime(customers: CustomerValue, factors: Sequence[Estimate | None]) -> Estimate | None:
    """A product over a churn rate; the parts' intervals add on the log scale (MOVER, Donner & Zou 2012)."""
    group = customers.cohort
    known = [f for f in factors if f is not None]
    if len(known) < len(factors) or group.start <= 0 or group.lost <= 0:
        return None
    rate = _monthly(min(1.0, group.lost / group.start), customers.months)
    value = math.prod(f.value for f in known) / rate
    n = min(group.start, *(f.n for f in known))
    if value <= 0 or any(f.low is None or f.high is None for f in known):
        return bounded(value, (None, None), n)
    slowest, fastest = (_monthly(end, customers.months) for end in wilson(group.lost, group.start))
    down = [(f.value, f.low or 0.0) for f in known] + [(fastest, rate)]
    up = [(f.high or f.value, f.value) for f in known] + [(rate, slowest)]
    low = 0.0 if any(b <= 0 for _, b in down) else value * math.exp(-_distance(down))
    return bounded(value, (low, value * math.exp(_distance(up))), n, bounds=(0.0, None))


def _monthly(share: float, months: float) -> float:
    """The share of customers that a month loses, where that many months lose `share` at an even pace."""
    return share if months == 1 else -math.expm1(math.log1p(-min(share, 1 - 1e-12)) / months)


def _distance(pairs: Sequence[tuple[float, float]]) -> float:
    return math.sqrt(math.fsum(math.log(a / b) ** 2 for a, b in pairs))
