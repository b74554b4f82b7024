"""Tags on the pages: on one mention and on many, in the address and the export, by rules, and taken back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from shutil import copyfile
from typing import Any

import pytest

from domain.measures import Scope
from domain.people import Rank
from storage.connection import Database
from tests.views.page import opened, text
from tests.views.world import Desk
from views import _export
from views._filters import Choices, parse
from wiring.tag_desk import TagDesk

BRAND = Scope(brand="Acme Espresso")
NASTY = "<script>[x](javascript:1)"


@dataclass(frozen=True)
class Tagger(Desk):
    """A desk that lends the tag rules too."""

    def tagging(self, work: Callable[[Any, str], Any]) -> Any:
        return work(TagDesk(self.config), self.person)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, brand: Database, moment: datetime) -> Iterator[Database]:
    """A copy of the brand, which these tests may change."""
    database = Database(copyfile(brand.path, tmp_path_factory.mktemp("tags") / "own.duckdb"), clock=lambda: moment)
    database.publish()
    yield database
    database.close()


@pytest.fixture
def latest(own: Database) -> list[int]:
    """The newest mentions, none of them tagged."""
    with own.write(publish=True) as store:
        for table in ("tags", "mention_tags", "tag_refusals", "tag_rules"):
            store.kept._con.execute(f"delete from {table}")
    with own.read() as queries:
        return queries.mentions.ids(BRAND, limit=3)


def tagged(database: Database, name: str) -> int:
    with database.read() as queries:
        return len(queries.tags.having(name))


def test_a_tag_is_put_on_one_mention_shown_taken_off_and_back(
    own: Database, latest: list[int], moment: datetime
) -> None:
    app = opened("mentions", own, moment.date(), {"mention": str(latest[0])})
    app.text_input(key=f"es-tag-{latest[0]}-new").input(NASTY)
    app.button(key="tag-add").click().run()
    assert [e.value for e in app.exception] == []
    page = text(app)
    assert "&lt;script&gt;[x](javascript:1)" in page and "<script>[x]" not in page
    assert "put on by <bdi" in page and tagged(own, NASTY) == 1
    assert app.button(key="tag-off-0").label == "✕ \\<script\\>\\[x\\]\\(javascript\\:\u20601\\)"
    app.button(key="tag-off-0").click().run()
    assert tagged(own, NASTY) == 0
    app.button(key="tag-undo-button").click().run()
    assert tagged(own, NASTY) == 1
    assert "# </span><bdi" in text(opened("mentions", own, moment.date()))


def test_all_that_fit_the_filters_are_tagged_and_found_by_their_address(
    own: Database, latest: list[int], moment: datetime
) -> None:
    app = opened("mentions", own, moment.date(), {"label": "negative"})
    with own.read() as queries:
        count = queries.mentions.count(
            parse({}, Choices(brands=(BRAND.brand,), today=moment.date())).public(), label="negative"
        )
    app.text_input(key="es_bulk_tag-new").input("Angry")
    app.button(key="bulk-tag").click().run()
    assert tagged(own, "angry") == count and f"Angry is on {count} mentions more." in text(app)
    page = opened("mentions", own, moment.date(), {"tag": "ANGRY"})
    assert f"<b>{count} mentions</b>" in text(page) and page.selectbox(key="es_tag").value == "Angry"
    overview = text(opened("overview", own, moment.date(), {"tag": "Angry"}))
    assert f"all {count} mentions scored" in overview and "tag=Angry" in overview
    assert "No mention fits" not in text(opened("mentions", own, moment.date(), {"tag": "no such tag"}))
    picked = opened("mentions", own, moment.date(), {"tag": "Angry"})
    picked.multiselect(key="es_bulk_picked").set_value([latest_tagged(own)]).run()
    picked.selectbox(key="es_bulk_tag").select("Angry")
    picked.button(key="bulk-untag").click().run()
    assert tagged(own, "Angry") == count - 1
    with own.read() as queries:
        rows = _export.csv(queries, Scope(brand=BRAND.brand, tag="Angry"), {}).decode("utf-8-sig").splitlines()
    assert rows[0].endswith(",tags") and len(rows) >= count and rows[1].endswith("Angry")


def latest_tagged(database: Database) -> int:
    with database.read() as queries:
        return queries.mentions.ids(Scope(brand=BRAND.brand, tag="angry"), limit=1)[0]


def test_a_link_with_the_old_name_of_a_tag_still_finds_its_mentions(
    own: Database, latest: list[int], moment: datetime
) -> None:
    with own.write(publish=True) as store:
        store.tags.add("Late parcel", latest[:2])
        store.tags.rename("late parcel", "Slow delivery")
        store.tags.undo(store.tags.rename("Slow delivery", "Delivery").change_id)
    for name in ("Late parcel", "LATE PARCEL", "Delivery", "slow delivery"):
        page = opened("mentions", own, moment.date(), {"tag": name})
        assert "<b>2 mentions</b>" in text(page) and page.selectbox(key="es_tag").value == "Slow delivery"
    with own.write(publish=True) as store:
        store.tags.add("late parcel", latest[2:])
    assert "<b>1 mention</b>" in text(opened("mentions", own, moment.date(), {"tag": "Late parcel"}))


def test_a_refusal_is_said_in_words_and_a_viewer_is_offered_nothing(
    own: Database, latest: list[int], moment: datetime
) -> None:
    app = opened("mentions", own, moment.date())
    app.button(key="bulk-tag").click().run()
    assert "Not changed: a tag needs a word" in text(app)
    viewer = Desk(own, rank=Rank.VIEWER)
    for params in ({}, {"mention": str(latest[0])}):
        keys = {b.key for b in opened("mentions", own, moment.date(), params, viewer).button}
        assert not keys & {"bulk-tag", "bulk-untag", "tag-add"}


def test_a_rule_is_tried_put_in_use_paused_and_removed_in_settings(
    own: Database, latest: list[int], moment: datetime
) -> None:
    app = opened("settings", own, moment.date(), desk=Tagger(own))
    assert "No tag rule yet." in text(app)
    app.text_input(key="tag-rule-query").input("grinder AND jammed")
    app.text_input(key="tag-rule-tag").input("Jam <b>")
    next(b for b in app.button if b.key and "FormSubmitter:tag-rule-" in b.key).click().run()
    assert [e.value for e in app.exception] == []
    assert "would get the tag" in text(app) and tagged(own, "jam <b>") == 0
    app.button(key="tag-rule-on").click().run()
    count = tagged(own, "jam <b>")
    assert count > 0 and "Jam &lt;b&gt; is in use" in text(app) and "Jam <b>" not in text(app)
    app.button(key="tag-rule-pause").click().run()
    assert "its tags stay" in text(app) and app.button(key="tag-rule-pause").label == "Resume"
    app.button(key="tag-rule-off").click().run()
    assert tagged(own, "jam <b>") == 0
    app.button(key="tag-undo-button").click().run()
    assert tagged(own, "jam <b>") == count
    app.selectbox(key="settings-tag").select("Jam <b>")
    app.button(key="tag-delete").click().run()
    with own.read() as queries:
        assert queries.tags.names() == ()


def test_a_rule_that_cannot_be_is_refused_beside_its_form(own: Database, latest: list[int], moment: datetime) -> None:
    app = opened("settings", own, moment.date(), desk=Tagger(own))
    app.text_input(key="tag-rule-query").input("late AND (")
    app.text_input(key="tag-rule-tag").input("x")
    next(b for b in app.button if b.key and "FormSubmitter:tag-rule-" in b.key).click().run()
    assert "column" in text(app) and "tag-rule-on" not in {b.key for b in app.button}


def test_a_tag_in_the_address_is_read_in_any_case_and_narrows_only_what_is_said_in_public() -> None:
    choices = Choices(brands=("Acme",), tags=("Late", "VIP"), today=date(2026, 11, 21))
    found = parse({"tag": ["x", "vip"]}, choices)
    assert found.tag == "VIP" and found.params() == {"tag": "VIP"}
    assert found.public().tag == "VIP" and found.asked().tag is None
    assert parse({"tag": ["nothing"]}, choices).tag is None
