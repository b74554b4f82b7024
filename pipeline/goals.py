"""How goals stand, and the scorecard that a run writes once a period even if nobody looks."""

from collections.abc import Sequence
from datetime import date, timedelta

from config import Config
from domain.errors import ConfigError
from domain.goals import CheckIn, Goal
from domain.measures import Scope
from metrics import METRICS
from metrics.goals import Standing, mistake, period_of, standing
from pipeline.workbench import Workbench
from storage.queries import Queries


def checked(goal: Goal) -> Goal:
    """The goal as it is; ConfigError, with the remedy, where it is none."""
    if wrong := mistake(goal, METRICS):
        raise ConfigError(f"goal for {goal.metric}: {wrong}")
    return goal


def stand(queries: Queries, goals: Sequence[Goal], since: date, until: date) -> list[Standing]:
    """Every goal against its figure of these days, both included; a goal of an unknown metric is left out."""
    found = []
    for goal in goals:
        metric = METRICS.get(goal.metric)
        if metric is not None:
            scope = Scope(brand=goal.brand, since=since, until=until, segment=goal.segment)
            found.append(standing(goal, metric, getattr(queries.counts, metric.needs)(scope), until))
    return found


def period(config: Config, today: date) -> date:
    """The first day of the period that a local day is in, as [goals] every has it."""
    return period_of(today, config.goals.every)


def due(queries: Queries, config: Config, today: date) -> bool:
    """Whether some goal has no scorecard yet for the period that today is in."""
    return bool(queries.goals.waiting(period(config, today)))


def check_in(bench: Workbench) -> list[CheckIn]:
    """Write a scorecard for every goal that has none in this period; it looks at whole days, yesterday the last.

    Reads the published snapshot, which `run` has just made. Returns the new ones.
    """
    if bench.stop.is_set():
        return []
    now = bench.clock()
    today = now.astimezone(bench.config.timezone).date()
    first, until = period(bench.config, today), today - timedelta(days=1)
    since = until - timedelta(days=bench.config.goals.days - 1)
    with bench.database.read() as queries:
        standings = stand(queries, queries.goals.waiting(first), since, until)
    found = [_card(one, first, since, until) for one in standings]
    if found:
        with bench.database.write() as store:
            store.goals.check_in(found, now=now)
    return found


def _card(one: Standing, first: date, since: date, until: date) -> CheckIn:
    goal, figure = one.goal, one.estimate
    return CheckIn(
        goal_id=goal.goal_id,
        brand=goal.brand,
        metric=goal.metric,
        segment=goal.segment,
        period=first,
        since=since,
        until=until,
        value=figure.value if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        n=figure.n if figure else 0,
        target=goal.target,
        verdict=one.verdict,
    )


def as_json(one: Standing) -> dict[str, object]:
    """The shape that scripts rely on; `value` null means no data."""
    goal, figure = one.goal, one.estimate
    return {
        "brand": goal.brand,
        "metric": goal.metric,
        "segment": goal.segment,
        "value": figure.value if figure else None,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "n": figure.n if figure else 0,
        "note": figure.note if figure else "no data",
        "unit": one.metric.unit,
        "target": goal.target,
        "gap": one.gap,
        "verdict": one.verdict,
        "by": goal.by,
        "overdue": one.overdue,
        "plan": goal.plan,
        "owner": goal.owner,
    }
