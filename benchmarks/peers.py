"""Plain methods to stand beside: the commonest answer, k-means and non-negative factors on tf-idf, in numpy alone."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from nlp.clusters import spherical_kmeans, unit_rows
from nlp.wording import Floats, terms

_MOST_TERMS = 2_000
_ROUNDS = 60
_SEED = 7


def majority(labels: Sequence[str]) -> list[str]:
    """The commonest label for every row."""
    return [Counter(labels).most_common(1)[0][0]] * len(labels)


def tf_idf(texts: Sequence[str]) -> Floats:
    """Unit rows over the commonest terms that at least three texts hold."""
    bags = [set(terms(text)) for text in texts]
    counts = Counter(term for bag in bags for term in bag)
    kept = [term for term, n in counts.most_common(_MOST_TERMS) if 3 <= n <= 0.5 * len(texts)]
    place = {term: i for i, term in enumerate(kept)}
    table = np.zeros((len(texts), len(kept)), np.float32)
    for row, bag in enumerate(bags):
        table[row, [place[term] for term in bag if term in place]] = 1.0
    idf = np.log(len(texts) / np.array([counts[term] for term in kept], np.float32))
    return unit_rows(table * idf)


def kmeans(rows: Floats, k: int) -> list[int]:
    """The nearest of k centres for each unit row."""
    centres = spherical_kmeans(rows, k, np.ones(len(rows), np.float32))
    return [int(i) for i in (rows @ centres.T).argmax(axis=1)]


def factors(rows: Floats, k: int) -> list[int]:
    """The strongest of k non-negative factors for each row (Lee & Seung 2001, multiplicative updates)."""
    chance = np.random.default_rng(_SEED)
    weights = chance.random((len(rows), k), dtype=np.float32) + 0.01
    parts = chance.random((k, rows.shape[1]), dtype=np.float32) + 0.01
    for _ in range(_ROUNDS):
        parts *= (weights.T @ rows) / np.maximum(weights.T @ weights @ parts, 1e-9)
        weights *= (rows @ parts.T) / np.maximum(weights @ (parts @ parts.T), 1e-9)
    return [int(i) for i in weights.argmax(axis=1)]


def named_by_majority(clusters: Sequence[int], labels: Sequence[str]) -> list[str]:
    """Each row's cluster as the label that most of the cluster's rows have: a peer's best case."""
    best = {c: majority([lab for own, lab in zip(clusters, labels, strict=True) if own == c])[0] for c in set(clusters)}
    return [best[c] for c in clusters]
