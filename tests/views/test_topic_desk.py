"""A person owns the topics: rename, merge, split and dismiss on the page, each taken back by its id."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from domain.measures import Scope
from domain.records import Topic, TopicMatch
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    """A brand that these tests may change."""
    database = world.build(tmp_path_factory.mktemp("topics"), moment)
    yield database
    database.close()


def complaints(database: Database) -> dict[str, int]:
    with database.read() as queries:
        table = queries.pain_points.table(Scope(brand="Acme Espresso"))
    return dict(zip(table["name"], table["mentions"], strict=True))


def _id(name: str) -> str:
    return str(list(world.TOPICS).index(name) + 1)


def test_a_new_name_is_shown_and_taken_back(own: Database, moment: datetime) -> None:
    topic = _id("Leaks water")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.text_input(key=f"rename-{topic}-Leaks water").input("Leaks <b>").run()
    assert "Leaks <b>" in complaints(own) and "Leaks <b>" not in text(app)
    assert "Leaks water is now Leaks &lt;b&gt;." in text(app)
    app.button(key="topic-undo-button").click().run()
    assert "Leaks water" in complaints(own)


def test_a_name_that_is_taken_is_refused_in_words(own: Database, moment: datetime) -> None:
    topic = _id("Leaks water")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.text_input(key=f"rename-{topic}-Leaks water").input("Late delivery").run()
    assert "Not changed: a topic called &#x27;Late delivery&#x27; exists" in text(app)


def test_a_merge_moves_the_complaints_and_its_undo_moves_them_back(own: Database, moment: datetime) -> None:
    before, topic = complaints(own), _id("Leaks water")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.selectbox(key=f"merge-{topic}").select(int(_id("Grinder jams"))).run()
    merged = complaints(own)
    assert "Leaks water" not in merged
    assert merged["Grinder jams"] == before["Grinder jams"] + before["Leaks water"]
    app.button(key="topic-undo-button").click().run()
    assert complaints(own) == before


def test_a_split_takes_the_texts_that_hold_a_word(own: Database, moment: datetime) -> None:
    before, topic = complaints(own), _id("Leaks water")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.text_input(key=f"split-name-{topic}").input("Counter wet")
    app.text_input(key=f"split-words-{topic}").input("counter, worktop")
    next(b for b in app.button if b.label == "Split").click().run()
    parted = complaints(own)
    assert parted["Counter wet"] > 0
    assert parted["Counter wet"] + parted["Leaks water"] == before["Leaks water"]
    app.button(key="topic-undo-button").click().run()
    assert complaints(own) == before


def test_a_proposal_says_what_it_is_and_is_dismissed(own: Database, moment: datetime) -> None:
    found = Topic(topic_id=99, name="Something new", origin="discovered")
    with own.write(publish=True) as store:
        rows = store.discoveries.pool(6)
        store.discoveries.propose([(found, [1.0])], "test")
        store.discoveries.read("test", [(row, TopicMatch(topic_id=99, score=0.9, start=0, end=4)) for row in rows])
    app = opened("pain-points", own, moment.date(), {"topic": "99"})
    assert "Found in complaints that no topic fits." in text(app) and "Proposed" in text(app)
    app.button(key="dismiss-99").click().run()
    assert "Something new" not in complaints(own)
    app.button(key="topic-undo-button").click().run()
    assert complaints(own)["Something new"] == 6


def test_the_page_says_how_much_names_no_topic(own: Database, moment: datetime) -> None:
    assert "name no topic." in text(opened("pain-points", own, moment.date()))
