"""Goals and check-ins are kept once; the voice of the team is kept apart from every count of customers."""

from datetime import date, timedelta

from domain.goals import CheckIn, Goal, TeamNote
from domain.measures import Cohort, Scope
from domain.records import Customer, SurveyResponse, Topic, TopicMatch
from storage.connection import Database
from tests.storage.conftest import NOW, SECRET

GOAL = Goal(brand="Acme", metric="nps", target=50.0, by=date(2026, 12, 31), plan="Faster parcels", owner="Mia")
ACME = Scope(brand="Acme")
TOPIC = Topic(topic_id=7, name="Late delivery")


def card(period: date, value: float | None = 45.0) -> CheckIn:
    return CheckIn(
        goal_id=GOAL.goal_id,
        brand="Acme",
        metric="nps",
        segment=None,
        period=period,
        since=period - timedelta(days=30),
        until=period - timedelta(days=1),
        value=value,
        low=34.0,
        high=55.0,
        n=100,
        target=50.0,
        verdict="cannot tell",
    )


def answers(n: int, *, score: int = 9) -> list[SurveyResponse]:
    return [
        SurveyResponse(brand="Acme", survey="Pulse", respondent=f"e{i}", identity=f"e{i}", answered_at=NOW, nps=score)
        for i in range(n)
    ]


def test_a_goal_is_changed_in_place_dropped_and_set_again_with_a_log(db: Database) -> None:
    with db.write(publish=True) as store:
        store.goals.set(GOAL, person="Mia")
        store.goals.set(Goal(brand="Acme", metric="nps", target=60.0, segment="gold"))
        store.goals.set(Goal(brand="Acme", metric="nps", target=55.0))
    with db.read() as queries:
        assert [(g.target, g.segment, g.owner) for g in queries.goals.all("Acme")] == [
            (55.0, None, ""),
            (60.0, "gold", ""),
        ]
        assert queries.goals.all("Bolt") == []
    with db.write(publish=True) as store:
        assert store.goals.drop("Acme", "nps") and not store.goals.drop("Acme", "csat")
        assert not store.goals.drop("Acme", "nps")
    with db.read() as queries:
        assert [g.segment for g in queries.goals.all()] == ["gold"]
        verbs = queries.sql("select verb, count(*) from audit_log where verb like 'goal%' group by all order by all")[1]
    assert verbs == [["goal", 3], ["goal dropped", 1]]
    with db.write(publish=True) as store:
        store.goals.set(GOAL)
    with db.read() as queries:
        assert queries.goals.all()[0] == GOAL and db.verify()["ok"]


def test_a_check_in_is_written_once_a_period_and_never_changed(db: Database) -> None:
    week = date(2026, 5, 4)
    with db.write(publish=True) as store:
        store.goals.set(GOAL)
        assert store.goals.check_in([card(week)], now=NOW) == 1
        assert store.goals.check_in([card(week, value=99.0), card(week + timedelta(days=7))], now=NOW) == 1
    with db.read() as queries:
        found = queries.goals.check_ins(GOAL.goal_id)
        assert [(c.period, c.value) for c in found] == [(week + timedelta(days=7), 45.0), (week, 45.0)]
        assert queries.goals.waiting(week) == [] and queries.goals.waiting(date(2026, 6, 1)) == [GOAL]
        assert queries.sql("select verdict, target from goal_checkin")[1] == [["cannot tell", 50.0]] * 2


def test_answers_of_employees_are_in_no_figure_of_customers_and_hidden_under_five(db: Database) -> None:
    with db.write(publish=True) as store:
        assert store.employees.upsert(answers(4), secret=SECRET, now=NOW).new == 4
    with db.read() as queries:
        assert queries.counts.enps_answers(ACME).n == 0
    with db.write(publish=True) as store:
        again = store.employees.upsert(answers(6), secret=SECRET, now=NOW)
        assert (again.new, again.unchanged) == (2, 4)
    with db.read() as queries:
        assert queries.counts.enps_answers(ACME).counts == {9: 6}
        assert queries.counts.nps_answers(ACME).n == 0 and queries.surveys.waves(ACME).empty
        assert queries.counts.enps_answers(Scope(brand="Acme", touchpoint="Delivery")).n == 0
        assert queries.counts.enps_answers(Scope(brand="Acme", sources=("Pulse",))).n == 6
        assert queries.counts.enps_answers(Scope(brand="Acme", until=date(2020, 1, 1))).n == 0


