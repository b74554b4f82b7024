"""Any table file as numbered rows: the first bytes tell the format, and the name where those do not."""

from pathlib import Path

from domain.errors import ImportFileError
from tables.delimited import read_delimited
from tables.objects import read_json, read_json_lines
from tables.parquet import read_parquet
from tables.rows import ReadOptions, Table
from tables.sheets import read_sheet
from tables.unpack import GZIP, first_bytes

FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old .xls workbook or a protected one",
    b"<!do": "a web page",
    b"<htm": "a web page",
    b"<?xm": "XML",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLi": "a database",
}


def read(path: Path, *, options: ReadOptions | None = None) -> Table:
    """The table in `path`: CSV, TSV, XLSX, JSON, JSONL or Parquet; text formats may be packed with gzip.

    Raises ImportFileError where it is missing or not a table, ConfigError where an option is wrong.
    """
    options = options or ReadOptions()
    if path.is_dir():
        raise ImportFileError(f"{path}: is a folder; name one file")
    head = first_bytes(path, 4096)
    if not head.strip():
        raise ImportFileError(f"{path}: is empty")
    if head.startswith(b"PK\x03\x04"):
        return read_sheet(_plain(path), options)
    if head.startswith(b"PAR1"):
        return read_parquet(_plain(path))
    _refuse_foreign(path, head)
    return _text_table(path, head, options)


def _text_table(path: Path, head: bytes, options: ReadOptions) -> Table:
    names = [suffix.lower() for suffix in path.suffixes]
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    if ".jsonl" in names or ".ndjson" in names:
        return read_json_lines(path, options)
    if start in (b"{", b"["):
        if ".json" in names or start == b"[":
            return read_json(path, options)
        return read_json_lines(path, options)
    return read_delimited(path, options)


def _plain(path: Path) -> Path:
    with path.open("rb") as file:
        if file.read(2) == GZIP:
            raise ImportFileError(f"{path}: this format is packed already; unpack the gzip and import what is inside")
    return path


def _refuse_foreign(path: Path, head: bytes) -> None:
    start = head.lstrip()[:4].lower() if head.lstrip()[:1] == b"<" else head[:4]
    for mark, what in FOREIGN.items():
        if start.startswith(mark):
            raise ImportFileError(f"{path}: not a table but {what}; give CSV, TSV, XLSX, JSON, JSONL or Parquet")
