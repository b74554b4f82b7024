"""The `vader` engine against upstream, and what each stage of analysis does in a second."""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import wiring
from benchmarks import vader
from benchmarks.promise import Promise
from benchmarks.vader_texts import SHARED, Fuzzer, real
from nlp.vader import VaderScorer

SPEED = {"tweets": 5, "141 words": 12, "588 words": 30}


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Needs the real input for all but the fuzzed texts."""
    yield from _equal(long)
    if SHARED.is_dir():
        yield from _faster()
        yield from _stages(7_000 if long else 1_500)


def _equal(long: bool) -> Iterator[Promise]:
    ours, upstream = VaderScorer(), SentimentIntensityAnalyzer()
    sets = {"fuzzed texts": Fuzzer().texts(60_000 if long else 20_000)}
    if SHARED.is_dir():
        sets["real texts"] = islice(real(), None if long else 20_000)
    for name, texts in sets.items():
        compared, wrong = vader.differences(texts, ours, upstream)
        yield Promise(
            subject="reading",
            promise=f"`vader` gives upstream's four scores on all {name}",
            figure=f"{len(wrong)} differences in {compared:,}",
            held=not wrong,
        )


def _faster() -> Iterator[Promise]:
    ours, upstream = VaderScorer(), SentimentIntensityAnalyzer()
    for name, texts in vader.by_length().items():
        found = vader.speed(texts, ours, upstream)
        yield Promise(
            subject="reading",
            promise=f"`vader` on {name}: {SPEED[name]} x upstream",
            figure=f"{found.ours:,.0f}/s against {found.upstream:,.0f}/s: {found.times:.1f} x",
            held=found.times >= SPEED[name],
        )


def _stages(count: int) -> Iterator[Promise]:
    """Tweets a second of processor time and of the clock, one process; a noisy machine makes the latter smaller."""
    texts = list(islice((t for t in real(SHARED / "reviews") if 12 <= len(t.split()) <= 26), count))
    stages: dict[str, Callable[[Sequence[str]], object]] = {
        "sentiment, `vader`": wiring.scorer("vader").score,
        "sentiment, `default`": wiring.scorer("default").score,
        "topics": wiring.topic_matcher(wiring.topics_of(["general"])).match,
        "aspects": wiring.aspect_extractor().extract,
    }
    for name, stage in stages.items():
        stage(texts[:50])
        began, worked = time.perf_counter(), time.process_time()
        stage(texts)
        rate = len(texts) / (time.perf_counter() - began)
        each = len(texts) / (time.process_time() - worked)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield Promise(
            subject="reading",
            promise=f"{name}, {len(texts):,} tweets, one process",
            figure=f"{each:,.0f} a CPU second, {rate:,.0f}/s, peak memory of the process so far {peak:,.0f} MB",
            held=None,
        )
