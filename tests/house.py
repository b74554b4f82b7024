"""A small Earshot for tests: a configuration in a folder, feeds on the wire, and the door to call."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import collectors
import wiring
from collectors import World
from collectors._http import Fetcher
from commands.exits import translate
from config import Config, load
from earshot import cli
from pipeline.workbench import Workbench
from tests.copies import migrated

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def feed(entries: Sequence[tuple[str, str]], at: datetime = NOON) -> bytes:
    """An RSS document of (id, text), newest first, an hour apart."""
    items = "".join(
        f"<item><guid>{escape(key)}</guid><title></title><description>{escape(text)}</description>"
        f"<pubDate>{(at - timedelta(hours=i)):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for i, (key, text) in enumerate(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def configure(folder: Path, sources: dict[str, str], *, brands: str = '[[brand]]\nname = "Acme"\n') -> Config:
    """Write earshot.toml with one rss source per (name, url) and load it; the vader engine keeps tests quick."""
    tables = "".join(
        f'[[source]]\nname = "{name}"\nkind = "rss"\nevery = "1h"\noptions = {{ url = "{url}" }}\n'
        for name, url in sources.items()
    )
    path = folder / "earshot.toml"
    path.write_text(f'engine = "vader"\nallow_private_addresses = true\n{brands}{tables}', "utf-8")
    return load(path)


def hasty(tools: Workbench, seconds: float = 5.0) -> Workbench:
    """The same workbench with less patience for a slow source than the 15 s that a request may take."""
    fetcher = Fetcher(allow_private_addresses=True, request_seconds=seconds)
    world = World(fetcher=fetcher, environment={}, folder=tools.config.data_dir / "budgets")
    return replace(tools, build=partial(collectors.build, world=world))


def bench(config: Config) -> Workbench:
    """The real workbench on that configuration; a database that is not there yet begins as a copy of an empty one."""
    if ":" not in config.database:
        migrated(Path(config.database))
    return wiring.workbench(config, {**os.environ})


def earshot(config: Path, *words: str, code: int = 0) -> str:
    """Call the command door as a person would; asserts the exit code and gives standard output.

    In this process, for importing everything takes longer than most commands; what the process itself must do
    (signals, pipes, being killed) is tested with `process`.
    """
    return _called(config, words, code)[0]


def complaint(config: Path, *words: str, code: int = 2) -> str:
    """What the same says on standard error."""
    return _called(config, words, code)[1]


def _called(config: Path, words: Sequence[str], code: int) -> tuple[str, str]:
    with _streams() as (out, err), _left_as_found(["earshot", "--config", str(config), *words]):
        ended = translate(cli)
    said = _text(out), _text(err)
    assert ended == code, f"{words}: exit {ended}\n{said[0]}\n{said[1]}"
    assert "Traceback" not in said[1]
    return said


def earshot_json(config: Path, *words: str, code: int = 0) -> Any:
    """The same with --json, parsed."""
    return json.loads(earshot(config, *words, "--json", code=code))


def process(config: Path, *words: str, code: int = 0, timeout: float = 600) -> str:
    """The same as `earshot` in a process of its own."""
    command = [sys.executable, "-m", "earshot", "--config", str(config), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


@contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        yield out, err


def _text(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined, no-any-return]


@contextmanager
def _left_as_found(arguments: list[str]) -> Iterator[None]:
    """What a command sets for its process is taken back: arguments, environment, signals, the log, the folder."""
    before, environment, root = sys.argv, dict(os.environ), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    sys.argv = arguments
    try:
        with chdir(ROOT):
            yield
    finally:
        sys.argv = before
        os.environ.clear()
        os.environ.update(environment)
        for number, answer in signals.items():
            signal.signal(number, answer)
        for handler in [h for h in root.handlers if h not in handlers]:
            handler.close()
        root.handlers[:] = handlers
        root.setLevel(level)
