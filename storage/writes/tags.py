"""Tags as people put them on mentions and take them off, rename and delete them; every change can be taken back."""

from collections.abc import Callable, Sequence

import duckdb

from domain.errors import ConfigError, StorageError
from domain.tags import MOST_AT_ONCE, MOST_ON_A_MENTION, TagChange, tag_key, tag_named
from storage.frames import BIGINT, arrive
from storage.writes import tag_pairs
from storage.writes.tag_names import known, make
from storage.writes.tag_pairs import Change, moment
from storage.writes.tag_rules import TagRules

_ASKED = """
    create or replace temp table asked as
    select distinct text_id from asked where text_id in (select mention_id from mentions where deleted_at is null)
"""

_FULL = f"""
    create or replace temp table full_ones as
    select x.text_id from mention_tags x
    join tags t on t.tag_id = x.tag_id and t.removed_at is null
    where x.text_id in (select text_id from asked)
    group by x.text_id
    having count(distinct x.tag_id) >= {MOST_ON_A_MENTION} and not bool_or(x.tag_id = $tag)
"""  # noqa: S608 - a number of our own

_TO_TAG = """
    create or replace temp table touched as
    select text_id, $tag::bigint as tag_id from asked
    where text_id not in (select text_id from full_ones)
        and text_id not in (select text_id from mention_tags where tag_id = $tag and rule_id = 0)
"""

_TO_FREE = """
    create or replace temp table touched as
    select distinct text_id, tag_id from mention_tags
    where tag_id = $tag and text_id in (select text_id from asked)
"""


class Tags:
    """One row per mention, tag and whoever says so; ids are at most MOST_AT_ONCE in one change."""

    def __init__(self, con: duckdb.DuckDBPyConnection, rules: TagRules) -> None:
        self._con = con
        self._rules = rules

    def add(self, name: str, mentions: Sequence[int], person: str = "") -> TagChange:
        """Put a tag, new or known, on mentions; unknown ids are left out. ConfigError for a name that is none."""
        name = tag_named(name)
        tag_id, old = known(self._con, name) or (make(self._con, name, person), None)
        self._ask(mentions)
        self._con.execute(_FULL, {"tag": tag_id})
        self._con.execute(_TO_TAG, {"tag": tag_id})
        n, full = tag_pairs.count(self._con), self._con.execute("select count(*) from full_ones").fetchone()
        change = Change(verb="tag", subject=tag_id, before=old, after=old or name)
        change_id = tag_pairs.remember(self._con, change, person, mentions=n)
        self._con.execute(
            "delete from tag_refusals where (text_id, tag_id) in (select text_id, tag_id from touched)",
        )
        self._con.execute(
            "insert into mention_tags select text_id, tag_id, 0, $person, $now from touched",
            {"person": person, "now": moment()},
        )
        return TagChange(change_id=change_id, tag=old or name, mentions=n, full=int(full[0]) if full else 0)

    def remove(self, name: str, mentions: Sequence[int], person: str = "") -> TagChange:
        """Take a tag off mentions, whoever put it there; no rule puts it on them again."""
        tag_id, old = self._of(name)
        self._ask(mentions)
        self._con.execute(_TO_FREE, {"tag": tag_id})
        n = tag_pairs.count(self._con)
        change_id = tag_pairs.remember(self._con, Change(verb="untag", subject=tag_id, before=old), person, mentions=n)
        tag_pairs.clear(self._con)
        self._con.execute(
            "insert into tag_refusals select text_id, tag_id, $person, $now from touched",
            {"person": person, "now": moment()},
        )
        return TagChange(change_id=change_id, tag=old, mentions=n)

    def rename(self, name: str, new: str, person: str = "") -> TagChange:
        """Call a tag something else, wherever it is; ConfigError where another one is called so."""
        tag_id, old = self._of(name)
        new = tag_named(new)
        if (other := known(self._con, new)) and other[0] != tag_id:
            raise ConfigError(f"there is a tag {other[1]!r} already; put it on these mentions, then delete {old!r}")
        change_id = self._keep(Change(verb="rename tag", subject=tag_id, before=old, after=new), person)
        self._call(tag_id, new)
        return TagChange(change_id=change_id, tag=new)

    def delete(self, name: str, person: str = "") -> TagChange:
        """Let no mention have a tag any more, and its rules rest; ConfigError where there is none of that name."""
        tag_id, old = self._of(name)
        change_id = self._keep(Change(verb="delete tag", subject=tag_id, before=old), person)
        self._con.execute("update tags set removed_at = $now where tag_id = $tag", {"tag": tag_id, "now": moment()})
        self._rules.settle_queue()
        return TagChange(change_id=change_id, tag=old)

    def undo(self, change_id: int, person: str = "") -> str:
        """Take a change of tags or of their rules back; returns a sentence.

        What somebody changed since stays. StorageError where the change is unknown or was taken back already.
        """
        row = self._con.execute(
            "select verb, subject, before, after, undone_at from tag_changes where change_id = $id", {"id": change_id}
        ).fetchone()
        if row is None:
            raise StorageError(f"tag change {change_id} is not known; `earshot tag history` lists them")
        verb, subject, before, after, undone_at = row
        if undone_at is not None:
            raise StorageError(f"tag change {change_id} was taken back already")
        back: dict[str, Callable[[], None]] = {
            "tag": lambda: self._untag(change_id, subject, made=before is None),
            "untag": lambda: self._again(change_id),
            "rename tag": lambda: self._call(subject, self._free(before, subject)),
            "delete tag": lambda: self._undelete(subject, before),
        }
        (back.get(verb) or (lambda: self._rules.take_back(verb, subject, change_id)))()
        tag_pairs.told(self._con, change_id, person, verb)
        return f"taken back: {verb} {before or after}"

    def _untag(self, change_id: int, tag_id: int, *, made: bool) -> None:
        self._again(change_id)
        if made:
            self._con.execute(
                """
                update tags set removed_at = $now
                where tag_id = $tag and tag_id not in (select tag_id from mention_tags)
                    and tag_id not in (select tag_id from tag_rules where removed_at is null)
                """,
                {"tag": tag_id, "now": moment()},
            )

    def _again(self, change_id: int) -> None:
        tag_pairs.restore(self._con, change_id)

    def _undelete(self, tag_id: int, name: str) -> None:
        self._free(name, tag_id)
        self._con.execute("update tags set removed_at = null where tag_id = $tag", {"tag": tag_id})
        self._rules.settle_queue()

    def _call(self, tag_id: int, name: str) -> None:
        values = {"tag": tag_id, "name": name, "key": tag_key(name)}
        self._con.execute("update tags set name = $name, key = $key where tag_id = $tag", values)

    def _free(self, name: str, tag_id: int) -> str:
        if (other := known(self._con, name)) and other[0] != tag_id:
            raise StorageError(f"there is another tag {other[1]!r} by now; rename that one first")
        return name

    def _keep(self, change: Change, person: str) -> int:
        tag_pairs.touch_nothing(self._con)
        return tag_pairs.remember(self._con, change, person)

    def _ask(self, mentions: Sequence[int]) -> None:
        if len(mentions) > MOST_AT_ONCE:
            raise ConfigError(f"{len(mentions):,} mentions at once; at most {MOST_AT_ONCE:,}: narrow them down first")
        arrive(self._con, "asked", {"text_id": BIGINT}, [(i,) for i in mentions])
        self._con.execute(_ASKED)

    def _of(self, name: str) -> tuple[int, str]:
        found = known(self._con, name)
        if found is None:
            raise ConfigError(f"there is no tag {name[:60]!r}; `earshot tags` lists them")
        return found
