"""A first look at a file before anybody imports it: its columns, what stands in them, what it seems to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from tables.column_map import ColumnMap
from tables.read import read
from tables.recognise import Recognised, recognise
from tables.rows import ReadOptions, Row, Table
from tables.values import text

LOOKED_AT = 300
EXAMPLES = 5
LONGEST = 80
MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`examples`: for each of `headers` its first different values, at most EXAMPLES, cut at LONGEST characters."""

    headers: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    recognised: Recognised
    reading: ReadOptions
    warnings: tuple[str, ...] = ()


def look(path: Path, reading: ReadOptions | None = None) -> Look:
    """Look at the first rows; where `reading` is not stated, as the service that wrote the file is known to write.

    Raises ImportFileError where it is no table, ConfigError where an option is wrong.
    """
    table = read(path, options=reading)
    found = recognise(table.headers)
    if reading is None:
        reading = ReadOptions()
        if found.preset and (rows := ColumnMap.load(found.preset).options.header_rows):
            reading = replace(reading, header_rows=rows)
            table = read(path, options=reading)
    headers = table.headers[:MOST_COLUMNS]
    return Look(
        headers=headers,
        examples=_examples(table, len(headers)),
        recognised=found,
        reading=reading,
        warnings=table.warnings,
    )


def _examples(table: Table, width: int) -> tuple[tuple[str, ...], ...]:
    rows = [row.cells for row in islice(table.rows(), LOOKED_AT) if isinstance(row, Row)]
    return tuple(_first(text(cells[place])[:LONGEST] for cells in rows) for place in range(width))


def _first(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(value for value in values if value), EXAMPLES))


def shown(look_: Look, header: str) -> Sequence[str]:
    """The first values of the column of that name; none where there is no such column."""
    place = {name: n for n, name in reversed(list(enumerate(look_.headers)))}.get(header)
    return () if place is None else look_.examples[place]
