"""What moved a mean of rows: the change split into mix (who speaks more) and rate (who speaks differently).

The parts of one dimension sum to the change exactly. Symmetric form of Kitagawa's decomposition (1955): the
mean of both periods stands in for "the other one held fixed", so that neither order of telling is preferred.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.measures import Moments, SentimentCounts
from metrics.sums import net_of

ROUNDS = 1000
Groups = Mapping[str, SentimentCounts]
Sums = Mapping[str, Moments]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One group's part of the change in the figure's unit: `mix` + `rate` = `total`, with the total's 95% interval.

    `before` and `after` count the rows that it rests on.
    """

    group: str
    mix: float
    rate: float
    low: float
    high: float
    before: int
    after: int

    @property
    def total(self) -> float:
        """The group's whole part."""
        return self.mix + self.rate


def explain(before: Groups, after: Groups, *, seed: int = 7) -> list[Part]:
    """Parts of a net score (ups minus downs, in points) by group; for NPS give detractors, passives, promoters."""
    first = {name: net_of(rows) for name, rows in before.items()}
    second = {name: net_of(rows) for name, rows in after.items()}
    return split(first, second, seed=seed)


def split(before: Sums, after: Sums, *, seed: int = 7) -> list[Part]:
    """Parts by group of any figure that is a mean of its rows, the largest first; empty where a period has no row.

    Groups are of one dimension and do not overlap (source, country, survey, story ...). The interval is a
    bootstrap over rows: group sizes are drawn as a multinomial, each group's mean with its own standard error.
    """
    names = sorted(set(before) | set(after))
    first, second = _cells(before, names), _cells(after, names)
    if not first[0].sum() or not second[0].sum():
        return []
    mix, rate = _split(first[:2], second[:2])
    rng = np.random.default_rng(seed)
    drawn = [_drawn(rng, first), _drawn(rng, second)]
    totals = np.array([np.add(*_split(a, b)) for a, b in zip(*drawn, strict=True)])
    low, high = np.quantile(totals, [0.025, 0.975], axis=0)
    parts = [
        Part(
            group=name,
            mix=float(mix[i]),
            rate=float(rate[i]),
            low=float(min(low[i], mix[i] + rate[i])),
            high=float(max(high[i], mix[i] + rate[i])),
            before=int(first[0, i]),
            after=int(second[0, i]),
        )
        for i, name in enumerate(names)
    ]
    return sorted(parts, key=lambda part: (-abs(part.total), part.group))


def _cells(groups: Sums, names: list[str]) -> Floats:
    """Rows size, mean, variance; a column for each group."""
    found = [groups.get(name, Moments()) for name in names]
    means = [m.mean or 0.0 for m in found]
    spread = [max(m.squares / m.n - mean * mean, 0.0) if m.n else 0.0 for m, mean in zip(found, means, strict=True)]
    return np.array([[float(m.n) for m in found], means, spread], dtype=np.float64).reshape(3, -1)


def _drawn(rng: np.random.Generator, cells: Floats) -> Floats:
    """ROUNDS pairs of (sizes, means) as chance could have given them."""
    sizes, means, spread = cells
    n = int(sizes.sum())
    drawn = rng.multinomial(n, sizes / n, size=ROUNDS).astype(np.float64)
    scores = means + rng.standard_normal(drawn.shape) * np.sqrt(spread / np.maximum(drawn, 1))
    return np.stack([drawn, scores], axis=1)


def _split(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """(mix, rate) by group. A group that is silent in one period has no rate there: its whole part is mix."""
    sizes, raw = (first[0], second[0]), (first[1], second[1])
    weights = sizes[0] / sizes[0].sum(), sizes[1] / sizes[1].sum()
    scores = np.where(sizes[0] > 0, raw[0], raw[1]), np.where(sizes[1] > 0, raw[1], raw[0])
    overall = (weights[0] @ raw[0] + weights[1] @ raw[1]) / 2
    mix = (weights[1] - weights[0]) * ((scores[0] + scores[1]) / 2 - overall)
    rate = (scores[1] - scores[0]) * (weights[0] + weights[1]) / 2
    return mix, rate
