"""Lets one writer through at a time, and nobody starve: a gate to queue at, then the lock itself."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import portalocker

from domain.errors import StorageBusy, StorageError
from storage.engine import remedy

_INTERVAL = 0.01


@contextmanager
def turnstile(database: Path, *, timeout: float) -> Iterator[None]:
    """Hold the writer's lock of a database; raises StorageBusy, naming the holder, after `timeout` seconds, and
    StorageError where the folder takes no file.

    A writer in a tight loop must queue at the gate behind whoever already waits there for the lock. The
    kernel frees both files when their holder dies.
    """
    deadline = time.monotonic() + timeout
    lock = database.with_name(f"{database.name}.lock")
    gate = _lock(database.with_name(f"{database.name}.gate"))
    held = _lock(lock)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        gate.acquire(timeout=timeout, check_interval=_INTERVAL)
        try:
            file = held.acquire(timeout=max(0.0, deadline - time.monotonic()), check_interval=_INTERVAL)
        finally:
            gate.release()
    except OSError as error:
        why = str(error.strerror)
        raise StorageError(f"{database.parent}: {why}{remedy(why, database)}") from error
    except portalocker.exceptions.LockException as error:
        raise StorageBusy(f"{database}: {_holder(lock)}; try again when it is done") from error
    try:
        _sign(file.fileno(), _me())
        yield
    finally:
        _sign(file.fileno(), "")
        held.release()


def _lock(path: Path) -> portalocker.Lock:
    return portalocker.Lock(path, mode="a", encoding="utf-8", errors="backslashreplace")


def _sign(lock: int, holder: str) -> None:
    # A full disk takes no name; the lock is held all the same.
    with suppress(OSError):
        os.ftruncate(lock, 0)
        os.write(lock, holder.encode("utf-8", "backslashreplace"))


def _me() -> str:
    # Only the command's verb: what follows it may be a person's name ("forget --author").
    command = " ".join([Path(sys.argv[0]).name, *(a for a in sys.argv[1:2] if not a.startswith("-"))])
    return f"process {os.getpid()} ({command or 'python'}) since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _holder(lock: Path) -> str:
    try:
        found = lock.read_text("utf-8", "replace").strip()
    except OSError:
        found = ""
    return f"{found or 'another process'} is writing"
