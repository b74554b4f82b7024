"""Where the assumptions of a what-if come from: own figures where there are any, a person's word where given."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from domain.measures import Cohort, CustomerValue
from domain.records import Estimate
from metrics.value import cltv_margin, cltv_revenue
from metrics.what_if import SPANS, Assumptions, Range, as_range, kept_more, to_reach

# What to say on the command line where nothing of the kind is known, and what each is called.
NAMES: Mapping[str, str] = {
    "change": "change of the score, in points",
    "customers": "customers",
    "kept": "customers kept for each one won over",
    "value": "lifetime value of a customer",
}
GIVEN = "your assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What own data say of each assumption; None where they say nothing."""

    metric: str
    change: Range | None = None
    customers: Range | None = None
    kept: Range | None = None
    value: Range | None = None

    def missing(self) -> tuple[str, ...]:
        """The assumptions that a person has yet to make."""
        return tuple(f.name for f in fields(self) if f.name != "metric" and getattr(self, f.name) is None)


def known(
    metric: str,
    estimate: Estimate | None,
    target: float | None,
    kept: tuple[Cohort, Cohort] | None,
    customers: CustomerValue,
) -> Known:
    """Assumptions from the figure now and its target, from customers' answers beside their churn, and from spending.

    `customers` are counted over about a month, because lifetime value divides by a monthly churn.
    """
    margin = cltv_margin(customers)
    words = "by margin" if margin else "by revenue"
    start = customers.cohort.start
    difference = kept_more(*kept) if kept else None
    of = f"{kept[1].start} discontent and {kept[0].start} content customers" if kept else ""
    return Known(
        metric=metric,
        change=None if target is None else to_reach(estimate, target),
        customers=exactly(start, "customers at the start of the month, as imported") if start else None,
        kept=as_range(difference, f"how much oftener the discontent left: {of}"),
        value=as_range(margin or cltv_revenue(customers), f"lifetime value {words}, as imported"),
    )


def stated(found: Known, given: Mapping[str, Range]) -> Known:
    """The same with a person's assumptions, by name, in place of what own data say."""
    return Known(
        metric=found.metric,
        change=given.get("change", found.change),
        customers=given.get("customers", found.customers),
        kept=given.get("kept", found.kept),
        value=given.get("value", found.value),
    )


def between(low: float | None, high: float | None, shown: Range | None) -> Range | None:
    """What a person left in two fields: `shown` where they changed nothing, else their own range; None where empty."""
    if low is None or high is None:
        return None
    if shown is not None and (low, high) == (shown.low, shown.high):
        return shown
    low, high = min(low, high), max(low, high)
    return Range(low=low, value=(low + high) / 2, high=high, why=GIVEN)


def exactly(value: float, why: str = GIVEN) -> Range:
    """A range of one number."""
    return Range(low=float(value), value=float(value), high=float(value), why=why)


def parse(text: str) -> Range:
    """ "3" or "1..5" as a person writes it; the middle stands for a range. Raises ValueError with an example."""
    parts = text.replace("−", "-").split("..")
    try:
        ends = [float(part.replace(",", "")) for part in parts]
    except ValueError:
        ends = []
    if len(ends) not in {1, 2} or not all(math.isfinite(e) for e in ends) or ends[0] > ends[-1]:
        raise ValueError(f"{text!r} is neither a number nor a range; write 3, or 1..5 from the least to the most")
    return Range(low=ends[0], value=(ends[0] + ends[-1]) / 2, high=ends[-1], why=GIVEN)


def mistake(found: Known) -> str | None:
    """Why no worth can be had from these, with the remedy; None where it can."""
    if found.metric not in SPANS:
        return f"no what-if for {found.metric!r}; known: {', '.join(sorted(SPANS))}"
    if missing := found.missing():
        return f"cannot tell: no own figure for {', '.join(f'{NAMES[m]} (--{m})' for m in missing)}; state it"
    if found.customers and found.customers.low < 0:
        return "customers cannot be fewer than none"
    if found.kept and not -1 <= found.kept.low <= found.kept.high <= 1:
        return "kept is a share of the customers won over, between -1 and 1"
    return None


def settled(found: Known) -> Assumptions:
    """The same once nothing is missing. Raises ValueError with the mistake."""
    wrong = mistake(found)
    if wrong or not (found.change and found.customers and found.kept and found.value):
        raise ValueError(wrong or "an assumption is missing")
    return Assumptions(
        metric=found.metric, change=found.change, customers=found.customers, kept=found.kept, value=found.value
    )
