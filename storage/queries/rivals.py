"""Our brand beside the others: who is heard where, with which topics each is spoken of, and praise in its own words."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask

_TOPICS = """
    with spoken as (
        select m.brand, unnest(m.topics) as topic_id, m.label, m.day >= $turn as inside
        from counted_mentions m
        where {where} and list_contains($brands, m.brand) and m.label is not null
    )
    select
        s.brand, s.topic_id, t.name,
        count(*) filter (inside and s.label = 'negative') as negative,
        count(*) filter (inside and s.label = 'neutral') as neutral,
        count(*) filter (inside and s.label = 'positive') as positive,
        count(*) filter (not inside) as before_scored
    from spoken s
    join topics t on t.topic_id = s.topic_id
    group by all
    order by t.name, s.brand
"""

# The warmest few hundred over narrow columns first; only they are read in full, and only of them copies are dropped.
_PRAISE = """
    with warmest as materialized (
        select
            m.mention_id, list_filter(m.beside, lambda x: list_contains($rivals, x)) as rivals,
            len(rivals) > 0 as named
        from counted_mentions m
        where m.label = 'positive' and m.letters between 20 and 1200 and {where}
        order by named desc, m.polarity desc nulls last, m.happened_at desc, m.mention_id desc
        limit $limit * 100
    )
    select
        m.mention_id, m.kind, m.source, m.url, m.text, m.title, m.rating, m.label as sentiment, m.polarity,
        coalesce(m.published_at, m.first_seen_at) as published_at, w.rivals
    from warmest w
    join (
        select * from mentions
        where rowid in (select k.rowid from mentions k where k.mention_id in (select mention_id from warmest))
    ) m on m.mention_id = w.mention_id
    qualify row_number() over (partition by coalesce(m.story_id, m.mention_id) order by m.mention_id) = 1
        and row_number() over (partition by lower(m.text) order by m.mention_id) = 1
    order by w.named desc, m.polarity desc nulls last, published_at desc, m.mention_id desc
    limit $limit
"""


class Rivals:
    """Several brands at once; the brand of a scope is ours."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def listening(self, brands: tuple[str, ...]) -> pd.DataFrame:
        """Columns brand, sources (a list of names), first (its first day with a mention, or nothing)."""
        return self._ask.frame(
            """
            with wanted as (select unnest($brands::varchar[]) as brand),
            heard as (
                select brand, min(day) as first, list(distinct source) as sources from daily_counts group by brand
            ),
            configured as (
                select w.brand, list(distinct s.source) as sources
                from wanted w
                join sources s on s.configured and (len(s.brands) = 0 or list_contains(s.brands, w.brand))
                group by w.brand
            )
            select
                w.brand,
                list_sort(list_distinct(list_concat(coalesce(c.sources, []), coalesce(h.sources, [])))) as sources,
                h.first
            from wanted w
            left join heard h on h.brand = w.brand
            left join configured c on c.brand = w.brand
            order by w.brand
            """,
            {"brands": list(brands)},
        )

    def topics(self, scope: Scope, brands: tuple[str, ...]) -> pd.DataFrame:
        """Columns brand, topic_id, name, negative, neutral, positive, before_scored; scored mentions that name it.

        `before_scored` counts the equally long period before the scope, which needs both its ends.
        """
        if scope.since is None or scope.until is None:
            raise ValueError("topics side by side need a scope with both ends")
        found = where.counted(replace(scope, since=_before(scope.since, scope.until)), all_brands=True)
        values = {**found.values, "turn": scope.since, "brands": list(brands)}
        return self._ask.frame(_TOPICS.format(where=found.sql), values)

    def praise(self, scope: Scope, rivals: tuple[str, ...], limit: int = 6) -> pd.DataFrame:
        """Positive mentions of the scope's brand, those that name a rival too first, then the warmest; stories once.

        Columns mention_id, kind, source, url, text, title, rating, sentiment, polarity, published_at, rivals (a list).
        """
        found = where.counted(scope)
        return self._ask.frame(
            _PRAISE.format(where=found.sql), {**found.values, "rivals": list(rivals), "limit": limit}
        )


def _before(since: date, until: date) -> date:
    days = until - since + timedelta(days=1)
    return since - days if since - date.min >= days else date.min
