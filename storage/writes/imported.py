"""What answers, cases and customers share: the same row again is unchanged, a corrected one says so."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime

import duckdb
import pyarrow as pa

from domain.identity import keyed_hash, stable_id
from domain.records import Customer, SurveyResponse, Ticket, TouchpointFigure
from storage.frames import arrive, utc
from storage.shapes import Changes
from storage.writes.ages import Ages
from storage.writes.days import LOCAL_DAY, Days
from storage.writes.labels import Labels
from storage.writes.settings import Settings
from storage.writes.tombstones import OF_CONTENT, withhold
from storage.writes.work import Work


class Imported:
    """One table of imported rows with an id, a hash of the whole row, and a text that stages may read."""

    table: str
    columns: Mapping[str, pa.DataType]
    moment: str | None = None
    text: str | None = None
    kind: str = ""
    tombstones: Sequence[tuple[str, str]] = ()

    def __init__(
        self, con: duckdb.DuckDBPyConnection, settings: Settings, days: Days, labels: Labels, work: Work
    ) -> None:
        self._con = con
        self.settings = settings
        self._days = days
        self._labels = labels
        self._work = work

    def store(self, rows: Sequence[tuple[object, ...]], now: datetime) -> Changes:
        """Rows open with id and hash; of a repeated id the last one counts, the others as changed or unchanged."""
        key = next(iter(self.columns))
        last = {row[0]: row for row in rows}
        arrive(self._con, "imported", self.columns, list(last.values()))
        _, withheld = withhold(self._con, "imported", self.tombstones) if self.tombstones else (0, 0)
        if self.moment and self.kind:
            withheld += Ages(self._con, self.settings).withhold("imported", f"'{self.kind}'", self.moment)
        new, changed = self._compare(key)
        superseded = sum(row[1] != last[row[0]][1] for row in rows)
        self._merge(key, now)
        if self.text:
            self._after()
        changed += superseded
        unchanged = len(rows) - new - changed - withheld
        return Changes(new=new, changed=changed, unchanged=unchanged, withheld=withheld)

    def _compare(self, key: str) -> tuple[int, int]:
        self._con.execute(f"""
            create or replace temp table to_write as
            select i.*, t.{key} is null as fresh, t.first_seen_at
            from imported i left join {self.table} t on t.{key} = i.{key}
            where t.{key} is null or t.row_hash <> i.row_hash
        """)  # noqa: S608 - our own names
        counted = self._con.execute(
            "select count(*) filter (fresh), count(*) filter (not fresh) from to_write"
        ).fetchone()
        return (int(counted[0]), int(counted[1])) if counted else (0, 0)

    def _merge(self, key: str, now: datetime) -> None:
        names = list(self.columns)
        day: str = ""
        values: dict[str, object] = {"now": utc(now)}
        if self.moment:
            moment = f"coalesce(s.{self.moment}, s.first_seen_at, $now)"
            day, values = LOCAL_DAY.format(moment=moment), {**values, "zone": self._days.zone}
        updated = ", ".join(f"{n} = s.{n}" for n in names[1:])
        self._con.execute(
            f"""
            merge into {self.table} as t using to_write as s on t.{key} = s.{key}
            when matched then update set {updated}, changed_at = $now {f", day = {day}" if day else ""}
            when not matched then insert ({", ".join(names)}, first_seen_at, changed_at {", day" if day else ""})
                values ({", ".join(f"s.{n}" for n in names)}, $now, $now {f", {day}" if day else ""})
            """,  # noqa: S608 - our own names
            values,
        )

    def _after(self) -> None:
        key = next(iter(self.columns))
        self._con.execute(f"""
            create or replace temp table to_read as
            select {key} as text_id, '{self.kind}' as kind, content_hash, fresh from to_write
        """)  # noqa: S608 - our own names
        self._work.drop("to_read")
        self._labels.refresh("to_read", (self.kind,))
        for table in OF_CONTENT:
            self._con.execute(f"""
                delete from {table} where (text_id, content_hash) in (
                    select x.text_id, x.content_hash from {table} x
                    join to_read r on r.text_id = x.text_id and r.content_hash <> x.content_hash and not r.fresh
                )
            """)  # noqa: S608 - our own names
        self._con.execute(f"delete from to_read where text_id in (select {key} from to_write where not ({self.text}))")  # noqa: S608
        self._work.add("to_read")


def key_of(secret: bytes, name: str | None) -> str | None:
    """The keyed hash of a person's id, None where there is none."""
    return keyed_hash(secret, name) if name else None


def hash_of(row: SurveyResponse | Ticket | Customer | TouchpointFigure) -> int:
    """Changes when any field of a row does."""
    return stable_id(*(repr(value) for value in astuple(row)))
