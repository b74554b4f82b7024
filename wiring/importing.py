"""A person's file on its way in by a page: kept for as long as it takes, read by a child process, then removed."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Config
from domain.errors import ConfigError, EarshotError, ImportFileError, NotAllowed
from domain.imports import Answer, Ask, Progress, needs
from domain.people import Person, Right
from pipeline import saved_maps
from pipeline.uploads import FOLDER, sweep
from storage.connection import Database
from tables.look import Look, look
from tables.map_text import toml
from tables.rows import ReadOptions
from wiring.people import NAME

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 20 * 2**20
SHOWN = 8
MAP, SAID, WORDS, TOLD = "map.toml", "said.json", "words.txt", "progress.txt"
READING = "import-reading.log"
COUNTS = ("accepted", "new", "changed", "unchanged", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """The imports of one person; every step asks anew what they may do. Raises NotAllowed, ConfigError."""

    config: Config
    database: Database
    allowed: Callable[[Right], Person]
    begin: Callable[..., "subprocess.Popen[bytes]"] = subprocess.Popen

    def take(self, name: str, data: bytes) -> Path:
        """Put an uploaded file where child processes find it and nobody else does; ImportFileError where too large."""
        self.allowed(Right.TRIAGE)
        if len(data) > LARGEST:
            raise ImportFileError(
                f"{name}: over {LARGEST >> 20} MB, which is too much for a page; in a shell: "
                "python -m earshot import WHAT FILE --brand BRAND"
            )
        folder = self.config.data_dir / FOLDER
        sweep(folder, time.time())
        parcel = folder / secrets.token_hex(8)
        parcel.mkdir(parents=True, mode=0o700)
        path = parcel / _plain(name)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        return path

    def look(self, path: Path, reading: ReadOptions | None = None) -> Look:
        """Columns, first values, what it seems to be; raises ImportFileError, ConfigError without the folder's name."""
        try:
            return look(self._ours(path), reading)
        except EarshotError as error:
            raise ImportFileError(_short(str(error), path)) from error

    def saved(self, brand: str, headers: Sequence[str]) -> tuple[str, dict[str, dict[str, object]]] | None:
        """What a file with these headings was last imported as, and by which map."""
        if not self.database.snapshot_name:
            return None
        with self.database.read() as queries:
            return saved_maps.recall(queries.setting, brand, headers)

    def start(self, ask: Ask) -> "subprocess.Popen[bytes]":
        """Begin the import, or its trial, as a child process; a stored file is removed without waiting for a page."""
        person = self.allowed(needs(ask.what))
        folder = self._ours(ask.path).parent
        (folder / MAP).write_text(toml(ask.document, ask.what), "utf-8")
        words = [str(ask.what), str(ask.path), "--brand", ask.brand, "--map", str(folder / MAP), "--show", str(SHOWN)]
        words += ["--progress", str(folder / TOLD)]
        words += ["--dry-run"] if ask.trial else ["--remember"]
        words += ["--source", ask.source] if ask.what == "reviews" else []
        command = self._earshot("import", *words, "--json")
        with (folder / SAID).open("wb") as said, (folder / WORDS).open("wb") as log:
            child = self.begin(command, cwd=ROOT, stdout=said, stderr=log, env={**os.environ, NAME: person.name})
        if not ask.trial:
            threading.Thread(target=_remove_after, args=(child, ask.path), daemon=True).start()
        return child

    def read(self) -> "subprocess.Popen[bytes]":
        """Begin to read what was stored, as `earshot analyze` does, as a child process; a `run` would do it, too."""
        self.allowed(Right.TRIAGE)
        with (self.config.data_dir / READING).open("wb") as log:
            return self.begin(self._earshot("analyze"), cwd=ROOT, stdout=log, stderr=log)

    def answer(self, path: Path) -> Answer:
        """What the child process said, in full once it has ended."""
        folder = self._ours(path).parent
        try:
            found = json.loads((folder / SAID).read_text("utf-8"))
        except (OSError, ValueError):
            return Answer(error=_short(_last_words(folder), path))
        return _answer(found, path)

    def progress(self, path: Path) -> Progress | None:
        """How far the child process is; None before it said so, and once the file is gone."""
        try:
            stage, rows, total = (self._ours(path).parent / TOLD).read_text("utf-8").split()
            return Progress(stage=stage, rows=int(rows), total=int(total))
        except (OSError, ValueError, EarshotError):
            return None

    def rejects(self, name: str) -> bytes:
        """The CSV of rejected rows that an import wrote; ConfigError where it is gone."""
        self.allowed(Right.TRIAGE)
        path = self.config.data_dir / "rejects" / Path(name).name
        try:
            return path.read_bytes()
        except OSError:
            raise ConfigError("the rejected rows are no longer there; import the file once more") from None

    def drop(self, path: Path) -> None:
        """Remove an uploaded file and all that was said about it."""
        shutil.rmtree(self._ours(path).parent, ignore_errors=True)

    def _earshot(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "earshot", "--config", str(self.config.path), *words]

    def _ours(self, path: Path) -> Path:
        folder = self.config.data_dir / FOLDER
        if path.resolve().parent.parent != folder.resolve():
            raise NotAllowed(f"{path.name}: not a file that was brought to this page")
        if not path.parent.is_dir():
            raise ImportFileError(f"{path.name}: is no longer there; drop it once more")
        return path


def _plain(name: str) -> str:
    """A file name that nothing but a name can be made of; its endings stay, they tell the format."""
    kept = re.sub(r"[^A-Za-z0-9._-]+", "_", Path(name).name).strip("._-")[-80:]
    return kept or "file"


def _short(told: str, path: Path) -> str:
    return told.replace(str(path.parent / MAP), "the map").replace(f"{path.parent}/", "")


def _last_words(folder: Path) -> str:
    try:
        told = (folder / WORDS).read_text("utf-8", "replace")
    except OSError:
        told = ""
    ours = told.rpartition("earshot: ")[2].strip()
    return ours[-2000:] or "the import ended without a word; try again"


def _answer(found: Mapping[str, Any], path: Path) -> Answer:
    return Answer(
        counts={name: int(found.get(name) or 0) for name in COUNTS},
        rows=tuple(found.get("rows") or ()),
        rejects=tuple({key: str(value) for key, value in one.items()} for one in found.get("rejects") or ()),
        warnings=tuple(_short(str(one), path) for one in found.get("warnings") or ()),
        first=str(found.get("first") or ""),
        last=str(found.get("last") or ""),
        rejects_file=Path(found.get("rejects_file") or "").name,
    )


def _remove_after(child: "subprocess.Popen[bytes]", path: Path) -> None:
    """Once the rows are stored the file has no business here; one that was refused stays for a second try."""
    if child.wait() in (0, 1):
        with suppress(OSError):
            path.unlink(missing_ok=True)
