"""Spherical k-means and a small latent-semantic projection in numpy: no chance but a fixed seed, no order of rows."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.wording import Floats

_SEED = 20
_ROUNDS = 40
_STARTS = 4
Ints = NDArray[np.int64]


def unit_rows(rows: Floats) -> Floats:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def spherical_kmeans(rows: Floats, k: int, weights: Floats) -> Floats:
    """The k centroids, unit rows, that the unit `rows` of those weights lie closest to; the best of a few starts."""
    k = min(k, len(rows))
    chance = np.random.default_rng(_SEED)
    best, best_sum = rows[:k], -np.inf
    for _ in range(_STARTS):
        centroids = _settled(rows, _spread(rows, k, weights, chance), weights)
        total = float(((rows @ centroids.T).max(axis=1) * weights).sum())
        if total > best_sum:
            best, best_sum = centroids, total
    return best


def _spread(rows: Floats, k: int, weights: Floats, chance: np.random.Generator) -> Floats:
    """k-means++: each next start is likelier the farther it lies from those chosen."""
    chosen = [int(chance.choice(len(rows), p=weights / weights.sum()))]
    far = np.clip(1 - rows @ rows[chosen[0]], 1e-6, None)
    for _ in range(k - 1):
        likely = (far * weights).astype(np.float64)
        chosen.append(int(chance.choice(len(rows), p=likely / likely.sum())))
        far = np.minimum(far, np.clip(1 - rows @ rows[chosen[-1]], 1e-6, None))
    return rows[chosen]


def _settled(rows: Floats, centroids: Floats, weights: Floats) -> Floats:
    nearest = np.full(len(rows), -1)
    weighted = rows * weights[:, None]
    for _ in range(_ROUNDS):
        now = (rows @ centroids.T).argmax(axis=1)
        if (now == nearest).all():
            break
        nearest = now
        sums = np.array([weighted[nearest == c].sum(axis=0) for c in range(len(centroids))], np.float32)
        moved = unit_rows(sums)
        centroids = np.where(np.abs(sums).sum(axis=1, keepdims=True) > 0, moved, centroids)
    return centroids


class LatentWords:
    """Projects bags of terms on the strongest directions of the tf-idf table that it was made from."""

    def __init__(self, bags: Sequence[Sequence[str]], *, dimensions: int, most_terms: int) -> None:
        counts = Counter(term for bag in bags for term in set(bag))
        fewest = max(2, min(5, len(bags) // 400))
        common = [(-n, term) for term, n in counts.items() if fewest <= n <= max(fewest, 0.3 * len(bags))]
        terms = [term for _, term in sorted(common)[:most_terms]]
        self._place = {term: i for i, term in enumerate(terms)}
        self._idf = np.log(len(bags) / np.array([counts[term] for term in terms], np.float32)) if terms else None
        self._directions = self._strongest(bags, dimensions)

    def project(self, bags: Sequence[Sequence[str]]) -> Floats:
        """float32 (n, dimensions), unit rows; zeros where a bag holds no known term."""
        return unit_rows(self._table(bags) @ self._directions)

    def _table(self, bags: Sequence[Sequence[str]]) -> Floats:
        table = np.zeros((len(bags), len(self._place)), np.float32)
        if self._idf is not None:
            for row, bag in enumerate(bags):
                table[row, [self._place[term] for term in set(bag) if term in self._place]] = 1.0
            table = unit_rows(table * self._idf)
        return table

    def _strongest(self, bags: Sequence[Sequence[str]], dimensions: int) -> Floats:
        """Right singular vectors by random projection with two power steps."""
        table = self._table(bags)
        width = min(dimensions + 20, *table.shape)
        if width == 0:
            return np.zeros((table.shape[1], 0), np.float32)
        chance = np.random.default_rng(_SEED)
        sketch = table @ chance.standard_normal((table.shape[1], width)).astype(np.float32)
        for _ in range(2):
            sketch = table @ (table.T @ np.linalg.qr(sketch)[0])
        basis = np.linalg.qr(sketch)[0]
        directions: Floats = np.linalg.svd(basis.T @ table, full_matrices=False)[2][:dimensions].T
        return directions


def fill(likeness: Floats, weights: Floats, most: float) -> Ints:
    """The nearest cluster of each row, with no cluster above `most` of the weight where another has room.

    The rows that lose least by moving go to the nearest cluster that has room.
    """
    nearest: Ints = likeness.argmax(axis=1)
    clusters = likeness.shape[1]
    held = np.bincount(nearest, weights=weights, minlength=clusters)
    for _ in range(clusters):
        full = int(held.argmax())
        if held[full] <= most:
            break
        masked = np.where((held >= most)[None, :], -np.inf, likeness)
        members = np.flatnonzero(nearest == full)
        second = masked[members].max(axis=1)
        for row in members[np.argsort(likeness[members, full] - second, kind="stable")]:
            if held[full] <= most:
                break
            options = np.where(held + weights[row] <= most, likeness[row], -np.inf)
            target = int(options.argmax())
            if np.isfinite(options[target]):
                nearest[row] = target
                held[full] -= weights[row]
                held[target] += weights[row]
    return nearest
