"""Backs the database up with the secret that it needs, and brings both back, while the app runs."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from domain.errors import ConfigError, StorageBusy
from pipeline.forget import remember_backup
from pipeline.workbench import Workbench
from storage import backup as files
from storage.connection import Database
from storage.restore import restore as bring_back
from storage.store import Store

SECRET = "secret"  # noqa: S105 - a file's name
_PATIENCE = 120.0


def back_up(database: Database, folder: Path, *, data_dir: Path, keep: int) -> Path:
    """Copy the database, and the secret that was made beside it, into a folder; returns the copy's path.

    Raises ConfigError where the folder has copies of another database: the older would go, and the secret be lost.
    """
    made, kept = data_dir / SECRET, folder / SECRET
    with database.write() as store:
        if _is_anothers(database, folder, store) or _differ(made, kept):
            raise ConfigError(
                f"{folder}: holds copies of a database with another secret; name a folder of its own for this one"
            )
        remember_backup(store, folder)
    copy = files.back_up(database, folder, keep=keep)
    if made.exists():
        _copy_for_owner(made, kept)
    return copy


def bring_secret(folder: Path, data_dir: Path) -> None:
    """Take the folder's secret where there is none: a database without its secret would get a new one."""
    kept = folder / SECRET
    if kept.exists() and not (data_dir / SECRET).exists():
        _copy_for_owner(kept, data_dir / SECRET)


def restore(bench: Workbench, folder: Path) -> Path:
    """Bring the newest copy in a folder back, less what was erased since; returns the copy's path.

    Raises StorageBusy while a run goes on: its cursors would point past what the copy holds. Raises ConfigError, and
    changes nothing, where the copy was written with another secret.
    """

    def note(store: Store) -> None:
        try:
            store.settings.check_secret(bench.secret)
        except ConfigError as error:
            raise ConfigError(
                f"{folder}: its newest copy was written with another secret, maybe by another database; nothing was "
                f"changed; to bring it back, put its own in the place of EARSHOT_SECRET or of the file {SECRET}"
            ) from error
        remember_backup(store, folder)

    with _alone(bench.lock):
        return bring_back(bench.database, folder, note=note)


def _is_anothers(database: Database, folder: Path, store: Store) -> bool:
    known = store.settings.get("secret")
    return any(known and files.secret_mark(copy) not in {None, known} for copy in files.copies(database, folder)[-1:])


def _differ(made: Path, kept: Path) -> bool:
    return made.exists() and kept.exists() and made.read_bytes() != kept.read_bytes()


@contextmanager
def _alone(
    lock: Callable[[str], AbstractContextManager[bool]], sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
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
