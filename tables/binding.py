"""A column map laid over one file: where each field's cells are, and how its dates are to be read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from domain.errors import ImportFileError
from tables import progress
from tables.column_map import Codes, ColumnMap
from tables.dates import DateReader, DayOrder
from tables.fields import What, guess
from tables.map_options import zone
from tables.read import read
from tables.rows import Cell, Reject, Row, Table
from tables.values import BadValueError, code, text

Value = TypeVar("Value")

NEEDED = {
    What.REVIEWS: ("text", "title", "rating"),
    What.SURVEYS: ("nps", "csat", "ces", "comment"),
    What.TICKETS: ("id", "created_at", "first_response_at", "resolved_at", "text"),
    What.CUSTOMERS: ("customer",),
    What.TOUCHPOINTS: ("value",),
    What.NOTES: ("text",),
}
DATES = frozenset(
    {"published_at", "reply_at", "answered_at", "created_at", "first_response_at", "resolved_at"}
    | {"reopened_at", "churned_at", "started_at", "noted_at"}
    | {"day", "since", "until"}
)


class BadCellError(Exception):
    """One cell that spoils its row."""

    def __init__(self, column: str, value: Cell, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason

    def reject(self, line: int) -> Reject:
        """The row's entry in the rejects file."""
        return Reject(line=line, column=self.column, value=text(self.value)[:500], reason=self.reason)


class Bound:
    """One file under one map. `look` must see every row once before dates are read."""

    def __init__(self, table: Table, column_map: ColumnMap, what: What, zone_name: str) -> None:
        self.table = table
        self.options = column_map.options
        self.fields = _resolved(table, column_map, what)
        self._codes = {field: codes for field, codes in column_map.codes.items() if field in self.fields}
        place = {header: index for index, header in reversed(list(enumerate(table.headers)))}
        self._places = {field: tuple(place[name] for name in names) for field, names in self.fields.items()}
        self._zone = zone(self.options.timezone or zone_name, f"{column_map.name}: [options] timezone")
        self._orders = {field: DayOrder() for field in self.fields if field in DATES}
        self._dates: dict[str, DateReader] = {}
        self._total: int | None = None

    def rows(self) -> Iterator[Row | Reject]:
        """The file from its top."""
        seen = 0
        for seen, row in enumerate(self.table.rows(), 1):
            progress.told(seen, self._total)
            yield row
        self._total = seen

    def look(self, cells: Sequence[Cell]) -> None:
        """Take a row's dates into account."""
        for field, order in self._orders.items():
            order.see(self.cell(cells, field))

    def settle(self) -> None:
        """After the last `look`: decide how dates are read. Raises ImportFileError where that is open."""
        for field, order in self._orders.items():
            formats = self.options.date_format
            day_first = None if formats else order.settle(self.table.path, self.fields[field][0])
            self._dates[field] = DateReader(zone=self._zone, formats=formats, day_first=day_first)

    def cell(self, cells: Sequence[Cell], field: str) -> Cell:
        """The field's cell with its codes applied; None where blank, declared missing or not in the file."""
        places = self._places.get(field)
        return None if places is None else _coded(cells[places[0]], self._codes.get(field))

    def told(self, cells: Sequence[Cell], field: str) -> str:
        """The field as text, several columns joined by line ends; empty where missing."""
        places = self._places.get(field, ())
        codes = self._codes.get(field)
        if len(places) == 1:
            return text(_coded(cells[places[0]], codes))
        return "\n".join(part for place in places if (part := text(_coded(cells[place], codes))))

    def value(self, cells: Sequence[Cell], field: str, parse: Callable[[Cell], Value]) -> Value | None:
        """The field through `parse`; None where missing. Raises BadCellError."""
        cell = self.cell(cells, field)
        if cell is None:
            return None
        try:
            return parse(cell)
        except BadValueError as bad:
            raise BadCellError(self.fields[field][0], cell, str(bad)) from bad

    def date(self, cells: Sequence[Cell], field: str) -> datetime | None:
        """The field as aware UTC; None where missing. Raises BadCellError."""
        reader = self._dates.get(field)
        return None if reader is None else self.value(cells, field, reader.read)

    def warnings(self) -> Iterator[str]:
        """What was supposed and not known, after the rows were read."""
        yield from self.table.warnings
        naive = [self.fields[field][0] for field, reader in self._dates.items() if reader.naive]
        if naive and not self.options.timezone:
            columns = ", ".join(f'"{name}"' for name in naive)
            yield (
                f"dates in {columns} name no zone, read as {self._zone.key}; state timezone under [options] of a map"
            )


def open_bound(path: Path, column_map: ColumnMap | None, what: What, zone_name: str) -> Bound:
    """The file opened as its map says. Raises ImportFileError, ConfigError."""
    column_map = column_map or ColumnMap()
    return Bound(read(path, options=column_map.options.reading), column_map, what, zone_name)


def _coded(cell: Cell, codes: Codes | None) -> Cell:
    if cell is None or (isinstance(cell, str) and (not cell or cell.isspace())):
        return None
    if codes is None:
        return cell
    key = code(cell)
    if key in codes.missing:
        return None
    return codes.values.get(key, cell)


def _resolved(table: Table, column_map: ColumnMap, what: What) -> dict[str, tuple[str, ...]]:
    fields = dict(column_map.columns)
    for field, names in fields.items():
        for name in names:
            if name not in table.headers:
                raise ImportFileError(f'{table.path}: no column "{name}" (mapped as {field}); {_near(name, table)}')
    for field, names in column_map.likely.items():
        present = [name for name in names if name in table.headers]
        if field not in fields and present:
            fields[field] = (present[0],)
    if not column_map.columns:
        for field, name in guess([h for h in table.headers if (h,) not in fields.values()], what).items():
            fields.setdefault(field, (name,))
    if not any(field in fields for field in NEEDED[what]):
        needed = " or ".join(NEEDED[what])
        raise ImportFileError(
            f"{table.path}: no column for {needed}; it has {_listed(table.headers)}; "
            f'name yours in a map: [columns] {NEEDED[what][0]} = "..."'
        )
    return fields


def _near(name: str, table: Table) -> str:
    near = get_close_matches(name.strip().casefold(), [h.strip().casefold() for h in table.headers], n=1)
    exact = next((h for h in table.headers if near and h.strip().casefold() == near[0]), None)
    return f'did you mean "{exact}"?' if exact is not None else f"it has {_listed(table.headers)}"


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(f'"{header}"' for header in headers[:30])
    return shown + (f" and {len(headers) - 30} more" if len(headers) > 30 else "")
