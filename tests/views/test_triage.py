"""What people do on the pages: choose, triage, undo, correct, search, turn pages; always by id, kept in the address."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from domain.measures import Scope
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text
from tests.views.world import Desk
from views import _export, _words


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    """A brand that these tests may change."""
    database = world.build(tmp_path_factory.mktemp("own"), moment)
    yield database
    database.close()


def _topic(database: Database, name: str) -> str:
    from domain.measures import Scope

    with database.read() as queries:
        table = queries.pain_points.table(Scope(brand="Acme Espresso"))
    return str(table.loc[table["name"] == name, "topic_id"].iloc[0])


def _status(database: Database, name: str) -> tuple[str, str | None]:
    from domain.measures import Scope

    with database.read() as queries:
        table = queries.pain_points.table(Scope(brand="Acme Espresso"))
    row = table[table["name"] == name].iloc[0]
    owner = row["owner"]
    return str(row["status"]), owner if isinstance(owner, str) else None


def test_a_pain_point_is_chosen_by_its_id_in_the_address(own: Database, moment: datetime) -> None:
    topic = _topic(own, "Leaks water")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    assert '<h2 class="es-h2"><bdi dir="auto">Leaks water' in text(app)
    app.button(key=f"open-{_topic(own, 'Late delivery')}").click().run()
    assert app.query_params["topic"] in (_topic(own, "Late delivery"), [_topic(own, "Late delivery")])
    assert '<h2 class="es-h2"><bdi dir="auto">Late delivery' in text(app)


def test_the_evidence_marks_the_sentence_and_links_only_safe_addresses(own: Database, moment: datetime) -> None:
    page = text(opened("pain-points", own, moment.date(), {"topic": _topic(own, "Leaks water")}))
    assert "<mark>Mine leaks all over the counter.</mark>" in page
    assert 'target="_blank">Open on example.com</a>' in page
    assert "javascript:" not in page.split("Evidence")[1]


def test_a_status_is_saved_and_undone(own: Database, moment: datetime) -> None:
    topic = _topic(own, "Leaks water")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.button(key=f"to-resolved-{topic}").click().run()
    assert _status(own, "Leaks water")[0] == "resolved"
    assert "Leaks water</bdi></b>: resolved." in text(app)
    app.button(key="undo-button").click().run()
    assert _status(own, "Leaks water")[0] == "new"
    assert "undo-button" not in [b.key for b in app.button]


def test_an_owner_is_saved_and_escaped(own: Database, moment: datetime) -> None:
    topic = _topic(own, "Late delivery")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.text_input(key=f"owner-{topic}-").input("<b>Mia</b>").run()
    assert _status(own, "Late delivery")[1] == "<b>Mia</b>"
    assert "&lt;b&gt;Mia&lt;/b&gt;" in text(app) and "<b>Mia" not in text(app)


def test_a_resolved_pain_point_that_is_complained_about_again_has_regressed(own: Database, moment: datetime) -> None:
    from types import SimpleNamespace

    from views._severity import _status as shown

    row = SimpleNamespace(status="resolved", last_seen="2026-02-02", changed_at="2026-02-01")
    assert shown(row) == "regressed"
    row.last_seen = "2026-01-31"
    assert shown(row) == "resolved"


def test_a_busy_database_is_said_and_nothing_is_lost(own: Database, moment: datetime) -> None:
    class Busy(Desk):
        def store(self):  # type: ignore[no-untyped-def]
            from domain.errors import StorageBusy

            raise StorageBusy("another process holds the database; try again in a minute")

    topic = _topic(own, "Grinder jams")
    app = opened("pain-points", own, moment.date(), {"topic": topic}, desk=Busy(own))
    app.button(key=f"to-ignored-{topic}").click().run()
    assert "Not saved: another process holds the database" in text(app)
    assert _status(own, "Grinder jams")[0] == "new"


def test_mentions_are_searched_and_the_search_is_in_the_address(own: Database, moment: datetime) -> None:
    app = opened("mentions", own, moment.date())
    app.text_input(key="es_search").input("portafilter").run()
    assert app.query_params["q"] in ("portafilter", ["portafilter"])
    page = text(app)
    assert "portafilter" in page and "crema" not in page


def test_nothing_found_says_what_to_leave_out(own: Database, moment: datetime) -> None:
    page = text(opened("mentions", own, moment.date(), {"q": "zebra", "label": "positive"}))
    assert "No mention fits." in page and "zebra" in page and "the label positive" in page


def test_pages_turn_by_key_without_repeating_a_mention(own: Database, moment: datetime) -> None:
    import re

    app = opened("mentions", own, moment.date())
    first = set(re.findall(r"mention=(\d+)", text(app)))
    app.button(key="older").click().run()
    second = set(re.findall(r"mention=(\d+)", text(app)))
    assert len(first) == len(second) == 25 and not first & second


def test_why_a_mention_was_not_scored_is_said(own: Database, moment: datetime) -> None:
    page = text(opened("mentions", own, moment.date(), {"label": "unscored"}))
    assert page.count("not scored: language") == 2
    assert '<bdi dir="auto">القهوة' in page


def test_hostile_words_stay_words(own: Database, moment: datetime) -> None:
    page = text(opened("mentions", own, moment.date(), {"q": "onerror"}))
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page and "<script" not in page and "\u202e" not in page
    assert 'href="javascript' not in page


def test_a_label_is_corrected_and_taken_back(own: Database, moment: datetime) -> None:
    from domain.measures import Scope

    with own.read() as queries:
        row = queries.mentions.page(Scope(brand="Acme Espresso"), label="unscored", limit=1).iloc[0]
    wanted = {"mention": str(row["mention_id"])}
    app = opened("mentions", own, moment.date(), wanted)
    assert "not scored: language" in text(app)
    app.button(key="as-negative").click().run()
    assert "this mention now counts as <b>negative</b>" in text(app)
    assert "someone in the app, a person" in text(app)
    app.button(key="as-engine").click().run()
    assert "not scored: language" in text(app)


def test_a_spreadsheet_gets_text_and_never_a_formula(own: Database, moment: datetime) -> None:
    with own.read() as queries:
        data = _export.csv(queries, Scope(brand="Acme Espresso"), {"search": "", "label": None, "topic_id": None})
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("mention_id,source")
    assert len(lines) > 1000


def test_the_same_rows_leave_as_parquet_with_their_types(own: Database) -> None:
    scope, asked = Scope(brand="Acme Espresso"), {"search": "leaks", "label": None, "topic_id": None}
    with own.read() as queries:
        found = pd.read_parquet(io.BytesIO(_export.parquet(queries, scope, asked)))
        count = queries.mentions.count(scope, **asked)
        none = pd.read_parquet(io.BytesIO(_export.parquet(queries, scope, asked | {"search": "nobody said this"})))
    assert list(found) == list(none) == list(_export.COLUMNS) and (len(found), len(none)) == (count, 0)
    assert found["published_at"].is_monotonic_decreasing and found["polarity"].dtype == "float64"
    assert found["mention_id"].map(type).eq(str).all() and found["text"].str.contains("leaks", case=False).all()


def test_the_filters_go_along_to_the_next_page_and_can_be_changed_there(own: Database, moment: datetime) -> None:
    app = opened("mentions", own, moment.date(), {"source": ["acme-reddit"], "period": "90d"})
    assert app.multiselect(key="es_sources").value == ["acme-reddit"]
    app.multiselect(key="es_sources").unselect("acme-reddit").run()
    assert "source" not in app.query_params
    assert app.query_params["period"] in ("90d", ["90d"])


def test_a_note_is_kept_and_drawn_on_both_charts(own: Database, moment: datetime) -> None:
    app = opened("overview", own, moment.date())
    app.text_input(key="es_note_text").input("Price <rise>")
    next(b for b in app.button if b.label == "Add").click().run()
    assert f"Noted on {_words.short_day(moment.date())}: Price &lt;rise&gt;" in text(app)
    charts = [element.proto.spec for element in app.get("vega_lite_chart")]
    assert all("Price <rise>" in spec for spec in charts) and len(charts) == 2


def test_an_empty_note_is_not_kept(own: Database, moment: datetime) -> None:
    app = opened("overview", own, moment.date())
    next(b for b in app.button if b.label == "Add").click().run()
    assert "a note needs a day and a few words" in text(app)


def test_a_mention_that_is_gone_says_so(own: Database, moment: datetime) -> None:
    assert "This mention is not here." in text(opened("mentions", own, moment.date(), {"mention": "5"}))


def test_the_tabs_count_what_they_hold(own: Database, moment: datetime, tmp_path: Path) -> None:
    app = opened("pain-points", own, moment.date(), {"state": "resolved"})
    assert "Nothing here is resolved." in text(app)
