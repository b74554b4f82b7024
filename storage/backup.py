"""Copies of a database: dated ones in a folder, and the file written anew so that erased text is in none of its bytes.

Bringing a copy back is in storage/restore.py.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import duckdb

from domain.errors import StorageError
from storage import engine
from storage.connection import Database
from storage.lake import Lake
from storage.migrate import backups
from storage.snapshots import settle

_KEPT = 7
_DATE = "%Y%m%dT%H%M%S%f"
# How far a clock may differ without being wrong.
AHEAD = timedelta(hours=1)
_UNFINISHED = (".fresh", ".restoring")
_MEMORY = "2GB"


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


def rewrite(database: Database) -> dict[str, int]:
    """Write the file anew, row by row, and drop what may still hold the old bytes; then publish.

    DELETE leaves text in the file; only a new file is free of it. Returns how many snapshots and how many copies
    made before migrations were dropped, as {"snapshots": n, "backups": n}.
    """
    if isinstance(database, Lake):
        return {**database.scrub(), "backups": 0}
    with database.exclusive():
        clear_unfinished(database)
        fresh = beside(database, ".fresh")
        with engine.writer(database.path, memory_limit=_MEMORY) as con, engine.translated(database.path):
            copy_rows(con, fresh)
        settle(fresh)
        fresh.replace(database.path)
        database.close()
        dropped = {"snapshots": database.snapshots.forget(), "backups": 0}
        for old in backups(database.path):
            old.unlink()
            dropped["backups"] += 1
    database.publish()
    return dropped


def copy_rows(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    """Write every row of the open database into a new file."""
    con.execute("attach '{}' as fresh".format(str(fresh).replace("'", "''")))
    name = con.execute("select current_database()").fetchall()[0][0]
    con.execute('copy from database "{}" to fresh'.format(name.replace('"', '""')))
    con.execute("detach fresh")


def clear_unfinished(database: Database) -> None:
    """Remove what a rewriting or a restore that was killed left behind; only the holder of the turnstile may."""
    for suffix in _UNFINISHED:
        for left in database.path.parent.glob(f"{database.path.name}{suffix}*"):
            left.unlink()


def beside(database: Database, suffix: str) -> Path:
    """A name beside the database for a file that is not whole yet."""
    return database.path.with_name(f"{database.path.name}{suffix}")
