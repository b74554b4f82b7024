"""New, back, or neither: what five complaints say depends on what the days before held."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.emergence import CANNOT_TELL, NEW, RETURNING, emergence


@pytest.mark.parametrize(
    ("per_day", "listened", "flag"),
    [
        ([0] * 29 + [5], 30, NEW),
        ([0] * 28 + [5, 5], 30, NEW),
        ([0] * 29 + [4], 30, ""),
        ([1] + [0] * 28 + [5], 30, ""),
        ([0] * 9 + [5], 10, CANNOT_TELL),
        ([2] * 60, 60, ""),
        ([0] * 60, 60, ""),
        ([3, 3] + [0] * 40 + [5, 2], 44, RETURNING),
        ([3, 3] + [0] * 20 + [5, 2], 24, ""),
        ([1] + [0] * 60 + [5], 62, ""),
        ([3, 3] + [0] * 40 + [5, 2] + [0] * 20, 64, ""),
    ],
)
def test_a_flag_needs_volume_and_a_history(per_day: list[int], listened: int, flag: str) -> None:
    assert emergence(per_day, listened).flag == flag


def test_it_says_why() -> None:
    assert emergence([0] * 28 + [5, 5], 30).why == "first heard yesterday, 10 complaints in 7 days"
    assert (
        emergence([3, 3] + [0] * 40 + [5, 2], 44).why == "back since yesterday after 40 silent days, 7 complaints since"
    )


def test_a_topic_as_common_as_ever_is_hardly_ever_flagged() -> None:
    chance = random.Random(4)
    steady = [[sum(chance.random() < 0.05 for _ in range(20)) for _ in range(60)] for _ in range(400)]
    assert sum(emergence(days, 60).flagged for days in steady) == 0


def test_rare_topics_that_come_and_go_by_chance_are_flagged_less_than_one_time_in_a_hundred() -> None:
    chance = random.Random(5)
    rare = [[int(chance.random() < 0.1) for _ in range(90)] for _ in range(2000)]
    assert sum(emergence(days, 90).flagged for days in rare) < 20


@given(st.lists(st.integers(0, 30), min_size=1, max_size=120), st.integers(1, 180))
def test_any_history_has_an_answer(per_day: list[int], listened: int) -> None:
    found = emergence(per_day, listened)
    assert found.flagged <= bool(found.why)
    assert found.p is None or 0 <= found.p <= 1
