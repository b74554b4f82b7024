"""Which series goes ahead: rarely wrong about series that know nothing of each other, and able to see a true lead."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.lead_lag import CANNOT_TELL, FOLLOWS, LEADS, TOGETHER, lead_lag

WEEKS = [date(2024, 1, 1) + timedelta(days=7 * n) for n in range(160)]
Series = dict[date, float]


def remembering(rng: np.random.Generator, n: int, memory: float) -> np.ndarray:
    noise = rng.standard_normal(n + 30)
    for i in range(1, len(noise)):
        noise[i] += memory * noise[i - 1]
    return noise[30:]


def dated(values: np.ndarray) -> Series:
    return dict(zip(WEEKS, (float(v) for v in values), strict=False))


def follower(seed: int, weeks: int, n: int = 78) -> tuple[Series, Series]:
    """A series, and one that answers it so many weeks later: half of what moves it, and noise of its own."""
    rng = np.random.default_rng(seed)
    lead = remembering(rng, n + weeks, 0.5)
    second = 0.6 * lead[:n] + 0.7 * remembering(rng, n, 0.3)
    return dated(lead[weeks:]), dated(second)


@pytest.mark.parametrize("memory", [(0.0, 0.0), (0.8, 0.8)])
def test_unrelated_series_are_rarely_said_to_lead(memory: tuple[float, float]) -> None:
    rng = np.random.default_rng(11)
    said = [lead_lag(*(dated(remembering(rng, 60, m)) for m in memory)).verdict for _ in range(200)]
    assert said.count(LEADS) / 200 < 0.05 and said.count(FOLLOWS) / 200 < 0.05
    assert said.count(CANNOT_TELL) / 200 > 0.9


def test_two_series_that_both_rise_do_not_lead_each_other() -> None:
    rng = np.random.default_rng(5)
    rising = np.arange(80) * 0.5
    said = [lead_lag(*(dated(rising + rng.standard_normal(80)) for _ in range(2))).verdict for _ in range(60)]
    assert said.count(CANNOT_TELL) >= 54


def test_a_true_lead_of_two_weeks_is_found() -> None:
    found = [lead_lag(*follower(seed, 2)) for seed in range(80)]
    right = [f for f in found if f.verdict == LEADS and f.peak and f.peak.weeks == 2]
    assert len(right) / 80 > 0.8
    assert all(f.peak and f.peak.low > 0 for f in right)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), weeks=st.integers(0, 8))
def test_the_other_way_round_it_is_the_other_answer(seed: int, weeks: int) -> None:
    first, second = follower(seed, weeks)
    one, two = lead_lag(first, second), lead_lag(second, first)
    assert two.verdict == {LEADS: FOLLOWS, FOLLOWS: LEADS}.get(one.verdict, one.verdict)
    assert {lag.weeks: round(lag.correlation, 9) for lag in one.lags} == {
        -lag.weeks: round(lag.correlation, 9) for lag in two.lags
    }
    assert all(-1 <= lag.low <= lag.correlation <= lag.high <= 1 for lag in one.lags)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.floats(0.01, 100), base=st.floats(-100, 100), slope=st.floats(-5, 5))
def test_the_unit_and_a_straight_trend_do_not_matter(seed: int, scale: float, base: float, slope: float) -> None:
    first, second = follower(seed, 1)
    moved = {week: base + slope * n + scale * first[week] for n, week in enumerate(first)}
    one, two = lead_lag(first, second), lead_lag(moved, second)
    assert [lag.correlation for lag in two.lags] == pytest.approx([lag.correlation for lag in one.lags], abs=1e-5)


def test_too_little_is_said_in_words() -> None:
    first, second = follower(1, 2)
    few = dict(list(second.items())[:12])
    assert lead_lag(first, few).why == "too few weeks: 12 with both figures, 20 are needed"
    still = lead_lag(first, dict.fromkeys(first, 4.0))
    assert (still.verdict, still.peak) == (CANNOT_TELL, None) and "does not move" in still.why
    assert lead_lag({}, {}).verdict == CANNOT_TELL


def test_weeks_that_are_missing_pair_with_nothing() -> None:
    first, second = follower(3, 0)
    holed = {week: value for n, (week, value) in enumerate(second.items()) if n % 9}
    found = lead_lag(first, holed)
    assert found.verdict == TOGETHER and found.weeks == len(holed)
    assert all(lag.n < len(holed) for lag in found.lags)
