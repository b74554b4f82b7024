"""Did it work? A figure before and after a day, against what was left untouched in the same weeks.

A difference of differences (Ashenfelter & Card 1985): what moved the untouched topics as well is not the initiative's
doing. The answer "cannot tell" is a first-class one.
"""

import math
from dataclasses import dataclass

from domain.measures import Moments
from metrics.change import Change, compare
from metrics.estimate import ENOUGH, TOO_FEW
from metrics.sums import mean_of

CANNOT_TELL, UP, DOWN = "cannot tell", "up", "down"
METHOD = "difference of means by their t-intervals (MOVER); with a control, difference of differences"
Pair = tuple[Moments, Moments]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a day changed: `change` of what was touched, `control` of what was not, `beyond` the difference of both.

    `earlier` is the change that came before by itself, over as many days. `verdict` is "up", "down" or "cannot
    tell"; `why` says what it rests on. Changes are None where there is no data.
    """

    change: Change | None
    control: Change | None
    beyond: Change | None
    earlier: Change | None
    verdict: str
    why: str


def effect(
    touched: Pair,
    *,
    control: Pair | None = None,
    sooner: Moments | None = None,
    bounds: tuple[float, float] | None = None,
) -> Effect:
    """The change from touched[0] to touched[1] against `control`'s; `sooner` holds the rows before both."""
    change = _change(touched, bounds)
    untouched = _change(control, bounds) if control else None
    earlier = _change((sooner, touched[0]), bounds) if sooner else None
    beyond = _beyond(untouched, change) if change and untouched else None
    verdict, why = _verdict(change, untouched, beyond, earlier)
    return Effect(change=change, control=untouched, beyond=beyond, earlier=earlier, verdict=verdict, why=why)


def _change(pair: Pair, bounds: tuple[float, float] | None) -> Change | None:
    return compare(mean_of(pair[0], bounds), mean_of(pair[1], bounds))


def _beyond(control: Change, change: Change) -> Change:
    gap = change.difference - control.difference
    low = gap - math.hypot(change.difference - change.low, control.high - control.difference)
    high = gap + math.hypot(change.high - change.difference, control.difference - control.low)
    sizes = (min(change.n_before, control.n_before), min(change.n_after, control.n_after))
    verdict = TOO_FEW if min(sizes) < ENOUGH else UP if low > 0 else DOWN if high < 0 else CANNOT_TELL
    return Change(
        difference=gap,
        low=low,
        high=high,
        z=None,
        p=None,
        verdict=verdict,
        n_before=sizes[0],
        n_after=sizes[1],
        method="difference of two changes (MOVER)",
    )


def _verdict(
    change: Change | None, control: Change | None, beyond: Change | None, earlier: Change | None
) -> tuple[str, str]:
    if change is None:
        return CANNOT_TELL, "no data on one side of the day"
    if change.verdict == TOO_FEW:
        return CANNOT_TELL, f"{TOO_FEW}: {change.n_before} rows before, {change.n_after} after"
    if beyond and beyond.verdict in {UP, DOWN}:
        return beyond.verdict, "it moved beyond what was left untouched in the same days"
    if beyond and beyond.verdict == TOO_FEW:
        return CANNOT_TELL, f"{TOO_FEW} in what was left untouched"
    if control:
        return CANNOT_TELL, "it did not move detectably otherwise than what was left untouched"
    if not change.flagged:
        return CANNOT_TELL, "no detectable change"
    if earlier and earlier.verdict == change.verdict:
        return CANNOT_TELL, f"it went {change.verdict} before that day already"
    return change.verdict, "nothing untouched stands beside it, so other causes are not ruled out"
