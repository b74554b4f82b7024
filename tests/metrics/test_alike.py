"""Answers that are all alike are no certainty, and what a small number of seasons can tell."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.measures import Moments
from metrics.business_hours import open_minutes
from metrics.change import NO_CHANGE, compare_net
from metrics.seasonality import quantile, weekdays


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((5, 0, 5), (5, 0, 5), NO_CHANGE),
        ((5, 0, 5), (4, 0, 5), NO_CHANGE),
        ((5, 0, 5), (0, 5, 5), "down"),
        ((0, 0, 8), (0, 2, 8), NO_CHANGE),
        ((40, 0, 40), (0, 0, 40), "down"),
    ],
)
def test_a_period_of_equal_answers_has_an_interval_too(
    before: tuple[int, int, int], after: tuple[int, int, int], verdict: str
) -> None:
    found = compare_net(before, after)
    assert found and found.verdict == verdict
    assert found.low <= found.difference <= found.high
    assert found.high - found.low > 1


def test_students_quantile_is_exact_down_to_one_degree() -> None:
    # Tables: 97.5% and 99.5% points.
    known = {1: (12.706, 63.657), 2: (4.303, 9.925), 3: (3.182, 5.841), 4: (2.776, 4.604), 5: (2.571, 4.032)}
    found = {df: (round(quantile(0.975, df), 3), round(quantile(0.995, df), 3)) for df in known}
    assert found == known


def test_weeks_without_a_sunday_are_not_said_to_be_too_few_weeks_where_they_are_enough() -> None:
    monday = date(2024, 1, 1)
    days = [
        (monday + timedelta(days=7 * week + day), Moments(n=3, total=3.0 * day, squares=9.0))
        for week in range(9)
        for day in range(7 if week < 4 else 6)
    ]
    found = weekdays(days, counted=False)
    assert (found.seasons, found.note) == ((), "too few weeks: 4 of 9 hold the rarest weekday, 6 are needed")


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("Mon-Fri 09:00-17:00, Wed 12:00-20:00", 660),
        ("Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00", 420),
        ("Wed 09:00-17:00, Mon-Sun 10:00-11:00", 480),
    ],
)
def test_an_hour_that_two_parts_of_the_opening_hours_name_counts_once(hours: str, minutes: float) -> None:
    wednesday = datetime(2024, 6, 5, tzinfo=UTC)
    assert open_minutes(hours, "UTC", wednesday, wednesday + timedelta(days=1)) == minutes
