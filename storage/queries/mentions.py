"""Mentions as a person reads them: a page at a time, newest first, by key and never by offset."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pandas as pd

from domain.measures import Scope
from storage.frames import utc
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.scope import Where

_LABELS = ("negative", "neutral", "positive", "unscored")
# A search, a topic, a touchpoint or a trait leaves one mention in so many, or so the first look hopes.
_NARROW = 40
_HAPPENED = "coalesce(m.published_at, m.first_seen_at)"

# The page's keys first, over narrow columns; then all columns of those few rows, from those few days.
_KEYS = """
    select m.mention_id, m.day
    from {tables}
    where {where}
    order by m.happened_at desc, m.mention_id desc
    limit $limit
"""

# Every large table is cut down to the page's few keys before anything is joined: the planner takes the page for large.
# Rows are fetched by their place: looked up by key alone, every wide column of the table would be unpacked.
_ROWS = """
    with force as (
        select
            max(value) filter (key = 'engine') as engine,
            max(value) filter (key = 'engine_version') as version
        from settings
    ),
    wanted as materialized (select unnest($ids::bigint[]) as id),
    page as materialized (
        select * from mentions where rowid in (
            select k.rowid from mentions k
            where k.mention_id in (select id from wanted) and k.day between $first and $last
        )
    ),
    scored as materialized (
        select * from scores where rowid in (select k.rowid from scores k where k.text_id in (select id from wanted))
    ),
    shown as materialized (
        select * from text_traits
        where rowid in (select k.rowid from text_traits k where k.text_id in (select id from wanted))
    ),
    ruled as materialized (select * from ruled_texts where text_id in (select id from wanted)),
    named as (
        select x.text_id, x.content_hash, list(t.name order by t.name) as topics
        from text_topics x
        join topics t on t.topic_id = x.topic_id
        where x.text_id in (select id from wanted)
        group by all
    ),
    labelled as (
        select x.text_id, list(distinct t.name order by t.name) as tags
        from mention_tags x
        join tags t on t.tag_id = x.tag_id
        where t.removed_at is null and x.text_id in (select id from wanted)
        group by x.text_id
    ),
    doubted as (
        select text_id, content_hash, list(brand order by brand) as brands
        from brand_relevance
        where not relevant and text_id in (select id from wanted)
        group by all
    ),
    copies as (
        select story_id, count(distinct mention_id) as copies from counted_mentions
        where story_id in (select story_id from page)
        group by story_id
    )
    select
        m.mention_id, m.source, m.kind, m.external_id, m.url, m.title, m.text, m.language, m.rating, m.country,
        m.app_version, {happened} as published_at, m.published_at is not null as dated, m.first_seen_at, m.day,
        m.label as sentiment, m.polarity, s.confidence, s.reason, s.engine, s.version as engine_version,
        o.person as corrected_by, o.content_hash <> m.content_hash as text_changed, pr.phrase as by_rule,
        m.story_id, coalesce(c.copies, 1) as copies, coalesce(n.topics, []) as topics,
        m.reply_at, m.reply_text, m.engagement, m.deleted_at,
        x.emotion, coalesce(x.intents, []) as intents, coalesce(d.brands, []) as doubted,
        coalesce(g.tags, []) as tags
    from page m
    cross join force f
    left join scored s
        on s.text_id = m.mention_id and s.content_hash = m.content_hash
        and s.engine = f.engine and s.version = f.version
    left join overrides o on o.text_id = m.mention_id
    left join ruled r
        on r.text_id = m.mention_id and r.content_hash = m.content_hash
        and r.engine = f.engine and r.version = f.version
    left join phrase_rules pr on pr.rule_id = r.rule_id
    left join named n on n.text_id = m.mention_id and n.content_hash = m.content_hash
    left join copies c on c.story_id = m.story_id
    left join shown x on x.text_id = m.mention_id and x.content_hash = m.content_hash
    left join labelled g on g.text_id = m.mention_id
    left join doubted d on d.text_id = m.mention_id and d.content_hash = m.content_hash
    order by {happened} desc, m.mention_id desc
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectAt:
    """A thing that a text speaks about: where it stands in title and text read as one, and how it is spoken of."""

    start: int
    end: int
    polarity: float | None
    label: str | None


