"""Goals, their dated scorecards, and what a what-if needs to know of customers."""

from collections.abc import Mapping
from datetime import date, datetime

from domain.goals import CheckIn, Goal
from domain.measures import Cohort, Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.business import zone_of

# Whose answer is at the good end and whose at the bad one, as the metric counts them.
_ENDS: Mapping[str, tuple[str, str]] = {
    "nps": ("r.nps between 9 and 10", "r.nps between 0 and 6"),
    "csat_survey": ("r.csat between r.csat_max - 1 and r.csat_max", "r.csat between 1 and r.csat_max - 2"),
}

# A customer's last answer that came before they left decides whether they were content.
_KEPT = """
    with last as (
        select
            c.customer_id, any_value(c.churned) as churned,
            arg_max(case when {good} then 'good' when {bad} then 'bad' end, (r.day, r.response_id)) as side
        from survey_responses r
        join customers c on c.brand = r.brand and c.customer_key = r.customer_key
        where c.churned is not null and ({good} or {bad}) and {where}
            and not coalesce(c.churned_at < timezone('UTC', timezone($zone, r.day::timestamp)), false)
        group by c.customer_id
    )
    select
        count(*) filter (side = 'good'), count(*) filter (side = 'good' and churned),
        count(*) filter (side = 'bad'), count(*) filter (side = 'bad' and churned)
    from last
"""


class GoalRows:
    """Goals in force and how they stood."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def all(self, brand: str | None = None) -> list[Goal]:
        """Goals in force, of one brand or of all, by brand, metric and segment."""
        rows = self._ask.rows(
            """
            select brand, metric, target, by_day, plan, owner, segment from goals
            where dropped_at is null and brand = coalesce($brand, brand)
            order by brand, metric, coalesce(segment, '')
            """,
            {"brand": brand},
        )
        return [
            Goal(
                brand=str(of),
                metric=str(metric),
                target=float(str(target)),
                by=_day(by),
                plan=str(plan or ""),
                owner=str(owner or ""),
                segment=None if segment is None else str(segment),
            )
            for of, metric, target, by, plan, owner, segment in rows
        ]

    def check_ins(self, goal_id: int, limit: int = 12) -> list[CheckIn]:
        """How a goal stood, the newest period first."""
        cursor = self._ask.con.execute(
            """
            select
                goal_id, brand, metric, segment, period, since, until, value, low, high, n, target, verdict
            from goal_checkins where goal_id = $id order by period desc limit $limit
            """,
            {"id": goal_id, "limit": limit},
        )
        names = [str(column[0]) for column in cursor.description or []]
        return [CheckIn(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]

    def waiting(self, period: date) -> list[Goal]:
        """Goals in force without a scorecard for the period that begins on that day."""
        rows = self._ask.rows("select goal_id from goal_checkins where period = $period", {"period": period})
        known = {row[0] for row in rows}
        return [goal for goal in self.all() if goal.goal_id not in known]

    def own_rated(self, scope: Scope) -> list[str]:
        """The touchpoints that we rated ourselves in the scope, as the journey calls them, by name; at most 50."""
        found = where.figures(scope)
        rows = self._ask.rows(
            f"""
            select distinct coalesce(n.touchpoint, trim(f.touchpoint)) as called
            from touchpoint_figures f
            left join touchpoint_names n on n.name = lower(trim(f.touchpoint))
            where f.kind = 'own_rating' and {found.sql}
            order by called limit 50
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )
        return [str(row[0]) for row in rows]

    def kept(self, scope: Scope, metric: str) -> tuple[Cohort, Cohort] | None:
        """(content, discontent) customers by their last answer, and how many of those left; None for other metrics."""
        if metric not in _ENDS:
            return None
        good, bad = _ENDS[metric]
        found = where.answers(scope)
        values = {**found.values, "zone": zone_of(self._ask)}
        row = [int(str(n)) for n in self._ask.row(_KEPT.format(good=good, bad=bad, where=found.sql), values)]
        return Cohort(start=row[0], lost=row[1]), Cohort(start=row[2], lost=row[3])


def _day(found: object) -> date | None:
    return found.date() if isinstance(found, datetime) else found if isinstance(found, date) else None
