"""Churn and retention of one cohort: who was there at the start, and who of those left; they sum to 100."""

from domain.measures import Cohort
from domain.records import Estimate
from metrics.estimate import share


def cohort(start: int, end: int, new: int) -> Cohort:
    """From the book's three numbers: at the start, at the end, and new in between (S, E, N)."""
    return Cohort(start=start, lost=start - (end - new))


def churn(customers: Cohort) -> Estimate | None:
    """Lost customers in percent of those at the start; Wilson interval; None without customers."""
    return share(_lost(customers), customers.start)


def retention(customers: Cohort) -> Estimate | None:
    """Kept customers in percent of those at the start: 100 - churn; None without customers."""
    return share(customers.start - _lost(customers), customers.start)


def _lost(customers: Cohort) -> int:
    return min(max(customers.lost, 0), max(customers.start, 0))
