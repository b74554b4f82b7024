"""What was done about what people said: closed cases, and mended pain points with complaints before and after."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask

DAYS = 28

_MENDED = f"""
    with mended as (
        select
            g.topic_id, t.name, g.status, g.root_cause, g.action, g.told_customer,
            coalesce(g.resolved_at, g.closed_at) as mended_at,
            greatest(0, least({DAYS}, date_diff('day', coalesce(g.resolved_at, g.closed_at), $today + interval 1 day)))
                as span
        from triage g join topics t on t.topic_id = g.topic_id
        where g.brand = $brand and g.status in ('resolved', 'closed')
    ),
    untouched as (
        select topic_id from topics where topic_id not in (
            select topic_id from triage where brand = $brand and coalesce(status, 'new') <> 'new'
        )
    ),
    spoken as (
        select n.topic_id, n.topic_id in (select topic_id from untouched) as untouched, n.said_at
        from (
            select unnest(m.topics) as topic_id, m.happened_at as said_at
            from counted_mentions m
            where {{mentions}} and m.complaint
                and m.day >= (select min(mended_at) from mended)::date - {DAYS + 1}
        ) n
    )
    select
        f.topic_id, any_value(f.name) as name, any_value(f.status) as status,
        coalesce(any_value(f.root_cause), '') as root_cause, coalesce(any_value(f.action), '') as action,
        coalesce(any_value(f.told_customer), false) as told_customer, f.mended_at, any_value(f.span) as days,
        count(*) filter (s.topic_id = f.topic_id and s.said_at < f.mended_at) as before,
        count(*) filter (s.topic_id = f.topic_id and s.said_at >= f.mended_at) as after,
        count(*) filter (s.untouched and s.said_at < f.mended_at) as other_before,
        count(*) filter (s.untouched and s.said_at >= f.mended_at) as other_after
    from mended f
    left join spoken s
        on s.said_at >= f.mended_at - to_days(f.span::integer) and s.said_at < f.mended_at + to_days(f.span::integer)
    group by f.topic_id, f.mended_at
    order by f.mended_at desc, f.topic_id
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A pain point that was mended, locally `at`: complaints in as many days before and after, and untouched ones'."""

    topic_id: int
    name: str
    status: str
    root_cause: str
    action: str
    told_customer: bool
    at: datetime
    days: int
    pair: tuple[int, int]
    untouched: tuple[int, int]


class Told:
    """What can be told to those who said it."""

    def __init__(self, ask: Ask, clock: Callable[[], datetime]) -> None:
        self._ask = ask
        self._clock = clock

    def mended(self, scope: Scope) -> list[Mend]:
        """Every mended pain point of the brand, newest first; `days` is 0 on its first day."""
        found = where.counted(replace(scope, since=None, until=None, topic=None))
        zone = ZoneInfo(self._ask.setting("timezone") or "UTC")
        today = self._clock().astimezone(zone).date()
        values = {**found.values, "brand": scope.brand, "today": today}
        rows = self._ask.con.execute(_MENDED.format(mentions=found.sql), values).fetchall()
        return [
            Mend(
                topic_id=topic,
                name=name,
                status=status,
                root_cause=cause,
                action=action,
                told_customer=told,
                at=at.replace(tzinfo=UTC).astimezone(zone),
                days=days,
                pair=(before, after),
                untouched=(other_before, other_after),
            )
            for topic, name, status, cause, action, told, at, days, before, after, other_before, other_after in rows
        ]

    def causes(self, brand: str, limit: int = 50) -> pd.DataFrame:
        """Columns root_cause, action, cases, told, closed_at: closed cases with one cause and action as one row."""
        return self._ask.frame(
            """
            select root_cause, action, count(*) as cases, count(*) filter (told_customer) as told,
                max(closed_at) as closed_at
            from care_cases
            where brand = $brand and status = 'closed' and coalesce(root_cause, '') <> ''
            group by root_cause, action
            order by cases desc, closed_at desc limit $limit
            """,
            {"brand": brand, "limit": limit},
        )
