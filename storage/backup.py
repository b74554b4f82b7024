"""Backing a database up, bringing it back, and writing its file anew so that erased text is in none of its bytes."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import duckdb

from domain.errors import StorageError
from storage import engine
from storage.connection import Database
from storage.migrate import backups

_KEPT = 7


def back_up(database: Database, folder: Path, *, keep: int = _KEPT) -> Path:
    """Copy the database into a folder under a dated name, the newest `keep` copies stay; returns the copy's path."""
    if not database.exists():
        raise StorageError(f"{database.path}: there is nothing to back up yet")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{database.path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"
    with database.exclusive():
        _copy(database.path, copy)
    for old in _copies(database, folder)[:-keep]:
        old.unlink()
    return copy


def restore(database: Database, folder: Path) -> Path:
    """Bring the newest copy in a folder back, and publish it; returns the copy's path.

    What was erased since the copy was made is erased from it again. A database that can no longer be opened is
    replaced as well; what was erased is then read from its published snapshot.
    """
    copies = _copies(database, folder)
    if not copies:
        raise StorageError(f"{folder}: holds no copy named {database.path.stem}-*.duckdb")
    buried = _buried(database)
    with database.exclusive():
        _copy(copies[-1], database.path)
    with database.write() as store:
        store.erasures.add(buried)
    rewrite(database)
    return copies[-1]


def _buried(database: Database) -> list[tuple[str, str, datetime]]:
    if not database.exists():
        return []
    try:
        with database.write() as store:
            return store.erasures.known()
    except StorageError:
        name = database.snapshot_name
        if not name:
            return []
        with closing(engine.reader(database.snapshots.path(name), memory_limit="2GB")) as con:
            return con.execute("select kind, key, made_at from tombstones order by all").fetchall()


def rewrite(database: Database) -> dict[str, int]:
    """Write the file anew, row by row, and drop what may still hold the old bytes; then publish.

    DELETE leaves text in the file; only a new file is free of it. Returns how many snapshots and how many copies
    made before migrations were dropped, as {"snapshots": n, "backups": n}.
    """
    with database.exclusive():
        fresh = database.path.with_name(f"{database.path.name}.fresh")
        fresh.unlink(missing_ok=True)
        with engine.writer(database.path, memory_limit="2GB") as con, engine.translated(database.path):
            _copy_rows(con, fresh)
        fresh.replace(database.path)
        database.close()
        dropped = {"snapshots": database.snapshots.forget(), "backups": 0}
        for old in backups(database.path):
            old.unlink()
            dropped["backups"] += 1
    database.publish()
    return dropped


def _copy_rows(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    con.execute("attach '{}' as fresh".format(str(fresh).replace("'", "''")))
    name = con.execute("select current_database()").fetchall()[0][0]
    con.execute('copy from database "{}" to fresh'.format(name.replace('"', '""')))
    con.execute("detach fresh")


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.tmp")
    copyfile(source, unfinished)
    unfinished.replace(target)


def _copies(database: Database, folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{database.path.stem}-*T*.duckdb"))
