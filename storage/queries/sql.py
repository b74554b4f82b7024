"""Runs a person's own SELECT on the snapshot; the connection can neither write, reach a file, nor be reconfigured."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import duckdb

from domain.errors import StorageError

Answer = tuple[list[str], list[list[object]]]

_SAFE_INTEGER = 2**53


def run(con: duckdb.DuckDBPyConnection, text: str) -> Answer:
    """(column names, rows) of one SELECT, DESCRIBE, SHOW or EXPLAIN; raises StorageError for anything else.

    Where the memory is too small DuckDB's own error goes on: there may be more of it elsewhere.
    """
    try:
        statements = con.extract_statements(text)
        if len(statements) != 1 or statements[0].type not in (
            duckdb.StatementType.SELECT,
            duckdb.StatementType.EXPLAIN,
        ):
            raise StorageError("sql: one SELECT at a time; the snapshot is read-only")
        answer = con.execute(statements[0])
        columns = [str(column[0]) for column in answer.description or []]
        return columns, [[plain(value) for value in row] for row in answer.fetchall()]
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise StorageError(f"sql: {error}") from error


def plain(value: object) -> object:
    """A value as JSON has it: times as ISO in UTC, whole numbers over 2^53 as text (a browser would round them)."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= _SAFE_INTEGER else str(value)
        case float():
            return value if math.isfinite(value) else None
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal():
            return plain(int(value)) if value == value.to_integral_value() else float(value)
        case bytes():
            return value.hex()
        case list() | tuple():
            return [plain(item) for item in value]
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case UUID():
            return str(value)
    return str(value)
