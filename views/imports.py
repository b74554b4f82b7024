"""Import: a person's own file, by drag and drop, on its way to the figures."""

from domain.people import Right
from storage.queries import Queries
from views import _frame, _import
from views._filters import Filters

TITLE = "Import"
SECTION = "Set up"
SUBTITLE = "Survey answers, reviews, tickets, customers, figures and notes from a file of yours."
FILTERS = ("brand",)


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: one step after the other."""
    if desk is None or not desk.may(Right.TRIAGE):
        _frame.nothing(
            "You may look here; an admin may bring files in.",
            "Ask an admin, or whoever has a shell on the machine:",
            "python -m earshot import surveys FILE --brand BRAND",
        )
        return
    _import.show(desk, filters.brand)
