"""Parquet, streamed in batches; `line` counts rows from 1."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import ImportFileError
from tables.rows import MAX_CELL, Cell, Reject, Row, Table, distinct

BATCH_ROWS = 500
MAX_ROW_GROUP = 2 * 2**30


def read_parquet(path: Path) -> Table:
    """Raises ImportFileError where the file is no Parquet, or a row group of it would not fit into memory."""
    try:
        with pq.ParquetFile(path) as file:
            headers = distinct(file.schema_arrow.names)
            metadata = file.metadata
            largest = max((metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups)), default=0)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as broken:
        raise ImportFileError(f"{path}: not a readable Parquet file ({broken})") from broken
    if largest > MAX_ROW_GROUP:
        raise ImportFileError(f"{path}: a row group unpacks to {largest >> 20} MiB; write it with smaller row groups")
    return Table(path=str(path), headers=headers, rows=partial(_rows, path))


def _rows(path: Path) -> Iterator[Row | Reject]:
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH_ROWS):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    row = [_cell(value) for value in cells]
                    if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in row):
                        reason = f"a value is longer than {MAX_CELL:,} characters"
                        yield Reject(line=number, column="", value="", reason=reason)
                    else:
                        yield Row(number, row)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as broken:
        raise ImportFileError(f"{path}: is damaged after row {number} ({broken}); write it again") from broken


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | bool | datetime | date | time):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)
