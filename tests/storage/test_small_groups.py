"""No figure of a segment is of fewer than five people, and none can be had by subtracting one figure from another."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from domain.measures import Cohort, CustomerValue, Durations, Scope
from domain.records import Customer, SurveyResponse, Ticket
from metrics import METRICS
from storage.connection import Database
from tests.storage.conftest import NOW, SECRET, acme

FIRST = datetime(2024, 5, 6, 9, tzinfo=UTC)
SIZES = {"gold": 12, "silver": 6, "tin": 2}
"""Silver is large enough, but would tell what tin says."""


def answer(segment: str, n: int, day: int = 0, nps: int = 9) -> SurveyResponse:
    who = f"{segment}-{day}-{n}"
    return SurveyResponse(
        brand="Acme", survey="Pulse", respondent=who, identity=who, answered_at=FIRST + timedelta(days=day), nps=nps,
        csat=4, csat_max=5, segment=segment,
    )  # fmt: skip


@pytest.fixture
def grouped(db: Database) -> Database:
    """Answers, tickets and customers of three segments, and employees who answered on eight days."""
    each = [(segment, n) for segment, size in SIZES.items() for n in range(size)]
    tickets = [
        Ticket(
            brand="Acme",
            external_id=f"{s}{n}",
            created_at=FIRST,
            first_response_at=FIRST + timedelta(hours=1),
            segment=s,
        )
        for s, n in each
    ]
    customers = [
        Customer(brand="Acme", customer=f"{s}{n}", churned=n == 0, monthly_revenue=10.0, segment=s) for s, n in each
    ]
    staff = [answer("", n, day, nps=day) for day, size in enumerate((3, 1, 4, 1, 5, 9, 2, 1)) for n in range(size)]
    with db.write(publish=True) as store:
        store.surveys.upsert([answer(s, n) for s, n in each], secret=SECRET, now=NOW)
        store.tickets.upsert(tickets, secret=SECRET, now=NOW)
        store.customers.upsert(customers, secret=SECRET, now=NOW)
        store.employees.upsert(staff, secret=SECRET, now=NOW)
    return db


def test_a_small_segment_and_the_one_that_would_give_it_away_count_nothing(grouped: Database) -> None:
    with grouped.read() as q:
        for segment, size in {"gold": 12, "silver": 0, "tin": 0}.items():
            asked = acme(segment=segment)
            assert (q.counts.nps_answers(asked).n, q.counts.csat_answers(asked).n) == (size, size)
            assert len(q.counts.first_response(asked).minutes) == size
            assert (q.counts.churn_cohort(asked).start, len(q.counts.customer_value(asked).revenue)) == (size, size)
            hidden = {
                q.segments.kept_back(asked, needs)
                for needs in ("nps_answers", "csat_answers", "first_response", "churn_cohort", "customer_value")
            }
            assert hidden == {size == 0}
        tin = acme(segment="tin")
        assert (q.counts.churn_cohort(tin), q.counts.customer_value(tin)) == (Cohort(), CustomerValue())
        assert q.counts.resolution(tin) == Durations()
        assert q.counts.nps_answers(acme()).n == 20 and not q.segments.kept_back(acme(), "nps_answers")


def test_a_segment_in_a_period_is_judged_by_those_who_answered_in_it(grouped: Database) -> None:
    with grouped.read() as q:
        later = acme(segment="gold", since=date(2024, 6, 1), until=date(2024, 6, 30))
        assert q.counts.nps_answers(later).n == 0 and not q.segments.kept_back(later, "nps_answers")


def test_no_two_periods_of_employees_differ_by_fewer_than_five(grouped: Database) -> None:
    days = [FIRST.date() + timedelta(days=n) for n in range(-1, 9)]
    with grouped.read() as q:
        sizes = {
            (a, b): q.counts.enps_answers(Scope(brand="Acme", since=a, until=b)).counts
            for a, b in combinations(days, 2)
        }
        assert sum(q.counts.enps_answers(acme()).counts.values()) == 26
    for one, two in combinations(sizes.values(), 2):
        apart = {score: abs(one.get(score, 0) - two.get(score, 0)) for score in range(11)}
        assert sum(apart.values()) == 0 or sum(apart.values()) >= 5
    assert {sum(counts.values()) for counts in sizes.values()} > {0, 8, 26}


def test_a_small_team_among_employees_is_kept_back_with_the_next_larger_one(db: Database) -> None:
    teams = {"shop": 9, "office": 6, "depot": 3}
    with db.write(publish=True) as store:
        staff = [answer(team, n) for team, size in teams.items() for n in range(size)]
        store.employees.upsert(staff, secret=SECRET, now=NOW)
    with db.read() as q:
        found = {team: q.counts.enps_answers(acme(segment=team)).n for team in teams}
        assert q.segments.kept_back(acme(segment="office"), "enps_answers")
    assert found == {"shop": 9, "office": 0, "depot": 0}


def test_lifetime_value_is_the_same_over_a_month_a_quarter_and_a_year(db: Database) -> None:
    lost = [
        Customer(brand="Acme", customer=f"m{month}-{n}", churned=True, monthly_revenue=40.0,
            churned_at=datetime(2023, month, 9, tzinfo=UTC))
        for month in range(1, 13) for n in range(round(60 * 0.94 ** (month - 1)))
    ]  # fmt: skip
    kept = [
        Customer(brand="Acme", customer=f"k{n}", churned=False, monthly_revenue=40.0) for n in range(1000 - len(lost))
    ]
    with db.write(publish=True) as store:
        store.customers.upsert([*lost, *kept], secret=SECRET, now=NOW)
    spans = {"month": date(2023, 1, 31), "quarter": date(2023, 3, 31), "year": date(2023, 12, 31)}
    with db.read() as q:
        found = {name: q.counts.customer_value(acme(since=date(2023, 1, 1), until=day)) for name, day in spans.items()}
        ninety = q.counts.customer_value(acme(since=date(2023, 1, 11), until=date(2023, 4, 10)))
    assert [one.months for one in found.values()] == [1, 3, 12] and round(ninety.months, 2) == 2.96
    values = {name: METRICS["cltv_revenue"].estimate(counts) for name, counts in found.items()}
    assert [round(one.value, -1) for one in values.values() if one] == [670, 670, 670]
