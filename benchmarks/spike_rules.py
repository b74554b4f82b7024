"""How often does a spike rule cry wolf, and how often does it miss? Prints one row per size of series and rule.

A brand whose week is 18, 22, 20, 19, 25, 12 and 10, times its size, 13 weeks of history. Quiet: 90 days in which
nothing happens (Poisson); a false alarm is a quarter with any alarm, spike or drop. Wild: the same, but each day's rate
is gamma-distributed around the usual, with half of it as its standard deviation. Doubling: two days in a row at twice
their usual volume, beginning on each weekday alike; caught means an alarm on either day.
After them the hourly rule, by size of series (benchmarks/hourly_rules.py).
Run: python -m benchmarks.spike_rules
"""

from datetime import date, timedelta

import numpy as np

from benchmarks import hourly_rules
from metrics import spike

WEEK = np.array([18, 22, 20, 19, 25, 12, 10])
SIZES = (1, 5, 10, 18, 30, 100, 500)
PROMISED = 30
"""From this mean a day on, a doubling must be caught."""
HISTORY, QUARTER = 7 * 13, 90
QUARTERS, WILD, DOUBLINGS = 1000, 40, 700
START = date(2024, 1, 1)
RULES: dict[str, spike.Rule] = {"weekday (default)": spike.weekday, "zscore": spike.zscore}


def days(counts: np.ndarray) -> list[spike.Day]:
    return [spike.Day(day=START + timedelta(days=i), count=int(c)) for i, c in enumerate(counts)]


def usual(size: float, length: int) -> np.ndarray:
    """Mentions a day over so many days, `size` of them on average."""
    return np.resize(WEEK * size / WEEK.mean(), length)


def false_alarms(rule: spike.Rule, size: float = 18, quarters: int = QUARTERS, *, wild: bool = False) -> float:
    """Percent of quiet quarters with at least one alarm."""
    rng, rate = np.random.default_rng(20240101), usual(size, HISTORY + QUARTER)
    loud = 0
    for _ in range(quarters):
        series = days(rng.poisson(rate * rng.gamma(4, 1 / 4, rate.size) if wild else rate))
        windows = (series[max(0, end - HISTORY) : end + 1] for end in range(HISTORY, HISTORY + QUARTER))
        loud += any(rule(window).fires for window in windows)
    return 100 * loud / quarters


def caught(rule: spike.Rule, size: float = 18, doublings: int = DOUBLINGS) -> float:
    """Percent of two-day doublings with a spike on either day."""
    rng, found = np.random.default_rng(20240102), 0
    for i in range(doublings):
        rate = usual(size, HISTORY + 9)
        first = HISTORY + i % 7
        rate[first : first + 2] *= 2
        series = days(rng.poisson(rate))
        kinds = (rule(series[: end + 1]).kind for end in (first, first + 1))
        found += spike.SPIKE in kinds
    return 100 * found / doublings


def kept(size: float, false: float, hit: float) -> bool:
    """Whether the default rule does what is promised of it at a size."""
    return false < 5 and (hit > 90 or size < PROMISED)


def main() -> None:
    """Print false alarms and catches of each rule."""
    print(f"| rule | a day | quiet quarters with an alarm (of {QUARTERS:,}) | wild ones | doublings caught | promise |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for size in SIZES:
        false, hit = false_alarms(spike.weekday, size), caught(spike.weekday, size)
        wild = false_alarms(spike.weekday, size, WILD, wild=True)
        promise = "kept" if kept(size, false, hit) else "BROKEN"
        print(f"| weekday (default) | {size} | {false:.1f}% | {wild:.1f}% | {hit:.1f}% | {promise} |", flush=True)
    false, hit = false_alarms(spike.zscore), caught(spike.zscore)
    print(f"| zscore | 18 | {false:.1f}% | | {hit:.1f}% | none |\n", flush=True)
    hourly_rules.main()


if __name__ == "__main__":
    main()
