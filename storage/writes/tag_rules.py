"""Rules that put tags on mentions by themselves, and what they make of the mentions that they read."""

from collections.abc import Collection, Sequence
from datetime import datetime

import duckdb

from domain.errors import ConfigError, StorageError
from domain.tags import MOST_ON_A_MENTION, MOST_RULES, TagChange, TagRule
from storage.frames import BIGINT, arrive, utc
from storage.kept import Kept, KeptMention
from storage.tag_rows import TagRows
from storage.writes import tag_pairs
from storage.writes.tag_names import known, make
from storage.writes.tag_pairs import Change, moment
from storage.writes.tombstones import drop_gone
from storage.writes.work import TEXTS_TO_READ, Work

_TASK = "tags|new"
# A rule begins with what comes after it; what is there already is looked at where somebody asks for it.
_ALL_READ = f"select text_id, content_hash from ({TEXTS_TO_READ})"  # noqa: S608 - our own names

_NEXT = "select text_id, kind, content_hash from work_queue where task = $task limit $limit"

_PUT = f"""
    insert into mention_tags
    with had as (
        select x.text_id, x.tag_id from mention_tags x
        join tags t on t.tag_id = x.tag_id and t.removed_at is null
        where x.text_id in (select text_id from tagging)
        group by all
    ),
    counted as (select text_id, count(*) as n from had group by text_id),
    wanted as (
        select g.text_id, r.tag_id, g.rule_id, coalesce(c.n, 0) as n, h.text_id is not null as has
        from tagging g
        join tag_rules r on r.rule_id = g.rule_id
        left join counted c on c.text_id = g.text_id
        left join had h on h.text_id = g.text_id and h.tag_id = r.tag_id
        where (g.text_id, r.tag_id) not in (select text_id, tag_id from tag_refusals)
    )
    select text_id, tag_id, rule_id, null, $now from wanted
    qualify has or n + dense_rank() over (partition by text_id, has order by tag_id) <= {MOST_ON_A_MENTION}
"""  # noqa: S608 - a number of our own


