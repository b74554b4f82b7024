"""What people complain about: topics with the counts that severity and change are judged by."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.evidence import evidence
from storage.queries.topics import Topics

_LONGEST = 366
# Days in which "new" and "back" are looked for, and days compared around "fixed".
_REMEMBERED = 180
_MENDED_DAYS = 28

_NAMED = """
    select text_id, content_hash, topic_id from text_topics
"""

# Before the two periods only complaints matter: half the rows need not be read.
_TABLE = f"""
    with named as ({_NAMED}),
    spoken as not materialized (
        select
            unnest(m.topics) as topic_id, m.day, m.label, m.author, m.story_id, m.complaint, m.happened_at
        from counted_mentions m
        where {{mentions}} and (m.day >= $before or m.complaint) and len(m.topics) > 0
    ),
    daily as (
        select
            topic_id, day, day >= $first and day <= $last as inside, day >= $before and day < $first as earlier,
            count(*) filter (complaint) as complaints, count(*) as named,
            count(*) filter (label = 'negative') as negative, count(label) as scored,
            min(happened_at) filter (complaint) as first_seen, max(happened_at) filter (complaint) as last_seen
        from spoken
        group by topic_id, day
    ),
    counted as (
        select
            topic_id,
            (sum(complaints) filter (inside))::bigint as mentions,
            (sum(named) filter (inside))::bigint as named,
            (sum(negative) filter (inside))::bigint as negative,
            (sum(scored) filter (inside))::bigint as scored,
            (sum(complaints) filter (earlier))::bigint as before_mentions,
            (sum(negative) filter (earlier))::bigint as before_negative,
            (sum(scored) filter (earlier))::bigint as before_scored,
            min(first_seen) as first_seen,
            max(last_seen) filter (day <= $last) as last_seen,
            list((day - $first::date)::integer order by day) filter (inside) as offsets,
            list(complaints order by day) filter (inside) as by_offset,
            list(($last::date - day)::integer order by day) filter (
                day <= $last and day > $last::date - {_REMEMBERED}
            ) as ages,
            list(complaints order by day) filter (day <= $last and day > $last::date - {_REMEMBERED}) as by_age
        from daily
        group by topic_id
    ),
    voices as (
        select topic_id, count(distinct author) as authors, count(distinct story_id) as stories
        from spoken
        where complaint and day >= $first and day <= $last
        group by topic_id
    ),
    mended as (
        select
            topic_id, resolved_at,
            greatest(0, least({_MENDED_DAYS}, date_diff('day', resolved_at, $last::date + interval 1 day))) as span
        from triage where brand = $brand and resolved_at is not null
    ),
    compared as (
        select
            f.topic_id, any_value(f.span) as fixed_days,
            count(*) filter (
                s.happened_at >= f.resolved_at - to_days(f.span::integer) and s.happened_at < f.resolved_at
            ) as fixed_before,
            count(*) filter (
                s.happened_at >= f.resolved_at and s.happened_at < f.resolved_at + to_days(f.span::integer)
            ) as fixed_after
        from mended f join spoken s on s.topic_id = f.topic_id and s.complaint and {{looked}}
        group by f.topic_id
    ),
    ignored as (
        select
            topic_id, ignored_at,
            greatest(0, least({_MENDED_DAYS}, date_diff('day', ignored_at, $last::date + interval 1 day))) as span
        from triage where brand = $brand and ignored_at is not null
    ),
    watched as (
        select
            f.topic_id, any_value(f.span) as ignored_days,
            count(*) filter (
                s.happened_at >= f.ignored_at - to_days(f.span::integer) and s.happened_at < f.ignored_at
            ) as ignored_before,
            count(*) filter (
                s.happened_at >= f.ignored_at
                and s.day > $last::date - f.span::integer and s.day <= $last::date
            ) as ignored_after
        from ignored f join spoken s on s.topic_id = f.topic_id and s.complaint and {{looked}}
        group by f.topic_id
    ),
    answered as (
        select
            n.topic_id,
            count(*) as surveys,
            count(r.nps) as nps_n,
            count(*) filter (r.nps >= 9) as nps_promoters,
            count(*) filter (r.nps <= 6) as nps_detractors
        from named n
        join survey_responses r on r.response_id = n.text_id and r.content_hash = n.content_hash
        where {{answers}}
        group by n.topic_id
    )
    select
        t.topic_id, t.name, t.description,
        coalesce(c.mentions, 0) as mentions, coalesce(v.authors, 0) as authors, coalesce(v.stories, 0) as stories,
        coalesce(c.named, 0) as named, coalesce(c.negative, 0) as negative, coalesce(c.scored, 0) as scored,
        coalesce(c.before_mentions, 0) as before_mentions, coalesce(c.before_negative, 0) as before_negative,
        coalesce(c.before_scored, 0) as before_scored, c.first_seen, c.last_seen,
        coalesce(g.status, 'new') as status, g.owner, g.due, g.root_cause, g.action, g.told_customer, g.changed_at,
        coalesce(a.surveys, 0) as surveys, coalesce(a.nps_n, 0) as nps_n,
        coalesce(a.nps_promoters, 0) as nps_promoters, coalesce(a.nps_detractors, 0) as nps_detractors,
        coalesce(c.offsets, []) as offsets, coalesce(c.by_offset, []) as by_offset,
        coalesce(c.ages, []) as ages, coalesce(c.by_age, []) as by_age, t.origin, t.state as topic_state,
        g.resolved_at, f.fixed_days, f.fixed_before, f.fixed_after,
        g.closed_at, g.escalated_at, w.ignored_days, w.ignored_before, w.ignored_after,
        case when coalesce(g.status, 'new') not in ('resolved', 'closed', 'ignored') and g.due < $today
            then date_diff('day', g.due, $today) end as overdue_days
    from counted c
    full join answered a on a.topic_id = c.topic_id
    join topics t on t.topic_id = coalesce(c.topic_id, a.topic_id)
    left join triage g on g.topic_id = t.topic_id and g.brand = $brand
    left join voices v on v.topic_id = t.topic_id
    left join compared f on f.topic_id = t.topic_id
    left join watched w on w.topic_id = t.topic_id
    where coalesce(c.named, 0) + coalesce(a.surveys, 0) > 0
    order by mentions desc, surveys desc, t.name
