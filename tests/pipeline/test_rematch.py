"""A changed query holds for what is stored already, and what no brand wants goes after thirty days."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import wiring
from config import Config, load
from domain.records import Label
from pipeline.analyze import analyze
from pipeline.anew import LISTS, relisted
from pipeline.collect import collect, utc_now
from tests.house import bench, configure, earshot, earshot_json, feed
from tests.wire import Wire

TEXTS = [("1", "Acme grinder is wonderful"), ("2", "The Acme kettle is terrible"), ("3", "Bolt makes a fine grinder")]
ACME = '[[brand]]\nname = "Acme"\nquery = "{query}"\n'
BOLT = '[[brand]]\nname = "Bolt"\nrole = "competitor"\nquery = "bolt"\n'


def watched(folder: Path, wire: Wire, query: str, more: str = "") -> Config:
    return configure(folder, {"news": f"{wire.url}/feed"}, brands=ACME.format(query=query) + more)


def matches(config: Config) -> list[tuple[str, str]]:
    tools = bench(config)
    tools.database.publish()
    with tools.database.read() as queries:
        _, rows = queries.sql("select brand, external_id from mention order by 1, 2")
    assert tools.database.verify()["problems"] == []
    return [(str(brand), str(key)) for brand, key in rows]


@pytest.fixture
def said(wire: Wire) -> None:
    wire.otherwise(feed(TEXTS, at=utc_now()))


@pytest.mark.usefixtures("said")
def test_a_changed_query_is_true_for_what_was_kept_unmatched(
    tmp_path: Path, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    collect(bench(watched(tmp_path, wire, "grinder")))
    assert matches(watched(tmp_path, wire, "grinder")) == [("Acme", "1"), ("Acme", "3")]
    changed = watched(tmp_path, wire, "acme")
    with caplog.at_level(logging.WARNING):
        assert [c.run.outcome for c in collect(bench(changed))] == ["skipped"]
    assert matches(changed) == [("Acme", "1"), ("Acme", "2")]
    assert "changed query of Acme: 1 rows added, 1 dropped" in caplog.text
    caplog.clear()
    collect(bench(changed))
    assert "changed query" not in caplog.text


@pytest.mark.usefixtures("said")
def test_labels_and_days_follow_a_changed_query(tmp_path: Path, wire: Wire) -> None:
    tools = bench(watched(tmp_path, wire, "acme", BOLT))
    collect(tools)
    analyze(tools)
    changed = watched(tmp_path, wire, "acme NOT kettle", BOLT)
    collect(bench(changed))
    assert matches(changed) == [("Acme", "1"), ("Bolt", "3")]
    again = watched(tmp_path, wire, "acme OR bolt", BOLT)
    collect(bench(again))
    assert matches(again) == [("Acme", "1"), ("Acme", "2"), ("Acme", "3"), ("Bolt", "3")]
    analyze(bench(again))
    with bench(again).database.write() as store:
        assert store.scores.pending("vader", store.scores.in_force()[1], 10) == []
    assert matches(again)[1] == ("Acme", "2")


@pytest.mark.usefixtures("said")
def test_a_new_brand_finds_what_was_there_before_it(tmp_path: Path, wire: Wire) -> None:
    collect(bench(watched(tmp_path, wire, "acme")))
    wider = watched(tmp_path, wire, "acme", BOLT)
    collect(bench(wider))
    assert matches(wider) == [("Acme", "1"), ("Acme", "2"), ("Bolt", "3")]


@pytest.mark.usefixtures("said")
def test_since_backdates_a_changed_query_through_the_door(tmp_path: Path, wire: Wire) -> None:
    before = watched(tmp_path, wire, "kettle")
    assert before.path
    earshot(before.path, "collect")
    watched(tmp_path, wire, "acme")
    runs = earshot_json(before.path, "collect", "--since", "2026-01-01")["runs"]
    assert runs[0]["outcome"] == "ok" and runs[0]["reached"]
    rows = earshot_json(before.path, "sql", "select external_id from mention where brand = 'Acme' order by 1")
    assert [row["external_id"] for row in rows] == ["1", "2"]
    daily = earshot_json(before.path, "sql", "select sum(mentions) as n from daily where brand = 'Acme'")
    assert [int(row["n"]) for row in daily] == [2]


@pytest.mark.usefixtures("said")
def test_a_query_by_author_is_left_to_new_mentions(
    tmp_path: Path, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    collect(bench(watched(tmp_path, wire, "acme")))
    changed = watched(tmp_path, wire, "acme AND author:ann")
    collect(bench(changed))
    assert matches(changed) == [("Acme", "1"), ("Acme", "2")]
    assert "holds for new mentions only" in caplog.text


@pytest.mark.usefixtures("said")
def test_what_was_imported_for_a_brand_stays_its_own_whatever_the_query(tmp_path: Path, wire: Wire) -> None:
    config = watched(tmp_path, wire, "acme")
    assert config.path
    table = tmp_path / "reviews.csv"
    table.write_text("id,text,rating\n77,It broke after a week,1\n", "utf-8")
    earshot(config.path, "import", "reviews", str(table), "--brand", "Acme")
    collect(bench(watched(tmp_path, wire, "acme")))
    changed = watched(tmp_path, wire, "bolt")
    collect(bench(changed))
    assert matches(changed) == [("Acme", "3"), ("Acme", "77")]


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("renamed", [True, False])
def test_a_narrower_query_holds_for_what_a_source_gave_before_it_left_or_was_renamed(
    tmp_path: Path, wire: Wire, renamed: bool
) -> None:
    collect(bench(watched(tmp_path, wire, "acme")))
    sources = {"press": f"{wire.url}/feed"} if renamed else {}
    changed = configure(tmp_path, sources, brands=ACME.format(query="acme NOT kettle"))
    assert changed.path
    text = changed.path.read_text("utf-8").replace('name = "press"', 'name = "press"\nid = "news"')
    changed.path.write_text(text, "utf-8")
    changed = load(changed.path)
    bench(changed).database.publish()
    assert wiring.preview(changed, "Acme", "acme NOT kettle").dropped == 1
    collect(bench(changed))
    assert matches(changed) == [("Acme", "1")]


@pytest.mark.usefixtures("said")
def test_a_wider_query_gives_nothing_to_a_source_that_left(tmp_path: Path, wire: Wire) -> None:
    collect(bench(watched(tmp_path, wire, "grinder")))
    changed = configure(tmp_path, {}, brands=ACME.format(query="grinder OR kettle"))
    collect(bench(changed))
    assert matches(changed) == [("Acme", "1"), ("Acme", "3")]


@pytest.mark.usefixtures("said")
def test_what_no_brand_wants_goes_after_thirty_days_and_a_persons_correction_stays(tmp_path: Path, wire: Wire) -> None:
    config = watched(tmp_path, wire, "nothing")
    tools = bench(config)
    collect(tools)
    with tools.database.write() as store:
        kept = store.kept.page(utc_now() - timedelta(days=1))
        assert len(kept) == 3
        store.overrides.set(kept[0].mention_id, Label.POSITIVE, "eve")
    collect(replace(tools, clock=lambda: utc_now() + timedelta(days=29)))
    with tools.database.write() as store:
        assert len(store.kept.page(utc_now() - timedelta(days=1))) == 3
    collect(replace(tools, clock=lambda: utc_now() + timedelta(days=31)))
    with tools.database.write() as store:
        assert [one.mention_id for one in store.kept.page(utc_now() - timedelta(days=1))] == [kept[0].mention_id]
    assert tools.database.verify()["problems"] == []


@pytest.mark.usefixtures("said")
def test_preview_shows_what_a_query_adds_and_drops_and_changes_nothing(tmp_path: Path, wire: Wire) -> None:
    config = watched(tmp_path, wire, "acme")
    assert config.path
    earshot(config.path, "collect")
    found = earshot_json(config.path, "preview", "Acme", "grinder")
    assert (found["added"], found["dropped"], found["kept"], found["looked_at"]) == (1, 1, 1, 3)
    assert [one["text"] for one in found["examples"]["added"]] == ["Bolt makes a fine grinder"]
    assert [one["text"] for one in found["examples"]["dropped"]] == ["The Acme kettle is terrible"]
    assert "1 added, 1 dropped" in earshot(config.path, "preview", "Acme", "grinder")
    assert matches(load(config.path)) == [("Acme", "1"), ("Acme", "2")]
    earshot(config.path, "preview", "Acme", "(grinder", code=2)
    earshot(config.path, "preview", "Nobody", "grinder", code=2)
    collect(bench(watched(tmp_path, wire, "grinder")))
    assert matches(load(config.path)) == [("Acme", "1"), ("Acme", "3")]


def listed(folder: Path, wire: Wire, brands: str, acme: str = "acme") -> Config:
    """The same feed, whose source lists `brands`; Acme and Bolt are both watched."""
    config = watched(folder, wire, acme, BOLT)
    assert config.path
    text = config.path.read_text("utf-8").replace('kind = "rss"', f'kind = "rss"\nbrands = {brands}')
    config.path.write_text(text, "utf-8")
    return load(config.path)


@pytest.mark.usefixtures("said")
def test_a_changed_list_of_brands_is_true_for_what_its_source_gave(
    tmp_path: Path, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    collect(bench(listed(tmp_path, wire, '["Acme"]')))
    both = listed(tmp_path, wire, '["Acme", "Bolt"]')
    assert matches(both) == [("Acme", "1"), ("Acme", "2")]
    tools = bench(both)
    with tools.database.read() as queries:
        assert relisted(queries.setting(LISTS), both) == ("news",)
    with caplog.at_level(logging.WARNING):
        collect(tools)
    assert "changed brands of source news: 1 rows added, 0 dropped" in caplog.text
    assert matches(both) == [("Acme", "1"), ("Acme", "2"), ("Bolt", "3")]
    bolt = listed(tmp_path, wire, '["Bolt"]')
    collect(bench(bolt))
    assert matches(bolt) == [("Bolt", "3")]
    every = watched(tmp_path, wire, "acme", BOLT)
    collect(bench(every))
    assert matches(every) == [("Acme", "1"), ("Acme", "2"), ("Bolt", "3")]
    caplog.clear()
    collect(bench(every))
    assert "changed brands" not in caplog.text


@pytest.mark.usefixtures("said")
def test_a_list_that_drops_a_brand_which_asks_for_authors_drops_its_rows_and_no_others(
    tmp_path: Path, wire: Wire
) -> None:
    collect(bench(watched(tmp_path, wire, "acme", BOLT)))
    both = listed(tmp_path, wire, '["Acme", "Bolt"]', acme="acme NOT author:ann")
    collect(bench(both))
    assert matches(both) == [("Acme", "1"), ("Acme", "2"), ("Bolt", "3")]
    bolt = listed(tmp_path, wire, '["Bolt"]', acme="acme NOT author:ann")
    collect(bench(bolt))
    assert matches(bolt) == [("Bolt", "3")]


@pytest.mark.usefixtures("said")
def test_a_backfill_that_does_not_reach_back_to_what_was_stored_tells_the_gap(tmp_path: Path, wire: Wire) -> None:
    config = watched(tmp_path, wire, "acme")
    first = collect(bench(config), since=utc_now())[0].run
    assert (first.outcome, first.new) == ("ok", 3)
    assert collect(bench(config), since=utc_now())[0].run.outcome == "ok"
    wire.otherwise(feed([("8", "Acme again"), ("9", "And Bolt again")], at=utc_now()))
    apart = collect(bench(config), since=utc_now())[0].run
    assert (apart.outcome, apart.new) == ("partial", 2)
    assert any("entries in between may be lost" in warning for warning in apart.warnings)
    wire.otherwise(feed([("10", "Newer than Acme"), ("9", "And Bolt again")], at=utc_now()))
    assert collect(bench(config), since=utc_now())[0].run.outcome == "ok"
