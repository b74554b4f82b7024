"""JSON and JSON Lines: a list of objects, or one found inside an object, as rows with dotted column names."""

import io
import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from domain.errors import ImportFileError
from tables.encoding import encoding_of
from tables.rows import MAX_CELL, Cell, ReadOptions, Reject, Row, Table
from tables.survey_api import responses
from tables.unpack import open_bytes

MAX_DOCUMENT = 256 * 2**20
MAX_LINE = 16 * 2**20
MAX_DEPTH = 4
MAX_COLUMNS = 2_000

Records = Callable[[], Iterator["tuple[int, Mapping[str, object]] | Reject"]]


def read_json(path: Path, options: ReadOptions) -> Table:
    """One JSON document; `line` counts its objects from 1. Over 256 MiB it must be JSON Lines instead."""
    document = _document(path, options)
    found = responses(document, path) or _records_in(document)
    if found is None:
        raise ImportFileError(f'{path}: no list of objects in it; give [{{...}}, ...] or {{"name": [{{...}}, ...]}}')

    def records() -> Iterator[tuple[int, Mapping[str, object]] | Reject]:
        yield from _objects(enumerate(found, 1))

    return _table(path, records)


def read_json_lines(path: Path, options: ReadOptions) -> Table:
    """One JSON object a line, streamed; `line` is the line of the file."""
    encoding = encoding_of(path, options.encoding).name
    return _table(path, partial(_line_records, path, encoding))


def _table(path: Path, records: Records) -> Table:
    headers = _headers(path, records)
    return Table(path=str(path), headers=headers, rows=partial(_rows, records, headers))


def _headers(path: Path, records: Records) -> tuple[str, ...]:
    """The names of all objects, not of the first: a service leaves out what is empty."""
    names: dict[str, None] = {}
    for record in records():
        if not isinstance(record, Reject):
            names.update(dict.fromkeys(_flat(record[1])))
        if len(names) > MAX_COLUMNS:
            raise ImportFileError(f"{path}: more than {MAX_COLUMNS:,} different names; not a table")
    if not names:
        raise ImportFileError(f"{path}: holds no object with a name in it; not a table")
    return tuple(names)


def _rows(records: Records, headers: Sequence[str]) -> Iterator[Row | Reject]:
    for record in records():
        if isinstance(record, Reject):
            yield record
            continue
        line, value = record
        cells = _flat(value)
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells.values()):
            reason = f"a value is longer than {MAX_CELL:,} characters"
            yield Reject(line=line, column="", value="", reason=reason)
        else:
            yield Row(line, [cells.get(name) for name in headers])


def _line_records(path: Path, encoding: str) -> Iterator[tuple[int, Mapping[str, object]] | Reject]:
    with closing(_parsed_lines(path, encoding)) as lines:
        yield from _objects(lines)


def _parsed_lines(path: Path, encoding: str) -> Generator[tuple[int, object], None, None]:
    try:
        with open_bytes(path) as file, io.TextIOWrapper(file, encoding) as text:
            number = 0
            while line := text.readline(MAX_LINE):
                number += 1
                if len(line) >= MAX_LINE and line[-1] != "\n":
                    raise ImportFileError(
                        f"{path}: line {number} is longer than {MAX_LINE:,} characters; is it JSON Lines?"
                    )
                if line.strip():
                    yield number, _parsed(line)
    except UnicodeError as wrong:
        raise ImportFileError(f'{path}: is not {encoding} ({wrong}); say encoding = "..." under [options]') from wrong


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as broken:
        return Reject(line=0, column="", value=line[:200], reason=f"not JSON ({broken})")


def _objects(values: Iterator[tuple[int, object]]) -> Iterator[tuple[int, Mapping[str, object]] | Reject]:
    for line, value in values:
        if isinstance(value, Reject):
            yield Reject(line=line, column="", value=value.value, reason=value.reason)
        elif isinstance(value, dict):
            yield line, value
        else:
            yield Reject(line=line, column="", value=str(value)[:200], reason="not an object {...}")


def _document(path: Path, options: ReadOptions) -> object:
    encoding = encoding_of(path, options.encoding).name
    with open_bytes(path) as file:
        data = file.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        raise ImportFileError(
            f"{path}: over {MAX_DOCUMENT >> 20} MiB of JSON; give it as JSON Lines, one object a line"
        )
    try:
        document: object = json.loads(data.decode(encoding))
    except (ValueError, RecursionError) as broken:
        raise ImportFileError(f"{path}: not JSON ({broken})") from broken
    return document


def _records_in(document: object) -> Sequence[object] | None:
    """The longest list of objects at the shallowest depth that has one."""
    level: list[object] = [document]
    for _ in range(MAX_DEPTH):
        lists = [value for value in level if isinstance(value, list) and any(isinstance(v, dict) for v in value)]
        if lists:
            return max(lists, key=len)
        level = [inner for value in level if isinstance(value, dict) for inner in value.values()]
    return None


def _flat(record: Mapping[str, object], prefix: str = "", depth: int = 0) -> dict[str, Cell]:
    """Nested objects as dotted names ("user.name"); lists as JSON text."""
    cells: dict[str, Cell] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < MAX_DEPTH:
            cells.update(_flat(value, f"{prefix}{name}.", depth + 1))
        elif isinstance(value, dict | list):
            cells[prefix + name] = json.dumps(value, ensure_ascii=False)
        elif value is None or isinstance(value, str | int | float | bool):
            cells[prefix + name] = value
    return cells
