from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.measures import SentimentCounts
from domain.records import Label
from metrics import METRICS, bursts, spike
from metrics.audit import agreement, corrected_net
from metrics.explain import explain

NEG, NEU, POS = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
few = st.integers(0, 40)
groups = st.dictionaries(
    st.sampled_from("abcde"), st.builds(SentimentCounts, negative=few, neutral=few, positive=few), min_size=1
)


def net(parts: dict[str, SentimentCounts]) -> float | None:
    total = SentimentCounts(
        negative=sum(p.negative for p in parts.values()),
        neutral=sum(p.neutral for p in parts.values()),
        positive=sum(p.positive for p in parts.values()),
    )
    found = METRICS["net_sentiment"].estimate(total)
    return found and found.value


@settings(max_examples=60, deadline=None)
@given(before=groups, after=groups)
def test_parts_sum_to_the_change(before: dict[str, SentimentCounts], after: dict[str, SentimentCounts]) -> None:
    parts, was, now = explain(before, after), net(before), net(after)
    if was is None or now is None:
        assert parts == []
        return
    assert sum(part.total for part in parts) == pytest.approx(now - was, abs=1e-6)
    assert all(part.low <= part.total <= part.high for part in parts)
    assert [part.group for part in explain(after, after) if abs(part.total) > 1e-9] == []


def test_a_group_that_speaks_more_is_mix_and_one_that_speaks_worse_is_rate() -> None:
    calm, angry = SentimentCounts(positive=60, negative=40), SentimentCounts(positive=10, negative=90)
    louder = SentimentCounts(positive=30, negative=270)
    mix = explain({"app": angry, "shop": calm}, {"app": louder, "shop": calm})
    assert all(abs(part.rate) < 1e-9 for part in mix) and sum(part.mix for part in mix) == pytest.approx(-25)
    rate = explain({"app": calm, "shop": calm}, {"app": angry, "shop": calm})
    assert [(part.group, part.mix, part.rate) for part in rate] == [("app", 0.0, -50.0), ("shop", 0.0, 0.0)]
    assert rate[0].high < 0 and (rate[0].before, rate[0].after) == (100, 100)


def test_a_new_group_is_all_mix() -> None:
    parts = explain(
        {"a": SentimentCounts(positive=50)}, {"a": SentimentCounts(positive=50), "b": SentimentCounts(negative=50)}
    )
    assert {part.group: part.rate for part in parts} == {"a": 0.0, "b": 0.0}
    assert sum(part.mix for part in parts) == pytest.approx(-100)


def test_a_perfect_engine_is_not_corrected() -> None:
    rows = SentimentCounts(negative=60, neutral=590, positive=350)
    found = corrected_net(rows, {(NEG, NEG): 70, (NEU, NEU): 70, (POS, POS): 60})
    plain = METRICS["net_sentiment"].estimate(rows)
    assert found is not None and plain is not None
    assert (found.value, found.n) == (pytest.approx(29.0), 200)
    assert found.low is not None and plain.low is not None and found.low < plain.low


def test_an_engine_that_calls_complaints_neutral_is_corrected_downwards() -> None:
    rows = SentimentCounts(negative=100, neutral=300, positive=100)
    audited = {(NEG, NEG): 50, (NEU, NEG): 25, (NEU, NEU): 25, (POS, POS): 50}
    found = corrected_net(rows, audited)
    assert found is not None and found.value == pytest.approx(-30)
    assert found.low is not None and found.high is not None and found.low < -35 and found.high > -25
    assert agreement(audited) == pytest.approx(100 * 125 / 150)


def test_without_an_audited_row_of_a_label_nothing_is_claimed() -> None:
    assert corrected_net(SentimentCounts(negative=5, positive=5), {(POS, POS): 9}) is None
    assert corrected_net(SentimentCounts(), {(POS, POS): 9}) is None
    assert agreement({}) is None


def test_thirty_negative_posts_in_an_hour_that_has_two_are_a_spike() -> None:
    day = date(2024, 6, 3)
    two = bursts.usual(8, 4)
    assert spike.hour(day, 30, two, lambda: ((bursts.CALM,), 4)).kind == "spike"
    assert spike.hour(day, 4, two, lambda: ((bursts.CALM,), 4)).kind == "quiet"
    assert spike.hour(day, 30, two, lambda: ((bursts.Burst(rate=5.0),), 16)).kind == "quiet"
    assert spike.hour(day, 33, two, lambda: ((bursts.Burst(rate=5.0),), 16)).kind == "spike"


def test_a_negative_share_that_jumps_is_a_spike_and_a_small_sample_is_not() -> None:
    day = date(2024, 6, 3)
    found = spike.share(day, (45, 112), (90, 450))
    assert (found.kind, round(found.observed, 1), found.expected) == ("spike", 40.2, 20.0)
    assert spike.share(day, (25, 112), (90, 450)).kind == "quiet"
    assert spike.share(day, (3, 4), (90, 450)).kind == "not enough history"
