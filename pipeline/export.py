"""`export`: mentions, pain points or metrics of a brand as a file that opens elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa

from domain.measures import Scope
from metrics import METRICS
from pipeline import answer as answering
from storage.queries import Queries
from storage.queries.export import table
from tables.write import write

_FIGURE = ("metric", "title", "brand", "value", "low", "high", "n", "unit", "note", "definition", "method")


def export(queries: Queries, what: str, scope: Scope, out: Path) -> int:
    """Write the rows of `what` (a key of KINDS) in scope to `out`; returns how many. ConfigError as `write` has it."""
    return write(out, KINDS[what](queries, scope))


def _mentions(queries: Queries, scope: Scope) -> pa.RecordBatchReader:
    return queries.export.mentions(scope)


def _pain_points(queries: Queries, scope: Scope) -> pa.RecordBatchReader:
    frame = queries.pain_points.table(scope)
    frame.insert(0, "brand", scope.brand)
    return table(frame, ids=("topic_id",))


def _metrics(queries: Queries, scope: Scope) -> pa.RecordBatchReader:
    """One row per metric, also where it has no data: then `value` is empty and `note` says so."""
    rows = []
    for name, metric in METRICS.items():
        figure = answering.as_json(answering.answer(queries, name, scope)) | {"title": metric.title}
        rows.append({key: figure[key] for key in _FIGURE} | {"from": scope.since, "to": scope.until})
    frame = pd.DataFrame(rows, columns=[*_FIGURE, "from", "to"])
    return table(frame.astype({"value": float, "low": float, "high": float}))


KINDS: dict[str, Callable[[Queries, Scope], pa.RecordBatchReader]] = {
    "mentions": _mentions,
    "pain-points": _pain_points,
    "metrics": _metrics,
}
