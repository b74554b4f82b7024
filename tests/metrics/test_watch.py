"""What alerts stand on: hours against the same hours, changes that are sure, limits that are surely passed."""

from datetime import datetime, timedelta

import numpy as np

from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics.hours import HourCount, loud_hours
from metrics.watch import WATCHED, beyond, sure_change

START = datetime(2026, 1, 5)  # noqa: DTZ001 - a local hour
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def weeks(per_hour: float, count: int = 12, seed: int = 1) -> dict[datetime, HourCount]:
    chance = np.random.default_rng(seed)
    return {START + n * HOUR: HourCount(count=int(chance.poisson(per_hour))) for n in range(168 * count)}


def test_thirty_in_an_hour_that_usually_has_one_fire_once() -> None:
    known, now = weeks(1.0), START + 12 * WEEK
    known |= {now: HourCount(count=30), now + HOUR: HourCount(count=30), now + 2 * HOUR: HourCount(count=0)}
    found = loud_hours(known, [now - HOUR, now, now + HOUR, now + 2 * HOUR])
    assert [(one.hour, one.n, one.finding.observed) for one in found] == [(now, 30, 30)]
    assert found[0].finding.expected is not None and 0.5 < found[0].finding.expected < 1.5


def test_an_hour_without_two_weeks_before_it_says_nothing() -> None:
    known = weeks(1.0, count=1) | {START + WEEK: HourCount(count=30)}
    assert loud_hours(known, [START + WEEK]) == []
    assert loud_hours({}, [START]) == []


def test_a_share_needs_rows_and_a_rise_that_chance_does_not_give() -> None:
    known = {START + week * WEEK: HourCount(count=20, hits=2) for week in range(12)}
    now = START + 12 * WEEK
    assert loud_hours(known | {now: HourCount(count=4, hits=4)}, [now], share=True) == []
    assert loud_hours(known | {now: HourCount(count=20, hits=5)}, [now], share=True) == []
    found = loud_hours(known | {now: HourCount(count=20, hits=15)}, [now], share=True)
    assert [(one.finding.observed, one.finding.expected) for one in found] == [(75.0, 10.0)]


def test_hours_that_scatter_by_themselves_need_a_larger_jump() -> None:
    calm = {START + n * HOUR: HourCount(count=4) for n in range(168 * 12)}
    wild = {START + n * HOUR: HourCount(count=(0, 0, 0, 16)[(n // 168) % 4]) for n in range(168 * 12)}
    now = START + 12 * WEEK
    storm = {now: HourCount(count=19)}
    assert loud_hours(calm | storm, [now]) and not loud_hours(wild | storm, [now])


def test_a_change_must_be_surer_than_on_a_page() -> None:
    metric = WATCHED["negative_share"]
    before = SentimentCounts(negative=100, neutral=300, positive=600)
    slightly = SentimentCounts(negative=16, neutral=30, positive=54)
    clearly = SentimentCounts(negative=40, neutral=20, positive=40)
    assert metric.change(before, slightly).flagged is False  # type: ignore[union-attr]
    assert sure_change(metric, before, SentimentCounts(negative=18, neutral=28, positive=54)) is None
    found = sure_change(metric, before, clearly)
    assert found is not None and found.up and round(found.observed) == 40 and round(found.expected) == 10


def test_a_volume_is_compared_with_periods_of_another_length() -> None:
    metric = WATCHED["negative_mentions"]
    before = SentimentCounts(negative=280)
    assert sure_change(metric, before, SentimentCounts(negative=10), times=28) is None
    found = sure_change(metric, before, SentimentCounts(negative=40), times=28)
    assert found is not None and (found.observed, found.expected) == (40, 10)


def test_a_share_passes_a_limit_with_its_whole_interval_and_a_count_with_itself() -> None:
    share = Estimate(value=45, low=38, high=52, n=200)
    assert not beyond("negative_share", share, 40, above=True)
    assert beyond("negative_share", share, 35, above=True)
    assert beyond("negative_share", share, 55, above=False)
    assert not beyond("negative_share", Estimate(value=90, low=80, high=99, n=4, note="too few to say"), 1, above=True)
    assert beyond("mentions", Estimate(value=21, low=13, high=32, n=21), 20, above=True)
    assert beyond("mentions", None, 1, above=False) and not beyond("nps", None, 1, above=False)
