"""What was erased on request and must not come back, whichever way it arrives."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from storage.frames import utc

# When rows were last removed because of their age.
SWEPT = "keep_days_swept"

# The tables that speak of a text by its id.
OF_TEXTS = (
    "scores",
    "aspects",
    "text_topics",
    "topic_finds",
    "discovery_reads",
    "topic_reads",
    "text_touchpoints",
    "text_traits",
    "brand_relevance",
    "left_out",
    "overrides",
    "topic_overrides",
    "own_labels",
    "ruled_texts",
    "work_queue",
    "care_cases",
    "mention_tags",
    "tag_refusals",
    "tag_changed",
)

# What stages of analysis read out of a text, and what goes stale with it.
OF_CONTENT = (
    "text_topics",
    "topic_finds",
    "discovery_reads",
    "topic_reads",
    "text_touchpoints",
    "text_traits",
    "aspects",
)


def withhold(con: duckdb.DuckDBPyConnection, table: str, keys: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Take the erased out of a temporary table; `keys` pairs a kind of tombstone with how its
    key is read from a row.

    Returns how many rows are left and how many were taken out.
    """
    before = _count(con, table)
    if con.execute("select 1 from tombstones limit 1").fetchone() is None:
        return before, 0
    for kind, expression in keys:
        erased = "select key from tombstones where kind = $kind"
        con.execute(f"delete from {table} where {expression} in ({erased})", {"kind": kind})  # noqa: S608
    kept = _count(con, table)
    return kept, before - kept


def drop_gone(con: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Take texts that went while a stage was reading them out of temporary tables: what it found would outlive them."""
    if con.execute("select 1 from tombstones limit 1").fetchone() is None and not _swept(con):
        return
    for table in tables:
        con.execute(f"""
            delete from {table} where text_id not in (
                select mention_id from mentions where mention_id in (select text_id from {table})
                union all select response_id from survey_responses
                union all select ticket_id from tickets
            )
        """)  # noqa: S608 - our own names


def _swept(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute("select 1 from settings where key = $key", {"key": SWEPT}).fetchone() is not None


def bury(con: duckdb.DuckDBPyConnection, kind: str, key: str, now: datetime) -> None:
    """Remember a key that must not come back; `kind` is "mention", "author" or "respondent"."""
    con.execute("delete from tombstones where kind = $kind and key = $key", {"kind": kind, "key": key})
    con.execute("insert into tombstones values ($kind, $key, $now)", {"kind": kind, "key": key, "now": utc(now)})


def remove_all_of(con: duckdb.DuckDBPyConnection, ids: str) -> dict[str, int]:
    """Remove what is said of the texts whose `text_id` the temporary table `ids` holds; returns rows by table."""
    counts = {}
    for table in OF_TEXTS:
        statement = f"delete from {table} where text_id in (select text_id from {ids})"  # noqa: S608 - our own names
        removed = con.execute(statement).fetchone()
        counts[table] = int(removed[0]) if removed else 0
    return counts


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 - our own names
    return int(found[0]) if found else 0
