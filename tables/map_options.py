"""The [options] of a column map: what the file does not say about itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.errors import ConfigError
from tables.rows import ReadOptions

HOURS = re.compile(r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))?) \d\d:\d\d-\d\d:\d\d")
CHOICES = {
    "nps_scale": ("0-10", "1-10"),
    "ces_direction": ("high_is_easy", "low_is_easy"),
    "decimal": (",", "."),
    "audience": ("customers", "employees"),
}
DEFAULT_SURVEY = "survey"
ONE_CHARACTER = ("delimiter", "rejoin", "escape")
MORE_THAN_ONE = ("csat_max", "ces_max", "satisfaction_max", "rating_max", "own_rating_max")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """None means: not stated.

    timezone: of dates that name none. rating_max, csat_max, ces_max, satisfaction_max, own_rating_max: a scale's
    upper end.
    answered_at: a date for the whole file. repeat_answers: a respondent may answer again, told apart by the
    date. nps_scale "0-10": 0 was offered; "1-10": it was not. business_hours: "Mon-Fri 09:00-17:00".
    audience: whose answers a survey holds, "customers" or "employees"; the two are never in one figure.
    """

    date_format: tuple[str, ...] = ()
    timezone: str | None = None
    rating_max: float = 5
    decimal: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header_rows: int | None = None
    sheet: str | None = None
    rejoin: str | None = None
    escape: str | None = None
    survey: str = DEFAULT_SURVEY
    answered_at: str | None = None
    repeat_answers: bool = False
    nps_scale: str | None = None
    csat_max: int = 5
    ces_max: int = 7
    ces_direction: str | None = None
    satisfaction_max: int = 5
    own_rating_max: int = 5
    business_hours: str | None = None
    audience: str = "customers"

    @property
    def reading(self) -> ReadOptions:
        """The part that says how to read the file."""
        return ReadOptions(
            delimiter=self.delimiter,
            encoding=self.encoding,
            header_rows=self.header_rows,
            sheet=self.sheet,
            rejoin=self.rejoin,
            escape=self.escape,
        )


def read_options(section: Mapping[str, object], name: str, base: MapOptions) -> MapOptions:
    """`base` with what the section states. Raises ConfigError naming key and remedy."""
    known = [one.name for one in fields(MapOptions)]
    stated: dict[str, object] = {}
    for key, value in section.items():
        if key not in known:
            near = get_close_matches(key, known, n=1)
            remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
            raise ConfigError(f"{name}: [options] '{key}' is not known; {remedy}")
        stated[key] = _checked(key, value, f"{name}: [options] {key}")
    return replace(base, **stated)  # type: ignore[arg-type]  # _checked has looked at every type


def _checked(key: str, value: object, where: str) -> object:
    if key == "date_format":
        return _formats(value, where)
    if key == "repeat_answers":
        if not isinstance(value, bool):
            raise ConfigError(f"{where} must be true or false")
        return value
    if key in MORE_THAN_ONE or key == "header_rows":
        return _number(key, value, where)
    if isinstance(value, date) and key == "answered_at":
        return value.isoformat()
    if not isinstance(value, str) or not value:
        raise ConfigError(f'{where} must be text in quotes: {key} = "..."')
    if key in CHOICES and value not in CHOICES[key]:
        allowed = " or ".join(f'"{one}"' for one in CHOICES[key])
        raise ConfigError(f'{where} = "{value}" is not known; say {allowed}')
    if key in ONE_CHARACTER and (len(value) != 1 or value in '"\r\n'):
        raise ConfigError(f'{where} must be one character, such as ";" or "\\t"')
    if key == "timezone":
        zone(value, where)
    if key == "business_hours" and not all(HOURS.fullmatch(part.strip()) for part in value.split(",")):
        raise ConfigError(f'{where} = "{value}" is not understood; say "Mon-Fri 09:00-17:00"')
    return value


def _formats(value: object, where: str) -> tuple[str, ...]:
    formats = [value] if isinstance(value, str) else value
    if not isinstance(formats, list) or not all(isinstance(one, str) and "%" in one for one in formats):
        raise ConfigError(f'{where} must be made of % codes, such as "%d/%m/%Y %H:%M"')
    return tuple(formats)


def _number(key: str, value: object, where: str) -> int | float:
    low = 1 if key == "header_rows" else 2
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= 1000:
        raise ConfigError(f"{where} must be a number of at least {low}")
    if key != "rating_max" and not isinstance(value, int):
        raise ConfigError(f"{where} must be a whole number")
    return value


def zone(name: str, where: str) -> ZoneInfo:
    """The time zone of that name. Raises ConfigError with an example."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ConfigError(f'{where} = "{name}" is not known; say for example "Europe/London" or "UTC"') from unknown
