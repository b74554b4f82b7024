"""Where a figure stands against its goal, said no more surely than its interval allows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from domain.goals import Goal
from domain.records import Estimate
from metrics.definition import Metric
from metrics.estimate import TOO_FEW

MET, BEHIND, CANNOT_TELL = "met", "behind", "cannot tell"
# The ends of each unit that has any; all others begin at zero and have no upper end.
_REACH = {"points": (-100.0, 100.0), "%": (0.0, 100.0), "stars": (1.0, 5.0), "points of the scale": (1.0, 1000.0)}


def verdict(found: Estimate | None, goal: float, *, higher_is_better: bool = True) -> str:
    """Say "met" where the whole interval reaches the goal, "behind" where none does, else "cannot tell"."""
    if found is None or found.low is None or found.high is None or found.note == TOO_FEW:
        return CANNOT_TELL
    worst, best = (found.low, found.high) if higher_is_better else (-found.high, -found.low)
    wanted = goal if higher_is_better else -goal
    if worst >= wanted:
        return MET
    return BEHIND if best < wanted else CANNOT_TELL


def gap(found: Estimate | None, goal: float) -> float | None:
    """Value minus goal in the metric's unit; None without a figure."""
    return None if found is None else found.value - goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A goal, the figure now, how far it is off in the metric's unit (None without a figure), and the verdict.

    `overdue`: its day has come and it is not met, which also holds where that cannot be told.
    """

    goal: Goal
    metric: Metric
    estimate: Estimate | None
    gap: float | None
    verdict: str
    overdue: bool


def standing(goal: Goal, metric: Metric, counts: object, today: date) -> Standing:
    """How a goal stands on the counts of its metric."""
    found = metric.estimate(counts)
    said = verdict(found, goal.target, higher_is_better=metric.higher_is_better is not False)
    return Standing(
        goal=goal,
        metric=metric,
        estimate=found,
        gap=gap(found, goal.target),
        verdict=said,
        overdue=goal.by is not None and today > goal.by and said != MET,
    )


def period_of(day: date, length: int) -> date:
    """The first day of the period of `length` days that a day is in; weeks begin on Monday."""
    return day - timedelta(days=(day.toordinal() - 1) % length)


def skipped(periods: Sequence[date]) -> tuple[date, ...]:
    """The periods between the first and the last of those given that have none, newest first.

    A period is as long as the shortest step between two; one alone skips nothing.
    """
    known = sorted(set(periods))
    if len(known) < 2:
        return ()
    step = min(later - earlier for earlier, later in pairwise(known))
    between = (known[0] + n * step for n in range((known[-1] - known[0]) // step))
    return tuple(sorted(set(between) - set(known), reverse=True))


def mistake(goal: Goal, metrics: Mapping[str, Metric]) -> str | None:
    """Why this is no goal, with the remedy; None where it is one."""
    metric = metrics.get(goal.metric)
    if metric is None:
        return f"no metric {goal.metric!r}; known: {', '.join(sorted(metrics))}"
    if metric.higher_is_better is None:
        return f"{goal.metric} has no better direction, so no verdict; choose a figure that can be met"
    low, high = _REACH.get(metric.unit, (0.0, math.inf))
    if not math.isfinite(goal.target) or not low <= goal.target <= high:
        return f"a target of {goal.target:g} cannot be reached: {goal.metric} lies in {low:g} to {high:g} {metric.unit}"
    return None
