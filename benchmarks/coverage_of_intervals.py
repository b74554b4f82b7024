"""Do nominal 95% intervals hold the truth 95 times in 100? Prints one row per metric and sample size.

Each cell draws samples from several known populations and asks the shipped estimate, not a copy of its
formula. Run: python -m benchmarks.coverage_of_intervals
"""

from collections.abc import Callable

import numpy as np

from domain.measures import Histogram, SentimentCounts, VoiceCounts
from domain.records import Estimate
from metrics import METRICS

SIZES = (30, 100, 1000)
SAMPLES = 2000
LOW, HIGH = 93.0, 97.0
Draw = Callable[[np.ndarray], object]


def nps(row: np.ndarray) -> Histogram:
    return Histogram(counts={10: int(row[0]), 7: int(row[1]), 3: int(row[2])})


def csat(row: np.ndarray) -> Histogram:
    return Histogram(counts={5: int(row[0]), 2: int(row[1])}, scale_max=5)


def sentiment(row: np.ndarray) -> SentimentCounts:
    return SentimentCounts(positive=int(row[0]), neutral=int(row[1]), negative=int(row[2]))


def voice(row: np.ndarray) -> VoiceCounts:
    return VoiceCounts(brand="a", mentions={name: int(c) for name, c in zip("abcd", row, strict=True)})


# (metric, how a sample becomes counts, populations, true value of a population)
CASES: list[tuple[str, Draw, list[tuple[float, ...]], Callable[[tuple[float, ...]], float]]] = [
    (
        "nps",
        nps,
        [(0.6, 0.25, 0.15), (0.45, 0.3, 0.25), (0.3, 0.3, 0.4), (0.2, 0.2, 0.6)],
        lambda p: 100 * (p[0] - p[2]),
    ),
    ("csat_survey", csat, [(0.84, 0.16), (0.7, 0.3), (0.55, 0.45), (0.35, 0.65)], lambda p: 100 * p[0]),
    (
        "net_sentiment",
        sentiment,
        [(0.35, 0.59, 0.06), (0.5, 0.2, 0.3), (0.3, 0.4, 0.3), (0.15, 0.35, 0.5)],
        lambda p: 100 * (p[0] - p[2]),
    ),
    (
        "share_of_voice",
        voice,
        [(0.25, 0.5, 0.05, 0.2), (0.4, 0.3, 0.2, 0.1), (0.15, 0.5, 0.2, 0.15), (0.6, 0.2, 0.1, 0.1)],
        lambda p: 100 * p[0],
    ),
]


def coverage(name: str, draw: Draw, population: tuple[float, ...], truth: float, n: int, seed: int) -> float:
    """Percent of samples whose interval holds the truth."""
    rows = np.random.default_rng(seed).multinomial(n, population, size=SAMPLES)
    kinds, times = np.unique(rows, axis=0, return_counts=True)
    held = sum(int(t) for row, t in zip(kinds, times, strict=True) if _holds(METRICS[name].estimate(draw(row)), truth))
    return 100 * held / SAMPLES


def _holds(found: Estimate | None, truth: float) -> bool:
    return found is not None and found.low is not None and found.high is not None and found.low <= truth <= found.high


def table() -> list[tuple[str, int, float, float, float]]:
    """Rows of (metric, n, mean coverage, lowest, highest of the populations), in percent."""
    rows = []
    for case, (name, draw, populations, true) in enumerate(CASES):
        for n in SIZES:
            found = [coverage(name, draw, p, true(p), n, seed=1000 * case + n + i) for i, p in enumerate(populations)]
            rows.append((name, n, float(np.mean(found)), min(found), max(found)))
    return rows


def main() -> None:
    """Print the table and say whether each mean lies between 93% and 97%."""
    print("| metric | n | coverage of nominal 95% | lowest population | highest population | promise 93-97% |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for name, n, middle, low, high in table():
        kept = "kept" if LOW <= middle <= HIGH else "BROKEN"
        print(f"| {name} | {n} | {middle:.1f}% | {low:.1f}% | {high:.1f}% | {kept} |")


if __name__ == "__main__":
    main()
