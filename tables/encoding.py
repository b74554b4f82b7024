"""Which letters a file's bytes stand for: declared, marked, proved or, with a warning, supposed."""

import codecs
from pathlib import Path
from typing import NamedTuple

from domain.errors import ConfigError, ImportFileError
from tables.unpack import first_bytes, open_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNUSED_IN_CP1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


class Encoding(NamedTuple):
    """A codec's name, and a sentence for a person where it was supposed and not known."""

    name: str
    warning: str | None = None


def encoding_of(path: Path, declared: str | None = None) -> Encoding:
    """The encoding of a text file: `declared`, else its mark, else UTF-8 where all of it is, else cp1252.

    Raises ConfigError where `declared` is no codec, ImportFileError where the file is not text.
    """
    head = first_bytes(path)
    if declared:
        return Encoding(_known(path, declared, head))
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if utf16 := _unmarked_utf16(head):
        return Encoding(utf16, f"no mark says so, but it reads as {utf16}")
    if head.count(0) > len(head) // 20:
        raise ImportFileError(f"{path}: not a table (binary data); give CSV, TSV, XLSX, JSON, JSONL or Parquet")
    return _proved(path)


def _known(path: Path, declared: str, head: bytes) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError as unknown:
        raise ConfigError(
            f'{path}: encoding = "{declared}" is not known; say for example "utf-8", "cp1252" or "utf-16"'
        ) from unknown
    return "utf-8-sig" if name == "utf-8" and head.startswith(codecs.BOM_UTF8) else name


def _unmarked_utf16(head: bytes) -> str | None:
    """Western text in UTF-16 has a zero in nearly every second byte."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.1 else None


def _proved(path: Path) -> Encoding:
    """Reads the whole file once: a wrong guess that shows at row 900,000 would cost more."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_cp1252 = True, True
    with open_bytes(path) as file:
        while chunk := file.read(1 << 20):
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            is_cp1252 = is_cp1252 and not any(byte in chunk for byte in UNUSED_IN_CP1252)
            if not is_utf8 and not is_cp1252:
                break
    if is_utf8 and _decodes(decoder, b"", final=True):
        return Encoding("utf-8")
    name = "cp1252" if is_cp1252 else "latin-1"
    return Encoding(name, f'not UTF-8, read as {name}; if letters look wrong, say encoding = "..." under [options]')


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
