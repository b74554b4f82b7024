"""The database as the house sees it: one writer at a time, readers on a published snapshot that never blocks them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import TypedDict

import duckdb

from domain.errors import StorageError
from storage import engine, migrate
from storage.queries import OfficeMinutes, Queries
from storage.rewriting import rewrite
from storage.shapes import Size
from storage.snapshots import Snapshots
from storage.space import measured
from storage.store import Store
from storage.turnstile import turnstile
from storage.verify import problems

_OPENING_TRIES = 20


class Report(TypedDict):
    """What a check of the database found: a sentence for each problem."""

    ok: bool
    problems: list[str]


class Database:
    """One DuckDB file and its snapshots; making the object touches nothing.

    lock_timeout: seconds to queue behind other writers before StorageBusy. publish_every: least seconds between
    two snapshots that follow a write by themselves. office_minutes: open minutes between two moments, given the
    opening hours as text and a time zone; without it the business-hours figures have no data.
    """

    def __init__(
        self,
        path: Path,
        *,
        timezone: str = "UTC",
        lock_timeout: float = 60.0,
        publish_every: float = 5.0,
        memory_limit: str = "2GB",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        office_minutes: OfficeMinutes | None = None,
    ) -> None:
        self.path = Path(path)
        self.timezone = timezone
        self.snapshots = Snapshots(self.path)
        self._lock_timeout = lock_timeout
        self._publish_every = publish_every
        self._memory_limit = memory_limit
        self._clock = clock
        self._office_minutes = office_minutes
        self._migrated = False
        self._opening = threading.Lock()
        self._reader: tuple[str, duckdb.DuckDBPyConnection] | None = None

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self.path.exists()

    @property
    def snapshot_name(self) -> str:
        """The published snapshot's name, for cache keys; empty where there is none."""
        return self.snapshots.current()

    @contextmanager
    def write(self, *, publish: bool = False, more: bool = False) -> Iterator[Store]:
        """One transaction on the database, all or nothing; a schema that is behind is migrated first.

        Publishes a snapshot afterwards where the throttle allows, always with `publish` (a person's action). With
        `more`, because more is to be written soon, what is not published yet stays in the log beside the file, as safe.
        Raises StorageBusy where another writer does not finish in time.
        """
        with self._writing():
            with self._opened() as con, engine.translated(self.path):
                store = Store(con, timezone=self.timezone)
                con.begin()
                try:
                    yield store
                    store.finish()
                    con.commit()
                except BaseException:
                    # A commit that failed has already ended its transaction.
                    with suppress(duckdb.Error):
                        con.rollback()
                    raise
                # What an older Earshot published cannot be read any more.
                shown = publish or self._migrated or self.snapshots.due(self._publish_every)
                if more and not shown:
                    engine.leave_log(con)
            if shown:
                self._publish()

    @contextmanager
    def read(self) -> Iterator[Queries]:
        """Questions to the published snapshot, on a cursor of their own; any number of threads at once.

        Raises StorageError where nothing was published yet, or by an older Earshot.
        """
        cursor, name = self._cursor()
        path = self.snapshots.path(name)
        with engine.translated(path), ExitStack() as opened:
            opened.callback(cursor.close)
            yield Queries(
                cursor,
                snapshot=name,
                clock=self._clock,
                size=self.size,
                office_minutes=self._office_minutes,
                larger=lambda: opened.enter_context(engine.own_reader(path, memory_limit=self._memory_limit)),
            )

    def publish(self) -> str:
        """Copy the database for readers, whatever the throttle says; returns the snapshot's name."""
        with self._writing():
            return self._publish()

    def migrate(self) -> list[str]:
        """Bring the file to today's schema, backing it up first; returns what was applied, [] where all was."""
        with self._writing():
            if applied := self._migrate():
                self._publish()
            return applied

    def verify(self) -> Report:
        """Check everything that no constraint enforces, on the database itself; writers wait meanwhile."""
        with self._writing(), self._opened() as con:
            found = list(problems(con))
        return {"ok": not found, "problems": found}

    def size(self) -> Size:
        """Bytes used and bytes left where the database lies."""
        return measured(self.path, self.snapshots.folder)

    def maintain(self) -> dict[str, int]:
        """Nothing: a file needs no upkeep; {"snapshots": forgotten, "files": removed}."""
        return {"snapshots": 0, "files": 0}

    def rewrite(self) -> dict[str, int]:
        """Take deleted text out of every byte: write the file anew, drop what holds the old one's, then publish.

        Returns how many snapshots and how many copies made before migrations went, {"snapshots": n, "backups": n}.
        """
        with self.exclusive():
            rewrite(self.path, memory_limit=self._memory_limit)
            self.close()
            dropped = {"snapshots": self.snapshots.forget(), "backups": migrate.drop_backups(self.path)}
        self.publish()
        return dropped

    def close(self) -> None:
        """Let go of the snapshot; the next read opens it again."""
        with self._opening:
            self._reader = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep writers out and the file closed and whole, for whoever copies or replaces it (erasing, backup)."""
        with self._writing():
            self._settle()
            yield

    @contextmanager
    def replacing(self) -> Iterator[None]:
        """The same for a restore, which also replaces a file that is broken and takes its log no more."""
        with self._writing():
            with suppress(StorageError):
                self._settle()
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with turnstile(self.path, timeout=self._lock_timeout):
            yield

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with ExitStack() as files:
            con = files.enter_context(engine.writer(self.path, memory_limit=self._memory_limit))
            if migrate.behind(con, self.path):
                files.close()
                self._migrate()
                con = files.enter_context(engine.writer(self.path, memory_limit=self._memory_limit))
            yield con

    def _migrate(self) -> list[str]:
        with engine.writer(self.path, memory_limit=self._memory_limit) as con:
            if not migrate.behind(con, self.path):
                return []
            found = migrate.schema(con)
        if migrate.missing(found, self.path):
            migrate.back_up(self.path, found)
        self._migrated = True
        with engine.writer(self.path, memory_limit=self._memory_limit) as con, engine.translated(self.path):
            return migrate.migrate(con, self.path)

    def _settle(self) -> None:
        # A killed writer leaves its log beside the file; a copy of the file alone would miss what the log holds.
        if any(self.path.parent.glob(f"{escape(self.path.name)}.wal*")):
            with engine.writer(self.path, memory_limit=self._memory_limit) as con, engine.translated(self.path):
                con.execute("checkpoint")

    def _publish(self) -> str:
        if not self.exists():
            self._migrate()
        self._settle()
        # A broken file is not copied over the last good snapshots: opening it says what is wrong.
        engine.reader(self.path, memory_limit=self._memory_limit).close()
        try:
            name = self.snapshots.publish()
        except OSError as error:
            why = str(error.strerror)
            raise StorageError(f"{self.snapshots.folder}: {why}{engine.remedy(why, self.path)}") from error
        self._migrated = False
        return name

    def _cursor(self) -> tuple[duckdb.DuckDBPyConnection, str]:
        with self._opening:
            for _ in range(_OPENING_TRIES):
                name = self.snapshots.current()
                if not name:
                    raise StorageError(f"{self.path}: nothing is published yet; run: python -m earshot run")
                # A snapshot can be pruned between reading its name and opening it: read the name again.
                with suppress(FileNotFoundError):
                    return self._instance(name).cursor(), name
            raise StorageError(
                f"{self.snapshots.folder}: the published snapshot is missing; run: python -m earshot run"
            )

    def _instance(self, name: str) -> duckdb.DuckDBPyConnection:
        if self._reader and self._reader[0] == name:
            return self._reader[1]
        con = engine.shared_reader(self.snapshots.path(name))
        try:
            migrate.readable(con, self.path)
        except BaseException:
            con.close()
            raise
        # The old one is let go and not closed: that would cut off whoever still asks it, in the middle of an answer.
        self._reader = (name, con)
        return con
