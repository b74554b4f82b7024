"""Opens DuckDB files the way Earshot needs them, and turns DuckDB's errors into ours; nothing else connects."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import duckdb

from domain.errors import StorageBusy, StorageError

# A missing extension costs up to 2.3 s of a failed download each time something merely looks like needing it.
QUIET = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# The next to open reads the log again from its start, so that it is not to grow long.
_LOG = {"checkpoint_threshold": "4MB"}
# Strangers' SQL runs on readers: no file but the snapshot, no Python variable, no setting can be reached.
_SEALED = {"enable_external_access": False, "lock_configuration": True, "python_enable_replacements": False}
# Bytes: room for the work of each thread, and the most for all; more threads help one reader and stand in twenty's way.
_ROOM, _MOST, _THREADS = 32_000_000, 2_000_000_000, 4
# What was freed goes back to the system soon.
_LEAN: Mapping[str, str | bool] = {"allocator_background_threads": True, "allocator_flush_threshold": "4MB"}
# What DuckDB says where a file is not whole, and where it cannot be written.
_BROKEN = ("not a valid DuckDB", "Corrupt database", "Could not read enough bytes", "Failed to deserialize")
_LOST_LOG = ("the log of what was committed last cannot be read", "Failure while replaying WAL")
# How DuckDB's log begins.
_LOG_BEGINS = b"d\0"
_FULL = ("No space left", "File too large", "Could not write", "Disk quota exceeded", "during DETACH failed")
_CLOSED = ("Permission denied", "Read-only file system")


@contextmanager
def writer(path: Path, *, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database itself, for the holder of the turnstile; what lies in the log is recovered on opening."""
    _refuse_empty(path)
    _refuse_strange_log(path)
    with translated(path):
        connection = duckdb.connect(path, config={**QUIET, **_LOG, "memory_limit": memory_limit})
    try:
        yield connection
    finally:
        # Closing writes the log into the file; on a full disk that fails, and the log stays for the next writer.
        with translated(path):
            connection.close()


def leave_log(con: duckdb.DuckDBPyConnection) -> None:
    """Let what was committed stay in the log beside the file when the writer closes, for whoever publishes to write in.

    As safe, since the log is on the disk, and a third of the time: the file's last rows are packed once, not each time.
    """
    con.execute("pragma disable_checkpoint_on_shutdown")


def reader(path: Path, *, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A snapshot, read-only and sealed; raises FileNotFoundError where it has been pruned meanwhile."""
    return _read(path, {"memory_limit": memory_limit})


def shared_reader(path: Path) -> duckdb.DuckDBPyConnection:
    """The same for many questions at a time: a third of the snapshot stays in memory, and each question's own work.

    What needs more lies beside the snapshot for as long as it is asked, in a folder of this process and this snapshot:
    DuckDB gives the files the same names each time and takes the folder away when it closes.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    threads = min(_THREADS, os.cpu_count() or 1)
    room = min(max(_ROOM * threads, path.stat().st_size // 3), _MOST)
    return _read(path, {"memory_limit": f"{room}B", "threads": threads, "temp_directory": str(spill(path)), **_LEAN})


@contextmanager
def own_reader(path: Path, *, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same snapshot for one question that the shared reader's memory is too small for.

    Under a name of its own: DuckDB opens one file once in a process, with one limit for all.
    """
    folder = spill(path, uuid4().hex)
    own = folder / path.name
    try:
        folder.mkdir()
        _second_name(path, own)
    except FileNotFoundError as error:
        raise StorageError(f"{path}: a newer snapshot took its place meanwhile; ask again") from error
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StorageError(f"{path}: {error}{remedy(str(error), path)}") from error
    try:
        with closing(_read(own, {"memory_limit": memory_limit, "temp_directory": str(folder / "work")})) as con:
            yield con
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _second_name(path: Path, own: Path) -> None:
    try:
        os.link(path, own)
    except FileNotFoundError:
        raise
    except OSError:
        # Not every file system knows a second name for a file.
        shutil.copyfile(path, own)


def spill(path: Path, part: str = "") -> Path:
    """Where this process puts what questions to a snapshot need beyond their memory, or one `part` of them."""
    return path.with_name(f"spill-{os.getpid()}-{_drawn()}-{part or path.stem}")


@cache
def _drawn() -> str:
    """Two containers on one folder may both be process 1."""
    return uuid4().hex[:8]


def _read(path: Path, config: Mapping[str, str | int | bool]) -> duckdb.DuckDBPyConnection:
    if not path.exists():
        raise FileNotFoundError(path)
    _refuse_empty(path)
    with translated(path):
        return duckdb.connect(path, read_only=True, config={**QUIET, **_SEALED, **config})


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StorageBusy or StorageError in place of DuckDB's own; a database in use is not a broken one."""
    try:
        yield
    except duckdb.IOException as error:
        text = str(error).splitlines()[0]
        if "lock on file" in text:
            raise StorageBusy(f"{path}: another program has it open ({text}); close that program") from error
        raise StorageError(f"{path}: {text}{remedy(text, path)}") from error
    except (
        duckdb.FatalException,
        duckdb.OutOfMemoryException,
        duckdb.SerializationException,
        duckdb.TransactionException,
    ) as error:
        text = str(error).splitlines()[0]
        raise StorageError(f"{path}: {text}{remedy(text, path)}") from error


def _refuse_empty(path: Path) -> None:
    """DuckDB takes a file of no bytes for a new one, and readers would be shown a house without rows."""
    if path.exists() and path.stat().st_size == 0:
        raise StorageError(f"{path}: has no bytes, {_BROKEN[0]} file{remedy(_BROKEN[0], path)}")


def _refuse_strange_log(path: Path) -> None:
    """DuckDB passes over a log that does not begin like one, and writes over it without a word."""
    log = path.with_name(f"{path.name}.wal")
    if not log.exists():
        return
    with log.open("rb") as file:
        start = file.read(len(_LOG_BEGINS))
    # One that ends sooner is of a writer that was killed before it had said anything.
    if len(start) == len(_LOG_BEGINS) and start != _LOG_BEGINS:
        raise StorageError(f"{log}: {_LOST_LOG[0]}{remedy(_LOST_LOG[0], path)}")


def broken(error: StorageError) -> bool:
    """Whether the error says that a file is not whole."""
    return any(sign in str(error) for sign in _BROKEN)


def remedy(text: str, path: Path) -> str:
    """What a person does about an error of DuckDB or of the disk, to follow its text; empty where nobody knows."""
    if any(sign in text for sign in _FULL):
        return "; make room on the disk, what was acknowledged is kept"
    if any(sign in text for sign in _CLOSED):
        return f"; let this user read and write in {path.parent}"
    if any(sign in text for sign in _LOST_LOG):
        return (
            "; bring a copy back: python -m earshot restore DIR; or, losing what was stored since the last publication,"
            f" move {path.name}.wal away"
        )
    if not any(sign in text for sign in _BROKEN):
        return ""
    if path.parent.name.endswith(".snapshots"):
        return "; publish a new one: python -m earshot run"
    return "; bring a copy back: python -m earshot restore DIR"
