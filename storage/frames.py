"""Rows to Arrow and times to UTC: bulk goes in as tables, never row by row."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

BIGINT = pa.int64()
TEXT = pa.string()
TIME = pa.timestamp("us")
DOUBLE = pa.float64()
INTEGER = pa.int32()
TEXTS = pa.list_(pa.string())
BOOLEAN = pa.bool_()

# Rows that one thread takes at a time; of a table in one piece all others wait for the one that has it, at full speed.
_A_THREADS_SHARE = 20_480


def arrive(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    rows: Sequence[Sequence[object]],
) -> None:
    """Make the rows a temporary table `name`, in place of what had that name; it goes with the connection."""
    frame = table(columns, rows)
    shared = pa.Table.from_batches(frame.to_batches(_A_THREADS_SHARE), frame.schema)
    land(con, shared, f"create or replace temp table {name} as select * from arriving_frame")  # noqa: S608 - our own


def land(
    con: duckdb.DuckDBPyConnection,
    frame: pa.Table | pa.RecordBatchReader,
    statement: str,
    values: Mapping[str, object] | None = None,
) -> None:
    """Run a statement that reads an Arrow table, or what makes one piece by piece, under the name `arriving_frame`."""
    con.register("arriving_frame", frame)
    con.execute(statement, values)
    con.unregister("arriving_frame")


def table(columns: Mapping[str, pa.DataType], rows: Sequence[Sequence[object]]) -> pa.Table:
    """Rows of values, in the order of the columns, as an Arrow table."""
    values = list(zip(*rows, strict=True)) if rows else [() for _ in columns]
    arrays = [pa.array(column, type=kind) for column, kind in zip(values, columns.values(), strict=True)]
    return pa.table(arrays, names=list(columns))


def texts(values: Sequence[str | None]) -> pa.Array:
    """Texts as a column; only where one is no UTF-8 is each looked at by itself, which costs three times as much."""
    try:
        return pa.array(values, TEXT)
    except UnicodeEncodeError:
        return pa.array([clean(value) for value in values], TEXT)


def utc(moment: datetime | None) -> datetime | None:
    """An aware time as DuckDB keeps it: UTC without a zone; a naive one is taken for UTC."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime | None) -> datetime | None:
    """A stored time as Python should see it: aware UTC."""
    return None if moment is None else moment.replace(tzinfo=UTC)


def clean(text: str | None) -> str | None:
    """Text that Arrow can hold: a lone half of a surrogate pair, which no UTF-8 can, becomes a question mark."""
    if text is None:
        return None
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
