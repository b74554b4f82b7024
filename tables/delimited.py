"""CSV and TSV in any dialect, streamed: bare CR line ends, cells over several lines, lines quoted whole."""

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain, islice
from pathlib import Path

from domain.errors import ImportFileError
from tables.dialect import Dialect, csv_reader, dialect_of, unwrapped
from tables.encoding import encoding_of
from tables.rows import MAX_CELL, ReadOptions, Reject, Row, Table, distinct
from tables.unpack import open_bytes

MAX_LINE = 16 * 2**20
SAMPLE_LINES = 400
QUALTRICS_MARK = '{"ImportId"'
END_OF_FILE = "\x1e\x04\x1e"


def read_delimited(path: Path, options: ReadOptions) -> Table:
    """A text table as numbered rows; a row with too few or too many cells becomes a reject.

    Raises ImportFileError where the file is empty, binary or has a quote that never ends.
    """
    encoding = encoding_of(path, options.encoding)
    with closing(_lines(path, encoding.name)) as lines:
        sample = list(islice(lines, SAMPLE_LINES))
    dialect = dialect_of(sample, options)
    records = partial(_records, path, encoding.name, dialect)
    with closing(records()) as top:
        head = [row for row in islice(top, max(3, options.header_rows or 1)) if isinstance(row, Row)]
    if not head or not any(str(cell).strip() for cell in head[0].cells):
        raise ImportFileError(
            f"{path}: not a table (no header in the first line); the first line must name the columns"
        )
    count = options.header_rows or _header_rows(head)
    headers = _names(head[:count])
    warnings = (f"{path.name}: {encoding.warning}",) if encoding.warning else ()
    all_records = partial(records, keep_blank=options.keep_blank)
    rows = partial(_data, all_records, head[min(count, len(head)) - 1].line, headers)
    return Table(path=str(path), headers=headers, rows=rows, warnings=warnings)


def _header_rows(head: Sequence[Row]) -> int:
    """Qualtrics writes three: names, the questions in words, and its own ids as JSON."""
    third = head[2].cells if len(head) > 2 else ()
    return 3 if third and all(QUALTRICS_MARK in str(cell) for cell in third) else 1


def _names(head: Sequence[Row]) -> tuple[str, ...]:
    """Each column's name from the first header row that has one; unnamed columns at the end are dropped."""
    width = max(len(row.cells) for row in head)
    columns = [[str(row.cells[i]) for row in head if i < len(row.cells)] for i in range(width)]
    names = [next((name for name in column if name.strip()), "") for column in columns]
    while names and not names[-1]:
        names.pop()
    return distinct(names)


def _data(
    records: partial[Generator[Row | Reject, None, None]], head: int, headers: tuple[str, ...]
) -> Iterator[Row | Reject]:
    """The rows below line `head`."""
    width = len(headers)
    with closing(records()) as rows:
        for row in rows:
            if row.line <= head:
                continue
            if isinstance(row, Reject) or len(row.cells) == width:
                yield row
            elif len(row.cells) > width and not any(row.cells[width:]):
                yield Row(row.line, row.cells[:width])
            elif any(row.cells):
                yield _misshapen(row, width)


def _misshapen(row: Row, width: int) -> Reject:
    reason = f"{len(row.cells)} columns where the header has {width}; quote the cell that holds the separator"
    return Reject(line=row.line, column="", value=" | ".join(map(str, row.cells))[:200], reason=reason)


def _records(
    path: Path, encoding: str, dialect: Dialect, *, keep_blank: bool = False
) -> Generator[Row | Reject, None, None]:
    """Every row of the file, header rows too, with the line that it begins on; blank rows left out, or lines alone."""
    # The standard reader keeps this limit per process; always setting the same value is safe.
    csv.field_size_limit(MAX_LINE)
    with closing(_lines(path, encoding)) as lines:
        # Excel's "sep=;" stays in the line count as a blank line.
        counted = chain(["\n"], islice(lines, 1, None)) if dialect.marked else lines
        split = _wrapped_cells(counted, dialect) if dialect.wrapped else _cells(path, counted, dialect)
        for line, cells in split:
            if not (cells if keep_blank else any(cells)):
                continue
            if max(map(len, cells)) > MAX_CELL:
                reason = f"a cell is longer than {MAX_CELL:,} characters; is a quote missing?"
                yield Reject(line=line, column="", value=cells[0][:200], reason=reason)
            else:
                yield Row(line, cells)


def _cells(path: Path, lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    # A quote that never closes swallows the rest of the file without an error; it swallows this line as well.
    reader = csv_reader(chain(lines, [END_OF_FILE]), dialect)
    begins = 1
    try:
        for cells in reader:
            if cells and END_OF_FILE in cells[-1]:
                break
            yield begins, cells
            begins = reader.line_num + 1
        else:
            cells = [END_OF_FILE]
    except csv.Error as broken:
        raise _unclosed(path, begins, str(broken)) from broken
    if cells != [END_OF_FILE]:
        raise _unclosed(path, begins, "a quote opens and never closes")


def _unclosed(path: Path, line: int, what: str) -> ImportFileError:
    return ImportFileError(f"{path}: the row that begins on line {line} cannot be read ({what}); mend its quotes")


def _wrapped_cells(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 1):
        yield number, unwrapped(line, dialect)


def _lines(path: Path, encoding: str) -> Generator[str, None, None]:
    """Lines with their own ends kept ("\\n", "\\r\\n", "\\r"), NULs dropped, each of bounded length."""
    try:
        with open_bytes(path) as file, io.TextIOWrapper(file, encoding, newline="") as text:
            while line := text.readline(MAX_LINE):
                if len(line) >= MAX_LINE and line[-1] not in "\r\n":
                    raise ImportFileError(f"{path}: a line is longer than {MAX_LINE:,} characters; not a table")
                yield line.replace("\0", "") if "\0" in line else line
    except UnicodeError as wrong:
        raise ImportFileError(
            f'{path}: is not {encoding} ({wrong}); say the right encoding = "..." under [options]'
        ) from wrong
