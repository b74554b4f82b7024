"""Where a figure stands against its goal, said no more surely than its interval allows."""

from domain.records import Estimate
from metrics.estimate import TOO_FEW

MET, BEHIND, CANNOT_TELL = "met", "behind", "cannot tell"


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
