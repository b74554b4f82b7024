"""Imported figures of touchpoints, by brand + touchpoint + kind + days + segment."""

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from domain.identity import stable_id
from domain.records import TouchpointFigure
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, clean
from storage.shapes import Changes
from storage.writes.imported import Imported, hash_of

_FIGURE = {
    "figure_id": BIGINT,
    "row_hash": BIGINT,
    "brand": TEXT,
    "touchpoint": TEXT,
    "kind": TEXT,
    "first_day": pa.date32(),
    "last_day": pa.date32(),
    "value": DOUBLE,
    "customers": DOUBLE,
    "scale_max": INTEGER,
    "segment": TEXT,
}


class Figures(Imported):
    """Figures of touchpoints; they are about nobody in particular."""

    table, columns = "touchpoint_figures", _FIGURE

    def upsert(self, rows: Sequence[TouchpointFigure], *, now: datetime) -> Changes:
        """Store figures; the same period again with another value is a correction."""
        return self.store([_figure(r) for r in rows], now)


def _figure(r: TouchpointFigure) -> tuple[object, ...]:
    days = (r.first_day.isoformat(), r.last_day.isoformat())
    key = stable_id("touchpoint", r.brand, r.touchpoint.strip().casefold(), r.kind, *days, r.segment or "")
    return (
        key, hash_of(r), clean(r.brand), clean(r.touchpoint), r.kind, r.first_day, r.last_day, r.value, r.customers,
        r.scale_max, clean(r.segment),
    )  # fmt: skip
