"""One dimension's rows as parts of a change, each with its interval; together they are the whole change."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.measures import PartMoments
from metrics.change import compare_counts
from metrics.estimate import ENOUGH
from metrics.explain import split

THE_REST = "the rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One part of the change in the metric's unit: `mix` (it speaks more or less) + `rate` (it speaks differently).

    For a volume, mix is a changed share of it, rate the volume's own change. `low`, `high`: the total's 95%
    interval. `n` and `n_before` count the rows of both periods, which `sql` opens. `says` begins a story's text.
    """

    part: str
    mix: float
    rate: float
    low: float
    high: float
    n: int
    n_before: int
    says: str
    sql: str

    @property
    def total(self) -> float:
        """The part's whole share of the change."""
        return self.mix + self.rate

    @property
    def found(self) -> bool:
        """Whether the part stands out from chance: enough rows, and an interval without zero."""
        return self.n + self.n_before >= ENOUGH and (self.low > 0 or self.high < 0)


def moves(parts: Sequence[PartMoments]) -> list[Moved]:
    """Parts of the change of a mean of rows, the largest first; they sum to it."""
    # Keyed by place: a source may be called "the rest" itself.
    before = {str(i): part.before for i, part in enumerate(parts)}
    after = {str(i): part.after for i, part in enumerate(parts)}
    return [
        _moved(parts[int(f.group)], (f.mix, f.rate), (f.low, f.high), (f.after, f.before)) for f in split(before, after)
    ]


def gains(parts: Sequence[PartMoments]) -> list[Moved]:
    """Parts of a volume: a changed share at the mean volume, and the volume's change at the mean share.

    Both periods must hold rows.
    """
    was, now = sum(part.before.n for part in parts), sum(part.after.n for part in parts)
    found = []
    for part in parts:
        n_before, n = part.before.n, part.after.n
        shares = n_before / was, n / now
        mix, rate = (shares[1] - shares[0]) * (was + now) / 2, (shares[0] + shares[1]) / 2 * (now - was)
        test = compare_counts(n_before, n)
        interval = (test.low, test.high) if test else (0.0, 0.0)
        found.append(_moved(part, (mix, rate), interval, (n, n_before)))
    return sorted(found, key=lambda moved: (-abs(moved.total), moved.part))


def _moved(
    part: PartMoments, total: tuple[float, float], interval: tuple[float, float], sizes: tuple[int, int]
) -> Moved:
    return Moved(
        part=THE_REST if part.part is None else part.part,
        mix=total[0],
        rate=total[1],
        low=interval[0],
        high=interval[1],
        n=sizes[0],
        n_before=sizes[1],
        says=part.says,
        sql=part.sql,
    )
