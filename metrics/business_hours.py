"""Office time between two moments: a wait over a weekend is not a slow answer."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.errors import ConfigError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORM = re.compile(r"([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? (\d{2}):(\d{2})-(\d{2}):(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """Weekdays (0 = Monday) with their opening and closing minute of the day, in one time zone."""

    hours: tuple[tuple[int, int, int], ...]
    zone: ZoneInfo

    def minutes(self, start: datetime, end: datetime) -> float:
        """Open minutes between two aware moments, 0 where the end is not after the start."""
        day, last, total = start.astimezone(self.zone).date(), end.astimezone(self.zone).date(), 0.0
        while day <= last:
            for weekday, opens, closes in self.hours:
                if weekday == day.weekday():
                    a, b = max(start, self._moment(day, opens)), min(end, self._moment(day, closes))
                    total += max(0.0, (b - a).total_seconds() / 60)
            day += timedelta(days=1)
        return total

    def _moment(self, day: date, minute: int) -> datetime:
        # Midnight that ends a day is the next day's first minute; subtraction is exact in UTC only.
        local = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60))
        return local.replace(tzinfo=self.zone).astimezone(UTC)


def open_minutes(hours: str, zone: str, start: datetime, end: datetime) -> float:
    """Open minutes between two aware moments, of opening hours as text; raises ConfigError for those."""
    return office_hours(hours, zone).minutes(start, end)


@lru_cache(maxsize=64)
def office_hours(text: str, zone: str = "UTC") -> OfficeHours:
    """Read "Mon-Fri 09:00-17:00", parts set apart by commas; raises ConfigError with the form wanted."""
    hours: list[tuple[int, int, int]] = []
    for part in text.split(","):
        found = _FORM.fullmatch(part.strip())
        if not found or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
            raise ConfigError(f"business_hours {part.strip()!r}: write it as 'Mon-Fri 09:00-17:00'")
        opens, closes = int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])
        if not 0 <= opens < closes <= 1440:
            raise ConfigError(f"business_hours {part.strip()!r}: closing must be after opening, at most 24:00")
        first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
        span = (last - first) % 7 + 1
        hours += [((first + i) % 7, opens, closes) for i in range(span)]
    try:
        return OfficeHours(hours=_merged(hours), zone=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"timezone {zone!r} is unknown; write one such as 'Europe/Berlin'") from error


def _merged(hours: list[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """Hours that two parts name are open once."""
    found: list[tuple[int, int, int]] = []
    for weekday, opens, closes in sorted(hours):
        if found and found[-1][0] == weekday and opens <= found[-1][2]:
            weekday, opens, earlier = found.pop()
            closes = max(closes, earlier)
        found.append((weekday, opens, closes))
    return tuple(found)
