"""The journey: what is said at each touchpoint of the template in force, and how much of it finds one."""

from dataclasses import dataclass, replace

import pandas as pd

from domain.measures import Scope, SentimentCounts
from storage.queries import scope as where
from storage.queries.ask import Ask

# What is in scope first, then where it is, as one number per mention with a bit for each touchpoint: a mention at two
# counts once, and nothing has to be made distinct (1M mentions of a year: 0.8 s of CPU; of a month: 0.2 s).
_PLACED = """
    with here as materialized (
        select m.mention_id, m.content_hash, m.label, m.rating
        from mentions m
        join mention_brands b on b.mention_id = m.mention_id
        where {{where}} {only}
    ),
    led as (
        select k.topic_id, bit_or(1::bigint << t.position) as mask
        from touchpoint_topic k
        join touchpoints t on t.touchpoint = k.touchpoint
        group by k.topic_id
    ),
    found as (
        select h.mention_id, h.content_hash, h.label, l.mask
        from here h
        join text_topics x on x.text_id = h.mention_id and x.content_hash = h.content_hash
        join led l on l.topic_id = x.topic_id
        union all
        select h.mention_id, h.content_hash, h.label, 1::bigint << t.position
        from here h
        join text_touchpoints x on x.text_id = h.mention_id and x.content_hash = h.content_hash
        join touchpoints t on t.touchpoint = x.touchpoint
    ),
    placed as (
        select mention_id, any_value(content_hash) as content_hash, any_value(label) as label, bit_or(mask) as mask
        from found
        group by mention_id
    )
"""
_AT = "(p.mask >> t.position) & 1 = 1"

_LABELS = """
    sum(n) filter (label = 'negative'), sum(n) filter (label = 'neutral'),
    sum(n) filter (label = 'positive'), sum(n) filter (label is null)
"""

_BY_TOUCHPOINT = f"""
    {_PLACED.format(only="")},
    masks as (select label, mask, count(*) as n from placed group by all)
    select t.touchpoint, {_LABELS} from masks p join touchpoints t on {_AT} group by t.touchpoint
    union all
    select null, {_LABELS} from masks
    union all
    select '', {_LABELS} from (select label, count(*) as n from here group by label)
"""  # noqa: S608 - our own names

_PAINS = f"""
    {_PLACED.format(only="and (m.label = 'negative' or (m.label is null and m.rating <= 2))")},
    counted as (
        select p.mask, x.topic_id, count(*) as n
        from placed p
        join text_topics x on x.text_id = p.mention_id and x.content_hash = p.content_hash
        group by all
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
"""  # noqa: S608 - our own names

_EMOTIONS = f"""
    {_PLACED.format(only="")},
    shown as (
        select p.mask, x.emotion, count(*) as n
        from placed p
        join text_traits x on x.text_id = p.mention_id and x.content_hash = p.content_hash
        where x.emotion is not null
        group by all
    ),
    summed as (
        select t.touchpoint, p.emotion, sum(p.n)::bigint as n from shown p join touchpoints t on {_AT} group by all
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
        counts = {name: _counts(cells) for name, *cells in rows}
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
        found = where.mentions(replace(scope, touchpoint=None))
        return sql.format(where=found.sql), found.values


def _counts(cells: object) -> SentimentCounts:
    negative, neutral, positive, unscored = (int(str(n or 0)) for n in cells)  # type: ignore[attr-defined]  # a row
    return SentimentCounts(negative=negative, neutral=neutral, positive=positive, unscored=unscored)
