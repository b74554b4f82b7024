"""What a person says of one mention's topics and under a chart: it wins, it shows, and it can be taken back."""

from collections.abc import Iterator
from datetime import datetime
from shutil import copyfile

import pytest

from domain.measures import Scope
from domain.people import Rank
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text
from tests.views.world import Desk
from views._mention import fallen

BRAND = "Acme Espresso"
IDS = {name: place for place, name in enumerate(world.TOPICS, 1)}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, brand: Database, moment: datetime) -> Iterator[Database]:
    """A copy of the brand, which these tests may change."""
    database = Database(copyfile(brand.path, tmp_path_factory.mktemp("said") / "own.duckdb"), clock=lambda: moment)
    database.publish()
    yield database
    database.close()


def naming(database: Database, topic: str) -> list[int]:
    with database.read() as queries:
        return queries.mentions.ids(Scope(brand=BRAND), topic_id=IDS[topic], limit=1000)


def test_a_topic_is_corrected_on_the_mention_and_the_correction_taken_back(own: Database, moment: datetime) -> None:
    before, late = naming(own, "Grinder jams"), naming(own, "Late delivery")
    app = opened("mentions", own, moment.date(), {"mention": str(before[0])})
    assert "named, by the topic matcher" in text(app)
    app.button(key="topic-off-0").click().run()
    assert [e.value for e in app.exception] == []
    assert "not about it, says <bdi" in text(app) and naming(own, "Grinder jams") == before[1:]
    app.selectbox(key=f"es-also-{before[0]}").select(IDS["Late delivery"]).run()
    assert "It is about Late delivery now." in text(app) and len(naming(own, "Late delivery")) == len(late) + 1
    app.button(key="topic-said-undo-button").click().run()
    assert naming(own, "Late delivery") == late
    app.button(key="topic-back-0").click().run()
    assert naming(own, "Grinder jams") == before
    with own.read() as queries:
        assert queries.sql("select count(*) from audit_log where verb = 'topic_override'")[1] == [[4]]


def test_a_viewer_sees_the_topics_and_corrects_nothing(own: Database, moment: datetime) -> None:
    (first, *_) = naming(own, "Grinder jams")
    app = opened("mentions", own, moment.date(), {"mention": str(first)}, Desk(own, rank=Rank.VIEWER))
    assert "Grinder jams" in text(app) and not [b for b in app.button if str(b.key).startswith("topic-")]


@pytest.mark.parametrize(
    ("label", "reason", "said"),
    [
        ("negative", "fallback: budget", "another engine read it: the texts that one analysis may send were used up"),
        ("negative", "fallback: something new", "another engine read it: something new"),
        ("negative", None, ""),
        (None, "language", ""),
    ],
)
def test_a_label_by_the_fallback_says_why(label: str | None, reason: str | None, said: str) -> None:
    assert fallen(label, reason).partition(";")[0] == said


@pytest.mark.parametrize(("slug", "chart"), [("surveys", "scores"), ("pain-points", "list")])
def test_every_chart_has_a_line_for_comments(slug: str, chart: str, own: Database, moment: datetime) -> None:
    app = opened(slug, own, moment.date())
    assert f"comment-said-chart-{BRAND}/{slug}/{chart}" in {area.key for area in app.text_area}


def test_a_comment_stands_under_its_chart_for_everybody(own: Database, moment: datetime) -> None:
    mark = f"chart-{BRAND}/overview/volume"
    app = opened("overview", own, moment.date())
    app.text_area(key=f"comment-said-{mark}").input("The <b>fair</b>")
    next(b for b in app.button if str(b.key).startswith(f"FormSubmitter:comment-{mark}")).click().run()
    assert [e.value for e in app.exception] == []
    shared = opened("overview", own, moment.date(), {"period": "90d"}, Desk(own, rank=Rank.VIEWER))
    assert "The &lt;b&gt;fair&lt;/b&gt;" in text(shared)
    assert [e.label for e in shared.expander] == ["Comments (1)"]
    assert not [area for area in shared.text_area if "comment" in str(area.key)]
    app.button(key=f"comment-remove-{mark}").click().run()
    assert "The &lt;b&gt;fair" not in text(app)
