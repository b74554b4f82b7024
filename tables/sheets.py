"""XLSX worksheets, read only after what they would grow into has been measured."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

import python_calamine

from domain.errors import ImportFileError
from tables.rows import MAX_CELL, Cell, ReadOptions, Reject, Row, Table, distinct
from tables.unpack import check_growth

MAX_AREA = 20_000_000
"""Cells of the rectangle that holds the data: the reader allots all of it at once, however few are filled."""

REFERENCE = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,7})["']""")
LOCAL_HEADER = 30


def read_sheet(path: Path, options: ReadOptions) -> Table:
    """The first worksheet that is not hidden, or the one of `options.sheet`; its first filled row is the header.

    Raises ImportFileError where it is no workbook, is protected, or would not fit into memory.
    """
    _check_bounds(path)
    top = next(_rows(path, options), None)
    if top is None:
        raise ImportFileError(f"{path}: the worksheet is empty")
    names = ["" if cell is None else str(cell) for cell in top.cells]
    while names and not names[-1]:
        names.pop()
    rows = partial(_data, path, options, (options.header_rows or 1), len(names))
    return Table(path=str(path), headers=distinct(names), rows=rows, warnings=_left_out(path, options))


def _data(path: Path, options: ReadOptions, skip: int, width: int) -> Iterator[Row | Reject]:
    for number, row in enumerate(_rows(path, options)):
        if number < skip:
            continue
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in row.cells):
            reason = f"a cell is longer than {MAX_CELL:,} characters"
            yield Reject(line=row.line, column="", value="", reason=reason)
            continue
        yield Row(row.line, [*row.cells[:width], *[None] * (width - len(row.cells))])


def _rows(path: Path, options: ReadOptions) -> Iterator[Row]:
    """Rows that hold anything, numbered as the spreadsheet numbers them."""
    try:
        yield from _filled_rows(path, options)
    except python_calamine.PasswordError as locked:
        raise ImportFileError(f"{path}: is protected by a password; save it without one") from locked
    except (python_calamine.CalamineError, OSError) as broken:
        raise _unreadable(path, broken) from broken


def _filled_rows(path: Path, options: ReadOptions) -> Iterator[Row]:
    with python_calamine.load_workbook(path) as book:
        names = book.sheet_names
        if not names or (options.sheet and options.sheet not in names):
            raise ImportFileError(f'{path}: no worksheet "{options.sheet or 1}"; it has {", ".join(names) or "none"}')
        sheet = book.get_sheet_by_name(options.sheet or next(iter(_shown(book)), names[0]))
        # Empty rows at the top are given too, so counting from 1 gives the spreadsheet's own numbers.
        for number, cells in enumerate(sheet.iter_rows(), 1):
            row = [_cell(cell) for cell in cells]
            if any(cell is not None for cell in row):
                yield Row(number, row)


def _shown(book: python_calamine.CalamineWorkbook) -> list[str]:
    """The worksheets that a person sees; helpers' lists are often hidden in front of them."""
    kinds, sights = python_calamine.SheetTypeEnum, python_calamine.SheetVisibleEnum
    return [s.name for s in book.sheets_metadata if s.typ == kinds.WorkSheet and s.visible == sights.Visible]


def _left_out(path: Path, options: ReadOptions) -> tuple[str, ...]:
    with python_calamine.load_workbook(path) as book:
        first, *others = _shown(book) or [""]
    if options.sheet or not others:
        return ()
    listed = ", ".join(f'"{name}"' for name in others[:10])
    return (f'{path.name}: only the worksheet "{first}" was read, not {listed}; say sheet = "..." under [options]',)


def _unreadable(path: Path, broken: Exception) -> ImportFileError:
    return ImportFileError(f"{path}: not a readable workbook ({broken}); save it again as .xlsx or CSV")


def _cell(value: object) -> Cell:
    if value == "" or isinstance(value, timedelta):
        return None if value == "" else str(value)
    return value  # type: ignore[return-value]  # calamine gives str, int, float, bool and dates only


def _check_bounds(path: Path) -> None:
    """Unpack every part once, keeping nothing: true sizes and farthest cells, whatever the labels say."""
    packed = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            total = 0
            for part in archive.infolist():
                total = _measure(path, file, part, packed, total)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OSError, EOFError) as broken:
        raise _unreadable(path, broken) from broken


def _measure(path: Path, file: BinaryIO, part: zipfile.ZipInfo, packed: int, total: int) -> int:
    columns = rows = 0
    is_sheet = part.filename.startswith("xl/worksheets/")
    tail = b""
    for chunk in _unpacked(file, part):
        total += len(chunk)
        check_growth(path, packed, total)
        if is_sheet:
            for letters, digits in REFERENCE.findall(tail + chunk):
                columns, rows = max(columns, _column(letters)), max(rows, int(digits))
            tail = chunk[-32:]
            if columns * rows > MAX_AREA:
                raise ImportFileError(
                    f"{path}: {part.filename} spans {rows:,} rows by {columns:,} columns; "
                    "delete stray cells far from the data, or save it as CSV"
                )
    return total


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes to the true end of its stream: the declared size is what a bomb lies about."""
    file.seek(part.header_offset)
    header = file.read(LOCAL_HEADER)
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(names, 1)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (data := file.read(min(left, 1 << 16))):
            left -= len(data)
            yield data
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    while not stream.eof and left > 0 and (data := file.read(min(left, 1 << 16))):
        left -= len(data)
        while data and not stream.eof:
            yield stream.decompress(data, 1 << 20)
            data = stream.unconsumed_tail


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
