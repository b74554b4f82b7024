"""A small Earshot for tests: a configuration in a folder, feeds on the wire, and the door to call."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import wiring
from config import Config, load
from pipeline.workbench import Workbench

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


def bench(config: Config) -> Workbench:
    """The real workbench on that configuration."""
    return wiring.workbench(config, {**os.environ})


def earshot(config: Path, *words: str, code: int = 0, timeout: float = 600) -> str:
    """Call the command door as a person would; asserts the exit code and gives standard output."""
    command = [sys.executable, "-m", "earshot", "--config", str(config), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def earshot_json(config: Path, *words: str, code: int = 0) -> Any:
    """The same with --json, parsed."""
    return json.loads(earshot(config, *words, "--json", code=code))
