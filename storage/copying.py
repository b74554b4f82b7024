"""Files that are there whole or not at all: what is written of one has another name until it is on the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfile

from domain.errors import StorageError
from storage.engine import remedy


def copy_whole(source: Path, target: Path) -> None:
    """Copy a closed file; raises StorageError, which names the target, and leaves nothing where the disk is full."""
    with _whole(target) as unfinished:
        copyfile(source, unfinished)


def write_whole(text: str, target: Path) -> None:
    """Write a short text in the place of another; raises the same."""
    with _whole(target) as unfinished:
        unfinished.write_text(text, "ascii")


def settle(path: Path) -> None:
    """Wait until a file's bytes are on the disk, so that a name given to it afterwards is never that of a torn one."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    unfinished = target.with_name(f"{target.name}.tmp")
    try:
        yield unfinished
        settle(unfinished)
        unfinished.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise StorageError(f"{target}: {why}{remedy(why, target)}") from error
    finally:
        # Half a copy on a full disk would keep it full.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
