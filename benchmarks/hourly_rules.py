"""How often does the hourly rule cry wolf, and does it see thirty complaints? Prints one row per size of series.

A brand whose hours follow its week (a night tenth of the day, a quiet weekend), so many complaints a day on average,
12 weeks of history. Four kinds of 90 days in which nothing happens; a false alarm is a quarter with any alarm:
  quiet     Poisson
  bursty    the hour's rate itself is gamma-distributed around the usual (variance twice the mean at the busiest hour)
  hot days  the day's rate is gamma-distributed, with half of it as its standard deviation
  echoes    each complaint brings another one with a chance of one half, two hours later on average, and that one too
Storm: 30 more complaints within one hour, at any hour of the week; caught means an alarm in that hour.
The rule was chosen on other series (another week, geometric clusters within the hour, log-normal hours), and its limit
tightened once after the bursty ones.
Run: python -m benchmarks.hourly_rules
"""

from collections.abc import Callable
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
Draw = Callable[[np.random.Generator, float], np.ndarray]


def rates(per_day: float) -> np.ndarray:
    """Complaints per hour over history and quarter."""
    return np.resize(WEEK * per_day * 7 / WEEK.sum(), HISTORY + QUARTER)


def quiet(rng: np.random.Generator, per_day: float) -> np.ndarray:
    return rng.poisson(rates(per_day))


def bursty(rng: np.random.Generator, per_day: float) -> np.ndarray:
    usual = rates(per_day)
    return rng.poisson(usual * rng.gamma(usual.max(), 1 / usual.max(), usual.size))


def hot_days(rng: np.random.Generator, per_day: float) -> np.ndarray:
    usual = rates(per_day)
    return rng.poisson(usual * np.repeat(rng.gamma(4, 1 / 4, usual.size // 24), 24))


def echoes(rng: np.random.Generator, per_day: float) -> np.ndarray:
    counts = rng.poisson(rates(per_day) / 2)
    at = np.repeat(np.arange(counts.size), counts)
    while at.size:
        at = at[rng.random(at.size) < 0.5]
        at = at + rng.exponential(2.0, at.size).astype(int)
        at = at[at < counts.size]
        np.add.at(counts, at, 1)
    return counts


KINDS: dict[str, Draw] = {"quiet": quiet, "bursty": bursty, "hot days": hot_days, "echoes": echoes}


def series(counts: np.ndarray) -> dict[datetime, HourCount]:
    return {hour: HourCount(count=int(n)) for hour, n in zip(HOURS, counts, strict=False) if n}


def false_alarms(per_day: float, draw: Draw = quiet, quarters: int = QUARTERS) -> float:
    """Percent of quarters without an event that have at least one alarm."""
    rng = np.random.default_rng(20240103)
    loud = sum(bool(loud_hours(series(draw(rng, per_day)), HOURS[HISTORY:])) for _ in range(quarters))
    return 100 * loud / quarters


def caught(per_day: float, draw: Draw = quiet, storms: int = STORMS) -> float:
    """Percent of storms that alarm in their hour."""
    rng, found = np.random.default_rng(20240104), 0
    for _ in range(storms):
        at = HISTORY + int(rng.integers(0, 168))
        counts = draw(rng, per_day)[: at + 1]
        counts[at] += STORM
        found += bool(loud_hours(series(counts), [HOURS[at]]))
    return 100 * found / storms


def main() -> None:
    """Print false alarms and catches by size of series."""
    heads = " | ".join(f"{name}, with an alarm" for name in KINDS)
    caughts = " | ".join(f"{name}, storm of {STORM} caught" for name in ("quiet", "bursty"))
    print(f"| complaints a day | {heads} | {caughts} |")
    print(f"| ---: |{' ---: |' * (len(KINDS) + 2)}")
    for size in SIZES:
        false = [f"{false_alarms(size, draw):.0f}%" for draw in KINDS.values()]
        hits = [f"{caught(size, draw):.0f}%" for draw in (quiet, bursty)]
        print(f"| {size} | {' | '.join([*false, *hits])} |", flush=True)


if __name__ == "__main__":
    main()
