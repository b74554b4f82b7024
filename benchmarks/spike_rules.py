"""How often does a spike rule cry wolf, and how often does it miss? Prints one row per rule.

A brand of 18, 22, 20, 19, 25, 12 and 10 mentions a weekday (Poisson), 13 weeks of history. Quiet: 90 days in
which nothing happens; a false alarm is a quarter with any alarm, spike or drop. Doubling: two days in a row
at twice their usual volume, beginning on each weekday alike; caught means an alarm on either day.
After them the hourly rule, by size of series (benchmarks/hourly_rules.py).
Run: python -m benchmarks.spike_rules
"""

from datetime import date, timedelta

import numpy as np

from benchmarks import hourly_rules
from metrics import spike

WEEK = np.array([18, 22, 20, 19, 25, 12, 10])
HISTORY, QUARTER = 7 * 13, 90
QUARTERS, DOUBLINGS = 1000, 2100
START = date(2024, 1, 1)
RULES: dict[str, spike.Rule] = {"weekday (default)": spike.weekday, "zscore": spike.zscore}


def days(counts: np.ndarray) -> list[spike.Day]:
    return [spike.Day(day=START + timedelta(days=i), count=int(c)) for i, c in enumerate(counts)]


def false_alarms(rule: spike.Rule, quarters: int = QUARTERS) -> float:
    """Percent of quiet quarters with at least one alarm."""
    rng, usual = np.random.default_rng(20240101), np.resize(WEEK, HISTORY + QUARTER)
    loud = 0
    for _ in range(quarters):
        series = days(rng.poisson(usual))
        windows = (series[max(0, end - HISTORY) : end + 1] for end in range(HISTORY, HISTORY + QUARTER))
        loud += any(rule(window).fires for window in windows)
    return 100 * loud / quarters


def caught(rule: spike.Rule, doublings: int = DOUBLINGS) -> float:
    """Percent of two-day doublings with a spike on either day."""
    rng, found = np.random.default_rng(20240102), 0
    for i in range(doublings):
        usual = np.resize(WEEK, HISTORY + 9).astype(float)
        first = HISTORY + i % 7
        usual[first : first + 2] *= 2
        series = days(rng.poisson(usual))
        kinds = (rule(series[: end + 1]).kind for end in (first, first + 1))
        found += spike.SPIKE in kinds
    return 100 * found / doublings


def main() -> None:
    """Print false alarms and catches of each rule."""
    print(f"| rule | quiet quarters with an alarm (of {QUARTERS:,}) | two-day doublings caught | promise |")
    print("| --- | ---: | ---: | --- |")
    for name, rule in RULES.items():
        false, hit = false_alarms(rule), caught(rule)
        promise = ("kept" if false < 5 and hit > 90 else "BROKEN") if rule is spike.weekday else "none"
        print(f"| {name} | {false:.1f}% | {hit:.1f}% | {promise} |", flush=True)
    print()
    hourly_rules.main()


if __name__ == "__main__":
    main()
