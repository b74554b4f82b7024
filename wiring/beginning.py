"""The way from a brand's name to its first mentions: suggest, try, write, fetch; child processes do the work."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matching
from config import load, starter
from config.starter import Suggestion
from domain.errors import ConfigError, NotAllowed
from domain.people import Right
from wiring.app import App
from wiring.bench import locks

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 150
LOG = "first-run.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What somebody wants to listen to."""

    brand: str
    query: str
    sources: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first use of the configuration at `path`, which need not be there yet."""

    path: Path

    def missing(self) -> bool:
        """Whether there is no brand yet; ConfigError where the file is wrong."""
        return not self.path.exists() or not load(self.path).brands

    def plan(self, brand: str, query: str, sources: tuple[Suggestion, ...]) -> Plan:
        """The same, checked; ConfigError says what to write instead."""
        name = starter.brand_name(brand)
        query = query.strip() or starter.query_for(name)
        matching.compile_query(query)
        if not sources:
            raise ConfigError("choose at least one source, or name a feed")
        return Plan(brand=name, query=query, sources=sources)

    def attempt(self, plan: Plan) -> Mapping[str, Any]:
        """What `earshot check` says of a plan before anything of it is written; ConfigError where it is no plan."""
        with tempfile.TemporaryDirectory(prefix="earshot-") as folder:
            copy = Path(folder) / "earshot.toml"
            if self.path.exists():
                copy.write_text(self.path.read_text("utf-8-sig"), "utf-8")
            starter.begin(copy, plan.brand, plan.query, plan.sources)
            return told(["--config", str(copy), "check", "--json"])

    def write(self, plan: Plan, app: App | None = None) -> None:
        """Put the plan into the file."""
        self._allowed(app)
        starter.begin(self.path, plan.brand, plan.query, plan.sources)

    def name_brand(self, brand: str, app: App | None = None) -> None:
        """Put the brand alone into the file: what is said of it comes from files that people bring."""
        self._allowed(app)
        name = starter.brand_name(brand)
        starter.begin(self.path, name, starter.query_for(name), ())

    def start(self, app: App | None = None) -> "subprocess.Popen[bytes]":
        """Begin `earshot run` as a child process; its words go to a file beside the database."""
        self._allowed(app)
        config = load(self.path)
        config.data_dir.mkdir(parents=True, exist_ok=True)
        with (config.data_dir / LOG).open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own arguments
                [*_earshot(), "--config", str(self.path), "run"], cwd=ROOT, stdout=log, stderr=log
            )

    def _allowed(self, app: App | None) -> None:
        """Before there is a file, whoever sits at this machine may; afterwards an admin."""
        if app is not None:
            app.require(Right.MANAGE)
        elif self.path.exists() and load(self.path).auth:
            raise NotAllowed("People sign in now; reload this page")

    def is_running(self) -> bool:
        """Whether any `run` is at work on this configuration, ours or a schedule's."""
        with locks(load(self.path))("run") as free:
            return not free

    def last_words(self) -> str:
        """What the child process said, its end where that is long."""
        try:
            return (load(self.path).data_dir / LOG).read_text("utf-8", "replace")[-2000:]
        except OSError:
            return ""


def told(words: list[str]) -> Mapping[str, Any]:
    """The JSON document of a command that runs as a child process; ConfigError with its own sentence where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [*_earshot(), *words], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, env={**os.environ}
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ConfigError(f"no answer within {PATIENCE} s; try with fewer sources") from None
    except ValueError:
        raise ConfigError(done.stderr.strip().removeprefix("earshot: ") or "the command said nothing") from None
    return found if isinstance(found, dict) else {}


def _earshot() -> list[str]:
    return [sys.executable, "-m", "earshot"]
