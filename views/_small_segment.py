"""Says where the figures of a segment are kept back, so that nobody takes it for a gap in the data."""

from domain.measures import Scope
from domain.small_groups import SMALLEST
from storage.queries import Queries
from views import _frame

_COUNTED = {
    "answers": ("nps_answers", "csat_answers", "ces_answers"),
    "tickets": ("resolution",),
    "customers": ("churn_cohort",),
}


def warn(queries: Queries, scope: Scope) -> None:
    """A sentence with a remedy where the segment of the scope is of too few people."""
    hidden = [n for n, counted in _COUNTED.items() if any(queries.segments.kept_back(scope, one) for one in counted)]
    if hidden:
        _frame.warning(
            f"Figures of this segment's {' and '.join(hidden)} are kept back: fewer than {SMALLEST} people, or they "
            "would give away a smaller group. Choose a longer period, or all segments."
        )
