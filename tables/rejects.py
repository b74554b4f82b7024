"""What an import gives back: the rows, and a file that names every row that was not taken."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tables.rows import Reject

Record = TypeVar("Record")

HEADER = ("line", "column", "value", "reason")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
MAX_VALUE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Generic[Record]):
    """A file's rows as records, the rows that were not taken, and sentences for a person."""

    rows: tuple[Record, ...]
    rejects: tuple[Reject, ...] = ()
    warnings: tuple[str, ...] = ()


def write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    """A CSV with one header line; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for reject in rejects:
            writer.writerow([reject.line, *map(harmless, (reject.column, reject.value[:MAX_VALUE], reject.reason))])


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain number stays as it is."""
    number = cell[:1] in ("+", "-") and cell[1:].replace(".", "", 1).isdecimal()
    if cell.startswith(FORMULA_STARTS) and not number:
        return "'" + cell
    return cell
