"""Texts that are older than their kind is kept for go for good, with every byte, and do not come in again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import Config, load
from pipeline.collect import collect
from pipeline.retention import drop_aged
from pipeline.workbench import Workbench
from tests.house import bench, complaint, configure, earshot_json, feed
from tests.wire import Wire
from wiring import prepare

TOKEN = "xyzzyplughtoken"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=400)


def at(config: Config, now: datetime) -> Workbench:
    return replace(bench(config), clock=lambda: now)


@pytest.fixture
def told(tmp_path: Path, wire: Wire) -> Config:
    """A feed of one item of today and one that is over a year old, and an answer as old; rss is kept for a year."""
    entry = feed([("1", f"Acme is bad, call {TOKEN}")], at=OLD).decode().partition("<item>")[2].partition("</item>")[0]
    wire.otherwise(
        feed([("2", "Acme is fine")], at=NOW).replace(b"</channel>", f"<item>{entry}</item></channel>".encode())
    )
    config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    answers = tmp_path / "answers.csv"
    answers.write_text("respondent,nps,comment,answered_at\nbob,2,Bad,2025-03-01\n", "utf-8")
    assert config.path
    config.path.write_text("keep_days = { rss = 365 }\n" + config.path.read_text("utf-8"), "utf-8")
    return load(config.path)


def stored(tools: Workbench) -> list[str]:
    tools.database.publish()
    with tools.database.read() as queries:
        _, rows = queries.sql("select external_id from mention order by 1")
    assert tools.database.verify()["problems"] == []
    return [str(row[0]) for row in rows]


def test_what_is_too_old_goes_with_every_byte_and_is_not_collected_again(told: Config, tmp_path: Path) -> None:
    tools = at(told, NOW)
    prepare(tools)
    assert [c.run.new for c in collect(tools)] == [2]
    assert drop_aged(tools) == {"mentions": 1, "mention_brands": 1}
    assert stored(tools) == ["2"]
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and TOKEN.encode() in p.read_bytes()]
    found = collect(tools, ["news"], since=OLD)[0].run
    assert (found.fetched, found.new) == (2, 0)
    assert drop_aged(tools) == {} and stored(tools) == ["2"]


def test_kinds_that_are_not_named_stay_and_answers_go_by_theirs(told: Config, tmp_path: Path) -> None:
    assert told.path
    answers = ("import", "surveys", str(tmp_path / "answers.csv"), "--brand", "Acme")
    assert earshot_json(told.path, *answers)["new"] == 1
    assert drop_aged(at(told, NOW)) == {}
    told.path.write_text(told.path.read_text("utf-8").replace("rss = 365", "survey = 365"), "utf-8")
    tools = at(load(told.path), NOW + timedelta(days=1))
    prepare(tools)
    assert drop_aged(tools) == {"survey_responses": 1}
    again = earshot_json(told.path, *answers)
    told_of = "1 rows stay out: of people who were erased, or older than keep_days"
    assert (again["new"], again["warnings"][-1]) == (0, told_of)


def test_a_clock_that_leaps_ahead_takes_nothing_on_its_first_day_and_keeps_nothing_out(told: Config) -> None:
    tools, leapt = at(told, NOW), at(told, NOW + timedelta(days=4_000))
    prepare(tools)
    assert drop_aged(tools) == {}
    assert [c.run.new for c in collect(leapt)] == [1]
    assert drop_aged(leapt) == {} and stored(leapt) == ["2"]


def test_a_run_that_is_killed_before_the_file_is_written_anew_leaves_that_to_the_next(
    told: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = at(told, NOW)
    prepare(tools)
    collect(tools)

    def die() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(tools.database, "rewrite", die)
        drop_aged(tools)
    assert drop_aged(tools) == {}
    assert not [p for p in tmp_path.rglob("*.duckdb") if TOKEN.encode() in p.read_bytes()]


def test_a_kind_that_nobody_knows_is_named_with_the_known_ones(told: Config) -> None:
    assert told.path
    told.path.write_text(told.path.read_text("utf-8").replace("rss = 365", "redit = 365"), "utf-8")
    for verb in ("check", "collect"):
        assert "keep_days: 'redit' is no kind; known: " in complaint(told.path, verb)