class TagRules(TagRows):
    """A removed rule is remembered, so that it can come back; its tags stay or go, as somebody wishes."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Work) -> None:
        super().__init__(con)
        self._con = con
        self._work = work

    def add(self, rule: TagRule) -> TagChange:
        """Put a rule in use for what comes from now on; ConfigError where there is the same one, or too many."""
        rules = self.rules()
        same = [
            r for r in rules if (r.query, r.brand, r.tag.casefold()) == (rule.query, rule.brand, rule.tag.casefold())
        ]
        if same:
            raise ConfigError(f"rule {rule.query!r}: is there already (number {same[0].rule_id})")
        if len(rules) >= MOST_RULES:
            raise ConfigError(f"there are {MOST_RULES} rules already; remove one that is of no use")
        tag_id, name = known(self._con, rule.tag) or (make(self._con, rule.tag, rule.person), rule.tag)
        self._con.execute(
            "insert into tag_rules values ($id, $tag, $query, $brand, $person, $now, null, null)",
            {
                "id": rule.rule_id,
                "tag": tag_id,
                "query": rule.query,
                "brand": rule.brand,
                "person": rule.person,
                "now": utc(rule.made_at),
            },
        )
        self.settle_queue()
        change = Change(verb="add tag rule", subject=rule.rule_id, after=f"{rule.query} -> {name}")
        return TagChange(change_id=self._keep(change, rule.person), tag=name)

    def pause(self, rule_id: int, person: str = "") -> TagChange:
        """Let new mentions alone; what the rule has tagged stays."""
        return self._set(rule_id, "pause tag rule", moment(), person)

    def resume(self, rule_id: int, person: str = "") -> TagChange:
        """Look at new mentions again; those that came meanwhile are not looked at."""
        return self._set(rule_id, "resume tag rule", None, person)

    def remove(self, rule_id: int, *, keep_tags: bool, person: str = "") -> TagChange:
        """Put a rule out of use; its tags stay where `keep_tags`, else they go where nobody else put them too."""
        found = self._of(rule_id)
        if keep_tags:
            tag_pairs.touch_nothing(self._con)
        else:
            self._con.execute(
                "create or replace temp table touched as "
                "select text_id, tag_id from mention_tags where rule_id = $id group by all",
                {"id": rule_id},
            )
        n = tag_pairs.count(self._con)
        change = Change(verb="remove tag rule", subject=rule_id, before=f"{found.query} -> {found.tag}")
        change_id = tag_pairs.remember(self._con, change, person, mentions=n)
        if not keep_tags:
            self._con.execute("delete from mention_tags where rule_id = $id", {"id": rule_id})
        self._stamp("removed_at", rule_id, moment())
        return TagChange(change_id=change_id, tag=found.tag, mentions=n)

    def take_back(self, verb: str, rule_id: int, change_id: int) -> None:
        """Undo of one of the changes above."""
        if verb == "add tag rule":
            self._con.execute("delete from mention_tags where rule_id = $id", {"id": rule_id})
            self._stamp("removed_at", rule_id, moment())
        elif verb == "remove tag rule":
            self._stamp("removed_at", rule_id, None)
            tag_pairs.restore(self._con, change_id)
        else:
            self._stamp("paused_at", rule_id, moment() if verb == "resume tag rule" else None)

    def settle_queue(self) -> None:
        """Queue new mentions while a rule is in use, and nothing while none is."""
        if any(not rule.paused for rule in self.rules()):
            self._work.pending(_TASK, _ALL_READ, 0)
        else:
            self._work.restart(_TASK)

    def pending(self, limit: int) -> list[KeptMention]:
        """Up to `limit` mentions that came or changed since the rules last looked; none where no rule is in use.

        Answers and tickets have no tags: they are taken off the queue on the way.
        """
        while rows := self._con.execute(_NEXT, {"task": _TASK, "limit": limit}).fetchall():
            found = Kept(self._con).of([key for key, kind, _ in rows if kind == "mention"])
            known_ids = {one.mention_id for one in found}
            self._done([(key, content) for key, _, content in rows if key not in known_ids])
            if found:
                return found
        return []

    def put(self, read: Sequence[KeptMention], tagged: Sequence[tuple[int, int]], rules: Collection[int]) -> int:
        """Keep what these rules make of mentions, as (mention, rule), in place of what they made of them before.

        A person's word stands: what was taken off stays off. Returns how many tags that were.
        """
        arrive(self._con, "tag_read", {"text_id": BIGINT}, [(one.mention_id,) for one in read])
        arrive(self._con, "tagging", {"text_id": BIGINT, "rule_id": BIGINT}, tagged)
        drop_gone(self._con, "tagging")
        self._con.execute(
            """
            delete from mention_tags
            where list_contains($rules::bigint[], rule_id) and text_id in (select text_id from tag_read)
            """,
            {"rules": list(rules)},
        )
        put = self._con.execute(_PUT, {"now": moment()}).fetchone()
        return int(put[0]) if put else 0

    def done(self, read: Sequence[KeptMention]) -> None:
        """Take mentions, as they were when they were read, off the queue."""
        self._done([(one.mention_id, one.content_hash) for one in read])

    def _done(self, rows: Sequence[tuple[int, int]]) -> None:
        arrive(self._con, "tags_looked_at", {"text_id": BIGINT, "content_hash": BIGINT}, rows)
        self._work.done(_TASK, "tags_looked_at")

    def _set(self, rule_id: int, verb: str, paused_at: datetime | None, person: str) -> TagChange:
        found = self._of(rule_id)
        self._stamp("paused_at", rule_id, paused_at)
        change = Change(verb=verb, subject=rule_id, before=f"{found.query} -> {found.tag}")
        return TagChange(change_id=self._keep(change, person), tag=found.tag)

    def _stamp(self, column: str, rule_id: int, at: datetime | None) -> None:
        self._con.execute(f"update tag_rules set {column} = $at where rule_id = $id", {"at": at, "id": rule_id})  # noqa: S608
        self.settle_queue()

    def _of(self, rule_id: int) -> TagRule:
        found = next((rule for rule in self.rules() if rule.rule_id == rule_id), None)
        if found is None:
            raise StorageError(f"tag rule {rule_id}: there is none; `earshot tag rules` lists them")
        return found

    def _keep(self, change: Change, person: str) -> int:
        tag_pairs.touch_nothing(self._con)
        return tag_pairs.remember(self._con, change, person)
