"""What a source shows is compared with what it gave: nothing, or nothing known, is never told as whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.records import Outcome, Run
from pipeline.collect import collect
from pipeline.window import GAP, NONE
from pipeline.workbench import Workbench
from tests.house import bench, configure, feed
from tests.wire import Reply, Wire

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def tools(tmp_path: Path, wire: Wire) -> Workbench:
    made: Workbench = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))
    return made


def read(tools: Workbench, *, anew: bool = False) -> Run:
    (done,) = collect(tools, ["news"], since=LONG_AGO if anew else None)
    run: Run = done.run
    return run


def test_a_feed_that_lost_its_entries_is_partial_each_time_and_not_modified_is_not(
    tools: Workbench, wire: Wire
) -> None:
    full = Reply(body=feed([("1", "Acme")]), headers={"Content-Type": "application/xml", "ETag": '"1"'})
    wire.on("/feed", full, Reply(status=304), feed([]), feed([]), feed([("1", "Acme"), ("2", "Acme again")]))
    runs = [read(tools) for _ in range(5)]
    assert [run.outcome for run in runs] == ["ok", "ok", "partial", "partial", "ok"]
    assert "no entries, although it had some" in runs[2].warnings[0]
    assert [run.new for run in runs] == [1, 0, 0, 0, 1]


def test_reading_anew_what_meets_nothing_stored_tells_the_gap(tools: Workbench, wire: Wire) -> None:
    wire.on("/feed", feed([("1", "Acme")]), feed([("9", "Acme")]), feed([("9", "Acme"), ("8", "Acme")]))
    assert read(tools, anew=True).outcome == Outcome.OK, "a first reading leaves no gap"
    apart = read(tools, anew=True)
    assert (apart.outcome, apart.warnings) == (Outcome.PARTIAL, (GAP,))
    assert read(tools, anew=True).outcome == Outcome.OK


def test_reading_anew_what_shows_nothing_is_partial_and_forgets_nothing(tools: Workbench, wire: Wire) -> None:
    wire.on("/feed", feed([]), feed([]), feed([("1", "Acme")]), feed([]), feed([]))
    assert [read(tools, anew=anew).outcome for anew in (False, True)] == ["ok", "ok"], "it never had any"
    assert read(tools).new == 1
    empty = read(tools, anew=True)
    assert (empty.outcome, empty.warnings) == (Outcome.PARTIAL, (NONE,))
    assert read(tools).outcome == Outcome.PARTIAL, "what was seen before is still known"
