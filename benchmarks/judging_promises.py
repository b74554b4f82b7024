"""Are the intervals as wide as they say, and does the spike rule neither sleep nor cry wolf?"""

from collections.abc import Iterator

from benchmarks import coverage_of_intervals, spike_rules
from benchmarks.promise import Promise


def promises(*, long: bool = False) -> Iterator[Promise]:
    """By simulation, seeded; `long` changes nothing here."""
    for name, n, middle, low, high in coverage_of_intervals.table():
        yield Promise(
            subject="judging",
            promise=f"95% intervals of {name} at n = {n:,} cover 93 to 97%",
            figure=f"{middle:.1f}% (single populations {low:.1f} to {high:.1f}%)",
            held=93 <= middle <= 97,
        )
    for name, rule in spike_rules.RULES.items():
        false, hit = spike_rules.false_alarms(rule), spike_rules.caught(rule)
        yield Promise(
            subject="judging",
            promise=f"spike rule {name}: under 5% of quiet quarters alarm, over 90% of two-day doublings are caught",
            figure=f"{false:.1f}% and {hit:.1f}%",
            held=(false < 5 and hit > 90) if "default" in name else None,
        )
