"""The forms in which people write dates: patterns, month names, zones, serial numbers."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from tables.values import BadValueError

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene janeiro gennaio gen januari",
            "feb february februar février fevrier févr fevereiro febrero febbraio februari fev",
            "mar march märz maerz mär mars marzo março marco maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maio maggio mag mei",
            "jun june juni juin junio junho giugno giu",
            "jul july juli juillet juil julio julho luglio lug",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre setembro set settembre",
            "oct october oktober okt octobre octubre outubro out ottobre ott",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre déc diciembre dic dezembro dicembre",
        ),
        1,
    )
    for name in names.split()
}
HOURS_FROM_UTC = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
CLOCK = (
    r"(?:[T,\s]+(?:at\s+)?(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<ap>[ap]\.?m\.?)?(?:\s*(?P<zone>[a-z]{1,4})?\s*(?P<off>[+-]\d{1,2}(?::?\d{2})?)?)?)?\s*"
)
NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})[/.\-](?P<b>\d{{1,2}})[/.\-](?P<y>\d{{4}}|\d{{2}}){CLOCK}", re.IGNORECASE)
YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})[/.\-](?P<mo>\d{{1,2}})[/.\-](?P<d>\d{{1,2}}){CLOCK}", re.IGNORECASE)
DAY_WORD = (
    r"(?:[^\d]*\s)?(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?[\s\-/]+(?:de\s+|of\s+)?"
    r"(?P<m>[^\W\d]+)\.?,?[\s\-/]+(?:de\s+)?"
)
WORD_DAY = r"(?:[^\d]*[\s:])?(?P<m>[^\W\d]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+"
IN_WORDS = (
    re.compile(rf"{DAY_WORD}(?P<y>\d{{4}}|\d{{2}}){CLOCK}", re.IGNORECASE),
    re.compile(rf"{WORD_DAY}(?P<y>\d{{4}}){CLOCK}", re.IGNORECASE),
)
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet's serial number knows no zone


def from_number(value: float) -> datetime:
    """Excel's serial days, Unix seconds or milliseconds, or 20170513: their ranges do not meet."""
    if 20_000 <= value < 100_000:
        return EXCEL_EPOCH + timedelta(seconds=round(value * 86_400))
    if 10**8 <= value < 5 * 10**9:
        return datetime.fromtimestamp(value, UTC)
    if 10**11 <= value < 5 * 10**12:
        return datetime.fromtimestamp(value / 1000, UTC)
    if 19_700_101 <= value <= 21_001_231 and value.is_integer():
        try:
            return datetime.strptime(str(int(value)), "%Y%m%d")  # noqa: DTZ007  # the zone is put on by the caller
        except ValueError as wrong:
            raise BadValueError("is not a date") from wrong
    raise BadValueError("is a number but no date; map another column, or say answered_at under [options]")


def built(match: re.Match[str], month: int, day: int) -> datetime:
    """The moment that a match of these patterns tells; naive where it names no zone. Raises BadValueError."""
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if year < 70 else 1900
    hour, minute, second = (int(match[name] or 0) for name in ("h", "mi", "s"))
    if match["ap"]:
        if not 1 <= hour <= 12:
            raise BadValueError("is not a date (hours with AM or PM run from 1 to 12)")
        hour = hour % 12 + (12 if match["ap"][0] in "pP" else 0)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(match["zone"], match["off"]))
    except ValueError as wrong:
        raise BadValueError(f"is not a date ({wrong})") from wrong


def _zone(name: str | None, offset: str | None) -> tzinfo | None:
    if not name and not offset:
        return None
    hours = HOURS_FROM_UTC.get((name or "utc").casefold())
    if hours is None:
        raise BadValueError(
            f'names the zone "{name}", which is not known; say date_format and timezone under [options]'
        )
    if not offset:
        return timezone(timedelta(hours=hours))
    digits = offset[1:].replace(":", "")
    # +1, +01, +100 and +0100 are all an hour.
    told, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    shift = timedelta(hours=hours) + _signed(offset[0], told, minutes)
    if abs(shift) >= timedelta(hours=24):
        raise BadValueError(f'has the offset "{offset}", which no zone has')
    return timezone(shift)


def _signed(sign: str, hours: str, minutes: str) -> timedelta:
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return -shift if sign == "-" else shift