class MentionRows:
    """The rows behind the figures."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def page(
        self,
        scope: Scope,
        *,
        search: str = "",
        label: str | None = None,
        topic_id: int | None = None,
        trait: str | None = None,
        after: tuple[datetime, int] | None = None,
        limit: int = 50,
    ) -> pd.DataFrame:
        """At most `limit` mentions in scope, newest first; `after` is (published_at, mention_id) of the last one seen.

        `label` "unscored" asks for those without one. `published_at` falls back on first_seen_at, `dated` says
        whether it did not; `copies` counts the story's mentions, `topics` and `tags` are lists of names. `trait` is an
        emotion or an intent; `doubted` lists the brands that the mention is probably not about.
        """
        found = _showing(_narrowed(scope, search, label, topic_id), trait)
        parts, values = [found.sql], {**found.values, "limit": limit}
        if after is not None:
            parts.append("(m.happened_at, m.mention_id) < ($after_at::timestamp, $after_id::bigint)")
            values |= {"after_at": utc(after[0]), "after_id": after[1]}
        plain = where.fits_daily(scope) and not search.strip() and topic_id is None and trait is None
        reach = self._reach(scope, label, after, limit if plain else limit * _NARROW)
        keys = self._keys(_tables(search), Where(sql=" and ".join(parts), values=values), reach)
        days = [day for _, day in keys]
        return self._ask.frame(
            _ROWS.format(happened=_HAPPENED),
            {
                "ids": [key for key, _ in keys],
                "first": min(days, default=None),
                "last": max(days, default=None),
            },
        )

    def ids(
        self,
        scope: Scope,
        *,
        search: str = "",
        label: str | None = None,
        topic_id: int | None = None,
        trait: str | None = None,
        limit: int = 50,
    ) -> list[int]:
        """The ids of what page() would give, the newest `limit` of them."""
        found = _showing(_narrowed(scope, search, label, topic_id), trait)
        values = {**found.values, "limit": limit}
        return [key for key, _ in self._keys(_tables(search), Where(sql=found.sql, values=values), None)]

    def _keys(self, tables: str, found: Where, reach: date | None) -> list[tuple[int, date]]:
        """The page's keys: from the latest days if they fill it, else from all."""
        for first in dict.fromkeys((reach, None)):
            bound = "" if first is None else " and m.day >= $reach"
            sql = _KEYS.format(tables=tables, where=f"{found.sql}{bound}")
            rows = self._ask.rows(sql, {**found.values, "reach": first} if bound else found.values)
            keys = [(int(str(key)), day) for key, day in rows if isinstance(day, date)]
            if len(keys) == found.values["limit"]:
                break
        return keys

    def _reach(self, scope: Scope, label: str | None, after: tuple[datetime, int] | None, limit: int) -> date | None:
        """The day on which a page surely ends, by the daily counts: nothing older needs to be looked at.

        The day that `after` lies on (or a neighbour, in another time zone) is taken as used up.
        """
        counted = label if label in _LABELS else "mentions"
        found = where.daily(replace(scope, topic=None, segment=None, touchpoint=None, tag=None))
        before = None if after is None else (utc(after[0]) or after[0]).date() + timedelta(days=1)
        row = self._ask.row(
            f"""
            with days as (
                select d.day, case when d.day >= $before::date - 2 then 0 else sum(d.{counted}) end as n
                from daily d
                where {found.sql} and d.day <= coalesce($before::date, d.day)
                group by d.day
            ),
            running as (select day, n, sum(n) over (order by day desc) as total from days)
            select min(day) from running where total - n < $limit
            """,  # noqa: S608 - conditions of our own, values as parameters
            {**found.values, "before": before, "limit": limit},
        )
        return row[0] if isinstance(row[0], date) else None

    def count(
        self,
        scope: Scope,
        *,
        search: str = "",
        label: str | None = None,
        topic_id: int | None = None,
        trait: str | None = None,
        most: int | None = None,
    ) -> int:
        """How many mentions page() would give without a limit; with `most`, counting ends there."""
        if where.fits_daily(scope) and not search.strip() and topic_id is None and trait is None:
            return self._counted(scope, label)
        found = _showing(_narrowed(scope, search, label, topic_id), trait)
        row = self._ask.row(
            f"""
            select count(*) from (
                select 1 from {_tables(search)} where {found.sql} {"" if most is None else "limit $most"}
            )
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values if most is None else {**found.values, "most": most},
        )
        return int(str(row[0]))

    def _counted(self, scope: Scope, label: str | None) -> int:
        found, counted = where.daily(scope), label if label in _LABELS else "mentions"
        if label is not None and label not in _LABELS:
            return 0
        row = self._ask.row(f"select sum(d.{counted}) from daily d where {found.sql}", found.values)  # noqa: S608
        return int(str(row[0] or 0))

    def one(self, mention_id: int) -> Mapping[str, object] | None:
        """One mention by id with the columns of page() and its `brands`, deleted or not; None where unknown."""
        known = self._ask.con.execute(
            """
            select m.day, list(b.brand order by b.brand) filter (b.brand is not null)
            from mentions m left join mention_brands b on b.mention_id = m.mention_id
            where m.mention_id = $id group by m.day
            """,
            {"id": mention_id},
        ).fetchone()
        if known is None:
            return None
        values = {"ids": [mention_id], "first": known[0], "last": known[0]}
        row = self._ask.frame(_ROWS.format(happened=_HAPPENED), values).iloc[0].to_dict()
        return {str(name): value for name, value in row.items()} | {"brands": known[1] or []}

    def aspects(self, mention_id: int) -> list[AspectAt]:
        """What the text as it is now speaks about, in the order of its words."""
        rows = self._ask.con.execute(
            """
            select a.span_start, a.span_end, a.polarity, a.label
            from aspects a join mentions m on m.mention_id = a.text_id and m.content_hash = a.content_hash
            where a.text_id = $id order by a.span_start, a.span_end desc
            """,
            {"id": mention_id},
        ).fetchall()
        return [
            AspectAt(start=first, end=last, polarity=polarity, label=label) for first, last, polarity, label in rows
        ]


def _tables(search: str) -> str:
    """What is read for a list of mentions: what is said is not counted, and joined only where words are looked for."""
    words = "join mentions t on t.mention_id = m.mention_id and t.day = m.day"
    return f"counted_mentions m {words}" if search.strip() else "counted_mentions m"


def _narrowed(scope: Scope, search: str, label: str | None, topic_id: int | None) -> Where:
    found = where.counted(scope)
    parts, values = [found.sql], dict(found.values)
    if search.strip():
        parts.append("contains(lower(t.title || ' ' || t.text), lower($search))")
        values["search"] = search.strip()
    if label == "unscored":
        parts.append("m.label is null")
    elif label is not None:
        parts.append("m.label = $label")
        values["label"] = str(label)
    if topic_id is not None:
        parts.append("list_contains(m.topics, $topic_id)")
        values["topic_id"] = topic_id
    return Where(sql=" and ".join(parts), values=values)


def _showing(found: Where, trait: str | None) -> Where:
    """The same, of texts that show an emotion or have an intent; none of either shares a name with the other."""
    if trait is None:
        return found
    shows = "(m.emotion = $trait or list_contains(m.intents, $trait))"
    return Where(sql=f"{found.sql} and {shows}", values={**found.values, "trait": trait})
