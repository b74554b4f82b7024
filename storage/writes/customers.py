"""Imported customers, by brand + the keyed hash of their id."""

from collections.abc import Sequence
from datetime import datetime

from domain.identity import keyed_hash, stable_id
from domain.records import Customer
from storage.frames import BIGINT, BOOLEAN, DOUBLE, TEXT, TIME, clean, utc
from storage.shapes import Changes
from storage.writes.imported import Imported, hash_of

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


class Customers(Imported):
    """Customers, by brand + the keyed hash of their id."""

    table, columns = "customers", _CUSTOMER
    tombstones = (("respondent", "customer_key"),)

    def upsert(self, rows: Sequence[Customer], *, secret: bytes, now: datetime) -> Changes:
        """Store customers; who they are is kept as a keyed hash only."""
        self.settings.check_secret(secret)
        return self.store([_customer(r, secret) for r in rows], now)


def _customer(r: Customer, secret: bytes) -> tuple[object, ...]:
    who = keyed_hash(secret, r.customer)
    return (
        stable_id("customer", r.brand, who), hash_of(r), clean(r.brand), who, r.churned, utc(r.churned_at),
        utc(r.started_at), r.tenure_months, r.monthly_revenue, r.margin, clean(r.segment), clean(r.country),
    )  # fmt: skip
