"""Imported answers, cases and customers: the same row again is unchanged, a corrected one says so."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime

import duckdb
import pyarrow as pa

from domain.identity import content_hash, keyed_hash, stable_id
from domain.records import Customer, SurveyResponse, Ticket
from storage.frames import BIGINT, BOOLEAN, DOUBLE, INTEGER, TEXT, TIME, arrive, clean, utc
from storage.shapes import Changes
from storage.writes.days import LOCAL_DAY, Days
from storage.writes.labels import Labels
from storage.writes.settings import Settings
from storage.writes.tombstones import withhold
from storage.writes.work import Work

_ANSWER = {
    "response_id": BIGINT,
    "row_hash": BIGINT,
    "content_hash": BIGINT,
    "brand": TEXT,
    "survey": TEXT,
    "respondent_key": TEXT,
    "answered_at": TIME,
    "nps": INTEGER,
    "csat": INTEGER,
    "csat_max": INTEGER,
    "ces": INTEGER,
    "ces_max": INTEGER,
    "ces_direction": TEXT,
    "comment": TEXT,
    "customer_key": TEXT,
    "touchpoint": TEXT,
    "segment": TEXT,
    "country": TEXT,
    "weight": DOUBLE,
}

_CASE = {
    "ticket_id": BIGINT,
    "row_hash": BIGINT,
    "content_hash": BIGINT,
    "brand": TEXT,
    "external_id": TEXT,
    "created_at": TIME,
    "first_response_at": TIME,
    "resolved_at": TIME,
    "reopened_at": TIME,
    "author_kind": TEXT,
    "owner": TEXT,
    "channel": TEXT,
    "priority": TEXT,
    "satisfaction": INTEGER,
    "subject": TEXT,
    "text": TEXT,
    "customer_key": TEXT,
    "segment": TEXT,
}

_CUSTOMER = {
    "customer_id": BIGINT,
    "row_hash": BIGINT,
    "brand": TEXT,
    "customer_key": TEXT,
    "churned": BOOLEAN,
    "churned_at": TIME,
    "started_at": TIME,
    "tenure_months": DOUBLE,
    "monthly_revenue": DOUBLE,
    "margin": DOUBLE,
    "segment": TEXT,
    "country": TEXT,
}


class _Imported:
    """One table of imported rows with an id, a hash of the whole row, and a text that stages may read."""

    table: str
    columns: Mapping[str, pa.DataType]
    moment: str | None = None
    text: str | None = None
    kind: str = ""
    tombstones: Mapping[str, str] = {}  # noqa: RUF012 - replaced, never changed

    def __init__(
        self, con: duckdb.DuckDBPyConnection, settings: Settings, days: Days, labels: Labels, work: Work
    ) -> None:
        self._con = con
        self._settings = settings
        self._days = days
        self._labels = labels
        self._work = work

    def _store(self, rows: Sequence[tuple[object, ...]], now: datetime) -> Changes:
        """Rows open with id and hash; of a repeated id the last one counts, the others as changed or unchanged."""
        key = next(iter(self.columns))
        last = {row[0]: row for row in rows}
        arrive(self._con, "imported", self.columns, list(last.values()))
        _, withheld = withhold(self._con, "imported", self.tombstones) if self.tombstones else (0, 0)
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
        self._labels.refresh("to_read")
        for table in ("text_topics", "topic_reads", "aspects"):
            self._con.execute(f"""
                delete from {table} where (text_id, content_hash) in (
                    select x.text_id, x.content_hash from {table} x
                    join to_read r on r.text_id = x.text_id and r.content_hash <> x.content_hash and not r.fresh
                )
            """)  # noqa: S608 - our own names
        self._con.execute(
            f"delete from to_read where text_id in (select {key} from to_write where not ({self.text}))"
        )  # noqa: S608
        self._work.add("to_read")


class Surveys(_Imported):
    """Answers, by brand + survey + who answered."""

    table, columns, moment = "survey_responses", _ANSWER, "answered_at"
    text, kind, tombstones = (
        "comment <> ''",
        "survey",
        {"respondent": "respondent_key", "customer": "customer_key"},
    )

    def upsert(self, rows: Sequence[SurveyResponse], *, secret: bytes, now: datetime) -> Changes:
        """Store answers; respondents and customers are kept as keyed hashes only."""
        self._settings.check_secret(secret)
        return self._store([_answer(r, secret) for r in rows], now)


class Tickets(_Imported):
    """Support cases, by brand + the id that their system gave."""

    table, columns, moment = "tickets", _CASE, "created_at"
    text, kind, tombstones = "subject <> '' or text <> ''", "ticket", {"customer": "customer_key"}

    def upsert(self, rows: Sequence[Ticket], *, secret: bytes, now: datetime) -> Changes:
        """Store support cases; customers are kept as keyed hashes only."""
        self._settings.check_secret(secret)
        return self._store([_case(r, secret) for r in rows], now)


class Customers(_Imported):
    """Customers, by brand + the keyed hash of their id."""

    table, columns = "customers", _CUSTOMER
    tombstones = {"customer": "customer_key"}  # noqa: RUF012 - replaced, never changed

    def upsert(self, rows: Sequence[Customer], *, secret: bytes, now: datetime) -> Changes:
        """Store customers; who they are is kept as a keyed hash only."""
        self._settings.check_secret(secret)
        return self._store([_customer(r, secret) for r in rows], now)


def _key(secret: bytes, name: str | None) -> str | None:
    return keyed_hash(secret, name) if name else None


def _hash(row: SurveyResponse | Ticket | Customer) -> int:
    return stable_id(*(repr(value) for value in astuple(row)))


def _answer(r: SurveyResponse, secret: bytes) -> tuple[object, ...]:
    # The identity holds who answered; keyed, the id cannot be guessed back to a person.
    key = stable_id("survey", r.brand, r.survey, keyed_hash(secret, r.identity))
    comment = clean(r.comment) or ""
    return (
        key, _hash(r), content_hash("", comment), clean(r.brand), clean(r.survey), _key(secret, r.respondent),
        utc(r.answered_at), r.nps, r.csat, r.csat_max, r.ces, r.ces_max, r.ces_direction, comment,
        _key(secret, r.customer), clean(r.touchpoint), clean(r.segment), clean(r.country), r.weight,
    )  # fmt: skip


def _case(r: Ticket, secret: bytes) -> tuple[object, ...]:
    key = stable_id("ticket", r.brand, r.external_id)
    subject, text = clean(r.subject) or "", clean(r.text) or ""
    return (
        key, _hash(r), content_hash(subject, text), clean(r.brand), clean(r.external_id), utc(r.created_at),
        utc(r.first_response_at), utc(r.resolved_at), utc(r.reopened_at), clean(r.author_kind), clean(r.owner),
        clean(r.channel), clean(r.priority), r.satisfaction, subject, text, _key(secret, r.customer), clean(r.segment),
    )  # fmt: skip


def _customer(r: Customer, secret: bytes) -> tuple[object, ...]:
    who = keyed_hash(secret, r.customer)
    return (
        stable_id("customer", r.brand, who), _hash(r), clean(r.brand), who, r.churned, utc(r.churned_at),
        utc(r.started_at), r.tenure_months, r.monthly_revenue, r.margin, clean(r.segment), clean(r.country),
    )  # fmt: skip
