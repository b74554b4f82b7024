"""Tags, their rules and their changes; for readers of the snapshot and inside a writer's transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from domain.tags import TagRule, tag_key
from storage.frames import aware

_RULES = """
    select r.rule_id, t.name, r.query, r.brand, r.person, r.made_at, r.paused_at is not null
    from tag_rules r
    join tags t on t.tag_id = r.tag_id and t.removed_at is null
    where r.removed_at is null
    order by r.made_at, r.rule_id
"""

_TABLE = """
    with used as (
        select x.tag_id, x.text_id, bool_or(x.rule_id = 0) as by_hand
        from mention_tags x
        where x.text_id in (select mention_id from mentions where deleted_at is null)
        group by all
    ),
    counted as (
        select tag_id, count(*) as mentions, count(*) filter (by_hand) as by_hand from used group by tag_id
    ),
    ruled as (select tag_id, count(*) as rules from tag_rules where removed_at is null group by tag_id)
    select t.name, coalesce(c.mentions, 0), coalesce(c.by_hand, 0), coalesce(r.rules, 0), t.person, t.made_at
    from tags t
    left join counted c on c.tag_id = t.tag_id
    left join ruled r on r.tag_id = t.tag_id
    where t.removed_at is null
    order by lower(t.name)
"""

_FORMER = """
    select was, t.name
    from (
        select subject, made_at, change_id, unnest([before, after]) as was from tag_changes where verb = 'rename tag'
    ) c
    join tags t on t.tag_id = c.subject and t.removed_at is null
    where was is not null
    order by c.made_at, c.change_id
"""

_ON = """
    select t.name, bool_or(x.rule_id = 0), min(x.person) filter (x.rule_id = 0), min(r.query)
    from mention_tags x
    join tags t on t.tag_id = x.tag_id and t.removed_at is null
    left join tag_rules r on r.rule_id = x.rule_id
    where x.text_id = $id
    group by x.tag_id, t.name
    order by lower(t.name)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCount:
    """A tag, how many mentions that are not deleted have it, how many of them by hand, and how many rules give it."""

    tag: str
    mentions: int
    by_hand: int
    rules: int
    person: str
    made_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagOn:
    """A tag that a mention has: by a person of that name, else by the rule of that query."""

    tag: str
    by_hand: bool
    person: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagEvent:
    """A change as the history shows it; `undone` once it was taken back."""

    change_id: int
    made_at: datetime | None
    person: str
    verb: str
    before: str | None
    after: str | None
    undone: bool


class TagRows:
    """Reads of one connection; a deleted tag and a removed rule are in none of them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def table(self) -> list[TagCount]:
        """Every tag, by name, unused ones too."""
        rows = self._con.execute(_TABLE).fetchall()
        return [
            TagCount(tag=tag, mentions=n, by_hand=hand, rules=rules, person=person or "", made_at=aware(at))
            for tag, n, hand, rules, person, at in rows
        ]

    def names(self) -> tuple[str, ...]:
        """The tags, by name."""
        rows = self._con.execute("select name from tags where removed_at is null order by lower(name)").fetchall()
        return tuple(str(row[0]) for row in rows)

    def former(self) -> tuple[tuple[str, str], ...]:
        """Names that tags had once, in one case, with what the tag is called today; the latest renaming comes last."""
        rows = self._con.execute(_FORMER).fetchall()
        return tuple((tag_key(str(was)), str(name)) for was, name in rows)

    def on(self, mention_id: int) -> list[TagOn]:
        """The tags of one mention, by name."""
        rows = self._con.execute(_ON, {"id": mention_id}).fetchall()
        return [TagOn(tag=tag, by_hand=hand, person=who or "", query=query or "") for tag, hand, who, query in rows]

    def refused(self, name: str) -> frozenset[int]:
        """The mentions that a person took this tag off."""
        rows = self._con.execute(
            """
            select r.text_id from tag_refusals r join tags t on t.tag_id = r.tag_id
            where t.key = $key and t.removed_at is null
            """,
            {"key": tag_key(name)},
        ).fetchall()
        return frozenset(row[0] for row in rows)

    def having(self, name: str) -> frozenset[int]:
        """The mentions that have this tag."""
        rows = self._con.execute(
            """
            select distinct x.text_id from mention_tags x join tags t on t.tag_id = x.tag_id
            where t.key = $key and t.removed_at is null
            """,
            {"key": tag_key(name)},
        ).fetchall()
        return frozenset(row[0] for row in rows)

    def rules(self) -> list[TagRule]:
        """The rules that are not removed, the oldest first; paused ones too."""
        rows = self._con.execute(_RULES).fetchall()
        return [_rule(*row) for row in rows]

    def history(self, limit: int = 50) -> list[TagEvent]:
        """What people changed of tags and rules, the newest first."""
        rows = self._con.execute(
            """
            select change_id, made_at, coalesce(person, ''), verb, before, after, undone_at is not null
            from tag_changes order by made_at desc, change_id limit $limit
            """,
            {"limit": limit},
        ).fetchall()
        return [
            TagEvent(change_id=i, made_at=aware(at), person=who, verb=verb, before=before, after=after, undone=undone)
            for i, at, who, verb, before, after, undone in rows
        ]


def _rule(
    rule_id: int, tag: str, query: str, brand: str | None, person: str | None, made_at: datetime, paused: bool
) -> TagRule:
    moment = made_at.replace(tzinfo=UTC)
    return TagRule(
        rule_id=rule_id, tag=tag, query=query, brand=brand, person=person or "", made_at=moment, paused=paused
    )
