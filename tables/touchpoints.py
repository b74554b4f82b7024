"""Rows of figures about touchpoints: own ratings, visits, steps completed, returns, complaints."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import ImportFileError
from domain.records import TouchpointFigure
from tables.binding import BadCellError, Bound, open_bound
from tables.column_map import ColumnMap
from tables.fields import What
from tables.map_options import zone as zone_of
from tables.periods import period
from tables.rejects import Imported
from tables.rows import Cell, Reject, Row
from tables.values import BadValueError, number

KINDS = ("own_rating", "visits", "completed", "returns", "complaints")
_ALSO = {
    "ownrating": "own_rating", "rating": "own_rating", "selfrating": "own_rating", "ownview": "own_rating",
    "visit": "visits", "entered": "visits", "started": "visits", "sessions": "visits",
    "completion": "completed", "completions": "completed", "finished": "completed", "converted": "completed",
    "return": "returns", "returned": "returns", "complaint": "complaints",
}  # fmt: skip
_MOST = 1e12


def load_touchpoints(
    path: Path, column_map: ColumnMap | None, *, brand: str, zone: str = "UTC"
) -> Imported[TouchpointFigure]:
    """A file of figures. The same touchpoint, kind, days and segment again with another value is a reject.

    Raises ImportFileError, ConfigError; a bad row is a reject.
    """
    bound = open_bound(path, column_map, What.TOUCHPOINTS, zone)
    for field in ("touchpoint", "kind", "value"):
        if field not in bound.fields:
            named = ", ".join(f'"{header}"' for header in bound.table.headers[:30])
            raise ImportFileError(f'{path}: no column for {field}; it has {named}; map it: [columns] {field} = "..."')
    local = zone_of(bound.options.timezone or zone, "timezone")
    for row in bound.rows():
        if isinstance(row, Row):
            bound.look(row.cells)
    bound.settle()
    known: dict[tuple[object, ...], tuple[int, TouchpointFigure]] = {}
    rejects: list[Reject] = []
    for row in bound.rows():
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        try:
            found = _figure(bound, row.cells, brand, local)
            line, earlier = known.setdefault(_identity(found), (row.line, found))
            if earlier != found:
                reason = f"appears again with other values than on line {line}; keep one row"
                raise BadCellError(bound.fields["value"][0], bound.told(row.cells, "value"), reason)
        except BadCellError as bad:
            rejects.append(bad.reject(row.line))
    rows = tuple(figure for _, figure in known.values())
    return Imported(rows=rows, rejects=tuple(rejects), warnings=(*bound.table.warnings, *_doubts(rows)))


def _figure(bound: Bound, cells: Sequence[Cell], brand: str, local: ZoneInfo) -> TouchpointFigure:
    name, kind = _needed(bound, cells, "touchpoint"), _kind(bound, cells)
    first, last = _days(bound, cells, local)
    decimal, top = bound.options.decimal, bound.options.own_rating_max
    value = bound.value(cells, "value", partial(_amount, decimal=decimal))
    if value is None:
        raise BadCellError(_column(bound, "value"), bound.cell(cells, "value"), "is blank; leave the row out instead")
    if kind == "own_rating" and not 1 <= value <= top:
        reason = f"is outside 1..{top}; say own_rating_max under [options] of a map"
        raise BadCellError(_column(bound, "value"), value, reason)
    return TouchpointFigure(
        brand=brand,
        touchpoint=name,
        kind=kind,
        first_day=first,
        last_day=last,
        value=value,
        customers=bound.value(cells, "customers", partial(_amount, decimal=decimal)),
        scale_max=top if kind == "own_rating" else None,
        segment=bound.told(cells, "segment") or None,
    )


def _kind(bound: Bound, cells: Sequence[Cell]) -> str:
    told = _needed(bound, cells, "kind")
    plain = "".join(c for c in told.casefold() if c.isalnum())
    kind = _ALSO.get(plain) or next((k for k in KINDS if k.replace("_", "") == plain), None)
    if kind is None:
        reason = f'is none of {", ".join(KINDS)}; say values = {{ "..." = "returns" }} under [codes.kind]'
        raise BadCellError(_column(bound, "kind"), told, reason)
    return kind


def _days(bound: Bound, cells: Sequence[Cell], local: ZoneInfo) -> tuple[date, date]:
    if told := bound.told(cells, "period"):
        try:
            return period(told)
        except BadValueError as bad:
            raise BadCellError(_column(bound, "period"), told, str(bad)) from bad
    moments = {field: bound.date(cells, field) for field in ("day", "since", "until")}
    days = {field: moment.astimezone(local).date() for field, moment in moments.items() if moment}
    first, last = days.get("since", days.get("day")), days.get("until", days.get("day", days.get("since")))
    if first is None or last is None:
        column = next((_column(bound, f) for f in ("period", "day", "since", "until") if f in bound.fields), "period")
        raise BadCellError(column, "", "is blank: which days is it about?")
    if last < first:
        raise BadCellError(_column(bound, "until"), last.isoformat(), f"is before the first day, {first}")
    return first, last


def _needed(bound: Bound, cells: Sequence[Cell], field: str) -> str:
    if told := bound.told(cells, field).strip():
        return told
    raise BadCellError(_column(bound, field), "", f"is blank: which {field} is it?")


def _column(bound: Bound, field: str) -> str:
    return bound.fields[field][0] if field in bound.fields else field


def _amount(cell: Cell, decimal: str | None) -> float | None:
    value = number(cell, decimal=decimal)
    if value is not None and not 0 <= value <= _MOST:
        raise BadValueError("is negative" if value < 0 else "is too large to be a count")
    return value


def _identity(found: TouchpointFigure) -> tuple[object, ...]:
    return found.touchpoint.casefold(), found.kind, found.first_day, found.last_day, found.segment


def _doubts(rows: Sequence[TouchpointFigure]) -> Iterator[str]:
    """What is stored as it stands and yet cannot be right, or cannot be counted."""
    cells = {_identity(row): row for row in rows}
    for key, row in cells.items():
        visits = cells.get((key[0], "visits", *key[2:]))
        if row.kind == "completed" and visits and row.value > visits.value:
            days = f"{row.first_day} to {row.last_day}"
            yield f"{row.touchpoint}, {days}: {row.value:g} completed of {visits.value:g} visits; check the file"
    bare = sum(row.kind in {"returns", "complaints"} and not row.customers for row in rows)
    if bare:
        yield f"{bare} rows of returns or complaints name no customers, so no rate per 1,000 can be had from them"
