import zipfile
import zlib
from pathlib import Path

import pytest

from domain.errors import ImportFileError
from tables.read import read
from tests.tables.workbook import raw_workbook


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", "a" * 75_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ImportFileError, match="unpacks from"):
        read(path)


def test_a_size_that_the_archive_lies_about_does_not_help(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", "a" * 75_000_000)
    with zipfile.ZipFile(path) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes().replace(true_size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(ImportFileError, match="unpacks from"):
        read(path)


def test_two_cells_at_opposite_corners_do_not_fill_the_memory(tmp_path: Path) -> None:
    sheet = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(ImportFileError, match="1,048,576 rows by 16,384 columns"):
        read(raw_workbook(tmp_path / "a.xlsx", sheet))


def test_a_damaged_part_is_refused(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", "<row/>" * 5000)
    packed = zlib.compress(b"<row/>" * 50)[2:12]
    data = path.read_bytes()
    where = data.index(b"xl/worksheets/sheet1.xml") + 40
    path.write_bytes(data[:where] + b"\xff" * len(packed) + data[where + len(packed) :])
    with pytest.raises(ImportFileError):
        read(path)
