"""What people leave for each other: saved views, and what they did about what was said."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from shutil import copyfile

import pytest

from domain.measures import Scope
from metrics.beside import beside
from metrics.change import DOWN, TOO_FEW
from storage.connection import Database
from tests.views.page import opened, text


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, brand: Database, moment: datetime) -> Iterator[Database]:
    """A copy of the brand, which these tests may change."""
    database = Database(copyfile(brand.path, tmp_path_factory.mktemp("team") / "own.duckdb"), clock=lambda: moment)
    database.publish()
    yield database
    database.close()


def test_a_view_is_saved_found_on_another_page_removed_and_brought_back(own: Database, moment: datetime) -> None:
    app = opened("mentions", own, moment.date(), {"label": "negative", "period": "90d", "mention": "x"})
    app.text_input(key="es_view_name").input("Bad <b>quarter</b>")
    next(b for b in app.button if b.label == "Save this view").click().run()
    page = text(opened("told", own, moment.date()))
    assert 'href="mentions?label=negative&amp;period=90d"' in page
    assert "Bad &lt;b&gt;quarter&lt;/b&gt;" in page
    app.run()
    app.button(key=next(b.key for b in app.button if str(b.key).startswith("view-remove"))).click().run()
    assert "Bad &lt;b&gt;" not in text(app)
    app.button(key="view-undo").click().run()
    assert "Bad &lt;b&gt;" in text(app)


def test_a_view_without_a_name_is_refused(own: Database, moment: datetime) -> None:
    app = opened("told", own, moment.date())
    next(b for b in app.button if b.label == "Save this view").click().run()
    assert "a saved view needs a name" in text(app)


def test_a_mention_becomes_a_case_and_its_author_is_muted_and_both_are_undone(own: Database, moment: datetime) -> None:
    with own.read() as queries:
        row = queries.mentions.page(Scope(brand="Acme Espresso"), label="negative", limit=1).iloc[0]
    app = opened("mentions", own, moment.date(), {"mention": str(row["mention_id"])})
    app.button(key="open-case").click().run()
    assert "Its case is in the inbox" in text(app)
    app.button(key="act-undo").click().run()
    assert "open-case" in [b.key for b in app.button]
    app.button(key="mute-author").click().run()
    assert "mentions are hidden" in text(app)
    app.button(key="act-undo").click().run()
    with own.read() as queries:
        assert queries.mutes.hidden(Scope(brand="Acme Espresso")) == 0


def test_what_was_mended_stands_beside_what_nobody_touched(own: Database, moment: datetime) -> None:
    resolved = moment.replace(tzinfo=None) - timedelta(days=7)
    with own.write(publish=True) as store:
        topics = dict(store.triage._con.execute("select name, topic_id from topics").fetchall())
        store.triage.set("Acme Espresso", topics["Grinder jams"], status="resolved", action="a <b>new</b> burr")
        store.triage._con.execute("update triage set resolved_at = ?", [resolved])
        store.cases.set("Acme Espresso", 1, "mention", status="closed", root_cause="late van", action="refund")
    with own.read() as queries:
        (mend,) = queries.told.mended(Scope(brand="Acme Espresso"))
    assert mend.days == 8 and mend.pair[0] > 2 * mend.pair[1] > 0 and mend.untouched[1] > 0
    page = text(opened("told", own, moment.date()))
    assert "▼ Fewer than elsewhere" in page
    assert "a &lt;b&gt;new&lt;/b&gt; burr" in page
    assert "late van" in page and "refund" in page


def test_nothing_done_yet_says_what_to_do(nothing: Database, moment: datetime) -> None:
    assert "Nothing is resolved or closed yet." in text(opened("told", nothing, moment.date()))


def test_what_falls_everywhere_is_nobodys_doing() -> None:
    fell, both = beside((60, 10), (50, 50)), beside((60, 30), (60, 30))
    assert fell and fell.verdict == DOWN
    assert both and not both.flagged and both.difference == 0
    few = beside((2, 1), (1, 1))
    assert few and few.verdict == TOO_FEW
    assert beside((0, 0), (0, 0)) is None
