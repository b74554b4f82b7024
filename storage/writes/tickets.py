"""Imported support cases, by brand + their system's id."""

from collections.abc import Sequence
from datetime import datetime

from domain.identity import content_hash, stable_id
from domain.records import Ticket
from storage.frames import BIGINT, INTEGER, TEXT, TIME, clean, utc
from storage.shapes import Changes
from storage.writes.imported import Imported, hash_of, key_of

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


class Tickets(Imported):
    """Support cases, by brand + the id that their system gave."""

    table, columns, moment = "tickets", _CASE, "created_at"
    text, kind, tombstones = "subject <> '' or text <> ''", "ticket", (("respondent", "customer_key"),)

    def upsert(self, rows: Sequence[Ticket], *, secret: bytes, now: datetime) -> Changes:
        """Store support cases; customers are kept as keyed hashes only."""
        self.settings.check_secret(secret)
        return self.store([_case(r, secret) for r in rows], now)


def _case(r: Ticket, secret: bytes) -> tuple[object, ...]:
    key = stable_id("ticket", r.brand, r.external_id)
    subject, text = clean(r.subject) or "", clean(r.text) or ""
    return (
        key, hash_of(r), content_hash(subject, text), clean(r.brand), clean(r.external_id), utc(r.created_at),
        utc(r.first_response_at), utc(r.resolved_at), utc(r.reopened_at), clean(r.author_kind), clean(r.owner),
        clean(r.channel), clean(r.priority), r.satisfaction, subject, text, key_of(secret, r.customer),
        clean(r.segment),
    )  # fmt: skip
