"""The journey against numbers worked out by hand, and small groups that stay hidden whatever is subtracted."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.measures import Cohort, Histogram, Perception, Rate
from domain.records import Estimate
from domain.small_groups import withheld
from metrics import METRICS
from metrics.estimate import TOO_FEW, share
from metrics.journey import own_rating, worst
from metrics.segments import GIVES_AWAY, SMALL, by_segment, whole


def test_returns_are_a_rate_per_thousand_with_the_interval_of_their_count() -> None:
    found = METRICS["returns_per_1000"].estimate(Rate(events=12, base=4000, rows=1))
    assert found is not None
    assert (found.value, found.n) == (3.0, 4000)
    # Exact Poisson limits of 12 events are 6.20 and 20.96; Byar's lie within two hundredths.
    assert (found.low, found.high) == (pytest.approx(6.20 / 4, abs=0.01), pytest.approx(20.96 / 4, abs=0.01))


def test_no_complaint_is_zero_with_an_upper_end_and_no_customers_are_no_figure() -> None:
    found = METRICS["complaints_per_1000"].estimate(Rate(events=0, base=1000, rows=1))
    assert found is not None
    assert (found.value, found.low, found.high) == (0.0, 0.0, pytest.approx(3.689, abs=0.001))
    assert METRICS["complaints_per_1000"].estimate(Rate(events=3, base=0)) is None


def test_completion_is_a_share_with_wilsons_interval() -> None:
    found = METRICS["funnel_completion"].estimate(Rate(events=42, base=50, rows=1))
    assert found is not None
    assert (found.value, round(found.low or 0, 1), round(found.high or 0, 1), found.n) == (84.0, 71.5, 91.7, 50)
    assert METRICS["funnel_completion"].estimate(Rate(events=51, base=50, rows=1)) is None


def test_the_perception_gap_is_on_the_customers_scale() -> None:
    beside = Perception(own=(0.75, 0.95), answers=Histogram(counts={3: 50, 4: 50}, scale_max=5))
    own, gap = own_rating(beside), METRICS["perception_gap"].estimate(beside)
    assert own is not None and gap is not None
    assert (own.value, own.n) == (pytest.approx(4.4), 2)
    assert (gap.value, gap.n) == (pytest.approx(0.9), 100)
    assert gap.low is not None and gap.high is not None
    assert 0.75 < gap.low < 0.9 < gap.high < 1.05
    assert METRICS["perception_gap"].estimate(Perception(answers=beside.answers)) is None


def test_those_who_spend_most_may_say_something_else_and_a_warning_says_so() -> None:
    answers = Histogram(counts={5: 80, 1: 20}, weights={5: 80 * 10.0, 1: 20 * 200.0}, scale_max=5)
    plain, weighed = METRICS["csat_survey"].estimate(answers), METRICS["csat_by_spend"].estimate(answers)
    assert plain is not None and weighed is not None
    assert (plain.value, round(weighed.value, 1)) == (80.0, 16.7)
    assert weighed.note == "those who weigh most are less satisfied: 80.0% of people, 16.7% by weight"


def cell(hits: int, n: int) -> Estimate | None:
    return share(hits, n)


def test_the_worst_is_named_only_where_it_is_detectably_worse_than_all_others() -> None:
    assert worst({"a": cell(10, 100), "b": cell(60, 100), "c": cell(80, 100)}) == "a"
    assert worst({"a": cell(10, 100), "b": cell(12, 100), "c": cell(80, 100)}) is None
    assert worst({"a": cell(10, 100), "b": cell(60, 100)}, higher_is_better=False) == "b"
    assert worst({"a": cell(10, 100)}) is None
    assert worst({"a": None, "b": None}) is None


def test_too_few_rows_are_neither_the_worst_nor_in_its_way() -> None:
    few = cell(0, 4)
    assert few is not None and few.note == TOO_FEW
    assert worst({"few": few, "a": cell(10, 100), "b": cell(60, 100)}) == "a"


def test_one_small_cell_takes_the_next_smallest_along() -> None:
    assert withheld({"a": 3, "b": 40, "c": 12}) == {"a", "c"}
    assert withheld({"a": 3, "b": 4, "c": 12}) == {"a", "b"}
    assert withheld({"a": 1, "b": 1, "c": 12, "d": 15}) == {"a", "b", "c"}
    assert withheld({"a": 5, "b": 0}) == frozenset()


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), max_size=6))
def test_no_subtraction_gives_a_small_group_away(people: dict[str, int]) -> None:
    hidden = withheld(people)
    shown = {name: n for name, n in people.items() if name not in hidden}
    assert all(n == 0 or n >= 5 for n in shown.values())
    total = sum(people.values())
    if total < 5:
        return  # the total is kept back as well: see `whole`
    for size in range(len(shown) + 1):
        for taken in combinations(shown, size):
            rest = total - sum(shown[name] for name in taken)
            assert rest == 0 or rest >= 5
    assert len(hidden) != 1


def test_a_segments_table_says_why_a_cell_is_kept_back() -> None:
    churn = METRICS["churn"]
    counts = {"gold": Cohort(start=3, lost=1), "tin": Cohort(start=20, lost=2), "": Cohort(start=60, lost=6)}
    found = by_segment(churn, counts, {name: c.start for name, c in counts.items()})
    assert (found["gold"].hidden, found["tin"].hidden, found[""].hidden) == (SMALL, GIVES_AWAY, None)
    assert found["gold"].estimate is None and found["tin"].estimate is None
    assert found[""].estimate is not None and found[""].estimate.value == 10.0
    assert whole(churn, Cohort(start=4, lost=1), 4).hidden == SMALL
    assert whole(churn, Cohort(start=83, lost=9), 83).estimate is not None
