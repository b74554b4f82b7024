"""The voice of the team: notes by day and topic, and the answers of employees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import pandas as pd

from domain.measures import Histogram, Scope
from domain.small_groups import SMALLEST, withheld
from storage.queries.ask import Ask

_EMPLOYEES = """
    select a.day, coalesce(trim(a.segment), ''), coalesce(a.respondent_key, a.answer_id::varchar), a.enps, a.weight
    from employee_answers a
    where a.brand = $brand and (len($surveys) = 0 or list_contains($surveys, a.survey))
    order by a.day, a.answer_id
"""

_NOTES = """
    select n.note_id, n.noted_at, n.day, n.team, n.touchpoint, n.text,
        coalesce(list(distinct n.topic order by n.topic) filter (n.topic is not null), []) as topics
    from team_note n
    where n.brand = $brand
        and n.day >= coalesce($since::date, n.day) and n.day <= coalesce($until::date, n.day)
        and ($topic is null or n.topic_id = $topic)
    group by all
    order by n.day desc, n.note_id
    limit $limit
"""


class TeamVoice:
    """Notes and answers of the team; none of them is counted with the customers'."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def notes(self, scope: Scope, topic_id: int | None = None, *, limit: int = 50) -> pd.DataFrame:
        """Columns note_id, noted_at, day, team, touchpoint, text, topics (names); newest first."""
        values = {**_days(scope), "topic": topic_id, "limit": limit}
        return self._ask.frame(_NOTES, values)

    def naming(self, scope: Scope, topic_id: int) -> int:
        """How many notes of the scope's days name a topic."""
        row = self._ask.row(
            """
            select count(distinct n.note_id) from team_note n
            where n.brand = $brand and n.topic_id = $topic
                and n.day >= coalesce($since::date, n.day) and n.day <= coalesce($until::date, n.day)
            """,
            {**_days(scope), "topic": topic_id},
        )
        return int(str(row[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    day: date
    segment: str
    who: str
    enps: int
    weight: float


def enps_answers(ask: Ask, scope: Scope) -> Histogram:
    """Employees' answers 0..10; none of fewer than five people, or where a topic, kind, touchpoint or tag is asked.

    Days count in blocks in which at least five people answered, whole or not at all: what one period holds more than
    another is five people or nobody. A segment has blocks of its own, and is held back with the smaller ones.
    """
    if scope.kinds or scope.topic is not None or scope.touchpoint is not None or scope.tag is not None:
        return Histogram()
    if enps_kept_back(ask, scope):
        return Histogram()
    kept = _counted(_asked(ask, scope), scope)
    counts = Counter(one.enps for one in kept)
    weights = {enps: sum(one.weight for one in kept if one.enps == enps) for enps in counts}
    return Histogram(counts=dict(counts), weights=weights, scale_max=10)


def enps_kept_back(ask: Ask, scope: Scope) -> bool:
    """Whether a segment of employees is too small to show, or would give away one that is."""
    if scope.segment is None:
        return False
    people: dict[str, set[str]] = {}
    for one in _asked(ask, replace(scope, segment=None)):
        if (scope.since or one.day) <= one.day <= (scope.until or one.day):
            people.setdefault(one.segment, set()).add(one.who)
    return scope.segment.strip() in withheld({segment: len(who) for segment, who in people.items()})


def _asked(ask: Ask, scope: Scope) -> list[_Answer]:
    """A brand's answers (of a segment and surveys, where asked) of all days, oldest first."""
    rows = ask.rows(_EMPLOYEES, {"brand": scope.brand, "surveys": list(scope.sources)})
    found = [
        _Answer(day=day, segment=str(segment), who=str(who), enps=int(str(enps)), weight=float(str(weight)))
        for day, segment, who, enps, weight in rows
        if isinstance(day, date)
    ]
    return found if scope.segment is None else [one for one in found if one.segment == scope.segment.strip()]


def _counted(answers: Sequence[_Answer], scope: Scope) -> list[_Answer]:
    """Those of the blocks that lie in the scope's days."""
    kept: list[_Answer] = []
    for block in _blocks(answers):
        first, last = block[0].day, block[-1].day
        if (scope.since or first) <= first and last <= (scope.until or last):
            kept += block
    return kept


def _blocks(answers: Sequence[_Answer]) -> list[list[_Answer]]:
    """Whole days in a row with at least five people in each block; what is left at the end belongs to the last one."""
    blocks: list[list[_Answer]] = []
    block: list[_Answer] = []
    for _, day in groupby(answers, key=lambda one: one.day):
        block = [*block, *day]
        if len({one.who for one in block}) >= SMALLEST:
            blocks, block = [*blocks, block], []
    if block and blocks:
        blocks[-1] = [*blocks[-1], *block]
    return blocks


def _days(scope: Scope) -> dict[str, object]:
    return {"brand": scope.brand, "since": scope.since, "until": scope.until}
