"""Imported answers, cases and customers: the same again is unchanged, names are hashed, histograms are honest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.identity import keyed_hash
from domain.measures import Cohort, Durations
from domain.records import Customer, SurveyResponse, Ticket
from storage.connection import Database
from storage.lake import Lake
from storage.shapes import Changes
from tests.storage.conftest import NOW, SECRET, acme, commit, mention, reopened, sql


def answer(who: str, **changes: object) -> SurveyResponse:
    values: dict[str, object] = {
        "brand": "Acme",
        "survey": "2024",
        "respondent": who,
        "answered_at": NOW,
        "identity": who,
    }
    return SurveyResponse(**{**values, **changes})  # type: ignore[arg-type]


def put(db: Database, *rows: SurveyResponse | Ticket | Customer) -> Changes:
    with db.write(publish=True) as store:
        if isinstance(rows[0], SurveyResponse):
            return store.surveys.upsert(rows, secret=SECRET, now=NOW)
        if isinstance(rows[0], Ticket):
            return store.tickets.upsert(rows, secret=SECRET, now=NOW)
        return store.customers.upsert(rows, secret=SECRET, now=NOW)


@pytest.mark.both
def test_the_same_answers_again_are_unchanged_and_a_corrected_one_is_changed(db: Database) -> None:
    rows = [answer(f"p{n}", nps=n % 11) for n in range(30)]
    assert put(db, *rows) == Changes(new=30)
    assert put(db, *rows) == Changes(unchanged=30)
    assert put(db, replace(rows[0], nps=10), *rows[1:]) == Changes(changed=1, unchanged=29)
    assert sql(db, "select count(*), count(distinct response_id) from survey_response") == [[30, 30]]


def test_a_row_twice_in_one_file_counts_once_and_the_last_one_wins(db: Database) -> None:
    assert put(db, answer("p", nps=1), answer("p", nps=2), answer("p", nps=2)) == Changes(new=1, changed=1, unchanged=1)
    with db.read() as q:
        assert q.counts.nps_answers(acme()).counts == {2: 1}


def test_respondents_and_customers_are_kept_as_keyed_hashes(db: Database) -> None:
    put(db, answer("ann@example.com", customer="cust-77-name"))
    put(db, Customer(brand="Acme", customer="cust-77-name"))
    assert sql(db, "select respondent_key from survey_response") == [[keyed_hash(SECRET, "ann@example.com")]]
    assert sql(db, "select r.brand from survey_response r join customer c using (customer_key)") == [["Acme"]]
    for secret in (b"ann@example.com", b"cust-77-name"):
        assert isinstance(db, Lake) or secret not in db.path.read_bytes()


def test_answers_are_counted_with_their_weights_in_scope(db: Database) -> None:
    put(
        db,
        answer("a", nps=10, weight=2.0, segment="gold", touchpoint="desk"),
        answer("b", nps=10, segment="tin"),
        answer("c", nps=0, answered_at=NOW - timedelta(days=40)),
        answer("d", survey="2023", nps=5),
        answer("e", csat=4),
    )
    with db.read() as q:
        found = q.counts.nps_answers(acme())
        assert (found.counts, found.weights, found.scale_max, found.n) == (
            {10: 2, 0: 1, 5: 1},
            {10: 3.0, 0: 1.0, 5: 1.0},
            10,
            4,
        )
        assert q.counts.nps_answers(acme(touchpoint="desk")).counts == {10: 1}
        assert q.counts.nps_answers(acme(since=date(2024, 6, 1))).counts == {10: 2, 5: 1}
        assert q.counts.nps_answers(acme(sources=("2023",))).counts == {5: 1}
        assert q.counts.nps_answers(acme(kinds=("rss",))).counts == {}
        assert q.counts.nps_answers(acme(brand="Bolt")).n == 0


def test_scales_and_directions_are_never_mixed(db: Database) -> None:
    put(
        db,
        answer("a", csat=5, csat_max=5, ces=7, ces_direction="high_is_easy"),
        answer("b", csat=4, csat_max=5, ces=1, ces_direction="low_is_easy"),
        answer("c", csat=7, csat_max=7, ces=6, ces_direction="high_is_easy"),
    )
    with db.read() as q:
        csat, ces = q.counts.csat_answers(acme()), q.counts.ces_answers(acme())
        assert (csat.counts, csat.scale_max) == ({5: 1, 4: 1}, 5)
        assert (ces.counts, ces.direction) == ({7: 1, 6: 1}, "high_is_easy")
        series = q.surveys.series(acme(), "csat", by="month")
    assert list(series["answers"]) == [[(4, 1), (5, 1)], [(7, 1)]]
    assert [str(p)[:10] for p in series["period"]] == ["2024-06-01", "2024-06-01"]


def test_waves_and_comments(db: Database) -> None:
    put(
        db,
        answer("a", survey="2023", nps=1, comment="Slow", answered_at=NOW - timedelta(days=365)),
        answer("b", nps=9, comment="Quick"),
        answer("c", csat=3),
    )
    with db.read() as q:
        waves = q.surveys.waves(acme())
        comments = q.surveys.comments(acme(), limit=1)
    assert waves[["survey", "answers", "nps_n", "csat_n"]].to_numpy().tolist() == [["2023", 1, 1, 0], ["2024", 2, 1, 1]]
    assert list(comments["comment"]) == ["Quick"]


def test_an_undated_answer_falls_on_the_day_it_was_first_seen_and_stays_there(db: Database) -> None:
    put(db, answer("a", nps=1, answered_at=None))
    with db.write(publish=True) as store:
        later = NOW + timedelta(days=9)
        assert store.surveys.upsert([answer("a", nps=2, answered_at=None)], secret=SECRET, now=later) == Changes(
            changed=1
        )
    assert sql(db, "select day, nps from survey_response") == [["2024-06-15", 2]]


def ticket(number: int, wait: float | None, **changes: object) -> Ticket:
    replied = None if wait is None else NOW + timedelta(minutes=wait)
    values: dict[str, object] = {
        "brand": "Acme",
        "external_id": str(number),
        "created_at": NOW,
        "first_response_at": replied,
    }
    return Ticket(**{**values, **changes})  # type: ignore[arg-type]


def test_waits_are_minutes_with_open_and_impossible_ones_beside(db: Database) -> None:
    rows = [ticket(n, wait) for n, wait in enumerate([600, 10, 12, 15, 20, 30, 45, 60, None, -5])]
    reopened = ticket(
        20, None, resolved_at=NOW + timedelta(hours=1), reopened_at=NOW + timedelta(hours=2), channel="phone"
    )
    put(db, *rows, ticket(11, 1, author_kind="bot"), reopened)
    with db.read() as q:
        found = q.counts.first_response(acme())
        assert found == Durations(minutes=(10, 12, 15, 20, 30, 45, 60, 600), open=2, invalid=1)
        assert q.counts.resolution(acme(sources=("phone",))) == Durations(open=1)
        assert q.counts.first_response_business(acme()) == Durations()


def test_business_hours_come_from_the_settings_and_are_counted_by_who_knows_how(db: Database) -> None:
    friday = datetime(2024, 6, 14, 17, 0, tzinfo=UTC)
    put(db, ticket(1, None, created_at=friday, first_response_at=friday + timedelta(hours=64.5)), ticket(2, None))
    asked: list[tuple[str, str]] = []

    def office(hours: str, zone: str, start: datetime, end: datetime) -> float:
        asked.append((hours, zone))
        assert (start.tzinfo, end - start) == (UTC, timedelta(hours=64.5))
        return 30.0

    knowing = reopened(db, office_minutes=office)
    with knowing.write(publish=True) as store:
        store.settings.set("business_hours|Acme", "Mon-Fri 09:00-17:00")
    with knowing.read() as q:
        assert q.counts.first_response_business(acme()) == Durations(minutes=(30.0,), open=1)
    assert asked == [("Mon-Fri 09:00-17:00", "UTC")]
    knowing.close()


def test_churn_counts_those_who_were_there_at_the_start(db: Database) -> None:
    may, june = datetime(2024, 5, 10, tzinfo=UTC), datetime(2024, 6, 10, tzinfo=UTC)
    put(
        db,
        Customer(brand="Acme", customer="stays", churned=False, monthly_revenue=10.0, margin=0.5),
        Customer(brand="Acme", customer="left in may", churned=True, churned_at=may, monthly_revenue=20.0),
        Customer(brand="Acme", customer="left in june", churned=True, churned_at=june, segment="gold"),
        Customer(brand="Acme", customer="came in june", churned=False, started_at=june),
        Customer(brand="Acme", customer="nobody knows"),
        Customer(brand="Bolt", customer="stays", churned=True),
    )
    with db.read() as q:
        assert q.counts.churn_cohort(acme()) == Cohort(start=4, lost=2)
        assert q.counts.churn_cohort(acme(since=date(2024, 6, 1), until=date(2024, 6, 30))) == Cohort(start=2, lost=1)
        assert q.counts.churn_cohort(acme(since=date(2024, 5, 1), until=date(2024, 5, 31))) == Cohort(start=3, lost=1)
        assert q.counts.churn_cohort(acme(segment="gold")) == Cohort(), "one customer is kept back"
        value = q.counts.customer_value(acme())
    assert (sorted(value.revenue), value.margins, value.cohort) == ([10.0, 20.0], (0.5,), Cohort(start=4, lost=2))


def test_reviews_are_counted_by_star_and_by_reply(db: Database) -> None:
    commit(
        db,
        *(mention(str(n), rating=stars) for n, stars in enumerate([1.0, 4.4, 4.5, 5.0, None])),
        mention("replied", rating=3.0, reply_at=NOW),
    )
    with db.read() as q:
        for scope in (acme(), acme(kinds=("rss",), sources=("feed",))):
            assert q.counts.review_stars(scope).counts == {1: 1, 3: 1, 4: 1, 5: 2}
            assert q.counts.review_replies(scope) == Cohort(start=5, lost=4)
        trend = q.daily.trend(acme()).iloc[0]
        assert (trend["stars_n"], trend["stars_sum"]) == (5, 18.0)
        assert q.counts.review_stars(acme(segment="gold")).n == 0
