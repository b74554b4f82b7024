"""Points in time as people write them, into aware UTC; what could be read two ways is not guessed."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo

from domain.errors import ImportFileError
from tables.date_forms import IN_WORDS, MONTHS, NUMERIC, YEAR_FIRST, built, from_number
from tables.rows import Cell
from tables.values import BadValueError

EARLIEST, LATEST = 1970, 2100
MAX_CACHED = 50_000


class DateReader:
    """Reads the cells of date columns. `zone` is for what names none; `naive` says whether that occurred.

    formats: strptime formats that a person stated; then nothing else is tried on text. day_first: what
    31/12 is; where None, numeric dates cannot be read (see DayOrder).
    """

    def __init__(self, *, zone: tzinfo, formats: Sequence[str] = (), day_first: bool | None = None) -> None:
        self._zone = zone
        self._formats = tuple(formats)
        self._day_first = day_first
        self._known: dict[str, datetime] = {}
        self.naive = False

    def read(self, cell: Cell) -> datetime | None:
        """Aware UTC, None where blank. Raises BadValueError with the remedy."""
        if cell is None:
            return None
        if not isinstance(cell, str):
            return self._utc(_typed(cell))
        found = self._known.get(cell)
        if found is None:
            told = cell.strip()
            if not told:
                return None
            if len(self._known) >= MAX_CACHED:
                self._known.clear()
            found = self._known[cell] = self._utc(self._parsed(told))
        return found

    def _utc(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            self.naive = True
            moment = moment.replace(tzinfo=self._zone)
        if not EARLIEST <= moment.year <= LATEST:
            raise BadValueError(f"is in the year {moment.year}, outside {EARLIEST}..{LATEST}")
        return moment.astimezone(UTC)

    def _parsed(self, told: str) -> datetime:
        if len(told) > 80:
            raise BadValueError("is too long for a date")
        if self._formats:
            return _by_format(told, self._formats)
        if told.isdecimal():
            return from_number(float(told))
        # 3.11 reads every ISO form but the blank before an offset.
        iso = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", told.removesuffix(" UTC"))
        try:
            moment = datetime.fromisoformat(iso)
        except ValueError:
            return self._loose(told)
        return moment.replace(tzinfo=UTC) if told.endswith(" UTC") and moment.tzinfo is None else moment

    def _loose(self, told: str) -> datetime:
        if match := YEAR_FIRST.fullmatch(told):
            return built(match, int(match["mo"]), int(match["d"]))
        if match := NUMERIC.fullmatch(told):
            return self._numeric(match)
        for pattern in IN_WORDS:
            if (match := pattern.fullmatch(told)) and (month := MONTHS.get(match["m"].casefold())):
                return built(match, month, int(match["d"]))
        if re.fullmatch(r"\d+\.\d+", told):
            return from_number(float(told))
        raise BadValueError('is not a date that can be read; say date_format = "..." under [options]')

    def _numeric(self, match: re.Match[str]) -> datetime:
        a, b = int(match["a"]), int(match["b"])
        if a > 12 or b > 12 or a == b:
            day, month = (a, b) if a > 12 else (b, a)
        elif self._day_first is None:
            raise BadValueError(
                'may be day/month or month/day; say date_format = "%d/%m/%Y" or "%m/%d/%Y" under [options]'
            )
        else:
            day, month = (a, b) if self._day_first else (b, a)
        return built(match, month, day)


class DayOrder:
    """Whether a column's 05/11/2016 is in May or in November: settled by its rows where day exceeds 12."""

    def __init__(self) -> None:
        self._seen: dict[bool, str] = {}
        self._hint: bool | None = None
        self._unsettled = ""

    def see(self, cell: Cell) -> None:
        """Take one cell of the column into account."""
        match = NUMERIC.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match is None:
            return
        a, b = int(match["a"]), int(match["b"])
        if a > 12 or b > 12:
            self._seen.setdefault(a > 12, match[0])
        elif a != b and not self._unsettled:
            self._unsettled = match[0]
            # Only Americans write AM and PM after such a date, and nobody puts points into month-first ones.
            self._hint = False if match["ap"] else True if "." in match[0][:5] else None

    def settle(self, path: str, column: str) -> bool | None:
        """True where the day comes first. Raises ImportFileError where the rows leave it open or disagree."""
        if not self._unsettled:
            return None
        if len(self._seen) == 1:
            return next(iter(self._seen))
        if not self._seen and self._hint is not None:
            return self._hint
        example = " and ".join(self._seen.values()) or self._unsettled
        problem = "mixes both orders of day and month" if self._seen else "may be day/month or month/day"
        raise ImportFileError(
            f'{path}: column "{column}" {problem} (such as {example}); '
            'say date_format = "%d/%m/%Y" or "%m/%d/%Y" under [options] of a map (and its time: "%H:%M")'
        )


def _by_format(told: str, formats: Sequence[str]) -> datetime:
    for form in formats:
        try:
            return datetime.strptime(told, form)  # noqa: DTZ007  # the zone is put on by the caller
        except ValueError:
            continue
    stated = " or ".join(f'"{form}"' for form in formats)
    raise BadValueError(f"does not have the stated form {stated}; mend date_format under [options]")


def _typed(cell: int | float | bool | datetime | date | time) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, bool) or not isinstance(cell, int | float) or abs(cell) > 2**63:
        raise BadValueError("is not a date")
    return from_number(float(cell))
