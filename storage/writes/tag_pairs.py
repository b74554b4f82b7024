"""What every change of tags remembers of the pairs of mention and tag that it touches, so that it can be taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import duckdb

from domain.identity import stable_id
from storage.writes.audit import log

# The state of the pairs in the temporary table `touched`: one row for each that says so, and one mark for the pair.
_REMEMBER = """
    insert into tag_changed
    select $change, text_id, tag_id, null, null, null from touched
    union all
    select $change, text_id, tag_id, rule_id, person, made_at from mention_tags
    where (text_id, tag_id) in (select text_id, tag_id from touched)
    union all
    select $change, text_id, tag_id, -1, person, made_at from tag_refusals
    where (text_id, tag_id) in (select text_id, tag_id from touched)
"""

# What a later change, that still holds, touched too is that one's affair.
_STANDING = """
    create or replace temp table touched as
    select c.text_id, c.tag_id from tag_changed c
    where c.change_id = $change and c.rule_id is null
        and (c.text_id, c.tag_id) not in (
            select o.text_id, o.tag_id from tag_changed o
            join tag_changes l on l.change_id = o.change_id
            where l.undone_at is null and o.change_id <> $change
                and l.made_at > (select made_at from tag_changes where change_id = $change)
        )
        and c.text_id in (select mention_id from mentions)
"""

_PUT_BACK = """
    insert into mention_tags
    select text_id, tag_id, rule_id, person, made_at from tag_changed
    where change_id = $change and rule_id >= 0 and (text_id, tag_id) in (select text_id, tag_id from touched)
"""

_REFUSE_AGAIN = """
    insert into tag_refusals
    select text_id, tag_id, person, made_at from tag_changed
    where change_id = $change and rule_id = -1 and (text_id, tag_id) in (select text_id, tag_id from touched)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody did; `subject` is the tag or the rule, `before` and `after` what it was called or said."""

    verb: str
    subject: int
    before: str | None = None
    after: str | None = None


def remember(con: duckdb.DuckDBPyConnection, change: Change, person: str, *, mentions: int = 0) -> int:
    """Write a change down with its pairs, which the temporary table `touched` holds, before they are changed.

    Returns the change's id.
    """
    change_id = stable_id("tag change", uuid4().hex) >> 10
    detail: dict[str, object] = {"before": change.before, "after": change.after, "mentions": mentions}
    now = log(con, person, change.verb, str(change.subject), {**detail, "change": str(change_id)})
    con.execute(
        "insert into tag_changes values ($id, $now, $person, $verb, $subject, $before, $after, null)",
        {
            "id": change_id,
            "now": now,
            "person": person,
            "verb": change.verb,
            "subject": change.subject,
            "before": change.before,
            "after": change.after,
        },
    )
    con.execute(_REMEMBER, {"change": change_id})
    return change_id


def touch_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """For a change that concerns no mention."""
    con.execute("create or replace temp table touched (text_id bigint, tag_id bigint)")


def clear(con: duckdb.DuckDBPyConnection) -> None:
    """Let nobody say anything of the pairs in `touched`."""
    for table in ("mention_tags", "tag_refusals"):
        con.execute(f"delete from {table} where (text_id, tag_id) in (select text_id, tag_id from touched)")  # noqa: S608


def restore(con: duckdb.DuckDBPyConnection, change_id: int) -> int:
    """Say of a change's pairs what was said before it; returns how many pairs that were."""
    values = {"change": change_id}
    con.execute(_STANDING, values)
    clear(con)
    con.execute(_PUT_BACK, values)
    con.execute(_REFUSE_AGAIN, values)
    return count(con)


def count(con: duckdb.DuckDBPyConnection) -> int:
    """How many pairs `touched` holds."""
    found = con.execute("select count(*) from touched").fetchone()
    return int(found[0]) if found else 0


def told(con: duckdb.DuckDBPyConnection, change_id: int, person: str, verb: str) -> None:
    """Mark a change as taken back."""
    now = log(con, person, f"undo {verb}", str(change_id), {})
    con.execute("update tag_changes set undone_at = $now where change_id = $id", {"now": now, "id": change_id})


def moment() -> datetime:
    """Now, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None)
