"""What moved a net score: the change split into mix (who speaks more) and rate (who speaks differently).

The parts of one dimension sum to the change exactly. Symmetric form of Kitagawa's decomposition (1955): the
mean of both periods stands in for "the other one held fixed", so that neither order of telling is preferred.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.measures import SentimentCounts

ROUNDS = 1000
Groups = Mapping[str, SentimentCounts]
Floats = NDArray[np.float64]
_POINTS: Floats = np.array([-100.0, 0.0, 100.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One group's part of the change in points: `mix` + `rate` = `total`, with the total's 95% interval.

    `before` and `after` count the scored rows that it rests on.
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
    """Parts by group, the largest first; empty where one period has no scored row.

    Groups are of one dimension and do not overlap (source, country, version, story ...). Works for any score
    of ups minus downs: for NPS give detractors, passives and promoters. The interval is a bootstrap over rows.
    """
    names = sorted(set(before) | set(after))
    first, second = _cells(before, names), _cells(after, names)
    if not first.sum() or not second.sum():
        return []
    mix, rate = _split(first, second)
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
            before=int(first[i].sum()),
            after=int(second[i].sum()),
        )
        for i, name in enumerate(names)
    ]
    return sorted(parts, key=lambda part: (-abs(part.total), part.group))


def _cells(groups: Groups, names: list[str]) -> Floats:
    empty = SentimentCounts()
    found = [groups.get(name, empty) for name in names]
    return np.array([[g.negative, g.neutral, g.positive] for g in found], dtype=np.float64).reshape(-1, 3)


def _drawn(rng: np.random.Generator, cells: Floats) -> Floats:
    n = int(cells.sum())
    drawn = rng.multinomial(n, cells.ravel() / n, size=ROUNDS)
    return drawn.reshape(ROUNDS, *cells.shape).astype(np.float64)


def _split(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """(mix, rate) by group. A group that is silent in one period has no rate there: its whole part is mix."""
    sizes = first.sum(axis=1), second.sum(axis=1)
    weights = sizes[0] / sizes[0].sum(), sizes[1] / sizes[1].sum()
    raw = [cells @ _POINTS / np.maximum(size, 1) for cells, size in zip((first, second), sizes, strict=True)]
    scores = np.where(sizes[0] > 0, raw[0], raw[1]), np.where(sizes[1] > 0, raw[1], raw[0])
    overall = (weights[0] @ raw[0] + weights[1] @ raw[1]) / 2
    mix = (weights[1] - weights[0]) * ((scores[0] + scores[1]) / 2 - overall)
    rate = (scores[1] - scores[0]) * (weights[0] + weights[1]) / 2
    return mix, rate
