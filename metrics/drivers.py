"""What goes with a score: the score of all answers against the score without those that name a theme.

An association: people who name late deliveries score lower; that does not promise that mending it lifts them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.measures import Histogram
from domain.records import Estimate
from metrics.csat import mean_answer, top_two
from metrics.estimate import bounded
from metrics.nps import nps
from metrics.scales import on_scale

ROUNDS = 2000
WORDS = "associated with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One theme's pull. `effect`: score(all) - score(without), bootstrap interval, n = answers naming it.

    `share_form`: share naming it x (their score - score of all), the other convention, never mixed with the
    first. `sentence` says which one is used and claims no cause.
    """

    theme: str
    effect: Estimate
    share_form: float
    named: int
    answers: int
    sentence: str


def driver(
    theme: str,
    everyone: Histogram,
    naming: Histogram,
    *,
    score: Callable[[Histogram], Estimate | None] = nps,
    seed: int = 7,
) -> Driver | None:
    """The pull of a theme named by `naming`, a part of `everyone`; None where nobody, or everybody, does.

    The interval is a percentile bootstrap over answers (2,000 rounds; same seed, same rows, same interval).
    """
    without = _minus(everyone, naming)
    whole, rest, named = score(everyone), score(without), score(naming)
    if whole is None or rest is None or named is None:
        return None
    effect = whole.value - rest.value
    low, high = _bootstrap(without, naming, score, seed)
    found = bounded(effect, (low, high), named.n)
    return Driver(
        theme=theme,
        effect=found,
        share_form=named.n / whole.n * (named.value - whole.value),
        named=named.n,
        answers=whole.n,
        sentence=f"{theme} is {WORDS} {effect:+.1f}: the score of all minus the score without it",
    )


def _minus(everyone: Histogram, naming: Histogram) -> Histogram:
    left = {v: c - naming.counts.get(v, 0) for v, c in everyone.counts.items()}
    if any(c < 0 for c in left.values()) or set(naming.counts) - set(left):
        raise ValueError("the answers that name a theme must be a part of all answers")
    return Histogram(counts=left, scale_max=everyone.scale_max, direction=everyone.direction)


def _bootstrap(
    without: Histogram, naming: Histogram, score: Callable[[Histogram], Estimate | None], seed: int
) -> tuple[float, float]:
    seen = sorted(set(on_scale(without, 0)) | set(on_scale(naming, 0)))
    values = [v for v in seen if _points(v, without, score) is not None]
    points = np.array([_points(v, without, score) or 0.0 for v in values])
    cells = [without.counts.get(v, 0) for v in values] + _spread([naming.counts.get(v, 0) for v in values], points)
    total, k = sum(cells), len(values)
    draws = np.random.default_rng(seed).multinomial(total, np.array(cells) / total, size=ROUNDS)
    whole = (draws[:, :k] + draws[:, k:]) @ points / total
    left = draws[:, :k].sum(axis=1)
    # A round that drew nobody without the theme says nothing about those without it.
    kept = left > 0
    rest = draws[kept, :k] @ points / left[kept]
    low, high = np.quantile(whole[kept] - rest, [0.025, 0.975])
    return float(low), float(high)


def _spread(counts: list[int], points: NDArray[np.float64]) -> list[int]:
    """Answers that are all worth the same claim no certainty: one at either end is added for the width alone."""
    if len({points[i] for i, c in enumerate(counts) if c}) > 1:
        return counts
    ends = {int(points.argmin()), int(points.argmax())}
    return [c + (i in ends) for i, c in enumerate(counts)]


def _points(value: int, like: Histogram, score: Callable[[Histogram], Estimate | None]) -> float | None:
    """What one answer adds, None where it is no answer: every score here is a mean of per-answer points."""
    alone = Histogram(counts={value: 1}, scale_max=like.scale_max, direction=like.direction)
    return None if (found := score(alone)) is None else found.value


def nps_driver(theme: str, everyone: Histogram, naming: Histogram) -> Driver | None:
    """The pull on NPS, in points."""
    return driver(theme, everyone, naming, score=nps)


def csat_driver(theme: str, everyone: Histogram, naming: Histogram) -> Driver | None:
    """The pull on the satisfied share, in percentage points."""
    return driver(theme, everyone, naming, score=top_two)


def stars_driver(theme: str, everyone: Histogram, naming: Histogram) -> Driver | None:
    """The pull on average stars."""
    return driver(theme, everyone, naming, score=mean_answer)
