"""A triager edits what leads to a touchpoint: tried first, read at once, and taken back by its id."""

from collections.abc import Iterator
from datetime import datetime
from shutil import copyfile

import pytest
from streamlit.testing.v1 import AppTest

from domain.measures import Scope
from domain.people import Rank
from nlp.journey import load_journey
from nlp.journey_edits import edited
from storage.connection import Database
from tests.views.page import opened, text
from tests.views.world import Desk

SCOPE = Scope(brand="Acme Espresso", touchpoint="Delivery")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, brand: Database, moment: datetime) -> Iterator[Database]:
    """A copy of the brand with the shop's journey in force and every text read."""
    database = Database(copyfile(brand.path, tmp_path_factory.mktemp("steps") / "own.duckdb"), clock=lambda: moment)
    journey = load_journey("d2c")
    with database.write(publish=True) as store:
        store.journey.choose("d2c", person="test")
        store.journey.use(journey.version, journey.touchpoints)
        rows = store.journey.pending(journey.version, 100_000)
        store.journey.add(journey.version, [(row, ()) for row in rows])
    yield database
    database.close()


def at_delivery(database: Database) -> int:
    with database.read() as queries:
        assert queries.journey.waiting() == 0
        return queries.mentions.count(SCOPE)


def asked(own: Database, moment: datetime, desk: Desk | None = None) -> AppTest:
    return opened("journey", own, moment.date(), {"touchpoint": "Delivery"}, desk)


def preview(app: AppTest) -> str:
    next(b for b in app.button if "FormSubmitter:journey-edit-form" in str(b.key)).click().run()
    assert [e.value for e in app.exception] == []
    return text(app)


def test_a_phrase_is_tried_put_in_use_and_taken_back(own: Database, moment: datetime) -> None:
    before = at_delivery(own)
    app = asked(own, moment)
    assert "write a word or a phrase" in preview(app)
    app.text_input(key="journey-phrase").input("portafilter*")
    said = preview(app)
    assert "would come to <bdi" in said and at_delivery(own) == before
    app.button(key="journey-edit-on").click().run()
    after = at_delivery(own)
    assert after > before and "portafilter* leads to Delivery." in text(app)
    with own.read() as queries:
        version = edited(load_journey("d2c"), queries.journey_edits.known("d2c")).version
        assert queries.setting("journey_version") == version != load_journey("d2c").version
    app.button(key="journey-undo-button").click().run()
    assert at_delivery(own) == before and "Changed by people" not in [s.label for s in app.selectbox]
    with own.read() as queries:
        assert queries.setting("journey_version") == load_journey("d2c").version


def test_a_topic_is_taken_away_and_leads_there_again(own: Database, moment: datetime) -> None:
    before = at_delivery(own)
    app = asked(own, moment)
    app.selectbox(key="journey-away").select("topic|Late delivery")
    said = preview(app)
    assert "would leave it" in said and "<b>0</b> would leave it" not in said
    app.button(key="journey-edit-on").click().run()
    assert at_delivery(own) < before
    app.button(key="journey-made-back").click().run()
    assert at_delivery(own) == before and own.verify()["problems"] == []


def test_a_viewer_is_offered_nothing(own: Database, moment: datetime) -> None:
    viewer = asked(own, moment, Desk(own, rank=Rank.VIEWER))
    assert "What leads to a touchpoint" not in [e.label for e in viewer.expander]
