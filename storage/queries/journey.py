"""The journey: what is said at each touchpoint of the template in force, and how much of it finds one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import pandas as pd

from domain.measures import Scope, SentimentCounts
from storage.queries import scope as where
from storage.queries.ask import Ask

# What is in scope first, as one row for all mentions that name and say the same; then where each row is, as one number
# with a bit for each touchpoint: a mention at two counts once, and nothing has to be made distinct. All that the page
# asks is answered from there: most of the work is done before.
_TOLD = """
    with alike as (
        select m.topics, m.touchpoints, m.label, m.emotion, m.complaint, m.day < $turn as earlier, count(*) as n
        from counted_mentions m
        where {where}
        group by all
    ),
    here as materialized (select row_number() over () as alike_id, * from alike),
    led as (
        select k.topic_id, bit_or(1::bigint << t.position) as mask
        from touchpoint_topic k
        join touchpoints t on t.touchpoint = k.touchpoint
        group by k.topic_id
    ),
    found as (
        select h.alike_id, l.mask
        from (select alike_id, unnest(topics) as topic_id from here) h
        join led l on l.topic_id = h.topic_id
        union all
        select h.alike_id, 1::bigint << t.position
        from (select alike_id, unnest(touchpoints) as touchpoint from here) h
        join touchpoints t on t.touchpoint = h.touchpoint
    ),
    masks as (select alike_id, bit_or(mask) as mask from found group by alike_id),
    placed as materialized (select h.*, f.mask from here h join masks f on f.alike_id = h.alike_id),
    complained as (
        select mask, topic_id, sum(n) as n
        from (select mask, n, unnest(topics) as topic_id from placed where complaint and not earlier)
        group by all
    ),
    blamed as (
        select t.touchpoint, p.topic_id, sum(p.n)::bigint as n
        from complained p join touchpoints t on {at}
        group by all
    ),
    pains as (
        select s.touchpoint, s.topic_id, n.name, s.n
        from blamed s
        join topics n on n.topic_id = s.topic_id
        left join touchpoint_topic k on k.topic_id = s.topic_id and k.touchpoint = s.touchpoint
        qualify 1 = row_number() over (
            partition by s.touchpoint order by k.touchpoint is null, s.n desc, n.name
        )
    ),
    felt as (
        select t.touchpoint, p.emotion, sum(p.n)::bigint as n
        from placed p join touchpoints t on {at}
        where p.emotion is not null and not p.earlier
        group by all
    )
    select 'at' as what, t.touchpoint, earlier, {labels}, t.position as place, null::bigint as topic_id, null as name
    from placed p join touchpoints t on {at} group by all
    union all by name
    select 'placed' as what, earlier, {labels} from placed group by earlier
    union all by name
    select 'all' as what, earlier, {labels} from here group by earlier
    union all by name
    select 'pain' as what, touchpoint, topic_id, name, n as negative from pains
    union all by name
    select
        'emotion' as what, touchpoint, emotion as name, n as negative,
        sum(n) over (partition by touchpoint) as neutral
    from felt
    order by what, place, touchpoint, negative desc, name
"""
_AT = "(p.mask >> t.position) & 1 = 1"
_LABELS = """
    sum(n) filter (label = 'negative') as negative, sum(n) filter (label = 'neutral') as neutral,
    sum(n) filter (label = 'positive') as positive, sum(n) filter (label is null) as unscored
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """Mentions by label: at each touchpoint, at any of them (each counted once), and altogether."""

    at: dict[str, SentimentCounts]
    mapped: SentimentCounts
    total: SentimentCounts

    @property
    def mentions(self) -> int:
        """All of them, scored or not."""
        return self.total.scored + self.total.unscored

    @property
    def placed(self) -> int:
        """Those at one touchpoint or more."""
        return self.mapped.scored + self.mapped.unscored

    @property
    def nowhere(self) -> int:
        """Those at none."""
        return self.mentions - self.placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Something said at a touchpoint: what it is, how often, of how many that could have said it."""

    name: str
    n: int
    of: int = 0
    topic_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said in public, by touchpoint, and as much of the days before; pains and emotions of the scope alone.

    pains: the topic that most complaints name, of the touchpoint's own topics where there is one; `of` is 0.
    emotions: what mentions show, most first, "none" included; `of` counts those that were read.
    """

    now: Volumes
    before: Volumes
    pains: dict[str, Share]
    emotions: dict[str, list[Share]]


class JourneyRows:
    """Touchpoints in the order of the journey, and the mentions that are about them."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def touchpoints(self) -> pd.DataFrame:
        """Columns touchpoint, description; empty before a template was put in force."""
        return self._ask.frame("select touchpoint, description from touchpoints order by position")

    def waiting(self) -> int:
        """Texts that the template in force has not read yet."""
        row = self._ask.row("select count(*) from work_queue where starts_with(task, 'touchpoints|')", {})
        return int(str(row[0]))

    def told(self, scope: Scope, before: date | None = None) -> Told:
        """Mentions in scope by touchpoint, and those of the days from `before` up to the scope's first one."""
        found = where.counted(replace(scope, since=before or scope.since, touchpoint=None))
        sql = _TOLD.format(where=found.sql, at=_AT, labels=_LABELS)
        held: dict[str, list[_Row]] = {}
        for what, *cells in self._ask.rows(sql, {**found.values, "turn": scope.since if before else date.min}):
            held.setdefault(str(what), []).append(_Row(*cells))
        emotions: dict[str, list[Share]] = {}
        for row in held.get("emotion", ()):
            share = Share(name=str(row.name), n=_int(row.negative), of=_int(row.neutral))
            emotions.setdefault(str(row.touchpoint), []).append(share)
        return Told(
            now=_volumes(held, earlier=False),
            before=_volumes(held, earlier=True),
            pains={
                str(row.touchpoint): Share(name=str(row.name), n=_int(row.negative), topic_id=_int(row.topic_id))
                for row in held.get("pain", ())
            },
            emotions=emotions,
        )


class _Row(NamedTuple):
    """A row of the answer as its columns are called, whatever they hold."""

    touchpoint: object
    earlier: object
    negative: object
    neutral: object
    positive: object
    unscored: object
    place: object
    topic_id: object
    name: object

    @property
    def counts(self) -> SentimentCounts:
        return SentimentCounts(
            negative=_int(self.negative),
            neutral=_int(self.neutral),
            positive=_int(self.positive),
            unscored=_int(self.unscored),
        )


def _volumes(held: dict[str, list[_Row]], *, earlier: bool) -> Volumes:
    kept = {what: [row for row in rows if row.earlier is earlier] for what, rows in held.items()}
    whole = {what: next((row.counts for row in kept.get(what, ())), SentimentCounts()) for what in ("placed", "all")}
    at = {str(row.touchpoint): row.counts for row in kept.get("at", ())}
    return Volumes(at=at, mapped=whole["placed"], total=whole["all"])


def _int(value: object) -> int:
    return int(str(value or 0))
