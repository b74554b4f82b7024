"""What services sent is kept beside the mentions while it may be, and never stands in their way."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config
from domain.identity import mention_id
from domain.records import Outcome
from pipeline.collect import collect, utc_now
from pipeline.forget import forget_author, forget_mention
from tests.house import bench, configure, earshot, earshot_json, feed
from tests.storage.test_erasing import TOKEN, anywhere
from tests.wire import Wire

FIRST = mention_id("rss", "news", "1")


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Config:
    document = feed([("1", f"Acme and {TOKEN}"), ("2", "Acme is fine")], at=utc_now()).decode()
    author = "<author>ann@x.example (ann)</author>"
    wire.otherwise(document.replace("<guid>1</guid>", f"<guid>1</guid>{author}").encode())
    return configure(tmp_path, {"news": f"{wire.url}/feed"})


def test_the_payload_of_a_mention_can_be_read_while_it_is_kept(config: Config) -> None:
    assert config.path
    collect(bench(config))
    kept = earshot_json(config.path, "raw", str(FIRST))
    assert (kept["mention_id"], kept["source"], kept["kind"], kept["cut"]) == (str(FIRST), "news", "rss", False)
    assert json.loads(kept["payload"])["summary"] == f"Acme and {TOKEN}"
    earshot(config.path, "raw", "5", code=2)


def test_payloads_run_out_and_none_are_kept_where_none_are_wanted(config: Config, wire: Wire) -> None:
    tools = bench(config)
    collect(tools)
    wire.otherwise(feed([("3", "Acme again")], at=utc_now()))
    collect(replace(tools, clock=lambda: utc_now() + timedelta(days=31)))
    assert tools.raw.find(FIRST) is None
    assert tools.raw.find(mention_id("rss", "news", "3")) is not None
    off = replace(tools, config=replace(config, raw_days=0))
    collect(off, ["news"])
    assert not off.raw.exists()


def test_what_no_brand_wants_is_not_kept_as_it_came(tmp_path: Path, wire: Wire, config: Config) -> None:
    config = configure(tmp_path, {"news": f"{wire.url}/feed"}, brands='[[brand]]\nname = "Acme"\nquery = "fine"\n')
    tools = bench(config)
    collect(tools)
    assert tools.raw.find(FIRST) is None
    assert tools.raw.find(mention_id("rss", "news", "2")) is not None


def test_no_byte_of_an_erased_author_stays_in_any_file(config: Config, tmp_path: Path) -> None:
    tools = bench(config)
    collect(tools)
    tools.database.publish()
    places = {Path(name).name for name in anywhere(tmp_path, TOKEN)}
    assert "earshot.raw.duckdb" in places
    receipt = forget_mention(tools, mention_id("rss", "news", "2"))
    assert receipt.files["raw payloads"] == 1
    with tools.database.read() as queries:
        author = queries.sql(f"select author_key from mention where mention_id = {FIRST}")[1][0][0]
    assert author
    receipt = forget_author(tools, "ann")
    assert (receipt.rows["mentions"], receipt.files["raw payloads"]) == (1, 1)
    assert anywhere(tmp_path, TOKEN) == []
    assert collect(tools, ["news"], since=utc_now())[0].run.outcome != Outcome.FAILED
    assert anywhere(tmp_path, TOKEN) == []


def test_a_file_that_cannot_be_written_costs_no_mention(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    tools = bench(config)
    tools.raw.path.parent.mkdir(parents=True, exist_ok=True)
    tools.raw.path.write_bytes(b"no database at all, " * 1000)
    run = collect(tools)[0].run
    assert (run.outcome, run.new) == (Outcome.OK, 2)
    assert "could not be kept as it came" in caplog.text
