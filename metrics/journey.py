"""Figures of the journey: returns and complaints per customer, steps completed, our own view beside the customers'."""

from collections.abc import Mapping
from dataclasses import replace
from statistics import fmean

from domain.measures import Perception, Rate
from domain.records import Estimate
from metrics import csat, nps
from metrics.change import DOWN, compare
from metrics.definition import Metric
from metrics.estimate import TOO_FEW, bounded, share
from metrics.reputation import volume

PER = 1000
WEIGHED = "Wilson score interval on Kish's effective number of answers"


def per_thousand(rate: Rate) -> Estimate | None:
    """Events per 1,000 customers; Byar's Poisson interval of the events, n is the customers.

    A customer may return or complain more than once, so this is a rate and no share.
    """
    if rate.base <= 0 or rate.events < 0:
        return None
    scale = PER / rate.base
    found = volume(round(rate.events))
    # No event: the rule of three's exact form, 1 - 0.025 ** (1 / n), for a rate.
    low, high = (found.low or 0.0, found.high or 0.0) if found else (0.0, 3.688879454)
    return bounded(rate.events * scale, (low * scale, high * scale), round(rate.base), bounds=(0.0, None))


def completion(rate: Rate) -> Estimate | None:
    """Steps completed in percent of visits; Wilson. None without visits, and where more end than begin."""
    visits, done = round(rate.base), round(rate.events)
    return share(done, visits) if 0 <= done <= visits else None


def own_rating(beside: Perception) -> Estimate | None:
    """Our own mean rating on the customers' scale; a statement, so without an interval."""
    if not beside.own:
        return None
    value = 1 + fmean(beside.own) * (beside.answers.scale_max - 1)
    return Estimate(value=value, low=None, high=None, n=len(beside.own))


def perception_gap(beside: Perception) -> Estimate | None:
    """Our own rating minus the customers' mean satisfaction, in points of the customers' scale.

    Own ratings are statements without a sampling error; the interval is that of the customers' mean.
    """
    customers, own = csat.mean_answer(beside.answers), own_rating(beside)
    if own is None or customers is None:
        return None
    low = None if customers.high is None else own.value - customers.high
    high = None if customers.low is None else own.value - customers.low
    note = f"own rating {own.value:.2f}, customers {customers.value:.2f} of {beside.answers.scale_max}"
    return bounded(own.value - customers.value, (low, high), customers.n, note=note)


def worst(cells: Mapping[str, Estimate | None], *, higher_is_better: bool = True) -> str | None:
    """The name of the worst cell, None unless it is detectably worse than every other one that has enough rows."""
    known = {name: cell for name, cell in cells.items() if cell is not None and cell.note != TOO_FEW}
    if len(known) < 2:
        return None
    turned = known if higher_is_better else {name: _negated(cell) for name, cell in known.items()}
    lowest = min(turned, key=lambda name: turned[name].value)
    for name, other in turned.items():
        change = compare(other, turned[lowest])
        if name != lowest and (change is None or change.verdict != DOWN):
            return None
    return lowest


def _negated(cell: Estimate) -> Estimate:
    low, high = cell.low, cell.high
    return replace(cell, value=-cell.value, low=None if high is None else -high, high=None if low is None else -low)


JOURNEY = (
    Metric(
        name="funnel_completion",
        title="Steps completed",
        unit="%",
        definition="steps completed in percent of visits, of the imported figures of touchpoints",
        method="Wilson score interval",
        needs="funnel",
        estimate=completion,
    ),
    Metric(
        name="returns_per_1000",
        title="Returns per 1,000 customers",
        unit="per 1,000",
        definition="imported returns per 1,000 customers of the same days",
        method="Poisson interval of the count (Byar)",
        needs="returns_rate",
        estimate=per_thousand,
        higher_is_better=False,
    ),
    Metric(
        name="complaints_per_1000",
        title="Complaints per 1,000 customers",
        unit="per 1,000",
        definition="imported complaints per 1,000 customers of the same days; what is said in public is not in it",
        method="Poisson interval of the count (Byar)",
        needs="complaints_rate",
        estimate=per_thousand,
        higher_is_better=False,
    ),
    Metric(
        name="perception_gap",
        title="Perception gap",
        unit="scale points",
        definition="own rating minus the customers' mean satisfaction, both on the customers' scale",
        method="Student's t interval of the customers' mean; own ratings have no sampling error",
        needs="perception",
        estimate=perception_gap,
        higher_is_better=None,
    ),
    Metric(
        name="csat_by_spend",
        title="Customer satisfaction, by spend",
        unit="%",
        definition="monthly revenue of satisfied customers (4-5 of 5) in percent of that of all who answered",
        method=WEIGHED,
        needs="csat_spend",
        estimate=csat.csat_weighted,
    ),
    Metric(
        name="nps_by_spend",
        title="Net Promoter Score, by spend",
        unit="points",
        definition="promoters minus detractors by their monthly revenue, of answers whose customer is known",
        method="Adjusted Wald interval on Kish's effective number of answers",
        needs="nps_spend",
        estimate=nps.nps_weighted,
    ),
)
