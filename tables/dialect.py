"""Which character separates a text table's columns, and whether its lines were quoted whole once more."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from tables.rows import ReadOptions

DELIMITERS = ",;\t|"
NEVER_IN_TEXT = "\x1f"
SAMPLE_ROWS = 200


class Dialect(NamedTuple):
    """How lines become cells.

    `wrapped`: each line is one quoted cell that holds the real line. `marked`: line 1 is Excel's "sep=;".
    """

    delimiter: str
    wrapped: bool = False
    rejoin: str | None = None
    escape: str | None = None
    marked: bool = False


class Numbered(Protocol):
    """Rows of cells, and the number of lines read so far."""

    @property
    def line_num(self) -> int:
        """Lines, not rows: a quoted cell may hold several."""
        ...

    def __iter__(self) -> Iterator[list[str]]:
        """Rows from here on."""
        ...


def dialect_of(lines: Sequence[str], options: ReadOptions) -> Dialect:
    """The dialect of a file that begins with `lines`; what `options` state wins."""
    lines, marked = _without_mark(lines)
    found = _looked_at(lines, options, options.delimiter or marked or _most_fitting(lines))
    return found._replace(marked=marked is not None)


def _looked_at(lines: Sequence[str], options: ReadOptions, delimiter: str) -> Dialect:
    if options.rejoin:
        return Dialect(delimiter or _inner_delimiter(lines), True, options.rejoin)
    if delimiter:
        rows = cells_of(lines, Dialect(delimiter, escape=options.escape))[1:]
        whole = sum(len(row) == 1 and delimiter in row[0] for row in rows)
        return Dialect(delimiter, whole > len(rows) / 2, None, options.escape)
    if inner := _inner_delimiter(lines):
        return Dialect(inner, True)
    # One column: its commas are prose, so the separator is a character that is not there.
    return Dialect(NEVER_IN_TEXT, escape=options.escape)


def _without_mark(lines: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """Excel's own first line "sep=;" taken off, and what it says."""
    first = lines[0].strip() if lines else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return lines[1:], first[4]
    return lines, None


def cells_of(lines: Iterable[str], dialect: Dialect) -> list[list[str]]:
    """The first rows of `lines`, blank ones left out."""
    reader = csv_reader(lines, dialect)
    rows = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) >= SAMPLE_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def csv_reader(lines: Iterable[str], dialect: Dialect) -> Numbered:
    """The standard reader set to a dialect."""
    if dialect.escape:
        return csv.reader(lines, delimiter=dialect.delimiter, doublequote=False, escapechar=dialect.escape)
    return csv.reader(lines, delimiter=dialect.delimiter)


def unwrapped(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line that a spreadsheet quoted whole, with what it appended (";;;") taken off."""
    line = line.rstrip("\r\n")
    if dialect.rejoin:
        line = dialect.rejoin.join(next(csv.reader([line], delimiter=dialect.rejoin), []))
        line = line.rstrip(dialect.rejoin)
    else:
        line = line.rstrip("".join(set(DELIMITERS) - {dialect.delimiter, "|"}))
        if len(line) > 1 and line[0] == line[-1] == '"':
            line = line[1:-1].replace('""', '"')
    return next(csv.reader([line], delimiter=dialect.delimiter), [])


def _most_fitting(lines: Sequence[str]) -> str:
    """The separator that names most columns and that most rows agree with; empty where none names two."""
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        rows = cells_of(lines, Dialect(delimiter))
        head = rows[0] if rows else []
        named = sum(bool(name.strip()) for name in head)
        if named < 2:
            continue
        agreeing = sum(len(row) == len(head) for row in rows[1:]) / max(1, len(rows) - 1)
        score = named * (0.1 + (agreeing if len(rows) > 1 else 1.0))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _inner_delimiter(lines: Sequence[str]) -> str:
    """The separator inside lines that are quoted whole, header too; empty where they are not."""
    for delimiter in DELIMITERS:
        rows = [unwrapped(line, Dialect(delimiter)) for line in lines[:SAMPLE_ROWS] if line.strip()]
        whole = sum(line.startswith('"') for line in lines[:SAMPLE_ROWS])
        width = len(rows[0]) if rows else 0
        if width > 1 and whole > len(rows) / 2 and sum(len(r) == width for r in rows) > len(rows) * 0.8:
            return delimiter
    return ""
