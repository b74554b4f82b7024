"""Writes a table that people open elsewhere: CSV that no spreadsheet runs, or Parquet; whole or not at all."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import ConfigError
from tables.rejects import harmless

FORMATS = (".csv", ".parquet")


def write(path: Path, reader: pa.RecordBatchReader) -> int:
    """Write the stream batch by batch in the format that the ending names; returns the number of rows.

    ConfigError for another ending, or where nothing can be written there; an older file is then left as it was.
    """
    check(path)
    with whole(path) as part:
        return _csv(part, reader) if path.suffix.lower() == ".csv" else _parquet(part, reader)


def check(path: Path) -> None:
    """ConfigError for an ending that names no format."""
    if path.suffix.lower() not in FORMATS:
        raise ConfigError(f"{path}: cannot be written; end its name in {' or '.join(FORMATS)}")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to, which takes its place once all is written."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def write_rows(path: Path, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> int:
    """A CSV of cells as they are, made harmless; returns the number of rows."""
    total = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(cell(heading) for heading in headings)
        for row in rows:
            writer.writerow(cell(value) for value in row)
            total += 1
    return total


def cell(value: object) -> object:
    """Texts that no spreadsheet takes for a formula, times in ISO and UTC; numbers as they are, None empty."""
    match value:
        case str():
            # A spreadsheet that trims what it reads would find the formula behind the spaces.
            return value if harmless(bare := value.lstrip()) == bare else f"'{value}"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case list():
            return " ".join(str(one) for one in value)
    return value


def _csv(path: Path, reader: pa.RecordBatchReader) -> int:
    pieces = (zip(*(column.to_pylist() for column in batch.columns), strict=True) for batch in reader)
    return write_rows(path, reader.schema.names, (row for piece in pieces for row in piece))


def _parquet(path: Path, reader: pa.RecordBatchReader) -> int:
    total = 0
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            total += batch.num_rows
    return total
