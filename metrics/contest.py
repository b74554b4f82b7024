"""Is one labeller better than another on the same texts? Macro-F1 of each, and an interval of the difference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CLASSES = 3
_RESAMPLES = 2_000
_SEED = 20
# One-sided: nineteen resamples in twenty must agree that the challenger is better.
_SHARE = 90.0
Table = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Macro-F1 (0 .. 1) of champion and challenger; `low` and `high` hold the middle 90% of the difference.

    The tables count rows by [said][true], classes in order negative, neutral, positive; `groups` were resampled.
    """

    champion: float
    challenger: float
    low: float
    high: float
    n: int
    groups: int
    champion_table: Table
    challenger_table: Table

    @property
    def won(self) -> bool:
        """Whether the challenger is better, beyond what chance would give once in twenty times."""
        return self.low > 0.0


def contest(
    truth: Sequence[int], champion: Sequence[int], challenger: Sequence[int], groups: Sequence[int]
) -> Contest | None:
    """Compare by a paired bootstrap over groups (copies of one text); None without rows. Classes are 0, 1, 2.

    Efron and Tibshirani (1993), chapter 13; a class that no true row has counts in no mean.
    """
    if not truth:
        return None
    numbers = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    place = np.array([numbers[group] for group in groups])
    tables = [_by_group(said, truth, place, len(numbers)) for said in (champion, challenger)]
    drawn = np.random.default_rng(_SEED).multinomial(len(numbers), [1 / len(numbers)] * len(numbers), _RESAMPLES)
    one, two = (macro_f1((drawn @ table.reshape(len(numbers), -1)).reshape(-1, _CLASSES, _CLASSES)) for table in tables)
    low, high = np.percentile(two - one, [(100 - _SHARE) / 2, (100 + _SHARE) / 2])
    wholes = [table.sum(axis=0) for table in tables]
    return Contest(
        champion=float(macro_f1(wholes[0][None])[0]),
        challenger=float(macro_f1(wholes[1][None])[0]),
        low=float(low),
        high=float(high),
        n=len(truth),
        groups=len(numbers),
        champion_table=_plain(wholes[0]),
        challenger_table=_plain(wholes[1]),
    )


def macro_f1(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean F1 over the classes that have true rows, for tables (t, 3, 3) of [said][true]."""
    hits = np.diagonal(tables, axis1=1, axis2=2).astype(np.float64)
    true, said = tables.sum(axis=1), tables.sum(axis=2)
    f1 = 2 * hits / np.maximum(true + said, 1)
    held = true > 0
    means: NDArray[np.float64] = (f1 * held).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
    return means


def _by_group(said: Sequence[int], truth: Sequence[int], place: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    tables = np.zeros((groups, _CLASSES, _CLASSES), np.int64)
    np.add.at(tables, (place, np.asarray(said), np.asarray(truth)), 1)
    return tables


def _plain(table: NDArray[np.int64]) -> Table:
    return tuple(tuple(int(n) for n in row) for row in table)
