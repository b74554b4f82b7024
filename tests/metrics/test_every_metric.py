"""What holds for every metric, whatever it measures."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.measures import (
    Cohort,
    CustomerValue,
    Durations,
    Histogram,
    Perception,
    Rate,
    SentimentCounts,
    Target,
    VoiceCounts,
)
from domain.records import Estimate
from domain.traits import AdvocacyCounts
from metrics import METRICS, Metric
from metrics.estimate import TOO_FEW

few = st.integers(0, 60)
SCALES = {"nps_answers": (0, 10, None), "enps_answers": (0, 10, None), "ces_answers": (1, 7, "high_is_easy")}


def histograms(needs: str) -> st.SearchStrategy[Histogram]:
    low, high, direction = SCALES.get(needs, (1, 5, None))

    def build(counts: list[int]) -> Histogram:
        rows = {low + i: c for i, c in enumerate(counts)}
        return Histogram(
            counts=rows, weights={v: 0.5 * c for v, c in rows.items()}, scale_max=high, direction=direction
        )

    width = high - low + 1
    return st.lists(few, min_size=width, max_size=width).map(build)


cohorts = st.tuples(few, few).map(lambda pair: Cohort(start=sum(pair), lost=pair[0]))
money = st.lists(st.floats(1, 500), min_size=0, max_size=30)
STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "sentiment_counts": st.builds(SentimentCounts, negative=few, neutral=few, positive=few, unscored=few),
    "mention_count": st.integers(0, 5000),
    "voice": st.builds(
        VoiceCounts, brand=st.just("ours"), mentions=st.fixed_dictionaries({"ours": few, "theirs": few})
    ),
    "churn_cohort": cohorts,
    "review_replies": cohorts,
    "customer_value": st.tuples(money, cohorts).map(
        lambda pair: CustomerValue(revenue=tuple(pair[0]), margins=tuple(m / 1000 for m in pair[0]), cohort=pair[1])
    ),
    "first_response": st.lists(st.floats(0, 10_000), max_size=60).map(
        lambda minutes: Durations(minutes=tuple(sorted(minutes)))
    ),
}
STRATEGIES |= {"story_sentiment_counts": STRATEGIES["sentiment_counts"]}
STRATEGIES["advocacy"] = st.tuples(few, few, few, few).map(
    lambda n: AdvocacyCounts(recommends=n[0] + n[2], warns=n[1] + n[2], texts=sum(n[:3]), read=sum(n))
)
for twin in ("first_response_business", "resolution", "resolution_business"):
    STRATEGIES[twin] = STRATEGIES["first_response"]
for promise in ("first_response_target", "resolution_target"):
    STRATEGIES[promise] = STRATEGIES["first_response"].map(lambda waits: Target(waits=waits, minutes=500.0))
STRATEGIES |= {"first_contact": cohorts, "review_waits": STRATEGIES["first_response"]}
for scale in ("nps_answers", "csat_answers", "ces_answers", "review_stars", "csat_spend", "enps_answers"):
    STRATEGIES[scale] = histograms(scale)
STRATEGIES["nps_spend"] = STRATEGIES["nps_answers"]
for rate in ("funnel", "returns_rate", "complaints_rate"):
    STRATEGIES[rate] = st.tuples(few, few).map(lambda pair: Rate(events=pair[0], base=sum(pair), rows=1))
STRATEGIES["perception"] = st.builds(
    Perception,
    own=st.lists(st.floats(0, 1), min_size=1, max_size=5).map(tuple),
    answers=STRATEGIES["csat_answers"],
)

BOUNDS: dict[str, tuple[float, float | None]] = {
    "points": (-100.0, 100.0),
    "%": (0.0, 100.0),
    "stars": (1.0, 5.0),
    "points of the scale": (1.0, 7.0),
    "minutes": (0.0, None),
    "money": (0.0, None),
    "mentions": (0.0, None),
    "per 1,000": (0.0, None),
    "scale points": (-4.0, 4.0),
}
EMPTY: dict[str, Any] = {
    "mention_count": 0,
    "voice": VoiceCounts(brand="ours"),
    "churn_cohort": Cohort(),
    "first_contact": Cohort(),
    "first_response_target": Target(),
    "resolution_target": Target(),
    "review_replies": Cohort(),
    "customer_value": CustomerValue(),
    "advocacy": AdvocacyCounts(),
    "funnel": Rate(),
    "returns_rate": Rate(),
    "complaints_rate": Rate(),
    "perception": Perception(own=(0.5,)),
}


def doubled(counts: Any) -> Any:
    match counts:
        case SentimentCounts():
            return SentimentCounts(
                negative=2 * counts.negative, neutral=2 * counts.neutral, positive=2 * counts.positive
            )
        case Histogram():
            return replace(
                counts,
                counts={v: 2 * c for v, c in counts.counts.items()},
                weights={v: 2 * w for v, w in counts.weights.items()},
            )
        case Cohort():
            return Cohort(start=2 * counts.start, lost=2 * counts.lost)
        case CustomerValue():
            return CustomerValue(revenue=counts.revenue * 2, margins=counts.margins * 2, cohort=doubled(counts.cohort))
        case Durations():
            return Durations(minutes=tuple(sorted(counts.minutes * 2)))
        case Target():
            return replace(counts, waits=doubled(counts.waits))
        case AdvocacyCounts(recommends=up, warns=down, texts=n, read=read):
            return AdvocacyCounts(recommends=2 * up, warns=2 * down, texts=2 * n, read=2 * read)
        case Rate():
            return Rate(events=2 * counts.events, base=2 * counts.base, rows=counts.rows)
        case Perception():
            return replace(counts, answers=doubled(counts.answers))
        case VoiceCounts():
            return replace(counts, mentions={b: 2 * c for b, c in counts.mentions.items()})
    raise TypeError(type(counts))


def improved(counts: Any) -> Any | None:
    """The same with one row moved one step to the better, None where there is no such row."""
    match counts:
        case SentimentCounts(negative=n, neutral=u, positive=p):
            if n:
                return replace(counts, negative=n - 1, neutral=u + 1)
            return replace(counts, neutral=u - 1, positive=p + 1) if u else None
        case Histogram():
            moves = [v for v, c in counts.counts.items() if c and v + 1 in counts.counts]
            if not moves:
                return None
            v = moves[len(moves) // 2]
            rows = {**counts.counts, v: counts.counts[v] - 1, v + 1: counts.counts[v + 1] + 1}
            return replace(counts, counts=rows, weights={a: 0.5 * c for a, c in rows.items()})
        case Cohort(start=start, lost=lost):
            return Cohort(start=start, lost=lost - 1) if lost else None
        case CustomerValue(revenue=revenue):
            return replace(counts, revenue=(revenue[0] + 10, *revenue[1:])) if revenue else None
        case Durations(minutes=minutes):
            return Durations(minutes=tuple(sorted((minutes[0] * 0.5, *minutes[1:])))) if minutes else None
        case Target(waits=waits):
            shorter = improved(waits)
            return None if shorter is None else replace(counts, waits=shorter)
        case AdvocacyCounts(warns=warns, recommends=up, texts=texts):
            # One that only warned recommends instead.
            alone = warns - (up + warns - texts)
            return replace(counts, warns=warns - 1, recommends=up + 1) if alone else None
        case Rate() | Perception():
            # Which way is better differs by metric; test_journey says it for each.
            return None
        case VoiceCounts(mentions=m):
            return replace(counts, mentions={**m, "theirs": m["theirs"] - 1}) if m["theirs"] else None
    return counts + 1


every = pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
quick = settings(max_examples=60, deadline=None)


def width(found: Estimate) -> float:
    ends = (found.low, found.high)
    return float("inf") if None in ends else ends[1] - ends[0]  # type: ignore[operator]


@every
def test_it_is_defined_in_words(metric: Metric) -> None:
    assert metric.title and metric.definition and metric.method and metric.unit in BOUNDS
    assert METRICS[metric.name] is metric


@every
def test_no_rows_are_no_figure_and_not_zero(metric: Metric) -> None:
    default: Any = Durations() if metric.unit == "minutes" else Histogram()
    if "sentiment" in metric.needs:
        default = SentimentCounts(unscored=4)
    assert metric.estimate(EMPTY.get(metric.needs, default)) is None


@every
@quick
@given(data=st.data())
def test_the_interval_holds_the_value_and_stays_in_bounds(metric: Metric, data: st.DataObject) -> None:
    found = metric.estimate(data.draw(STRATEGIES[metric.needs]))
    if found is None:
        return
    low, high = BOUNDS[metric.unit]
    chain = [low, found.low, found.value, found.high, high]
    said = [v for v in chain if v is not None]
    assert all(a <= b + 1e-9 for a, b in pairwise(said))
    assert found.n > 0
    assert (found.note == TOO_FEW) == (found.n < 5)


@pytest.mark.parametrize(
    "metric",
    [m for m in METRICS.values() if m.needs != "mention_count"],
    ids=lambda metric: metric.name,
)
@quick
@given(data=st.data())
def test_twice_the_rows_keep_the_value_and_narrow_the_interval(metric: Metric, data: st.DataObject) -> None:
    counts = data.draw(STRATEGIES[metric.needs])
    once, twice = metric.estimate(counts), metric.estimate(doubled(counts))
    assert (once is None) == (twice is None)
    if once is not None and twice is not None:
        assert twice.value == pytest.approx(once.value)
        assert width(twice) <= width(once) + 1e-9
        assert twice.n == 2 * once.n


@every
@quick
@given(data=st.data())
def test_one_answer_moved_up_never_makes_it_worse(metric: Metric, data: st.DataObject) -> None:
    counts = data.draw(STRATEGIES[metric.needs])
    better = improved(counts)
    before, after = metric.estimate(counts), None if better is None else metric.estimate(better)
    if before is None or after is None:
        return
    sign = -1 if metric.higher_is_better is False else 1
    assert sign * (after.value - before.value) >= -1e-9
