"""The database on many machines: a DuckLake behind the same face as a file.

All that it needs differently from a file is in this folder. One writer at a time, as with a file, but between machines:
a lock in the catalogue. Whoever loses that lock without noticing (a machine that slept) meets the fence, a row that
every transaction writes, and cannot commit.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import duckdb

from domain.errors import StorageBusy, StorageError
from storage import engine, migrate
from storage.connection import Database, Report
from storage.lake import lock, upkeep
from storage.lake.address import LAKE, LakeAddress, NoLake, connect
from storage.lake.sql import LakeQueries
from storage.queries import OfficeMinutes, Queries
from storage.shapes import Size
from storage.space import raw_beside
from storage.store import Store
from storage.verify import problems

_NOT_MIGRATED = "its schema is older than this Earshot, or it is new; run: python -m earshot migrate"
_NO_COPY = (
    "a lake is not copied as a file; back up the catalogue with pg_dump and the bucket with its service's own versions,"
    " catalogue first (docs/operations.md, More than one machine)"
)


class Lake(Database):
    """A lake's rows, in place of one file's; making the object touches nothing.

    folder: of this machine, for what never leaves it: raw payloads, locks.
    """

    def __init__(
        self,
        address: LakeAddress,
        folder: Path,
        *,
        timezone: str = "UTC",
        lock_timeout: float = 60.0,
        memory_limit: str = "2GB",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        office_minutes: OfficeMinutes | None = None,
    ) -> None:
        super().__init__(
            folder / "earshot.duckdb",
            timezone=timezone,
            lock_timeout=lock_timeout,
            memory_limit=memory_limit,
            clock=clock,
            office_minutes=office_minutes,
        )
        self.address = address
        self._shown = Path(address.shown)
        self._open: dict[tuple[int, bool], tuple[duckdb.DuckDBPyConnection, int]] = {}
        self._connecting = threading.Lock()

    def exists(self) -> bool:
        """Whether the lake was ever written."""
        return bool(self.snapshot_name)

    @property
    def snapshot_name(self) -> str:
        """The lake's newest snapshot; empty where there is no lake yet."""
        try:
            with engine.translated(self._shown), self._cursor_of(writes=False) as con:
                return _snapshot(con) if migrate.schema(con).applied else ""
        except NoLake:
            return ""

    @contextmanager
    def write(self, *, publish: bool = False, more: bool = False) -> Iterator[Store]:
        """One transaction, all or nothing; readers see it the moment it ends, whatever `publish` and `more` say.

        Raises StorageBusy where another writer does not finish in time, or has taken over meanwhile.
        """
        with self._turn() as con:
            if migrate.behind(con, self._shown):
                self._step_up(con)
            con.begin()
            try:
                lock.fence(con)
                store = Store(con, timezone=self.timezone)
                yield store
                store.finish()
                con.commit()
            except duckdb.TransactionException as error:
                if "conflict" not in str(error):
                    raise
                raise StorageBusy(
                    f"{self._shown}: another machine took over while this one wrote; try again"
                ) from error

    @contextmanager
    def read(self) -> Iterator[Queries]:
        """Questions to the newest snapshot; all that are asked in one block see the same one."""
        with engine.translated(self._shown), self._cursor_of(writes=False) as con:
            if migrate.behind(con, self._shown):
                raise StorageError(f"{self._shown}: {_NOT_MIGRATED}")
            con.begin()
            yield LakeQueries(
                con, snapshot=_snapshot(con), clock=self._clock, size=self.size, office_minutes=self._office_minutes
            )

    def publish(self) -> str:
        """Nothing to do but to say where readers are: they see every commit at once."""
        if not self.exists():
            self.migrate()
        return self.snapshot_name

    def migrate(self) -> list[str]:
        """Bring the lake to today's schema; returns what was applied."""
        with self._turn() as con:
            return self._step_up(con) if migrate.behind(con, self._shown) else []

    def verify(self) -> Report:
        """Check everything that no constraint enforces; writers wait meanwhile."""
        with self._turn() as con:
            con.begin()
            found = list(problems(con))
        return {"ok": not found, "problems": found}

    def size(self) -> Size:
        """Bytes of the lake's files, and bytes left on this machine, which keeps raw payloads only."""
        stored = 0
        with suppress(StorageError), engine.translated(self._shown), self._cursor_of(writes=False) as con:
            stored = upkeep.stored(con)
        disk = next((p for p in (self.path.parent, *self.path.parent.parents) if p.exists()), Path("/"))
        raw = raw_beside(self.path)
        kept = raw.stat().st_size if raw.exists() else 0
        return Size(database=stored, snapshots=0, free=shutil.disk_usage(disk).free, raw=kept)

    def close(self) -> None:
        """Let go of both connections; the next use opens them again."""
        with self._connecting:
            for con, _ in self._open.values():
                con.close()
            self._open.clear()

    def maintain(self) -> dict[str, int]:
        """Write small rows out of the catalogue, merge small files, forget old snapshots, remove what they held."""
        with self._turn() as con:
            return upkeep.maintain(con)

    def rewrite(self) -> dict[str, int]:
        """Write every file anew that held a deleted row, forget every old snapshot, remove what they held."""
        with self._turn() as con:
            return {**upkeep.scrub(con), "backups": 0}

    @contextmanager
    def lock(self, name: str) -> Iterator[bool]:
        """Enter with True where the lock `name` is ours, between all machines of this lake, until we leave."""
        with engine.translated(self._shown), self._cursor_of(writes=True) as con:
            yield lock.try_lock(con, self.address, name)

    def exclusive(self) -> NoReturn:
        """A lake is never one file that could be copied or replaced; raises StorageError with what to do instead."""
        raise StorageError(f"{self._shown}: {_NO_COPY}")

    def replacing(self) -> NoReturn:
        """The same for a restore."""
        self.exclusive()

    @contextmanager
    def _turn(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to write with, while all other writers wait."""
        with engine.translated(self._shown), self._cursor_of(writes=True) as gate:
            lock.acquire(gate, self.address, self._lock_timeout)
            with self._cursor_of(writes=True) as con:
                yield con

    @contextmanager
    def _cursor_of(self, *, writes: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own; what it has begun and not committed is rolled back."""
        con = self._instance_of(writes).cursor()
        try:
            con.execute(f"use {LAKE}")
            yield con
        finally:
            with suppress(duckdb.Error):
                con.rollback()
            con.close()

    def _instance_of(self, writes: bool) -> duckdb.DuckDBPyConnection:
        # A forked child must not talk on its parent's sockets.
        key = (os.getpid(), writes)
        with self._connecting:
            if key in self._open:
                con, oldest = self._open[key]
                if upkeep.oldest(con) == oldest:
                    return con
                # What an instance remembers of snapshots that are gone brings it down: it starts anew. Cursors that
                # still run keep the old one alive until they are closed.
                con.close()
                del self._open[key]
            con = connect(self.address, memory_limit=self._memory_limit, writes=writes)
            self._open[key] = con, upkeep.oldest(con)
            return con

    def _step_up(self, con: duckdb.DuckDBPyConnection) -> list[str]:
        applied = migrate.migrate(con, self._shown)
        lock.prepare(con)
        return applied


def _snapshot(con: duckdb.DuckDBPyConnection) -> str:
    found = con.execute(f"from {LAKE}.current_snapshot()").fetchone()
    return f"lake-{found[0]}" if found else ""
