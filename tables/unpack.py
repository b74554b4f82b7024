"""Opening a file as bytes, unpacked and bounded: what is small on disk must not become huge in memory."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import ImportFileError

SUSPICIOUS_SIZE = 64 * 2**20
SUSPICIOUS_RATIO = 150
MAX_UNPACKED = 8 * 2**30
"""Text packs 3 to 30 times. A gzip of zeros packs a thousand times; that is no table."""

GZIP = b"\x1f\x8b"


class _Counted(io.RawIOBase):
    """An unpacking stream that stops when it has given out more than the packed file can honestly hold."""

    def __init__(self, path: Path, inner: BinaryIO) -> None:
        self._path = path
        self._inner = inner
        self._packed = path.stat().st_size
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub names no buffer type
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        check_growth(self._path, self._packed, self._given)
        return len(data)


def check_growth(path: Path, packed: int, unpacked: int) -> None:
    """Raise ImportFileError where unpacking gives far more than honest packing could have held."""
    if unpacked > MAX_UNPACKED or (unpacked > SUSPICIOUS_SIZE and unpacked > SUSPICIOUS_RATIO * packed):
        raise ImportFileError(
            f"{path}: unpacks from {packed >> 10} KiB to over {unpacked >> 20} MiB, which no table does; "
            "unpack it yourself and import the plain file if you trust it"
        )


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked where it is gzip (by its first bytes, whatever its name says).

    Raises ImportFileError where the file is missing, unreadable, cut short or a bomb.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            if not packed:
                yield file
                return
            with gzip.open(file) as inner:
                yield io.BufferedReader(_Counted(path, inner), 1 << 16)  # type: ignore[arg-type]
    except (EOFError, gzip.BadGzipFile, zlib.error) as broken:
        raise ImportFileError(f"{path}: the gzip file is damaged ({broken}); fetch it again") from broken
    except OSError as absent:
        reason = absent.strerror or str(absent)
        raise ImportFileError(f"{path}: cannot be read ({reason}); check the path and its rights") from absent


def first_bytes(path: Path, size: int = 1 << 16) -> bytes:
    """The first `size` bytes of the unpacked file."""
    with open_bytes(path) as file:
        return file.read(size)
