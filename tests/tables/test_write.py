"""A table on its way out: nothing in it runs, nothing is rounded, and it is there whole or not at all."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.errors import ConfigError
from tables.write import cell, write

NOON = datetime(2024, 6, 15, 12, tzinfo=UTC)
HOSTILE = ["=1", "@1", "%5", "=1+1", "  =1+1", "\t=1+1", "+cmd", "-cmd", "@x", "|x", "%x", "\n=1+1"]


def stream(**columns: list[object]) -> pa.RecordBatchReader:
    return pa.table(columns).to_reader(max_chunksize=2)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_becomes_a_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["plain", "", "-5", "+3.5", "a=b", "  plain"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_csv_holds_every_row_with_times_in_utc_and_whole_ids(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    ids = [str(2**62 + i) for i in range(5)]
    assert write(out, stream(id=ids, text=["a,b", '"q"', "l1\nl2", "=x", None], at=[NOON] * 5, x=[-0.5] * 5)) == 5
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ids
    assert [row["text"] for row in rows] == ["a,b", '"q"', "l1\nl2", "'=x", ""]
    assert {row["at"] for row in rows} == {"2024-06-15T12:00:00Z"} and {row["x"] for row in rows} == {"-0.5"}


def test_parquet_holds_the_same_unchanged(tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    assert write(out, stream(id=["1", "2", "3"], text=["=x", None, "y"])) == 3
    assert pq.read_table(out).to_pydict() == {"id": ["1", "2", "3"], "text": ["=x", None, "y"]}


def test_a_stream_that_breaks_leaves_the_older_file_and_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("old", "utf-8")
    schema = pa.schema([("x", pa.int64())])

    def broken():
        yield pa.record_batch([pa.array([1])], schema=schema)
        raise OSError("the disk is full")

    with pytest.raises(ConfigError, match="the disk is full"):
        write(out, pa.RecordBatchReader.from_batches(schema, broken()))
    assert out.read_text("utf-8") == "old" and [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_a_place_or_an_ending_that_cannot_be_is_named(tmp_path: Path) -> None:
    for out in (tmp_path / "none" / "a.csv", tmp_path / "a.xlsx"):
        with pytest.raises(ConfigError, match=out.name):
            write(out, stream(x=[1]))
