"""Copies of a database, dated ones in a folder; bringing one back is in storage/restore.py."""

import re
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from domain.errors import StorageError
from storage import engine
from storage.connection import Database
from storage.copying import copy_whole
from storage.writes.settings import Settings

_KEPT = 7
_MEMORY = "256MB"
_DATE = "%Y%m%dT%H%M%S%f"
# One that was made before a migration names the last step that it has seen.
_DATED = re.compile(r"-(\d{8}T\d{12})(?:-\d{4}_\w+)?\.duckdb(\.tmp)?")
# How far a clock may differ without being wrong.
AHEAD = timedelta(hours=1)


def back_up(database: Database, folder: Path, *, keep: int = _KEPT) -> Path:
    """Copy the database into a folder under a dated name, the newest `keep` copies stay; returns the copy's path."""
    if not database.exists():
        raise StorageError(f"{database.path}: there is nothing to back up yet")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{database.path.stem}-{datetime.now(UTC):{_DATE}}.duckdb"
    with database.exclusive():
        # Of a backup that was killed; no other can be at work while we keep writers out.
        for left in held(database, folder):
            if left.suffix == ".tmp":
                left.unlink()
        copy_whole(database.path, copy)
    for old in copies(database, folder)[:-keep]:
        # Where the clock was set back, the new copy sorts before older ones.
        if old != copy:
            old.unlink()
    return copy


def copies(database: Database, folder: Path) -> list[Path]:
    """The dated copies of a database in a folder, oldest first; those of a clock that was ahead come first."""
    # A clock of another machine may be some minutes ahead.
    latest = datetime.now(UTC) + AHEAD
    return [copy for _, copy in sorted(dated(database.path, folder), key=lambda one: (one[0] <= latest, one))]


def secret_mark(copy: Path) -> str | None:
    """The fingerprint of the secret that a copy was written with; None where it has none or cannot be read."""
    with suppress(StorageError, duckdb.Error), closing(engine.reader(copy, memory_limit=_MEMORY)) as con:
        return Settings(con).get("secret")
    return None


def dated(path: Path, folder: Path) -> list[tuple[datetime, Path]]:
    """The copies of the database at `path` in a folder, each with when it was made (aware UTC), in no order.

    Another database's may lie beside them: "acme-eu" is not "acme".
    """
    found = []
    for file in folder.glob("*.duckdb"):
        if name := _named(path, file):
            with suppress(ValueError):
                found.append((datetime.strptime(name[1], _DATE).replace(tzinfo=UTC), file))
    return found


def held(database: Database, folder: Path) -> list[Path]:
    """All files of a folder that hold rows of a database: its copies, and halves of copies that were killed."""
    return [file for file in folder.glob("*.duckdb*") if _named(database.path, file)]


def _named(path: Path, file: Path) -> re.Match[str] | None:
    return _DATED.fullmatch(file.name.removeprefix(path.stem)) if file.name.startswith(path.stem) else None
