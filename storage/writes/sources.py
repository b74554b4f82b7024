"""What the configuration watches, and where each source stands."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from domain.identity import stable_id
from domain.records import Brand, Source
from storage.frames import BOOLEAN, DOUBLE, INTEGER, TEXT, TEXTS, arrive, aware, utc
from storage.shapes import SourceState

_STATE = """
    select source, kind, cursor, every_seconds, next_due, retry_at, failures, last_ok_at, paused, configured
    from sources
"""


class Sources:
    """Brands and sources as configured; a source that left the configuration keeps its cursor.

    One whose kind, options or interval were changed keeps its cursor as well, but is due at once and without failures.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def sync(self, brands: Sequence[Brand], sources: Sequence[Source]) -> None:
        """Make the tables say what the configuration says."""
        self._con.execute("delete from brands")
        rows = [(b.name, str(b.role), b.query, json.dumps(b.aliases), i) for i, b in enumerate(brands)]
        columns = {"brand": TEXT, "role": TEXT, "query": TEXT, "aliases": TEXT, "position": INTEGER}
        arrive(self._con, "configured_brands", columns, rows)
        self._con.execute("insert into brands select brand, role, query, position from configured_brands")
        self._configure(sources)
        self._con.execute(
            "update sources set configured = false where source not in (select source from configured_sources)"
        )

    def state(self) -> list[SourceState]:
        """Every source that was ever configured or collected, by name."""
        return [_state(row) for row in self._con.execute(f"{_STATE} order by source").fetchall()]

    def schedule(
        self,
        name: str,
        *,
        next_due: datetime | None,
        retry_at: datetime | None,
        failures: int,
        last_ok_at: datetime | None,
    ) -> None:
        """Say when a source is to be asked again; `last_ok_at` None keeps the one before."""
        self._con.execute(
            """
            update sources
            set next_due = $due, retry_at = $retry, failures = $failures, last_ok_at = coalesce($ok, last_ok_at)
            where source = $name
            """,
            {
                "name": name,
                "due": utc(next_due),
                "retry": utc(retry_at),
                "failures": failures,
                "ok": utc(last_ok_at),
            },
        )

    def keep_cursor(self, source: Source, cursor: str | None, now: datetime) -> None:
        """Remember where the next run starts; the row is the fence between two writers on one source."""
        values = {"source": source.name, "cursor": cursor, "now": utc(now)}
        known = self._con.execute("select 1 from sources where source = $source", {"source": source.name}).fetchone()
        if known is None:
            self._configure([source], configured=False)
        self._con.execute("update sources set cursor = $cursor, updated_at = $now where source = $source", values)

    def _configure(self, sources: Sequence[Source], *, configured: bool = True) -> None:
        rows = [(s.name, s.kind, list(s.brands), s.every, s.paused, configured, fingerprint(s)) for s in sources]
        columns = {
            "source": TEXT,
            "kind": TEXT,
            "brands": TEXTS,
            "every_seconds": DOUBLE,
            "paused": BOOLEAN,
            "configured": BOOLEAN,
            "fingerprint": TEXT,
        }
        arrive(self._con, "configured_sources", columns, rows)
        self._con.execute(
            """
            merge into sources as t using configured_sources as s on t.source = s.source
            when matched then update set
                kind = s.kind, brands = s.brands, every_seconds = s.every_seconds,
                paused = s.paused, configured = s.configured, fingerprint = s.fingerprint,
                next_due = if(t.fingerprint is distinct from s.fingerprint, null, t.next_due),
                retry_at = if(t.fingerprint is distinct from s.fingerprint, null, t.retry_at),
                failures = if(t.fingerprint is distinct from s.fingerprint, 0, t.failures)
            when not matched then insert
                (source, kind, brands, every_seconds, paused, configured, fingerprint, failures, updated_at)
                values (s.source, s.kind, s.brands, s.every_seconds, s.paused, s.configured, s.fingerprint, 0, $now)
            """,
            {"now": datetime.now(UTC).replace(tzinfo=None)},
        )


def _state(row: tuple[Any, ...]) -> SourceState:
    name, kind, cursor, every, due, retry, failures, ok, paused, configured = row
    return SourceState(
        name=name,
        kind=kind,
        cursor=cursor,
        every=every,
        next_due=aware(due),
        retry_at=aware(retry),
        failures=failures,
        last_ok_at=aware(ok),
        paused=paused,
        configured=configured,
    )


def fingerprint(source: Source) -> str:
    """Of all that decides how a source is asked and how often; another one makes what failed before worth a try."""
    options = json.dumps(source.options, sort_keys=True, default=str)
    return f"{stable_id(source.kind, repr(float(source.every)), options):x}"
