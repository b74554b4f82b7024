"""One dimension's rows as parts of a change, each with its interval; together they are the whole change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.measures import SentimentCounts
from metrics.change import compare_counts
from metrics.explain import explain as split
from storage.queries.breakdown import PartCounts

THE_REST = "the rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One part of the change in the metric's unit: `mix` (it speaks more or less) + `rate` (it speaks differently).

    For `mentions`, mix is a changed share of the volume, rate the volume's own change. `low`, `high`: the total's
    95% interval. `n` and `n_before` count the rows of both periods, which `sql` opens. `says` begins a story's text.
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


def moves(parts: Sequence[PartCounts], rows: Callable[[SentimentCounts], SentimentCounts]) -> list[Moved]:
    """Parts of a net score of `rows`' ups minus downs, the largest first; they sum to its change."""
    # Keyed by place: a source may be called "the rest" itself.
    before = {str(i): rows(part.before) for i, part in enumerate(parts)}
    after = {str(i): rows(part.after) for i, part in enumerate(parts)}
    return [
        _moved(parts[int(f.group)], (f.mix, f.rate), (f.low, f.high), (f.after, f.before)) for f in split(before, after)
    ]


def gains(parts: Sequence[PartCounts]) -> list[Moved]:
    """Parts of a volume: a changed share at the mean volume, and the volume's change at the mean share.

    Both periods must hold rows.
    """
    was, now = sum(_all(part.before) for part in parts), sum(_all(part.after) for part in parts)
    found = []
    for part in parts:
        n_before, n = _all(part.before), _all(part.after)
        shares = n_before / was, n / now
        mix, rate = (shares[1] - shares[0]) * (was + now) / 2, (shares[0] + shares[1]) / 2 * (now - was)
        test = compare_counts(n_before, n)
        interval = (test.low, test.high) if test else (0.0, 0.0)
        found.append(_moved(part, (mix, rate), interval, (n, n_before)))
    return sorted(found, key=lambda moved: (-abs(moved.total), moved.part))


def _moved(
    part: PartCounts, total: tuple[float, float], interval: tuple[float, float], sizes: tuple[int, int]
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


def _all(rows: SentimentCounts) -> int:
    return rows.scored + rows.unscored
