"""A disk that fills up: collecting pauses in one sentence, exit code 0, and pages go on."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import wiring
from commands import work
from commands.door import Door
from domain.records import Outcome
from pipeline.collect import collect
from pipeline.space import shortage
from pipeline.workbench import Workbench
from storage.shapes import Size
from tests.house import bench, configure, feed
from tests.wire import Wire

FULL, ROOM = (
    Size(database=1_000_000, snapshots=0, free=1_199_999),
    Size(database=1_000_000, snapshots=0, free=1_200_000),
)


class FullDoor(Door):
    """The door of a machine whose disk is nearly full."""

    def workbench(self) -> Workbench:
        return replace(super().workbench(), size=lambda: FULL)


def test_under_one_and_a_fifth_of_the_database_there_is_a_shortage() -> None:
    assert shortage(ROOM) is None
    assert shortage(Size(database=0, snapshots=0, free=0)) is None
    assert "collecting is paused" in str(shortage(FULL))


def test_collecting_pauses_with_one_message_and_pages_keep_working(
    tmp_path: Path, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    wire.otherwise(feed([("1", "Acme is fine")]))
    config = configure(tmp_path, {"one": f"{wire.url}/1", "two": f"{wire.url}/2"})
    tools = bench(config)
    collect(tools)
    tools.database.publish()
    asked = len(wire.asked)
    with caplog.at_level(logging.WARNING):
        runs = [c.run for c in collect(replace(tools, size=lambda: FULL), ["one", "two"])]
    assert [(run.outcome, "disk is nearly full" in str(run.error)) for run in runs] == [(Outcome.SKIPPED, True)] * 2
    assert [r.message for r in caplog.records] == [runs[0].error]
    assert len(wire.asked) == asked
    with wiring.App(config=config, database=wiring.database(config)).queries() as queries:
        assert queries.health.totals().mentions == 2
    assert [c.run.outcome for c in collect(replace(tools, size=lambda: ROOM), ["one"])] == [Outcome.OK]


@pytest.mark.parametrize("verb", [work.run, work.collect])
def test_the_commands_say_skipped_and_exit_0(tmp_path: Path, wire: Wire, verb: object) -> None:
    path = configure(tmp_path, {"one": f"{wire.url}/1"}).path
    assert path
    done = CliRunner().invoke(
        verb,
        ["--json"],
        obj=FullDoor(config_path=path, environment={}),
        standalone_mode=False,  # type: ignore[arg-type]
    )
    assert done.exception is None and done.return_value == 0
    runs = json.loads(done.stdout)["runs"]
    assert [(run["outcome"], "paused" in run["error"]) for run in runs] == [("skipped", True)]
    assert wire.asked == []
