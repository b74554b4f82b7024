"""The days that an imported figure is about: one day, two ends, or a month, quarter, week or year in one cell."""

import re
from calendar import monthrange
from datetime import date, timedelta

from tables.values import BadValueError

_FORMS = {
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
    "month": re.compile(r"(\d{4})[-/](\d{1,2})"),
    "quarter": re.compile(r"(\d{4})[- ]?Q([1-4])", re.IGNORECASE),
    "week": re.compile(r"(\d{4})[- ]?W(\d{1,2})", re.IGNORECASE),
    "year": re.compile(r"(\d{4})"),
}


def period(told: str) -> tuple[date, date]:
    """First and last day, both included, of "2026-06", "2026-Q2", "2026-W23" (ISO week), "2026" or "2026-06-01".

    Raises BadValueError with the remedy.
    """
    for form, pattern in _FORMS.items():
        if match := pattern.fullmatch(told.strip().removesuffix("T00:00:00")):
            try:
                return _days(form, [int(part) for part in match.groups()])
            except ValueError:
                break
    raise BadValueError("is no period; write 2026-06, 2026-Q2, 2026-W23 or 2026, or use the columns since and until")


def _days(form: str, parts: list[int]) -> tuple[date, date]:
    year = parts[0]
    if form == "day":
        return date(*parts), date(*parts)
    if form == "week":
        monday = date.fromisocalendar(year, parts[1], 1)
        return monday, monday + timedelta(days=6)
    if form == "year":
        return date(year, 1, 1), date(year, 12, 31)
    last = parts[1] if form == "month" else 3 * parts[1]
    first = last if form == "month" else last - 2
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
