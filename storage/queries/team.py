"""The voice of the team: notes by day and topic, and the answers of employees."""

import pandas as pd

from domain.measures import Histogram, Scope
from storage.queries.ask import Ask

# Under five, an answer could be traced to the person who gave it.
FEWEST = 5

_EMPLOYEES = """
    select a.enps, count(*), sum(a.weight) from employee_answers a
    where a.brand = $brand
        and a.day >= coalesce($since::date, a.day) and a.day <= coalesce($until::date, a.day)
        and ($segment is null or a.segment = $segment)
        and (len($surveys) = 0 or list_contains($surveys, a.survey))
    group by a.enps
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


def enps_answers(ask: Ask, scope: Scope) -> Histogram:
    """Employees' answers 0..10; none where fewer than five answered, or where a topic, kind or touchpoint is asked."""
    if scope.kinds or scope.topic is not None or scope.touchpoint is not None:
        return Histogram()
    values = {**_days(scope), "segment": scope.segment, "surveys": list(scope.sources)}
    rows = [(int(str(v)), int(str(n)), float(str(w))) for v, n, w in ask.rows(_EMPLOYEES, values)]
    if sum(n for _, n, _ in rows) < FEWEST:
        return Histogram()
    return Histogram(counts={v: n for v, n, _ in rows}, weights={v: w for v, _, w in rows}, scale_max=10)


def _days(scope: Scope) -> dict[str, object]:
    return {"brand": scope.brand, "since": scope.since, "until": scope.until}
