"""Goals are judged by their interval and dated by their period; a what-if is a range that holds all its corners."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.goals import Goal
from domain.measures import Cohort, CustomerValue, Histogram
from domain.records import Estimate
from metrics import METRICS
from metrics.assumptions import GIVEN, Known, between, exactly, known, mistake, parse, settled, stated
from metrics.goals import mistake as no_goal
from metrics.goals import period_of, skipped, standing
from metrics.what_if import SPANS, Assumptions, Range, kept_more, times, to_reach, worth

GOAL = Goal(brand="Acme", metric="nps", target=50.0, by=date(2026, 6, 30))
ANSWERS = Histogram(counts={10: 300, 8: 100, 0: 20}, scale_max=10)
numbers = st.floats(-1e4, 1e4)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Range(low=low, value=value, high=high)


def test_a_standing_has_figure_gap_and_verdict_and_knows_when_its_day_has_passed() -> None:
    one = standing(GOAL, METRICS["nps"], ANSWERS, date(2026, 7, 1))
    assert (one.verdict, one.overdue, round(one.gap or 0, 1)) == ("met", False, 16.7)
    none = standing(GOAL, METRICS["nps"], Histogram(), date(2026, 7, 1))
    assert (none.verdict, none.overdue, none.gap, none.estimate) == ("cannot tell", True, None, None)
    assert not standing(GOAL, METRICS["nps"], Histogram(), date(2026, 6, 30)).overdue


def test_fewer_is_better_for_a_figure_like_churn() -> None:
    goal = Goal(brand="Acme", metric="churn", target=5.0)
    today = date(2026, 1, 1)
    assert standing(goal, METRICS["churn"], Cohort(start=1000, lost=10), today).verdict == "met"
    assert standing(goal, METRICS["churn"], Cohort(start=1000, lost=100), today).verdict == "behind"


@given(day=st.dates(date(1990, 1, 1), date(2200, 1, 1)), length=st.integers(1, 366))
def test_every_day_is_in_one_period_of_the_stated_length(day: date, length: int) -> None:
    first = period_of(day, length)
    assert first <= day < first + timedelta(days=length)
    assert period_of(first, length) == first
    assert period_of(day, 7).weekday() == 0


def test_the_weeks_without_a_check_in_are_named_newest_first() -> None:
    weeks = [date(2026, 5, 4) + timedelta(days=7 * n) for n in (0, 1, 4)]
    assert skipped(weeks) == (date(2026, 5, 25), date(2026, 5, 18))
    assert skipped(weeks[:1]) == () == skipped([])


@pytest.mark.parametrize(
    ("metric", "target", "said"),
    [
        ("npss", 50.0, "no metric 'npss'; known: "),
        ("perception_gap", 0.0, "has no better direction"),
        ("nps", 120.0, "cannot be reached: nps lies in -100 to 100 points"),
        ("churn", float("nan"), "cannot be reached"),
        ("cltv_margin", -1.0, "cannot be reached"),
    ],
)
def test_what_is_no_goal_says_what_to_write(metric: str, target: float, said: str) -> None:
    assert said in (no_goal(Goal(brand="Acme", metric=metric, target=target), METRICS) or "")


def test_every_metric_with_a_direction_may_have_a_goal() -> None:
    for name, metric in METRICS.items():
        wrong = no_goal(Goal(brand="Acme", metric=name, target=3.0), METRICS)
        assert (wrong is None) == (metric.higher_is_better is not None)


def test_the_worth_is_customers_times_change_times_kept_times_value() -> None:
    given_ = Assumptions(
        metric="nps",
        change=Range(low=5, value=10, high=15),
        customers=exactly(4000),
        kept=Range(low=0.0, value=0.1, high=0.2),
        value=Range(low=200, value=300, high=400),
    )
    found = worth(given_)
    assert (found.moved.low, found.moved.value, found.moved.high) == (100, 200, 300)
    assert (found.kept.low, found.kept.value, found.kept.high) == pytest.approx((0, 20, 60))
    assert (found.money.low, found.money.value, found.money.high) == pytest.approx((0, 6000, 24000))


@settings(max_examples=60, deadline=None)
@given(factors=st.lists(ranges(), min_size=1, max_size=4), places=st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_a_product_of_ranges_holds_the_product_of_any_numbers_in_them(
    factors: list[Range], places: list[float]
) -> None:
    found, inside = times(factors), 1.0
    for one, place in zip(factors, places, strict=False):
        inside *= min(one.high, max(one.low, one.low + place * (one.high - one.low)))
    slack = 1e-9 * (1 + abs(found.low) + abs(found.high))
    assert found.low - slack <= inside <= found.high + slack
    assert found.low <= found.value <= found.high


@settings(max_examples=60, deadline=None)
@given(good=st.tuples(st.integers(0, 80), st.integers(0, 80)), bad=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_the_difference_in_churn_lies_in_its_interval_and_turns_with_its_sides(
    good: tuple[int, int], bad: tuple[int, int]
) -> None:
    content, other = (Cohort(start=sum(pair), lost=pair[0]) for pair in (good, bad))
    found, turned = kept_more(content, other), kept_more(other, content)
    assert (found is None) == (min(content.start, other.start) < 5) == (turned is None)
    if found and turned:
        assert -1 <= (found.low or 0) <= found.value <= (found.high or 0) <= 1
        assert found.value == pytest.approx(-turned.value)


def test_the_change_to_reach_a_goal_is_as_unsure_as_the_figure() -> None:
    change = to_reach(Estimate(value=45, low=34, high=55, n=100), 60)
    assert change and (change.low, change.value, change.high) == (5, 15, 26)
    assert to_reach(Estimate(value=45, low=None, high=None, n=1), 60) is None


def test_assumptions_come_from_own_figures_and_yield_to_a_persons_word() -> None:
    spent = CustomerValue(revenue=(20.0, 30.0) * 50, margins=(0.5, 0.6) * 50, cohort=Cohort(start=100, lost=4))
    kept = (Cohort(start=60, lost=3), Cohort(start=40, lost=10))
    own = known("nps", METRICS["nps"].estimate(ANSWERS), 80.0, kept, spent)
    assert own.missing() == () and own.kept and own.kept.value == pytest.approx(0.2)
    assert own.customers and own.customers.value == 100 and own.value and "by margin" in own.value.why
    changed = stated(own, {"kept": parse("0..0.1")})
    assert changed.kept == Range(low=0.0, value=0.05, high=0.1, why=GIVEN) and changed.value == own.value
    assert worth(settled(changed)).money.high < worth(settled(own)).money.high


def test_an_assumption_that_nobody_made_is_asked_for_and_never_filled_in() -> None:
    bare = known("csat_survey", None, 80.0, None, CustomerValue())
    assert bare.missing() == ("change", "customers", "kept", "value")
    assert "cannot tell" in (mistake(bare) or "") and "(--kept)" in (mistake(bare) or "")
    with pytest.raises(ValueError, match="cannot tell"):
        settled(bare)
    assert "known: csat_survey, nps" in (mistake(Known(metric="churn")) or "")
    impossible = Known(metric="nps", change=exactly(1), customers=exactly(1), kept=exactly(3), value=exactly(1))
    assert "between -1 and 1" in (mistake(impossible) or "")


@pytest.mark.parametrize("text", ["", "a", "1..2..3", "5..1", "nan", "1..inf"])
def test_what_is_no_range_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 3, or 1\.\.5"):
        parse(text)


def test_fields_that_nobody_changed_keep_where_they_come_from() -> None:
    shown = Range(low=1.0, value=1.5, high=4.0, why="as imported")
    assert between(1.0, 4.0, shown) is shown
    assert between(2.0, 4.0, shown) == Range(low=2.0, value=3.0, high=4.0, why=GIVEN)
    assert between(4.0, 2.0, None) == Range(low=2.0, value=3.0, high=4.0, why=GIVEN)
    assert between(None, 4.0, shown) is None
    assert set(SPANS) == {"nps", "csat_survey"}
