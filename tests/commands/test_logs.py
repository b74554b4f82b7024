"""The log in a file: bounded, shared between processes, and quiet about itself where none is asked for."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import logs
from commands.door import Door
from commands.logs import SharedLog, log_to_file
from domain.errors import ConfigError
from tests.house import configure


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    logger = logging.getLogger()
    before = logger.handlers[:]
    yield logger
    for handler in [h for h in logger.handlers if h not in before]:
        handler.close()
    logger.handlers[:] = before


def test_a_log_file_is_bounded_however_much_is_said(tmp_path: Path) -> None:
    log = SharedLog(tmp_path / "earshot.log", maxBytes=2_000, backupCount=3, encoding="utf-8")
    for n in range(1_000):
        log.handle(logging.makeLogRecord({"msg": f"line {n} " + "x" * 40}))
    log.close()
    files = sorted(tmp_path.iterdir())
    assert [f.name for f in files] == ["earshot.log", "earshot.log.1", "earshot.log.2", "earshot.log.3"]
    assert max(f.stat().st_size for f in files) <= 2_000
    assert "line 999 " in files[0].read_text("utf-8")


def test_who_writes_to_the_same_file_follows_when_another_rotates_it(tmp_path: Path) -> None:
    path = tmp_path / "earshot.log"
    one, two = (SharedLog(path, maxBytes=300, backupCount=2, encoding="utf-8") for _ in range(2))
    for n in range(100):
        (one, two)[n % 2].handle(logging.makeLogRecord({"msg": f"line {n:03d}"}))
    one.close()
    two.close()
    kept = "".join(p.read_text("utf-8") for p in sorted(tmp_path.iterdir(), reverse=True))
    numbers = [int(line.split()[1]) for line in kept.splitlines()]
    assert numbers == list(range(numbers[0], 100))
    assert len(list(tmp_path.iterdir())) == 3


def test_the_file_takes_the_place_of_standard_error_and_is_opened_once(tmp_path: Path, root: logging.Logger) -> None:
    log_to_file(tmp_path / "logs" / "earshot.log")
    log_to_file(tmp_path / "logs" / "earshot.log")
    assert [type(h) for h in root.handlers].count(SharedLog) == 1
    logging.getLogger("earshot.test").error("said once")
    assert (tmp_path / "logs" / "earshot.log").read_text("utf-8").count("said once") == 1
    assert logs.KEPT * logs.BYTES < 20_000_000


def test_a_log_that_cannot_be_written_is_said_with_the_remedy(tmp_path: Path, root: logging.Logger) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ConfigError, match=r"log_file: .*name a file that can be written"):
        log_to_file(tmp_path / "file" / "earshot.log")


def test_a_commands_log_goes_to_the_file_that_the_configuration_names(tmp_path: Path, root: logging.Logger) -> None:
    path = configure(tmp_path, {}).path
    assert path
    path.write_text('log_file = "log/earshot.log"\n' + path.read_text("utf-8"), "utf-8")
    Door(config_path=path, environment={}).config()
    logging.getLogger("earshot.test").warning("said there")
    assert "WARNING earshot.test said there" in (tmp_path / "log" / "earshot.log").read_text("utf-8")
