"""Dates in plain numbers, in the orders that only some countries and scripts write."""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = (
    r"(?:[\s,T]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?P<zone>\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})[/.年]\s?(?P<month>\d{{1,2}})[/.月]\s?(?P<day>\d{{1,2}})日?{_CLOCK}", re.ASCII
)
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}", re.ASCII)
_ZERO = {"", "Z", "UTC", "GMT"}


def in_numbers(words: str) -> datetime | None:
    """Year first (2026/05/04, 2026年5月4日), day first with dots (04.05.2026), or Unix time; None for other forms.

    With the zone that it names, UTC without one.
    """
    if words.isascii() and words.isdigit() and len(words) in (9, 10, 13):
        # Thirteen digits are the thousandths that scripts count.
        return _EPOCH + timedelta(seconds=int(words) / (1000 if len(words) == 13 else 1))
    found = _YEAR_FIRST.fullmatch(words) or _DAY_FIRST.fullmatch(words)
    if not found:
        return None
    said = {key: int(value) for key, value in found.groupdict(default="0").items() if key != "zone"}
    zone = (found["zone"] or "").strip()
    day = f"{said['year']:04}-{said['month']:02}-{said['day']:02}"
    clock = f"{said['hour']:02}:{said['minute']:02}:{said['second']:02}"
    try:
        return datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone in _ZERO else zone}")
    except ValueError:
        return None
