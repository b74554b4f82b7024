"""What services sent, as it came: a file of its own beside the database, never copied for readers, soon forgotten.

Losing it loses no mention. Nothing here takes the database's own lock.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from domain.errors import StorageError
from domain.identity import stable_id
from storage import engine
from storage.copying import settle
from storage.frames import BIGINT, TEXT, TIME, arrive, aware, clean, utc
from storage.rewriting import beside, copy_rows, unfinished
from storage.space import raw_beside
from storage.turnstile import turnstile

_MEMORY = "512MB"
_COLUMNS = {
    "mention_id": BIGINT,
    "author_key": TEXT,
    "source": TEXT,
    "kind": TEXT,
    "seen_at": TIME,
    "digest": BIGINT,
    "payload": TEXT,
}
# One row per mention: what its service sent last, and when that came. Never migrated: a new shape takes a new name.
_TABLE = """
    create table if not exists payloads (
        mention_id bigint, author_key varchar, source varchar, kind varchar, seen_at timestamp, digest bigint,
        payload varchar
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a service sent about one mention, of which a part may be cut off."""

    mention_id: int
    author_key: str | None
    source: str
    kind: str
    seen_at: datetime
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What must not be kept: mentions by id, authors by key."""

    mentions: Collection[int] = ()
    authors: Collection[str] = ()


class RawFile:
    """The file of one database; making the object touches nothing, and it is made with the first payload.

    lock_timeout: seconds to queue behind another process before StorageBusy.
    """

    def __init__(self, database: Path, *, lock_timeout: float = 20.0) -> None:
        self.path = raw_beside(database)
        self._lock_timeout = lock_timeout

    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self.path.exists()

    def keep(self, payloads: Sequence[Payload], erased: Callable[[], Erased], *, before: datetime) -> int:
        """Write what differs from what is there and drop what was seen last before a moment; returns how many came.

        `erased` is asked once writers are kept out, so that nobody is erased between its answer and the writing.
        """
        if not payloads and not self.exists():
            return 0
        with self._opened() as con:
            con.execute("delete from payloads where seen_at < $before", {"before": utc(before)})
            return _merge(con, payloads, erased()) if payloads else 0

    def find(self, mention_id: int) -> Payload | None:
        """What was sent about a mention; None where nothing is kept."""
        if not self.exists():
            return None
        with self._opened() as con:
            row = con.execute(
                "select mention_id, author_key, source, kind, seen_at, payload from payloads where mention_id = $id",
                {"id": mention_id},
            ).fetchone()
        if row is None:
            return None
        key, author, source, kind, seen, payload = row
        moment = aware(seen) or seen
        return Payload(
            mention_id=key, author_key=author, source=source, kind=kind, seen_at=moment, payload=payload or ""
        )

    def erase(self, erased: Erased) -> int:
        """Remove those payloads and write the file anew, so that no byte of them stays; returns how many there were."""
        if not self.exists():
            return 0
        with turnstile(self.path, timeout=self._lock_timeout):
            try:
                return self._rewritten(erased)
            except StorageError:
                # It cannot be read, so nobody can say what is in it.
                self._unlink()
                return 0

    def drop(self) -> bool:
        """Remove the file: nothing is to be kept; returns whether there was one."""
        if not self.exists():
            return False
        with turnstile(self.path, timeout=self._lock_timeout):
            self._unlink()
        return True

    def _rewritten(self, erased: Erased) -> int:
        with unfinished(self.path):
            fresh = beside(self.path, ".fresh")
            with engine.writer(self.path, memory_limit=_MEMORY) as con, engine.translated(self.path):
                con.execute(_TABLE)
                removed = _remove(con, erased)
                # A file keeps the bytes of deleted rows, also of what was replaced or has run out long ago.
                copy_rows(con, fresh)
            settle(fresh)
            fresh.replace(self.path)
            return removed

    def _unlink(self) -> None:
        with unfinished(self.path):
            for suffix in ("", ".wal"):
                beside(self.path, suffix).unlink(missing_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with turnstile(self.path, timeout=self._lock_timeout):
            if self.exists() and self.path.stat().st_size == 0:
                # No copy of it is kept anywhere, and nothing is in it.
                self._unlink()
            with engine.writer(self.path, memory_limit=_MEMORY) as con, engine.translated(self.path):
                con.execute(_TABLE)
                yield con


def _merge(con: duckdb.DuckDBPyConnection, payloads: Sequence[Payload], erased: Erased) -> int:
    rows = {
        p.mention_id: (p.mention_id, p.author_key, p.source, p.kind, utc(p.seen_at), stable_id(text), text)
        for p in payloads
        if p.mention_id not in erased.mentions and p.author_key not in erased.authors
        if (text := clean(p.payload)) is not None
    }
    arrive(con, "sent", _COLUMNS, list(rows.values()))
    con.begin()
    con.execute("""
        delete from sent where (mention_id, digest) in (select mention_id, digest from payloads)
    """)
    con.execute("delete from payloads where mention_id in (select mention_id from sent)")
    added = con.execute("insert into payloads select * from sent order by mention_id").fetchone()
    con.commit()
    return int(added[0]) if added else 0


def _remove(con: duckdb.DuckDBPyConnection, erased: Erased) -> int:
    removed = con.execute(
        "delete from payloads where list_contains($mentions::bigint[], mention_id)"
        " or list_contains($authors::varchar[], author_key)",
        {"mentions": list(erased.mentions), "authors": list(erased.authors)},
    ).fetchone()
    return int(removed[0]) if removed else 0
