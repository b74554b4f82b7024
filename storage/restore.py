"""Brings a copy of a database back in one step: all is prepared in a file beside it, which then takes its name."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from glob import escape
from pathlib import Path

import duckdb

from domain.errors import StorageError
from storage import engine, migrate
from storage.backup import copies
from storage.connection import Database
from storage.copying import copy_whole, settle
from storage.rewriting import beside, copy_rows, unfinished
from storage.store import Store

_MEMORY = "2GB"

Tombstone = tuple[str, str, datetime]


def restore(database: Database, folder: Path, *, note: Callable[[Store], None] = lambda store: None) -> Path:
    """Bring the newest copy in a folder back, and publish it; returns the copy's path.

    What was erased since the copy was made is erased from it again, and `note` may write besides. Killed at any
    moment, the database is the old one or the new one, whole. One that can no longer be opened is replaced as well;
    what was erased is then read from its published snapshot.
    """
    found = copies(database, folder)
    if not found:
        raise StorageError(f"{folder}: holds no copy named {database.path.stem}-*.duckdb")
    with database.replacing(), unfinished(database.path):
        with _saying_which(found[-1]):
            fresh = _prepared(database, found[-1], _buried(database), note)
        # Only a broken file still has a log; the new one must not get it.
        for log in database.path.parent.glob(f"{escape(database.path.name)}.wal*"):
            log.unlink()
        fresh.replace(database.path)
    database.publish()
    return found[-1]


@contextmanager
def _saying_which(copy: Path) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        if not engine.broken(error):
            raise
        raise StorageError(
            f"{copy}: is damaged, and nothing was changed; move it away, and the copy before it is taken"
        ) from error


def _prepared(database: Database, copy: Path, buried: list[Tombstone], note: Callable[[Store], None]) -> Path:
    """A file beside the database that holds the copy's rows, less what was erased, in today's schema."""
    side, fresh = beside(database.path, ".restoring"), beside(database.path, ".fresh")
    copy_whole(copy, side)
    with engine.writer(side, memory_limit=_MEMORY) as con, engine.translated(copy):
        migrate.migrate(con, side)
        store = Store(con, timezone=database.timezone)
        con.begin()
        store.erasures.add(buried)
        note(store)
        store.finish()
        con.commit()
        # Deleted rows leave their bytes in a file; only a new one is free of them.
        copy_rows(con, fresh)
    settle(fresh)
    side.unlink()
    return fresh


def _buried(database: Database) -> list[Tombstone]:
    """What was erased, by the database or, where it is broken, by its snapshot; the turnstile is held."""
    if not database.exists():
        return []
    with suppress(StorageError), engine.writer(database.path, memory_limit=_MEMORY) as con:
        return _tombstones(con)
    name = database.snapshot_name
    if not name:
        return []
    with closing(engine.shared_reader(database.snapshots.path(name))) as con:
        return _tombstones(con)


def _tombstones(con: duckdb.DuckDBPyConnection) -> list[Tombstone]:
    try:
        return con.execute("select kind, key, made_at from tombstones order by all").fetchall()
    except duckdb.CatalogException:
        # A file that no command has migrated yet.
        return []
