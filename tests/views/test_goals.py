"""The page Goals: verdicts by the interval, the gap in three questions, a what-if, the team's voice beside."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from shutil import copyfile

import pytest

from domain.goals import CheckIn, Goal, TeamNote
from domain.records import SurveyResponse, TopicMatch, TouchpointFigure
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text

BRAND = "Acme Espresso"
NPS = Goal(brand=BRAND, metric="nps", target=90.0, plan="<b>Faster</b> parcels", owner="Mia")


@pytest.fixture(scope="module")
def own(brand: Database, tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    """A brand with three goals, two check-ins with a week between them, notes, employees and an own rating."""
    path = tmp_path_factory.mktemp("own") / brand.path.name
    copyfile(brand.path, path)
    database = Database(path, clock=lambda: moment)
    day = moment.date() - timedelta(days=3)
    with database.write() as store:
        for goal in (
            NPS,
            Goal(brand=BRAND, metric="net_sentiment", target=-90.0),
            Goal(brand=BRAND, metric="enps", target=10.0),
        ):
            store.goals.set(goal)
        store.goals.check_in([card(moment, weeks) for weeks in (0, 1, 3)], now=moment)
        employees = [
            SurveyResponse(
                brand=BRAND, survey="p", respondent=f"{n}", identity=f"{n}", answered_at=moment, nps=9 - n % 3
            )
            for n in range(8)
        ]
        store.employees.upsert(employees, secret=world.SECRET, now=moment)
        note = TeamNote(brand=BRAND, identity="1", text="<i>Two</i> asked about jams", noted_at=moment, team="Shop")
        store.team_notes.upsert([note], now=moment)
        rows = store.team_notes.pending("v", 5)
        store.team_notes.name_topics("v", [(rows[0], [TopicMatch(topic_id=1, score=1.0, start=0, end=3)])])
        rating = TouchpointFigure(
            brand=BRAND, touchpoint="Delivery", kind="own_rating", value=4.8, scale_max=5, first_day=day, last_day=day
        )
        store.figures.upsert([rating], now=moment)
    database.publish()
    yield database
    database.close()


def card(moment: datetime, weeks: int) -> CheckIn:
    day = moment.date() - timedelta(days=7 * weeks)
    return CheckIn(
        goal_id=NPS.goal_id,
        brand=BRAND,
        metric="nps",
        segment=None,
        period=day,
        since=day - timedelta(days=30),
        until=day - timedelta(days=1),
        value=45.0,
        low=34.0,
        high=55.0,
        n=100,
        target=50.0,
        verdict="cannot tell",
    )


def test_without_a_goal_the_page_says_how_to_set_one_and_what_else_to_bring(brand: Database, moment: datetime) -> None:
    page = text(opened("goals", brand, moment.date()))
    for said in ("No goal is set for this brand.", "earshot goal set nps 50", "own touchpoints", "import notes FILE"):
        assert said in page


def test_goals_stand_with_figure_gap_verdict_plan_and_a_way_to_their_rows(own: Database, moment: datetime) -> None:
    app = opened("goals", own, moment.date(), {"goal": str(NPS.goal_id)})
    assert [e.value for e in app.exception] == []
    page = text(app)
    for said in ("</span> met</span>", "</span> behind</span>", "<small>Mia</small>", "answers</a>", "mentions</a>"):
        assert said in page
    assert "&lt;b&gt;Faster&lt;/b&gt;" in page and "<b>Faster" not in page
    for question in ("Where are we?", "Where do we want to be?", "What closes it?", "Worst open pain points:"):
        assert question in page
    assert "no check-in: no run" in page and "34.0 to 55.0, n 100" in page
    assert "we rate ourselves higher than customers do" in page
    assert "employees' answers are shown to nobody" in page


def test_the_what_if_follows_its_assumptions_and_promises_nothing(own: Database, moment: datetime) -> None:
    app = opened("goals", own, moment.date(), {"goal": str(NPS.goal_id)})
    assert "Cannot tell: own figures do not say customers kept for each one won over" in text(app)
    for end, value in (("low", 0.0), ("high", 0.2)):
        app.number_input(key=f"es_what_if_nps_kept_{end}").set_value(value)
    page = text(app.run())
    assert "Customers won over" in page and "Associated, not proven." in page and "Your assumption." in page


def test_a_goal_is_set_on_the_page_refused_where_it_is_none_and_given_up(own: Database, moment: datetime) -> None:
    app = opened("goals", own, moment.date())
    app.selectbox(key="es_goal_metric").set_value("csat_survey")
    app.number_input(key="es_goal_target").set_value(150.0)
    app.button(key="FormSubmitter:goal-Save the goal").click().run()
    assert "cannot be reached" in text(app)
    app.number_input(key="es_goal_target").set_value(85.0)
    app.button(key="FormSubmitter:goal-Save the goal").click().run()
    assert "The goal for CSAT is set." in text(app)
    with own.read() as queries:
        assert [g.target for g in queries.goals.all(BRAND) if g.metric == "csat_survey"] == [85.0]
    app.button(key="drop-goal-0").click().run()
    assert "is no goal any more" in text(app)
    with own.read() as queries:
        assert [g.metric for g in queries.goals.all(BRAND)] == ["enps", "net_sentiment", "nps"]


def test_the_team_says_so_too_beside_a_pain_point_and_is_not_counted_in_it(own: Database, moment: datetime) -> None:
    page = text(opened("pain-points", own, moment.date(), {"topic": "1"}))
    assert "The team says so too: 1 note" in page and "&lt;i&gt;Two&lt;/i&gt; asked about jams" in page
    assert "The team says so too" not in text(opened("pain-points", own, moment.date(), {"topic": "2"}))


def test_a_note_is_left_on_the_page_without_the_address_in_it(own: Database, moment: datetime) -> None:
    app = opened("goals", own, moment.date())
    app.text_area(key="es_team_text").set_value("Ring back joe@example.com about the leak")
    app.text_input(key="es_team_team").set_value("Hotline")
    app.button(key="FormSubmitter:team-Add").click().run()
    page = text(app)
    assert "Noted. The next run reads" in page and "about the leak" in page and "joe@" not in page
