"""Reading an answer histogram: which answers are on the scale, how many, and how much they weigh."""

from collections.abc import Callable

from domain.measures import Histogram
from domain.records import Estimate
from metrics.estimate import adjusted_net, bounded, wilson


def on_scale(answers: Histogram, low: int = 1) -> dict[int, int]:
    """Rows by answer, answers outside low..scale_max (codes for blank or "never used") left out."""
    return {v: c for v, c in answers.counts.items() if low <= v <= answers.scale_max and c > 0}


def tally(counts: dict[int, int], wanted: Callable[[int], bool]) -> int:
    """How many rows gave an answer that is `wanted`."""
    return sum(c for v, c in counts.items() if wanted(v))


def weighted_net(
    answers: Histogram, up: Callable[[int], bool], down: Callable[[int], bool], *, low: int = 0
) -> Estimate | None:
    """(up - down) by weight in points; the interval uses Kish's effective number of rows."""
    weights, n, size = _weights(answers, low)
    total = sum(weights.values())
    if not n or total <= 0:
        return None
    plus = sum(w for v, w in weights.items() if up(v)) / total
    minus = sum(w for v, w in weights.items() if down(v)) / total
    interval = adjusted_net(plus * size, minus * size, size)
    return bounded(100 * (plus - minus), interval, n, bounds=(-100.0, 100.0))


def weighted_share(answers: Histogram, wanted: Callable[[int], bool], *, low: int = 1) -> Estimate | None:
    """The weight of wanted answers in percent; the interval uses Kish's effective number of rows."""
    weights, n, size = _weights(answers, low)
    total = sum(weights.values())
    if not n or total <= 0:
        return None
    hits = sum(w for v, w in weights.items() if wanted(v)) / total
    interval = wilson(hits * size, size)
    return bounded(100 * hits, (100 * interval[0], 100 * interval[1]), n, bounds=(0.0, 100.0))


def _weights(answers: Histogram, low: int) -> tuple[dict[int, float], int, float]:
    """Weight by answer, rows, effective rows (sum w)^2 / sum w^2 (Kish 1965)."""
    counts = on_scale(answers, low)
    weights = {v: float(answers.weights.get(v, 0.0)) for v in counts}
    squares = sum(answers.squares.get(v, weights[v] ** 2 / counts[v]) for v in counts)
    return weights, sum(counts.values()), sum(weights.values()) ** 2 / squares if squares else 0.0
