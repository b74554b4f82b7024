"""Copies of a database, dated ones in a folder; bringing one back is in storage/restore.py."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

from domain.errors import StorageError
from storage.connection import Database
from storage.snapshots import settle

_KEPT = 7
_DATE = "%Y%m%dT%H%M%S%f"
# How far a clock may differ without being wrong.
AHEAD = timedelta(hours=1)


def back_up(database: Database, folder: Path, *, keep: int = _KEPT) -> Path:
    """Copy the database into a folder under a dated name, the newest `keep` copies stay; returns the copy's path."""
    if not database.exists():
        raise StorageError(f"{database.path}: there is nothing to back up yet")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{database.path.stem}-{datetime.now(UTC):{_DATE}}.duckdb"
    unfinished = copy.with_name(f"{copy.name}.tmp")
    with database.exclusive():
        # Of a backup that was killed; no other can be at work while we keep writers out.
        for left in folder.glob(f"{database.path.stem}-*T*.duckdb.tmp"):
            left.unlink()
        try:
            copyfile(database.path, unfinished)
            settle(unfinished)
            unfinished.replace(copy)
        finally:
            unfinished.unlink(missing_ok=True)
    for old in copies(database, folder)[:-keep]:
        # Where the clock was set back, the new copy sorts before older ones.
        if old != copy:
            old.unlink()
    return copy


def copies(database: Database, folder: Path) -> list[Path]:
    """The dated copies of a database in a folder, oldest first; those of a clock that was ahead come first."""
    # A clock of another machine may be some minutes ahead.
    now = f"{database.path.stem}-{datetime.now(UTC) + AHEAD:{_DATE}}.duckdb"
    return sorted(folder.glob(f"{database.path.stem}-*T*.duckdb"), key=lambda copy: (copy.name <= now, copy.name))
