"""Customers begin and end on days of the configured zone, and who came back is a customer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.measures import Cohort, CustomerValue
from domain.records import Customer, SurveyResponse
from storage.connection import Database
from storage.queries.worth import worth
from tests.storage.conftest import NOW, SECRET, acme, reopened

MARCH = acme(since=date(2024, 3, 1), until=date(2024, 3, 31))
# Who, when they came and when they left, as local days.
STAYS = {
    "left on the first": ("2023-05-05", "2024-03-01"),
    "left on the last": ("2023-05-05", "2024-03-31"),
    "left the day before": ("2023-05-05", "2024-02-29"),
    "left the day after": ("2023-05-05", "2024-04-01"),
    "came on the first": ("2024-03-01", None),
    "came the day before": ("2024-02-29", None),
}


def customer(name: str, came: str, left: str | None, zone: ZoneInfo, *, back: bool = False) -> Customer:
    began, ended = (datetime.fromisoformat(day).replace(tzinfo=zone) if day else None for day in (came, left))
    churned = ended is not None and not back
    return Customer(
        brand="Acme", customer=name, started_at=began, churned_at=ended, churned=churned, monthly_revenue=1.0
    )


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
def test_a_cohort_is_of_local_days(db: Database, name: str) -> None:
    house, zone = reopened(db, timezone=name), ZoneInfo(name)
    rows = [customer(who, *days, zone) for who, days in STAYS.items()]
    with house.write(publish=True) as store:
        store.customers.upsert(rows, secret=SECRET, now=NOW)
    rows_worth = worth("churn")
    assert rows_worth
    with house.read() as q:
        found, value = q.counts.churn_cohort(MARCH), q.counts.customer_value(MARCH)
        parts = q.breakdown.parts(MARCH, date(2024, 2, 1), "country", rows_worth)
        opened = [len(q.sql(part.sql)[1]) for part in parts]
    assert found == Cohort(start=4, lost=2)
    assert isinstance(value, CustomerValue)
    assert (value.cohort, value.months) == (found, 1.0)
    assert [(p.after.n, p.after.total, p.before.n, p.before.total) for p in parts] == [(4, 200.0, 4, 100.0)]
    assert opened == [8]
    house.close()


def test_who_came_back_is_a_customer_although_an_earlier_leaving_has_a_day(db: Database) -> None:
    zone = ZoneInfo("UTC")
    rows = [customer(f"c{n}", "2023-01-01", "2024-01-15", zone, back=n < 3) for n in range(5)]
    with db.write(publish=True) as store:
        store.customers.upsert(rows, secret=SECRET, now=NOW)
    with db.read() as q:
        assert q.counts.churn_cohort(MARCH) == Cohort(start=3, lost=0)


def test_a_segment_of_which_few_have_a_known_revenue_has_no_figure_by_spending(db: Database) -> None:
    answers = [
        SurveyResponse(
            brand="Acme", survey="s", respondent=f"{segment}{n}", identity=f"{segment}{n}", customer=f"{segment}{n}",
            answered_at=NOW, nps=9, csat=4, csat_max=5, segment=segment,
        )
        for segment in ("gold", "tin")
        for n in range(20)
    ]  # fmt: skip
    known = [f"gold{n}" for n in range(20)] + [f"tin{n}" for n in range(3)]
    customers = [Customer(brand="Acme", customer=name, monthly_revenue=10.0) for name in known]
    with db.write(publish=True) as store:
        store.surveys.upsert(answers, secret=SECRET, now=NOW)
        store.customers.upsert(customers, secret=SECRET, now=NOW)
    with db.read() as q:
        for segment, size in {"tin": 0, "gold": 0}.items():
            asked = acme(segment=segment)
            assert (q.counts.nps_spend(asked).n, q.counts.csat_spend(asked).n) == (size, size)
            assert (q.counts.nps_answers(asked).n, q.counts.csat_answers(asked).n) == (20, 20)
        assert q.counts.nps_spend(acme()).n == 23
