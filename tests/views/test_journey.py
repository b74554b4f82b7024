"""The journey and the segments on a real database: what is said, what is kept back, what a choice changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from domain.measures import Scope
from domain.records import SurveyResponse, TouchpointFigure
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text

BRAND = "Acme Espresso"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    """A brand that these tests may change, with some figures of its own and a segment of two people."""
    database = world.build(tmp_path_factory.mktemp("own"), moment)
    last = moment.date() - timedelta(days=2)
    days = {"brand": BRAND, "first_day": last - timedelta(days=6), "last_day": last}
    few = [
        SurveyResponse(
            brand=BRAND, survey="s", respondent=f"t{n}", identity=f"t{n}", answered_at=moment, csat=5, segment="Tiny"
        )
        for n in range(2)
    ]
    with database.write(publish=True) as store:
        store.surveys.upsert(few, secret=world.SECRET, now=moment)
        store.figures.upsert(
            [
                TouchpointFigure(touchpoint="shipping", kind="own_rating", value=4.8, scale_max=5, **days),
                TouchpointFigure(touchpoint="Delivery", kind="complaints", value=12.0, customers=4000.0, **days),
            ],
            now=moment,
        )
    yield database
    database.close()


def test_before_a_choice_the_page_says_what_to_do(brand: Database, moment: datetime) -> None:
    page = text(opened("journey", brand, moment.date()))
    assert "No journey has been chosen" in page and "python -m earshot analyze" in page


def test_choosing_an_industry_draws_its_grid_and_is_logged(own: Database, moment: datetime) -> None:
    app = opened("journey", own, moment.date())
    # By way of another industry: an earlier test may have chosen this one, and the same again is no choice.
    app.selectbox(key="es_journey").set_value("hotel").run()
    app.selectbox(key="es_journey").set_value("d2c").run()
    assert [e.value for e in app.exception] == []
    page = text(app)
    for said in ("Order and pay", "Delivery", "Net sentiment", "Late delivery", "higher than theirs", "each counted"):
        assert said in page
    assert "not yet read" not in page
    with own.read() as queries:
        rows = queries.sql("select verb, subject, detail from audit_log where verb = 'journey' order by made_at")[1]
        volumes = queries.journey.told(Scope(brand=BRAND)).now
        assert queries.setting("journey") == "d2c"
    assert rows[-1] == ["journey", "d2c", '{"journey": "d2c"}']
    assert sum(c.scored for c in volumes.at.values()) >= volumes.placed > 0
    assert volumes.placed + volumes.nowhere == volumes.mentions


def test_a_touchpoint_opens_with_its_figures_quotes_and_rows(own: Database, moment: datetime) -> None:
    choose(own)
    app = opened("journey", own, moment.date(), {"touchpoint": "Delivery"})
    page = text(app)
    assert "From the warehouse to the door." in page
    assert "3.00 (1.55 to 5.24) of 4,000 customers" in page
    assert "What went wrong" in page and "It arrived nine days late." in page
    assert "mentions?touchpoint=Delivery" in page and "surveys?touchpoint=Delivery" in page


def test_mentions_are_narrowed_to_a_touchpoint_or_to_none_and_a_button_leads_out(
    own: Database, moment: datetime
) -> None:
    choose(own)
    page = text(opened("mentions", own, moment.date(), {"touchpoint": "Delivery"}))
    assert "Only what is at <b>" in page and "late" in page and "grinder jammed" not in page
    app = opened("mentions", own, moment.date(), {"touchpoint": "-"})
    assert "no touchpoint" in text(app)
    app.button(key="leave-touchpoint").click().run()
    assert "Only what is at" not in text(app)
    assert "Only what is at" not in text(opened("mentions", own, moment.date(), {"touchpoint": "<b>nowhere"}))


def test_a_segment_of_two_is_kept_back_with_what_would_give_it_away(own: Database, moment: datetime) -> None:
    page = text(opened("segments", own, moment.date()))
    assert "fewer than 5 people" in page and "would give away a smaller group" in page
    assert "Everybody" in page and "Office" in page and "Private" in page


def test_spending_asks_for_customers_where_none_is_known(own: Database, moment: datetime) -> None:
    page = text(opened("segments", own, moment.date()))
    assert "python -m earshot import customers FILE" in page


def choose(database: Database) -> None:
    """Put the shop's journey in force, as far as topics lead."""
    from nlp.journey import load_journey

    journey = load_journey("d2c")
    with database.write(publish=True) as store:
        store.journey.choose("d2c", person="test")
        store.journey.use(journey.version, journey.touchpoints)


def test_the_surveys_page_says_that_the_figures_of_a_small_segment_are_kept_back(
    own: Database, moment: datetime
) -> None:
    page = text(opened("surveys", own, moment.date(), {"segment": "Tiny"}))
    assert "answers are kept back: fewer than 5 people" in page
    assert "kept back" not in text(opened("surveys", own, moment.date(), {"segment": "Private"}))
