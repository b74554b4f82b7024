"""What a metric is: a definition people can read, and the functions that hold to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.records import Estimate
from metrics.change import Change, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A definition people can read, and the function that holds to it.

    `needs` names the method of the queries' counts that gives `estimate` its one argument; `estimate` returns
    None where there is no data. `higher_is_better` is None where neither is. `test` compares two periods'
    counts where the metric has a test of its own.
    """

    name: str
    title: str
    unit: str
    definition: str
    method: str
    needs: str
    # Each metric takes its own shape of counts: the one that the method in `needs` gives.
    estimate: Callable[[Any], Estimate | None]
    higher_is_better: bool | None = True
    test: Callable[[Any, Any], Change | None] | None = None

    def change(self, before: Any, after: Any) -> Change | None:
        """After minus before, from two periods' counts; None where one has no data."""
        if self.test is not None:
            return self.test(before, after)
        return compare(self.estimate(before), self.estimate(after))