def test_an_erased_employee_does_not_come_back(db: Database) -> None:
    with db.write() as store:
        store.employees.upsert(answers(6), secret=SECRET, now=NOW)
        assert store.erasures.respondent("e3", secret=SECRET, now=NOW)["employee_answers"] == 1
    with db.write(publish=True) as store:
        assert store.employees.upsert(answers(6), secret=SECRET, now=NOW).withheld == 1
    with db.read() as queries:
        assert queries.counts.enps_answers(ACME).n == 5


def test_notes_are_stored_once_and_name_topics_only_in_their_own_place(db: Database) -> None:
    note = TeamNote(brand="Acme", identity="1", text="Three asked where the parcel is", noted_at=NOW, team="Hotline")
    with db.write() as store:
        store.topics.sync([TOPIC, Topic(topic_id=8, name="Parcels")])
        assert store.team_notes.upsert([note], now=NOW).new == 1
        assert store.team_notes.upsert([note], now=NOW).unchanged == 1
        assert store.team_notes.waiting()
        rows = store.team_notes.pending("v1", 10)
        store.team_notes.name_topics("v1", [(rows[0], [TopicMatch(topic_id=7, score=0.8, start=0, end=5)])])
        assert store.team_notes.pending("v1", 10) == [] and not store.team_notes.waiting()
        assert len(store.team_notes.pending("v2", 10)) == 1
    db.publish()
    with db.read() as queries:
        assert queries.team.naming(ACME, 7) == 1 and queries.team.naming(Scope(brand="Bolt"), 7) == 0
        assert [list(t) for t in queries.team.notes(ACME)["topics"]] == [["Late delivery"]]
        assert queries.pain_points.table(ACME).empty and queries.counts.mention_count(ACME) == 0
        assert set(queries.topics.table()["texts"].fillna(0)) == {0}
    with db.write(publish=True) as store:
        store.topics.merge(7, 8)
    with db.read() as queries:
        assert (queries.team.naming(ACME, 8), queries.team.naming(ACME, 7)) == (1, 0)
        assert db.verify()["problems"] == []


def test_a_note_that_was_mended_is_read_again_and_a_removed_one_is_gone(db: Database) -> None:
    with db.write() as store:
        for text in ("The parcel is late", "The price is fine"):
            store.team_notes.upsert([TeamNote(brand="Acme", identity="1", text=text, noted_at=NOW)], now=NOW)
            rows = store.team_notes.pending("v1", 10)
            assert [row.text for row in rows] == [text]
            store.team_notes.name_topics("v1", [(rows[0], [])])
        assert store.team_notes.drop(rows[0].text_id) and not store.team_notes.drop(1)
    db.publish()
    with db.read() as queries:
        assert queries.team.notes(ACME).empty


def test_a_customer_is_content_by_their_last_answer_before_they_left(db: Database) -> None:
    def answer(who: str, days: int, nps: int) -> SurveyResponse:
        return SurveyResponse(
            brand="Acme", survey="s", respondent=who, identity=f"{who}{days}", customer=who, nps=nps,
            answered_at=NOW - timedelta(days=days),
        )  # fmt: skip

    gone = NOW - timedelta(days=10)
    with db.write(publish=True) as store:
        store.customers.upsert(
            [
                Customer(brand="Acme", customer="a", churned=False),
                Customer(brand="Acme", customer="b", churned=True, churned_at=gone),
                Customer(brand="Acme", customer="c", churned=True),
                Customer(brand="Acme", customer="d"),
            ],
            secret=SECRET,
            now=NOW,
        )
        rows = [
            answer("a", 20, 2), answer("a", 5, 10), answer("b", 20, 3), answer("b", 1, 10), answer("c", 3, 0),
            answer("d", 3, 0),
        ]  # fmt: skip
        store.surveys.upsert(rows, secret=SECRET, now=NOW)
    with db.read() as queries:
        found = queries.goals.kept(ACME, "nps")
        assert found == (Cohort(start=1, lost=0), Cohort(start=2, lost=2))
        assert queries.goals.kept(ACME, "churn") is None
