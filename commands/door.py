"""What every verb needs: where the configuration is, how to print, how to show progress."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import TypeVar

import click
from click._termui_impl import ProgressBar

import wiring
from commands.logs import log_to_file, log_to_standard_error
from config import Config, load
from domain.errors import ConfigError
from pipeline.space import shortage
from pipeline.workbench import Progress, Workbench

# Numbers above this lose digits in JavaScript and in spreadsheets, so ids travel as text.
SAFE_INTEGER = 2**53

_LAKE_KEYS = ("EARSHOT_PG_", "EARSHOT_S3_")

Decorated = TypeVar("Decorated", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The options that stand before the verb."""

    config_path: Path
    environment: Mapping[str, str]

    @classmethod
    def open(cls, config: str | None, env_file: str | None, verbose: bool) -> "Door":
        """Read --env-file, set the log up, and remember where the configuration is said to be."""
        log_to_standard_error(verbose)
        given = _env_file(Path(env_file)) if env_file else {}
        # Every verb opens the database, most of them without an environment of their own.
        os.environ.update({key: value for key, value in given.items() if key.startswith(_LAKE_KEYS)})
        environment = {**os.environ, **given}
        path = Path(config or environment.get("EARSHOT_CONFIG") or "earshot.toml")
        return cls(config_path=path, environment=environment)

    def config(self) -> Config:
        """The configuration, or ConfigError with the remedy."""
        config = load(self.config_path)
        if config.log_file:
            log_to_file(config.log_file)
        return config

    def workbench(self, *, scheduler: str = "") -> Workbench:
        """The tools of a command that writes: the schema is brought up to date first, SIGTERM stops cleanly.

        Where the disk is nearly full nothing is written on the way; what the command then writes is its own affair.
        """
        config = self.config()
        config = replace(config, scheduler=scheduler) if scheduler else config
        bench = wiring.workbench(config, self.environment, _stop_on_signal())
        if not shortage(bench.size()):
            bench.database.migrate()
            wiring.prepare(bench)
        return bench


def _stop_on_signal() -> Event:
    stop = Event()

    def ask_to_stop(signum: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    return stop


def _env_file(path: Path) -> dict[str, str]:
    """KEY=VALUE lines; blank lines and # comments are left out, quotes around a value are taken off."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8 text; write KEY=VALUE lines") from None
    lines = (line.strip().removeprefix("export ") for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("'\"") for key, _, value in pairs}


def json_option(command: Decorated) -> Decorated:
    """--json: one JSON document on standard output and nothing else there."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def day(text: str | None) -> date | None:
    """2026-01-31 as a date; ConfigError with an example otherwise."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigError(f"{text!r} is no date; write one such as 2026-01-31") from None


def period(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """--from and --to as days; ConfigError for days the wrong way round, which no row lies between."""
    first, last = day(since), day(until)
    if first and last and last < first:
        raise ConfigError(f"--from {first} is after --to {last}; swap them")
    return first, last


def show_json(value: object) -> None:
    """Print one document: times in ISO, UTC; ids above 2^53 as text."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: object) -> object:
    """The same in JSON's own types."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value) if abs(value) > SAFE_INTEGER else int(value)
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return str(value)


@contextmanager
def publishing(bench: Workbench) -> Iterator[None]:
    """Whatever happens inside, readers see what was stored; only a full disk keeps the old copy."""
    try:
        yield
    finally:
        if not shortage(bench.size()):
            bench.database.publish()


@contextmanager
def progress(label: str, length: int | None = None) -> Iterator[Progress]:
    """A bar on standard error while a person is watching; silence otherwise."""
    if not sys.stderr.isatty():
        yield lambda n: None
        return
    bar: ProgressBar[int]
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar.update
