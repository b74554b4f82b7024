"""Goals as people set and drop them, and the scorecards that the schedule writes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import duckdb

from domain.goals import CheckIn, Goal
from storage.frames import clean, utc
from storage.writes.audit import log

_SET = """
    merge into goals as t using (select $goal_id as goal_id) as s on t.goal_id = s.goal_id
    when matched then update set
        target = $target, by_day = $by, plan = $plan, owner = $owner, changed_at = $now, dropped_at = null
    when not matched then insert
        (goal_id, brand, metric, segment, target, by_day, plan, owner, made_at, changed_at)
        values ($goal_id, $brand, $metric, $segment, $target, $by, $plan, $owner, $now, $now)
"""

_CHECK_IN = """
    insert into goal_checkins
    select
        $goal_id, $brand, $metric, $segment, $period, $since, $until, $value, $low, $high, $n, $target, $verdict, $now
    where not exists (select 1 from goal_checkins where goal_id = $goal_id and period = $period)
"""


class Goals:
    """One goal per brand, metric and segment; every change is logged."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def set(self, goal: Goal, *, person: str = "") -> None:
        """Set a goal, or change the one that is there."""
        values = {key: clean(value) if isinstance(value, str) else value for key, value in asdict(goal).items()} | {
            "goal_id": goal.goal_id
        }
        told = {key: value for key, value in values.items() if key not in {"goal_id", "brand", "metric", "segment"}}
        now = log(self._con, person, "goal", _subject(goal.brand, goal.metric, goal.segment), told)
        self._con.execute(_SET, {**values, "now": now})

    def drop(self, brand: str, metric: str, segment: str | None = None, *, person: str = "") -> bool:
        """Give a goal up; its check-ins stay. False where there is none."""
        goal_id = Goal(brand=brand, metric=metric, target=0.0, segment=segment).goal_id
        known = "select 1 from goals where goal_id = $id and dropped_at is null"
        if self._con.execute(known, {"id": goal_id}).fetchone() is None:
            return False
        now = log(self._con, person, "goal dropped", _subject(brand, metric, segment), {})
        self._con.execute("update goals set dropped_at = $now where goal_id = $id", {"id": goal_id, "now": now})
        return True

    def check_in(self, found: Sequence[CheckIn], *, now: datetime) -> int:
        """Write scorecards down, once per goal and period; returns how many were new."""
        before = self._count()
        for one in found:
            self._con.execute(_CHECK_IN, {**asdict(one), "now": utc(now)})
        return self._count() - before

    def _count(self) -> int:
        found = self._con.execute("select count(*) from goal_checkins").fetchone()
        return int(found[0]) if found else 0


def _subject(brand: str, metric: str, segment: str | None) -> str:
    return "/".join(filter(None, (brand, metric, segment)))
