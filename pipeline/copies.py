"""Backs the database up with the secret that it needs, and brings both back, while the app runs."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from domain.errors import StorageBusy
from pipeline.forget import remember_backup
from storage import backup as files
from storage.connection import Database
from storage.restore import restore as bring_back

SECRET = "secret"  # noqa: S105 - a file's name
_PATIENCE = 120.0

Lock = Callable[[str], AbstractContextManager[bool]]


def back_up(database: Database, folder: Path, *, data_dir: Path, keep: int) -> Path:
    """Copy the database, and the secret that was made beside it, into a folder; returns the copy's path."""
    with database.write() as store:
        remember_backup(store, folder)
    copy = files.back_up(database, folder, keep=keep)
    made = data_dir / SECRET
    if made.exists():
        _copy_for_owner(made, folder / SECRET)
    return copy


def restore(database: Database, folder: Path, *, data_dir: Path, lock: Lock) -> Path:
    """Bring the newest copy in a folder back, less what was erased since; returns the copy's path.

    A secret that is there stays; where there is none the folder's own is taken. Raises StorageBusy while a run goes
    on: its cursors would point past what the copy holds.
    """
    with _alone(lock):
        kept = folder / SECRET
        # First: a database without its secret would get a new one, which does not fit it.
        if kept.exists() and not (data_dir / SECRET).exists():
            _copy_for_owner(kept, data_dir / SECRET)
        return bring_back(database, folder, note=lambda store: remember_backup(store, folder))


@contextmanager
def _alone(lock: Lock, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    ends = time.monotonic() + _PATIENCE
    while True:
        with lock("run") as mine:
            if mine:
                yield
                return
        if time.monotonic() >= ends:
            raise StorageBusy("a run is at work; try again when it is done")
        sleep(0.5)


def _copy_for_owner(source: Path, target: Path) -> None:
    """Whole or not at all: half a secret would be taken for another one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.tmp")
    unfinished.touch(mode=0o600)
    shutil.copyfile(source, unfinished)
    unfinished.replace(target)
