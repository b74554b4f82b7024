"""The benchmarks' promises, at a size that a test suite can afford, and a real survey."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import coverage_of_intervals, hourly_rules, spike_rules
from domain.measures import Histogram
from metrics import METRICS, spike


def test_nominal_95_percent_intervals_hold_the_truth_as_often() -> None:
    assert [row for row in coverage_of_intervals.table() if not 93 <= row[2] <= 97] == []


def test_the_default_rule_is_quiet_in_quiet_quarters_and_finds_doublings() -> None:
    assert spike_rules.false_alarms(spike.weekday, 30, quarters=30) < 7
    assert spike_rules.caught(spike.weekday, 30, doublings=70) > 88


def test_days_and_hours_that_are_bursty_by_themselves_hardly_alarm() -> None:
    assert spike_rules.false_alarms(spike.weekday, 10, quarters=1, wild=True) == 0
    for size in (1, 5):
        assert hourly_rules.false_alarms(size, hourly_rules.bursty, quarters=3) == 0


def test_thirty_complaints_in_an_hour_are_seen_in_that_hour() -> None:
    for size in (1, 100):
        assert hourly_rules.caught(size, storms=6) > 90


def answers(shared: Path, column: str, codes: range) -> Histogram:
    with gzip.open(shared / "surveys/sfo/2017_SFO_Customer_Survey.csv.gz", "rt", encoding="utf-8-sig") as file:
        rows = [(r[column].strip(), float(r["WEIGHT"])) for r in csv.DictReader(file)]
    kept = [(int(code), weight) for code, weight in rows if code.isdigit() and int(code) in codes]
    weights: Counter[int] = Counter()
    for code, weight in kept:
        weights[code] += weight  # type: ignore[assignment]
    return Histogram(counts=Counter(c for c, _ in kept), weights=weights, scale_max=codes[-1])


@pytest.mark.shared
def test_a_real_airport_survey_has_its_known_figures(shared: Path) -> None:
    nps, csat = answers(shared, "NETPRO", range(11)), answers(shared, "Q7ALL", range(1, 6))
    figures = {
        (name, round(found.value, 3 if name == "csat_mean" else 2), found.n)
        for name, counts in [("nps", nps), ("nps_weighted", nps), ("csat_survey", csat), ("csat_mean", csat)]
        if (found := METRICS[name].estimate(counts))
    }
    assert figures == {
        ("nps", 39.84, 2746),
        ("nps_weighted", 40.40, 2746),
        ("csat_survey", 82.07, 2688),
        ("csat_mean", 4.064, 2688),
    }
