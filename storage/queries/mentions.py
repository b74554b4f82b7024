"""Mentions as a person reads them: a page at a time, newest first, by key and never by offset."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pandas as pd

from domain.measures import Scope
from storage.frames import utc
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.scope import Where

_LABELS = ("negative", "neutral", "positive", "unscored")
_HAPPENED = "coalesce(m.published_at, m.first_seen_at)"

# The page's keys first, over narrow columns; then all columns of those few rows, from those few days.
_KEYS = """
    select m.mention_id, m.day
    from mentions m
    join mention_brands b on b.mention_id = m.mention_id
    where {where}
    order by {happened} desc, m.mention_id desc
    limit $limit
"""

_ROWS = """
    with force as (
        select
            max(value) filter (key = 'engine') as engine,
            max(value) filter (key = 'engine_version') as version
        from settings
    ),
    page as (
        select * from mentions where list_contains($ids, mention_id) and day between $first and $last
    ),
    named as (
        select x.text_id, x.content_hash, list(t.name order by t.name) as topics
        from text_topics x
        join topics t on t.topic_id = x.topic_id
        where x.text_id in (select mention_id from page)
        group by all
    ),
    copies as (
        select story_id, count(*) as copies from mentions
        where deleted_at is null and story_id in (select story_id from page)
        group by story_id
    )
    select
        m.mention_id, m.source, m.kind, m.external_id, m.url, m.title, m.text, m.language, m.rating, m.country,
        m.app_version, {happened} as published_at, m.published_at is not null as dated, m.first_seen_at, m.day,
        m.label as sentiment, m.polarity, s.confidence, s.reason, s.engine, s.version as engine_version,
        o.person as corrected_by, o.content_hash <> m.content_hash as text_changed,
        m.story_id, coalesce(c.copies, 1) as copies, coalesce(n.topics, []) as topics,
        m.reply_at, m.reply_text, m.engagement, m.deleted_at
    from page m
    cross join force f
    left join scores s
        on s.text_id = m.mention_id and s.content_hash = m.content_hash
        and s.engine = f.engine and s.version = f.version
    left join overrides o on o.text_id = m.mention_id
    left join named n on n.text_id = m.mention_id and n.content_hash = m.content_hash
    left join copies c on c.story_id = m.story_id
    order by {happened} desc, m.mention_id desc
"""


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
        after: tuple[datetime, int] | None = None,
        limit: int = 50,
    ) -> pd.DataFrame:
        """At most `limit` mentions in scope, newest first; `after` is (published_at, mention_id) of the last one seen.

        `label` "unscored" asks for those without one. `published_at` falls back on first_seen_at, `dated` says
        whether it did not; `copies` counts the story's mentions, `topics` is a list of names.
        """
        found = _narrowed(scope, search, label, topic_id)
        parts, values = [found.sql], {**found.values, "limit": limit}
        if after is not None:
            parts.append(f"({_HAPPENED}, m.mention_id) < ($after_at::timestamp, $after_id::bigint)")
            values |= {"after_at": utc(after[0]), "after_id": after[1]}
        keys = self._ask.con.execute(_KEYS.format(where=" and ".join(parts), happened=_HAPPENED), values).fetchall()
        days = [day for _, day in keys]
        return self._ask.frame(
            _ROWS.format(happened=_HAPPENED),
            {
                "ids": [key for key, _ in keys],
                "first": min(days, default=None),
                "last": max(days, default=None),
            },
        )

    def _reach(self, scope: Scope, label: str | None, after: tuple[datetime, int] | None, limit: int) -> date | None:
        """The day on which a page surely ends, by the daily counts: nothing older needs to be looked at.

        The day that `after` lies on (or a neighbour, in another time zone) is taken as used up.
        """
        counted = label if label in _LABELS else "mentions"
        found = where.daily(scope)
        before = None if after is None else (utc(after[0]) or after[0]).date() + timedelta(days=1)
        row = self._ask.row(
            f"""
            with days as (
                select d.day, case when d.day >= $before - 2 then 0 else sum(d.{counted}) end as n
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

    def count(self, scope: Scope, *, search: str = "", label: str | None = None, topic_id: int | None = None) -> int:
        """How many mentions page() would give without a limit."""
        found = _narrowed(scope, search, label, topic_id)
        row = self._ask.row(
            f"""
            select count(*) from mentions m join mention_brands b on b.mention_id = m.mention_id where {found.sql}
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )
        return int(str(row[0]))

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


def _narrowed(scope: Scope, search: str, label: str | None, topic_id: int | None) -> Where:
    found = where.mentions(scope)
    parts, values = [found.sql], dict(found.values)
    if search.strip():
        parts.append("contains(lower(m.title || ' ' || m.text), lower($search))")
        values["search"] = search.strip()
    if label == "unscored":
        parts.append("m.label is null")
    elif label is not None:
        parts.append("m.label = $label")
        values["label"] = str(label)
    if topic_id is not None:
        parts.append("""(m.mention_id, m.content_hash) in (
            select text_id, content_hash from text_topics where topic_id = $topic_id
        )""")
        values["topic_id"] = topic_id
    return Where(sql=" and ".join(parts), values=values)
