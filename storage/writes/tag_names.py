"""Tags by name: found whatever the case of their letters, and made where there is none."""

from uuid import uuid4

import duckdb

from domain.errors import ConfigError
from domain.identity import stable_id
from domain.tags import MOST_TAGS, tag_key
from storage.writes.tag_pairs import moment


def known(con: duckdb.DuckDBPyConnection, name: str) -> tuple[int, str] | None:
    """Id and name, as it is written, of the tag of that name; None where there is none, or it was deleted."""
    row = con.execute(
        "select tag_id, name from tags where key = $key and removed_at is null", {"key": tag_key(name)}
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def make(con: duckdb.DuckDBPyConnection, name: str, person: str) -> int:
    """A new tag's id; ConfigError where there are MOST_TAGS already."""
    row = con.execute("select count(*) from tags where removed_at is null").fetchone()
    if row and row[0] >= MOST_TAGS:
        raise ConfigError(f"there are {MOST_TAGS} tags already; delete one that nobody uses")
    tag_id = stable_id("tag", uuid4().hex) >> 10
    con.execute(
        "insert into tags values ($id, $name, $key, $person, $now, null)",
        {"id": tag_id, "name": name, "key": tag_key(name), "person": person, "now": moment()},
    )
    return tag_id
