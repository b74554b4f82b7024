"""Runs an analysis over a plain table: the same rows in the same order, with columns added; no database needed."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from domain.errors import ConfigError, ImportFileError
from pipeline.workbench import Progress
from tables.read import read
from tables.rows import Cell, ReadOptions, Row, Table

SLICE = 2_000
SCORE_COLUMNS = ("label", "polarity", "confidence", "engine", "language", "reason")
TOPIC_COLUMNS = ("topic", "topic_score")
ASPECT_COLUMNS = ("row", "aspect", "start", "end", "polarity", "label")

# Texts in, the added cells of each out; texts in, (row in the slice, cells...) of each aspect out.
Added = Callable[[Sequence[str]], list[list[object]]]
Found = Callable[[Sequence[str]], Iterable[tuple[int, *tuple[object, ...]]]]
Write = Callable[[Sequence[Sequence[object]]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A readable file and the position of its text column; `broken` lists the lines that could not be read."""

    table: Table
    column: int
    broken: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, column: str) -> "TextTable":
        """Raises ImportFileError where the file is no table or lacks the column, naming those it has."""
        table = read(path, options=ReadOptions(keep_blank=True))
        if column not in table.headers:
            raise ImportFileError(f"{path}: no column {column!r}; it has: {', '.join(table.headers)}")
        return cls(table=table, column=table.headers.index(column))

    def rows(self) -> Iterator[Row]:
        """Every row; a broken one comes with empty cells, since leaving it out would shift all that follow."""
        for row in self.table.rows():
            if not isinstance(row, Row):
                self.broken.append(f"line {row.line}: {row.reason}")
                row = Row(row.line, ())
            yield row

    def text(self, row: Row) -> str:
        """The cell as it is; engines do their own cleaning."""
        return written(row.cells[self.column]) if self.column < len(row.cells) else ""


def written(cell: Cell) -> str:
    """A cell as text; empty for None."""
    return "" if cell is None else cell if isinstance(cell, str) else str(cell)


def count(path: Path, column: str) -> int:
    """How many rows the file has, for a progress bar."""
    return sum(1 for _ in TextTable.open(path, column).rows())


def add_columns(source: TextTable, out: Path, names: Sequence[str], added: Added, progress: Progress) -> int:
    """Write the table again with `added(texts)` as further columns, slice by slice; returns the number of rows."""
    total = 0
    rows = source.rows()
    with _writing(out) as write:
        write([[*source.table.headers, *names]])
        while piece := list(islice(rows, SLICE)):
            extra = added([source.text(row) for row in piece])
            write([[*_padded(row, source), *more] for row, more in zip(piece, extra, strict=True)])
            total += len(piece)
            progress(len(piece))
    return total


def texts_of(source: TextTable) -> list[str]:
    """Every cell of the text column, in order; `broken` is told once the table is written, not now."""
    texts = [source.text(row) for row in source.rows()]
    source.broken.clear()
    return texts


def write_aspects(source: TextTable, out: Path, found: Found, progress: Progress) -> int:
    """One line per aspect, with `row` counting from 0 over the whole file; returns the number of aspects."""
    total = at = 0
    rows = source.rows()
    with _writing(out) as write:
        write([list(ASPECT_COLUMNS)])
        while piece := list(islice(rows, SLICE)):
            lines = [[at + row, *rest] for row, *rest in found([source.text(row) for row in piece])]
            write(lines)
            total, at = total + len(lines), at + len(piece)
            progress(len(piece))
    return total


def _padded(row: Row, source: TextTable) -> list[str]:
    """Short rows get their missing cells, so that our columns stand under our headings."""
    cells = [written(cell) for cell in row.cells]
    return cells + [""] * (len(source.table.headers) - len(cells))


@contextmanager
def _writing(out: Path) -> Iterator[Write]:
    """A CSV that gets its name only once it is whole; what an error leaves behind is removed."""
    if not out.parent.is_dir():
        raise ConfigError(f"{out.parent}: no such folder; make it, or write elsewhere with --out")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield csv.writer(file, lineterminator="\n").writerows
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
