"""Are the intervals as wide as they say, and do the spike rules neither sleep nor cry wolf, whatever the size?"""

from collections.abc import Iterator

from benchmarks import coverage_of_intervals, hourly_rules, spike_rules
from benchmarks.promise import Promise
from metrics import spike

CATCHES = 100
"""Up to so many complaints a day, thirty more in an hour must be seen; in a busy hour of more they are few."""


def promises(*, long: bool = False) -> Iterator[Promise]:
    """By simulation, seeded; `long` has ten times the quarters of the hourly rule."""
    for name, n, middle, low, high in coverage_of_intervals.table():
        yield Promise(
            subject="judging",
            promise=f"95% intervals of {name} at n = {n:,} cover 93 to 97%",
            figure=f"{middle:.1f}% (single populations {low:.1f} to {high:.1f}%)",
            held=93 <= middle <= 97,
        )
    yield from _days()
    yield from _hours(hourly_rules.QUARTERS * (10 if long else 1))


def _days() -> Iterator[Promise]:
    for size in spike_rules.SIZES:
        false, hit = spike_rules.false_alarms(spike.weekday, size), spike_rules.caught(spike.weekday, size)
        wild = spike_rules.false_alarms(spike.weekday, size, spike_rules.WILD, wild=True)
        also = ", over 90% of two-day doublings are caught" if size >= spike_rules.PROMISED else ""
        yield Promise(
            subject="judging",
            promise=f"default spike rule, {size} a day: under 5% of quiet quarters alarm{also}",
            figure=f"{false:.1f}% alarm, {hit:.1f}% caught; where days are wild by themselves {wild:.1f}% alarm",
            held=spike_rules.kept(size, false, hit),
        )
    false, hit = spike_rules.false_alarms(spike.zscore), spike_rules.caught(spike.zscore)
    yield Promise(
        subject="judging",
        promise="spike rule zscore, 18 a day: under 5% of quiet quarters alarm",
        figure=f"{false:.1f}% alarm, {hit:.1f}% caught",
        held=None,
    )


def _hours(quarters: int) -> Iterator[Promise]:
    for size in hourly_rules.SIZES:
        false = {name: hourly_rules.false_alarms(size, draw, quarters) for name, draw in hourly_rules.KINDS.items()}
        hit = hourly_rules.caught(size)
        also = f", over 90% of storms of {hourly_rules.STORM} alarm in their hour" if size <= CATCHES else ""
        told = ", ".join(f"{name} {percent:.1f}%" for name, percent in false.items())
        yield Promise(
            subject="judging",
            promise=f"hourly rule, {size} complaints a day: under 5% of quarters without an event alarm{also}",
            figure=f"alarms: {told}; storms caught: {hit:.0f}%",
            held=max(false.values()) < 5 and (hit > 90 or size > CATCHES),
        )
