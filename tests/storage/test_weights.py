"""The interval of a weighted figure rests on each answer's own weight (Kish 1965)."""

import math

import pytest

from domain.records import Customer, SurveyResponse
from metrics import METRICS
from metrics.estimate import Z95
from storage.connection import Database
from tests.storage.conftest import NOW, SECRET, acme

# (answer, weight): weights differ within each answer.
ANSWERS = [(10, 0.2), (10, 5.0), (10, 1.0), (8, 0.5), (8, 4.0), (3, 0.1), (3, 6.0), (9, 1.0), (6, 2.0), (0, 0.2)]


def effective() -> float:
    weights = [weight for _, weight in ANSWERS]
    return sum(weights) ** 2 / sum(weight * weight for weight in weights)


def expected() -> tuple[float, float, float]:
    """Value and ends, written out from the definition."""
    total, n = sum(weight for _, weight in ANSWERS), effective()
    up = sum(weight for answer, weight in ANSWERS if answer >= 9) / total
    down = sum(weight for answer, weight in ANSWERS if answer <= 6) / total
    plus, minus = (up * n + 0.75) / (n + 3), (down * n + 0.75) / (n + 3)
    half = Z95 * math.sqrt((plus + minus - (plus - minus) ** 2) / (n + 3))
    return 100 * (up - down), 100 * (plus - minus - half), 100 * (plus - minus + half)


@pytest.mark.parametrize("name", ["nps_weighted", "nps_by_spend"])
def test_weights_that_differ_among_equal_answers_widen_the_interval(db: Database, name: str) -> None:
    rows = [
        SurveyResponse(
            brand="Acme", survey="s", respondent=f"r{n}", identity=f"r{n}", answered_at=NOW, customer=f"c{n}",
            nps=answer, weight=weight,
        )
        for n, (answer, weight) in enumerate(ANSWERS)
    ]  # fmt: skip
    spent = [Customer(brand="Acme", customer=f"c{n}", monthly_revenue=weight) for n, (_, weight) in enumerate(ANSWERS)]
    with db.write(publish=True) as store:
        store.surveys.upsert(rows, secret=SECRET, now=NOW)
        store.customers.upsert(spent, secret=SECRET, now=NOW)
    metric = METRICS[name]
    with db.read() as q:
        found = metric.estimate(getattr(q.counts, metric.needs)(acme()))
    assert found and found.n == len(ANSWERS)
    assert (found.value, found.low, found.high) == pytest.approx(expected())
