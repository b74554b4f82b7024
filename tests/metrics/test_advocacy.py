"""Advocacy: recommends minus warns among those who do either."""

import pytest

from domain.traits import AdvocacyCounts
from metrics import METRICS
from metrics.estimate import TOO_FEW


def test_it_is_the_difference_among_texts_that_advise_others_and_says_how_many_do() -> None:
    found = METRICS["advocacy"].estimate(AdvocacyCounts(recommends=30, warns=10, texts=40, read=400))
    assert found is not None
    assert (found.value, found.n, found.note) == (50.0, 40, "40 of 400 texts advise others")
    # Adjusted Wald: (30.75 - 10.75) / 43 and its standard error times 1.96.
    assert (found.low, found.high) == (pytest.approx(20.65, abs=0.01), pytest.approx(72.38, abs=0.01))


def test_a_text_that_does_both_counts_once_and_cancels_out() -> None:
    found = METRICS["advocacy"].estimate(AdvocacyCounts(recommends=6, warns=6, texts=6, read=6))
    assert found is not None
    assert (found.value, found.n) == (0.0, 6)


def test_no_advice_is_no_data_and_little_is_too_few_to_say() -> None:
    assert METRICS["advocacy"].estimate(AdvocacyCounts(read=500)) is None
    few = METRICS["advocacy"].estimate(AdvocacyCounts(recommends=3, texts=3, read=500))
    assert few is not None
    assert few.note == TOO_FEW
