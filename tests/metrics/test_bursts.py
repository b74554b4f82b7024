"""How rare a count is: exact without bursts, less rare with them, and no storm that excuses the next."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import bursts, poisson
from metrics.bursts import CALM, Burst, burst_of, fewer, more, usual

counts = st.integers(0, 200)


@settings(max_examples=80, deadline=None)
@given(observed=counts, total=st.integers(0, 2000), weeks=st.integers(2, 12))
def test_without_bursts_it_is_the_exact_comparison_of_two_poisson_counts(observed: int, total: int, weeks: int) -> None:
    known = poisson.more(observed, total, weeks)
    assert more(observed, usual(total, weeks)) == pytest.approx(known, rel=1e-6, abs=1e-12)
    if total:
        assert fewer(observed, total, weeks) == pytest.approx(poisson.fewer(observed, total, weeks), rel=1e-6, abs=1e-9)
    else:
        assert fewer(observed, total, weeks) == 1.0


@settings(max_examples=80, deadline=None)
@given(observed=counts, total=st.integers(0, 2000), rate=st.floats(0, 5), follow=st.floats(0, 5))
def test_it_is_a_chance_that_falls_with_the_count(observed: int, total: int, rate: float, follow: float) -> None:
    expected, believed = usual(total, 12), (Burst(rate=rate), Burst(follow=follow))
    some, one_more = (more(n, expected, believed) for n in (observed, observed + 1))
    assert 0.0 <= one_more <= some + 1e-9 and some <= 1.0
    if observed > 2 * expected.mean + 5:
        assert more(observed, expected, believed) >= more(observed, expected) - 1e-12


def test_large_counts_go_by_a_smooth_curve_that_meets_the_sum() -> None:
    for mean, burst in ((19_999.0, CALM), (19_999.0, Burst(rate=0.05))):
        below, above = usual(mean * 12 - 1, 12), usual(mean * 12 + 23, 12)
        for deviations in (1, 3, 4):
            limit = mean + deviations * math.sqrt(mean + below.spread(burst) * mean**2)
            assert more(limit, below, (burst,)) == pytest.approx(more(limit, above, (burst,)), rel=0.15)


@pytest.mark.parametrize(("shape", "least", "most"), [(None, 0.0, 0.06), (4, 0.15, 0.5), (1, 0.6, 2.5)])
def test_a_history_says_how_bursty_it_is(shape: float | None, least: float, most: float) -> None:
    chance = np.random.default_rng(5)
    rate = 30 * (chance.gamma(shape, 1 / shape, 84) if shape else np.ones(84))
    drawn = chance.poisson(rate)
    history = {day: [float(n) for n in drawn[day::7]] for day in range(7)}
    rates = [burst.rate for burst in burst_of(history, dict.fromkeys(history, 30.0)) if burst.rate]
    assert least <= max(rates, default=0.0) <= most


def test_one_storm_does_not_excuse_the_next() -> None:
    drawn = np.random.default_rng(6).poisson(20, 84)
    drawn[40] = 200
    history = {day: [float(n) for n in drawn[day::7]] for day in range(7)}
    believed = burst_of(history, dict.fromkeys(history, 20.0))
    assert more(60, usual(240, 12), believed) < 1e-4


def test_a_history_of_one_week_says_nothing_of_bursts() -> None:
    assert burst_of({0: [3.0], 1: [9.0]}, {}) == (CALM,)


def test_a_short_history_leans_on_its_kind() -> None:
    alone, pooled = usual(0, 2), usual(0, 2, 0.05)
    assert pooled.mean < alone.mean and bursts.more(4, pooled) < bursts.more(4, alone)
    assert usual(1200, 12, 0.05).mean == pytest.approx(100, rel=0.7)