"""  # noqa: S608 - our own names


class PainPoints:
    """Topics of a brand in a scope, and the texts behind them."""

    def __init__(self, ask: Ask, clock: Callable[[], datetime]) -> None:
        self._ask = ask
        self._clock = clock

    def table(self, scope: Scope) -> pd.DataFrame:
        """One row per topic that texts in scope name, most complaints first.

        Columns: topic_id, name, description; mentions (complaints: negative, or up to two stars where unscored),
        authors, stories (of the complaints), named (any label), negative, scored; before_mentions,
        before_negative, before_scored (the period of the same length before); first_seen, last_seen (complaints,
        first_seen over all days); status ("new" until triaged), owner, due, root_cause, action, told_customer,
        changed_at; surveys, nps_n, nps_promoters, nps_detractors (answers that name it); trend (complaints per
        day of the scope, at most its last 366 days); history (complaints per day of the last 180 days up to the scope's
        end, however short the scope), listened (days since the brand was first heard, at most 180); origin,
        topic_state ("proposed" while a person may decide); resolved_at, mended_on (its or closed_at's local day);
        fixed_before, fixed_after (complaints in fixed_days before and after that, at most 28); closed_at, escalated_at,
        overdue_days (null where it is not overdue); ignored_before, ignored_after: complaints in the
        ignored_days, at most 28, before it was set aside and in the last ones since.
        """
        first, last = self._period(scope)
        before = first - (last - first) - timedelta(days=1)
        spoken = where.counted(replace(scope, since=None, until=None, topic=None))
        # Names shared by both conditions carry the same values.
        answers = where.answers(replace(scope, since=first, until=last, topic=None))
        values = {**spoken.values, **answers.values, "brand": scope.brand}
        frame = self._ask.frame(
            _TABLE.format(mentions=spoken.sql, answers=answers.sql, looked=self._looked(scope.brand)),
            {**values, "first": first, "last": last, "before": before, "today": self._today()},
        )
        if scope.topic is not None:
            frame = frame[frame["topic_id"] == Topics(self._ask).meant(scope.topic)].reset_index(drop=True)
        frame["mended_on"] = [self._local(at) for at in frame["resolved_at"].fillna(frame["closed_at"])]
        days = (last - first).days + 1
        pairs = zip(frame.pop("offsets"), frame.pop("by_offset"), strict=True)
        frame["trend"] = [_per_day(offsets, counts, days) for offsets, counts in pairs]
        listened = self._listened(scope.brand, last)
        frame["listened"] = listened
        pairs = zip(frame.pop("ages"), frame.pop("by_age"), strict=True)
        frame["history"] = [_per_day([listened - 1 - a for a in ages], counts, listened) for ages, counts in pairs]
        return frame

    def evidence(self, scope: Scope, topic_id: int, limit: int = 20) -> pd.DataFrame:
        """Quotes that name a topic, plain complaints first, then what it fits well, then newest; copies once.

        Columns mention_id, kind, source, url, text, title, span_start, span_end, published_at, sentiment, polarity,
        rating, story_id, plain; the span is the sentence that names it, and plain says that it complains itself.
        """
        return evidence(self._ask, scope, topic_id, limit)

    def _looked(self, brand: str) -> str:
        """Whether anything was mended or set aside: only then complaints around that day are looked for."""
        sql = "select 1 from triage where brand = $brand and coalesce(resolved_at, ignored_at) is not null limit 1"
        return "true" if self._ask.rows(sql, {"brand": brand}) else "false"

    def _listened(self, brand: str, last: date) -> int:
        """Days from the brand's first row to `last`, at most as many as are remembered."""
        first = self._ask.row("select min(day) from daily_counts where brand = $brand", {"brand": brand})[0]
        return min(_REMEMBERED, max((last - first).days + 1, 1)) if isinstance(first, date) else 1

    def _today(self) -> date:
        return self._clock().astimezone(self._zone()).date()

    def _local(self, at: pd.Timestamp) -> date | None:
        return None if pd.isna(at) else at.tz_localize("UTC").astimezone(self._zone()).date()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._ask.setting("timezone") or "UTC")

    def _period(self, scope: Scope) -> tuple[date, date]:
        known = self._ask.row(
            """
            select min(day), max(day) from (
                select day from daily_counts where brand = $brand
                union all select day from survey_responses where brand = $brand
            )
            """,
            {"brand": scope.brand},
        )
        last = scope.until or (known[1] if isinstance(known[1], date) else self._today())
        first = scope.since or (known[0] if isinstance(known[0], date) else last)
        first = min(first, last)
        # The period before must still be on the calendar.
        span = min(last - first, first - date.min - timedelta(days=1))
        return (last - span if span >= timedelta(0) else first), last


def _per_day(offsets: Sequence[int], counts: Sequence[int], days: int) -> list[int]:
    """Counts by day from counts at offsets, the last days if there are too many."""
    found = [0] * min(days, _LONGEST)
    start = days - len(found)
    for offset, n in zip(offsets, counts, strict=True):
        if start <= offset < days:
            found[int(offset) - start] += int(n)
    return found
