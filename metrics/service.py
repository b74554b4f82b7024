"""How long customers wait: mean, median and 90th percentile of responses and resolutions, in minutes."""

import math
from collections.abc import Sequence

from domain.measures import Durations
from domain.records import Estimate
from metrics.estimate import Z95, bounded, mean, share


def mean_minutes(waits: Durations) -> Estimate | None:
    """The mean wait with its t-interval; waits that still run are counted in the note, never as zero."""
    found = mean(waits.minutes, bounds=(0.0, None))
    return found and bounded(found.value, (found.low, found.high), found.n, note=_open(waits))


def median_minutes(waits: Durations) -> Estimate | None:
    """The middle wait (mean of the two middle ones), interval by order statistics."""
    ordered = sorted(waits.minutes)
    if not ordered:
        return None
    n = len(ordered)
    value = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return bounded(value, ranks(ordered, 0.5), n, note=_open(waits))


def p90_minutes(waits: Durations) -> Estimate | None:
    """The 90th percentile by nearest rank: the smallest wait that 90% do not exceed."""
    ordered = sorted(waits.minutes)
    if not ordered:
        return None
    value = ordered[math.ceil(0.9 * len(ordered) - 1e-9) - 1]
    return bounded(value, ranks(ordered, 0.9), len(ordered), note=_open(waits))


def p90_linear(waits: Durations) -> Estimate | None:
    """The 90th percentile with a straight line between ranks, as spreadsheets and numpy have it."""
    ordered = sorted(waits.minutes)
    if not ordered:
        return None
    place = 0.9 * (len(ordered) - 1)
    under = int(place)
    above = ordered[min(under + 1, len(ordered) - 1)]
    value = ordered[under] + (place - under) * (above - ordered[under])
    return bounded(value, ranks(ordered, 0.9), len(ordered), note=_open(waits))


def within_target(waits: Durations, minutes: float) -> Estimate | None:
    """Waits no longer than a target in percent of those that ended; Wilson interval."""
    return share(sum(m <= minutes for m in waits.minutes), len(waits.minutes), note=_open(waits))


def ranks(ordered: Sequence[float], quantile: float) -> tuple[float | None, float | None]:
    """The quantile's 95% interval from order statistics; None for an end that the sample does not reach."""
    n = len(ordered)
    half = Z95 * math.sqrt(n * quantile * (1 - quantile))
    first, last = math.floor(n * quantile - half), math.ceil(n * quantile + half) + 1
    return (ordered[first - 1] if first >= 1 else None, ordered[last - 1] if last <= n else None)


def _open(waits: Durations) -> str | None:
    said = []
    if waits.open:
        said.append(f"{waits.open} still wait and are not counted")
    if waits.invalid:
        said.append(f"{waits.invalid} end before they begin and are not counted")
    return "; ".join(said) or None
