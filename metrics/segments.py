"""A metric by segment: every part's figure, or why it is kept back, beside the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.records import Estimate
from domain.small_groups import SMALLEST, withheld
from metrics.definition import Metric

SMALL = f"fewer than {SMALLEST} people"
GIVES_AWAY = "would give away a smaller group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One cell: an estimate, or in `hidden` the reason why there is none to see; both None: no data."""

    estimate: Estimate | None = None
    hidden: str | None = None


def by_segment(metric: Metric, counts: Mapping[str, Any], people: Mapping[str, int]) -> dict[str, Part]:
    """The metric of each segment, small cells kept back, and so is what would give them away.

    `people` counts who stands behind each segment's `counts`; together the segments are the whole that is shown.
    """
    hidden = withheld(people)
    return {name: _part(metric, counts[name], people[name], name in hidden) for name in counts}


def whole(metric: Metric, counts: Any, people: int) -> Part:
    """The metric of all segments together, kept back where all of them are fewer people than a cell must have."""
    return _part(metric, counts, people, 0 < people < SMALLEST)


def _part(metric: Metric, counts: Any, people: int, hidden: bool) -> Part:
    if hidden:
        return Part(hidden=SMALL if people < SMALLEST else GIVES_AWAY)
    return Part(estimate=metric.estimate(counts))
