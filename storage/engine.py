"""Opens DuckDB files the way Earshot needs them, and turns DuckDB's errors into ours; nothing else connects."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from domain.errors import StorageBusy, StorageError

# A missing extension costs up to 2.3 s of a failed download each time something merely looks like needing it.
QUIET = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# Strangers' SQL runs on readers: no file but the snapshot, no Python variable, no setting can be reached.
_SEALED = {"enable_external_access": False, "lock_configuration": True, "python_enable_replacements": False}
# What DuckDB says where a file is not whole, and where it cannot be written.
_BROKEN = ("not a valid DuckDB", "Corrupt database", "Could not read enough bytes", "Failed to deserialize")
_FULL = ("No space left", "File too large", "Could not write", "Disk quota exceeded")
_CLOSED = ("Permission denied", "Read-only file system")


@contextmanager
def writer(path: Path, *, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database itself, for the holder of the turnstile; what a killed writer left is recovered on opening."""
    _refuse_empty(path)
    with translated(path):
        connection = duckdb.connect(path, config={**QUIET, "memory_limit": memory_limit})
    try:
        yield connection
    finally:
        # Closing writes the log into the file; on a full disk that fails, and the log stays for the next writer.
        with translated(path):
            connection.close()


def reader(path: Path, *, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A snapshot, read-only and sealed; raises FileNotFoundError where it has been pruned meanwhile."""
    if not path.exists():
        raise FileNotFoundError(path)
    _refuse_empty(path)
    with translated(path):
        return duckdb.connect(path, read_only=True, config={**QUIET, **_SEALED, "memory_limit": memory_limit})


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StorageBusy or StorageError in place of DuckDB's own; a database in use is not a broken one."""
    try:
        yield
    except duckdb.IOException as error:
        text = str(error).splitlines()[0]
        if "lock on file" in text:
            raise StorageBusy(f"{path}: another program has it open ({text}); close that program") from error
        raise StorageError(f"{path}: {text}{_remedy(text, path)}") from error
    except (
        duckdb.FatalException,
        duckdb.OutOfMemoryException,
        duckdb.SerializationException,
        duckdb.TransactionException,
    ) as error:
        text = str(error).splitlines()[0]
        raise StorageError(f"{path}: {text}{_remedy(text, path)}") from error


def _refuse_empty(path: Path) -> None:
    """DuckDB takes a file of no bytes for a new one, and readers would be shown a house without rows."""
    if path.exists() and path.stat().st_size == 0:
        raise StorageError(f"{path}: has no bytes, {_BROKEN[0]} file{_remedy(_BROKEN[0], path)}")


def _remedy(text: str, path: Path) -> str:
    if any(sign in text for sign in _FULL):
        return "; make room on the disk, what was acknowledged is kept"
    if any(sign in text for sign in _CLOSED):
        return f"; let this user read and write in {path.parent}"
    if not any(sign in text for sign in _BROKEN):
        return ""
    if path.parent.name.endswith(".snapshots"):
        return "; publish a new one: python -m earshot run"
    return "; bring a copy back: python -m earshot restore DIR"
