"""Copies that `run` makes by itself: when they are due, how many stay, and what a folder that is full or gone does."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import click
import pytest
from click.testing import CliRunner

from commands import ask, work
from commands.door import Door
from config import Config, load
from domain.errors import ConfigError
from pipeline.rotation import back_up_when_due, rotation
from pipeline.workbench import Workbench
from tests.house import bench, configure, feed
from tests.wire import Wire

DAY = timedelta(days=1)


def asking(folder: Path, wire: Wire, backup: str = 'dir = "copies"\nevery = "1d"\nkeep = 2') -> Config:
    path = configure(folder, {"news": f"{wire.url}/feed"}).path
    assert path
    path.write_text(f"{path.read_text('utf-8')}\n[backup]\n{backup}\n", "utf-8")
    return load(path)


@pytest.fixture
def tools(tmp_path: Path, wire: Wire) -> Workbench:
    made = bench(asking(tmp_path, wire))
    made.database.publish()
    return made


def later(tools: Workbench, days: float) -> Workbench:
    return replace(tools, clock=lambda: tools.clock() + days * DAY)


def test_a_copy_is_made_when_the_newest_is_too_old_and_not_before(tools: Workbench, tmp_path: Path) -> None:
    first = back_up_when_due(tools)
    assert first and first.newest and first.newest.parent == tmp_path / "copies" and first.error is None
    assert (tmp_path / "copies" / "secret").exists() == (tmp_path / "secret").exists()
    again, tomorrow = back_up_when_due(later(tools, 0.9)), back_up_when_due(later(tools, 1.1))
    assert again == first
    assert tomorrow and tomorrow.newest != first.newest


def test_only_as_many_copies_stay_as_the_configuration_says(tools: Workbench, tmp_path: Path) -> None:
    for n in range(4):
        back_up_when_due(later(tools, 2 * n))
    assert len(list((tmp_path / "copies").glob("*.duckdb"))) == 2


def test_a_copy_of_a_clock_that_was_wrong_does_not_end_all_copying(
    tools: Workbench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "earshot-20990101T000000000000.duckdb").write_bytes(b"")
    done = back_up_when_due(tools)
    assert done and done.error is None and done.newest and "2099" not in done.newest.name
    assert len(list((tmp_path / "copies").glob("*.duckdb"))) == 2
    # Nor does it make each run copy; and the first copy too many is that one.
    assert "dated ahead of this machine's clock" in caplog.text
    assert back_up_when_due(tools) == done
    back_up_when_due(later(tools, 2))
    assert "earshot-20990101T000000000000.duckdb" not in [p.name for p in (tmp_path / "copies").iterdir()]


def test_without_the_table_nothing_is_copied(tmp_path: Path, wire: Wire) -> None:
    tools = bench(configure(tmp_path, {}))
    assert (rotation(tools.config), back_up_when_due(tools)) == (None, None)


@pytest.mark.parametrize("wrong", ['dir = ""', 'dir = "x"\nkeep = 0', 'dir = "x"\nevery = "often"', "keep = 3"])
def test_a_wrong_table_is_said_with_its_key(tmp_path: Path, wire: Wire, wrong: str) -> None:
    with pytest.raises(ConfigError, match="backup"):
        asking(tmp_path, wire, wrong)


def said(verb: click.Command, path: Path) -> tuple[int, Any]:
    """Exit code and document of a verb that is called with --json."""
    done = CliRunner().invoke(verb, ["--json"], obj=Door(config_path=path, environment={}), standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, json.loads(done.stdout)


def test_run_copies_says_so_and_fails_loudly_where_it_cannot_without_holding_up_the_rest(
    tmp_path: Path, wire: Wire
) -> None:
    wire.otherwise(feed([("1", "Nobody is named")]))
    path = asking(tmp_path, wire).path
    assert path
    path.write_text(path.read_text("utf-8").replace("[[source]]", '[[source]]\nbrands = ["Acme"]'), "utf-8")
    path.write_text(path.read_text("utf-8").replace('name = "Acme"', 'name = "Acme"\nquery = "acme"'), "utf-8")
    code, done = said(work.run, path)
    assert (code, done["backup"]["error"]) == (0, None)
    assert Path(done["backup"]["newest"]).stat().st_size > 0
    _, status = said(ask.status, path)
    assert status["backup"] == done["backup"]
    rmtree(tmp_path / "copies")
    (tmp_path / "copies").write_text("a file where the folder was", "utf-8")
    code, failed = said(work.run, path)
    assert (code, [run["outcome"] for run in failed["runs"]]) == (1, ["skipped"])
    assert "copies" in failed["backup"]["error"] and failed["backup"]["newest"] is None
