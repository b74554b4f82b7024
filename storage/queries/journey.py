"""The journey: what is said at each touchpoint of the template in force, and how much of it finds one."""

from dataclasses import dataclass, replace

import pandas as pd

from domain.measures import Scope, SentimentCounts
from storage.queries import scope as where
from storage.queries.ask import Ask

# What is in scope first, as one row for all mentions that name the same; then where each row is, as one number with a
# bit for each touchpoint: a mention at two counts once, and nothing has to be made distinct.
_PLACED = """
    with alike as (
        select m.topics, m.touchpoints, {said} as said, count(*) as n
        from counted_mentions m
        where {{where}} {only}
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
    placed as (select h.*, f.mask from here h join masks f on f.alike_id = h.alike_id)
"""
_AT = "(p.mask >> t.position) & 1 = 1"

_LABELS = """
    sum(n) filter (said = 'negative'), sum(n) filter (said = 'neutral'),
    sum(n) filter (said = 'positive'), sum(n) filter (said is null)
"""

_BY_TOUCHPOINT = f"""
    {_PLACED.format(said="m.label", only="")}
    select t.touchpoint, {_LABELS}, t.position from placed p join touchpoints t on {_AT} group by all
    union all
    select null, {_LABELS}, null from placed
    union all
    select '', {_LABELS}, null from here
    order by position
"""  # noqa: S608 - our own names

_PAINS = f"""
    {_PLACED.format(said="null", only="and m.complaint")},
    counted as (
        select mask, topic_id, sum(n) as n from (select mask, n, unnest(topics) as topic_id from placed) group by all
    ),
    summed as (
        select t.touchpoint, p.topic_id, sum(p.n)::bigint as complaints
        from counted p join touchpoints t on {_AT}
        group by all
    )
    select s.touchpoint, s.topic_id, n.name, s.complaints
    from summed s
    join topics n on n.topic_id = s.topic_id
    left join touchpoint_topic k on k.topic_id = s.topic_id and k.touchpoint = s.touchpoint
    qualify 1 = row_number() over (
        partition by s.touchpoint order by k.touchpoint is null, s.complaints desc, n.name
    )
    order by s.touchpoint
"""  # noqa: S608 - our own names

_EMOTIONS = f"""
    {_PLACED.format(said="m.emotion", only="and m.emotion is not null")},
    summed as (
        select t.touchpoint, p.said as emotion, sum(p.n)::bigint as n from placed p join touchpoints t on {_AT}
        group by all
    )
    select touchpoint, emotion, n, (sum(n) over (partition by touchpoint))::bigint as read
    from summed
    order by touchpoint, n desc, emotion
"""  # noqa: S608 - our own names


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

    def volumes(self, scope: Scope) -> Volumes:
        """Mentions in scope by touchpoint and label; one at two touchpoints is in both and once in `mapped`."""
        rows = self._ask.rows(*self._placed(_BY_TOUCHPOINT, scope))
        counts = {name: _counts(cells) for name, *cells, _ in rows}
        mapped, total = counts.pop(None), counts.pop("")
        return Volumes(at={str(name): c for name, c in counts.items()}, mapped=mapped, total=total)

    def pains(self, scope: Scope) -> dict[str, Share]:
        """The topic that most complaints at each touchpoint name, of its own topics where there is one; `of` is 0."""
        rows = self._ask.rows(*self._placed(_PAINS, scope))
        return {
            str(touchpoint): Share(name=str(name), n=int(str(n)), topic_id=int(str(topic_id)))
            for touchpoint, topic_id, name, n in rows
        }

    def emotions(self, scope: Scope) -> dict[str, list[Share]]:
        """What mentions at each touchpoint show, most first, "none" included; `of` counts those that were read."""
        found: dict[str, list[Share]] = {}
        for touchpoint, emotion, n, read in self._ask.rows(*self._placed(_EMOTIONS, scope)):
            found.setdefault(str(touchpoint), []).append(Share(name=str(emotion), n=int(str(n)), of=int(str(read))))
        return found

    def _placed(self, sql: str, scope: Scope) -> tuple[str, dict[str, object]]:
        found = where.counted(replace(scope, touchpoint=None))
        return sql.format(where=found.sql), found.values


def _counts(cells: object) -> SentimentCounts:
    negative, neutral, positive, unscored = (int(str(n or 0)) for n in cells)  # type: ignore[attr-defined]  # a row
    return SentimentCounts(negative=negative, neutral=neutral, positive=positive, unscored=unscored)
