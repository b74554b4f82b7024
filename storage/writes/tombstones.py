"""What was erased on request and must not come back, whichever way it arrives."""

from collections.abc import Mapping
from datetime import datetime

import duckdb

from storage.frames import utc


def withhold(con: duckdb.DuckDBPyConnection, table: str, keys: Mapping[str, str]) -> tuple[int, int]:
    """Take the erased out of a temporary table; `keys` says how each kind of tombstone is read from a row.

    Returns how many rows are left and how many were taken out.
    """
    before = _count(con, table)
    if con.execute("select 1 from tombstones limit 1").fetchone() is None:
        return before, 0
    for kind, expression in keys.items():
        erased = "select key from tombstones where kind = $kind"
        con.execute(f"delete from {table} where {expression} in ({erased})", {"kind": kind})  # noqa: S608
    kept = _count(con, table)
    return kept, before - kept


def bury(con: duckdb.DuckDBPyConnection, kind: str, key: str, now: datetime) -> None:
    """Remember a key that must not come back; `kind` is "mention", "author" or "respondent"."""
    con.execute("delete from tombstones where kind = $kind and key = $key", {"kind": kind, "key": key})
    con.execute(
        "insert into tombstones values ($kind, $key, $now)", {"kind": kind, "key": key, "now": utc(now)}
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 - our own names
    return int(found[0]) if found else 0
