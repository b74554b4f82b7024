"""The shapes that every table format is read into: headers, numbered rows, rows that were not taken."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

Cell = str | int | float | bool | datetime | date | time | None

MAX_CELL = 1_000_000
"""Characters; more than this in one cell is an accident (an unclosed quote) or an attack, never an answer."""


class Row(NamedTuple):
    """One row of a table. `line` is where it begins in the file, the header being line 1."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that was not taken: where, which column and value (as it stood), and why, with the remedy."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a person states about a file; None means: look at the file.

    `header_rows`: rows before the data, names taken from the first that has one. `rejoin`: the character at
    which a spreadsheet cut whole lines into cells. `sheet`: a worksheet's name. `escape`: the character that
    protects a quote inside quotes, where it is not the quote itself. `keep_blank`: rows of empty cells count, as they
    must where a file goes out again row by row; lines without any cell never do.
    """

    delimiter: str | None = None
    encoding: str | None = None
    header_rows: int | None = None
    sheet: str | None = None
    rejoin: str | None = None
    escape: str | None = None
    keep_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A readable table. `rows()` starts from the top each time, and yields rejects where a row is broken."""

    path: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row | Reject]]
    warnings: tuple[str, ...] = field(default=())


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Header names, a repeated one numbered from its second appearance: "Response", "Response (2)"."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(out)
