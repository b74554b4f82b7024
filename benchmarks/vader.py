"""The `vader` engine against upstream: equality on every real text and on fuzzed ones, and speed in CPU time.

python -m benchmarks.vader [--fuzz 60000] [--sample N] [--no-speed]
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.vader_texts import SHARED, Fuzzer, real
from nlp.vader import VaderScorer

_ROUNDS = 5


def differences(texts: Iterable[str], ours: VaderScorer, upstream: SentimentIntensityAnalyzer) -> tuple[int, list[str]]:
    """How many texts were compared, and those on which any of the four scores differs."""
    compared, wrong = 0, []
    for text in texts:
        compared += 1
        theirs = upstream.polarity_scores(text)
        four = ours.scores([text])[0]
        mine = {"neg": four.neg, "neu": four.neu, "pos": four.pos, "compound": four.compound}
        if mine != theirs or ours.score([text])[0].polarity != theirs["compound"]:
            wrong.append(text)
    return compared, wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Texts a second of processor time, upstream's and ours, and how many times faster: medians of several rounds."""

    upstream: float
    ours: float
    times: float


def seconds(work: Callable[[], object]) -> float:
    """Processor time of the least disturbed of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def speed(texts: Sequence[str], ours: VaderScorer, upstream: SentimentIntensityAnalyzer) -> Speed:
    """Both take turns: what else the machine does slows both, and a ratio is of neighbours in time."""
    rounds: list[tuple[float, float]] = []
    for _ in range(_ROUNDS):
        theirs = seconds(lambda: [upstream.polarity_scores(text)["compound"] for text in texts])
        rounds.append((theirs, seconds(lambda: ours.score(texts))))
    return Speed(
        upstream=median(len(texts) / theirs for theirs, _ in rounds),
        ours=median(len(texts) / mine for _, mine in rounds),
        times=median(theirs / mine for theirs, mine in rounds),
    )


def by_length() -> dict[str, list[str]]:
    """Real reviews and tweets of the lengths that the promises name; the longest are joined reviews."""
    words = [text.split() for text in islice(real(SHARED / "reviews"), 40_000)]
    found = {"tweets": [" ".join(w) for w in words if 12 <= len(w) <= 26][:3000]}
    found["141 words"] = [" ".join(w) for w in words if 125 <= len(w) <= 157][:120]
    pool = [word for w in words if len(w) >= 60 for word in w]
    found["588 words"] = [" ".join(pool[i : i + 588]) for i in range(0, 588 * 40, 588)]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fuzz", type=int, default=60_000)
    parser.add_argument("--sample", type=int, default=None, help="compare the first N real texts only")
    parser.add_argument("--no-speed", action="store_true")
    chosen = parser.parse_args(arguments)
    ours, upstream = VaderScorer(), SentimentIntensityAnalyzer()
    failed = 0
    sets = {"fuzzed": Fuzzer().texts(chosen.fuzz)}
    if SHARED.is_dir():
        sets["real"] = islice(real(), chosen.sample)
    for name, texts in sets.items():
        compared, wrong = differences(texts, ours, upstream)
        failed += len(wrong)
        print(f"{name}: {compared} texts compared, {len(wrong)} differences", *map(repr, wrong[:3]))
    if not chosen.no_speed and SHARED.is_dir():
        for name, some in by_length().items():
            found = speed(some, ours, upstream)
            print(f"{name}: {found.upstream:,.0f}/s upstream, {found.ours:,.0f}/s here, x{found.times:.1f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
