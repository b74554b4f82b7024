"""Answers on the scale that most of them are on: scales, and directions of one, are never mixed."""

from collections.abc import Iterable
from typing import Literal

from domain.measures import Histogram

Question = Literal["nps", "csat", "ces"]
# Where a question says its scale and its direction, of `survey_responses r`.
SCALES: dict[Question, str] = {"nps": "10, null", "csat": "r.csat_max, null", "ces": "r.ces_max, r.ces_direction"}
_USUAL: dict[Question, int] = {"nps": 10, "csat": 5, "ces": 7}


def on_one_scale(question: Question, rows: Iterable[tuple[object, ...]]) -> Histogram:
    """Rows (scale, direction, answer, n, weight) as a histogram; those on another scale than most are left out.

    A sixth column, where there is one, sums the squared weights.
    """
    held = list(rows)
    if not held:
        return Histogram(scale_max=_USUAL[question])
    sizes: dict[tuple[object, object], int] = {}
    for top, direction, _, n, *_ in held:
        sizes[top, direction] = sizes.get((top, direction), 0) + int(str(n))
    top, direction = max(sizes, key=lambda key: (sizes[key], str(key)))
    kept = [row for row in held if row[:2] == (top, direction)]
    return Histogram(
        counts={int(str(value)): int(str(n)) for _, _, value, n, *_ in kept},
        weights={int(str(value)): float(str(w)) for _, _, value, _, w, *_ in kept},
        squares={int(str(row[2])): float(str(row[5])) for row in kept if len(row) > 5},
        scale_max=int(str(top)),
        direction=None if direction is None else str(direction),
    )
