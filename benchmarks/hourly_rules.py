"""How often does the hourly rule cry wolf, and does it see thirty complaints? Prints one row per size of series.

A brand whose hours follow its week (a night tenth of the day, a quiet weekend), so many complaints a day on average,
12 weeks of history. Quiet: 90 days in which nothing happens; a false alarm is a quarter with any alarm. Bursty: the
same, but the hour's rate itself is gamma-distributed around the usual (variance twice the mean at the busiest hour).
Storm: 30 more complaints within one hour, at any hour of the week; caught means an alarm in that hour.
Run: python -m benchmarks.hourly_rules
"""

from datetime import datetime, timedelta

import numpy as np

from metrics.hours import HourCount, loud_hours

SIZES = (1, 5, 20, 100, 500)
HISTORY, QUARTER = 168 * 12, 24 * 90
QUARTERS, STORMS, STORM = 100, 100, 30
START = datetime(2024, 1, 1)  # noqa: DTZ001 - local hours
HOURS = [START + timedelta(hours=n) for n in range(HISTORY + QUARTER)]
DAY = np.array([1.0] * 7 + [6.0] * 15 + [3.0] * 2)
WEEK = np.concatenate([DAY * share for share in (1.0, 1.0, 1.0, 1.0, 1.1, 0.6, 0.5)])


def rates(per_day: float) -> np.ndarray:
    """Complaints per hour over history and quarter."""
    return np.resize(WEEK * per_day * 7 / WEEK.sum(), HISTORY + QUARTER)


def drawn(rng: np.random.Generator, per_day: float, bursty: bool) -> np.ndarray:
    usual = rates(per_day)
    if bursty:
        usual = usual * rng.gamma(usual.max(), 1 / usual.max(), usual.size)
    return rng.poisson(usual)


def series(counts: np.ndarray) -> dict[datetime, HourCount]:
    return {hour: HourCount(count=int(n)) for hour, n in zip(HOURS, counts, strict=False) if n}


def false_alarms(per_day: float, *, bursty: bool = False, quarters: int = QUARTERS) -> float:
    """Percent of quiet quarters with at least one alarm."""
    rng = np.random.default_rng(20240103)
    quiet = HOURS[HISTORY:]
    loud = sum(bool(loud_hours(series(drawn(rng, per_day, bursty)), quiet)) for _ in range(quarters))
    return 100 * loud / quarters


def caught(per_day: float, storms: int = STORMS) -> float:
    """Percent of storms that alarm in their hour."""
    rng, found = np.random.default_rng(20240104), 0
    for _ in range(storms):
        at = HISTORY + int(rng.integers(0, 168))
        counts = drawn(rng, per_day, False)[: at + 1]
        counts[at] += STORM
        found += bool(loud_hours(series(counts), [HOURS[at]]))
    return 100 * found / storms


def main() -> None:
    """Print false alarms and catches by size of series."""
    print(
        f"| complaints a day | quiet quarters with an alarm (of {QUARTERS}) | bursty ones | storms of {STORM} caught |"
    )
    print("| ---: | ---: | ---: | ---: |")
    for size in SIZES:
        quiet, bursty = false_alarms(size), false_alarms(size, bursty=True)
        print(f"| {size} | {quiet:.1f}% | {bursty:.1f}% | {caught(size):.1f}% |", flush=True)


if __name__ == "__main__":
    main()
