"""The log of what people changed; never updated."""

import json
from datetime import UTC, datetime

import duckdb


def log(con: duckdb.DuckDBPyConnection, person: str, verb: str, subject: str, detail: dict[str, object]) -> datetime:
    """Write down one change, with what is now true; returns its moment, naive UTC as stored."""
    now = datetime.now(UTC).replace(tzinfo=None)
    con.execute(
        "insert into audit_log values ($now, $person, $verb, $subject, $detail)",
        {
            "now": now,
            "person": person,
            "verb": verb,
            "subject": subject,
            "detail": json.dumps(detail, ensure_ascii=False, default=str),
        },
    )
    return now
