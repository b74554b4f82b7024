"""Databases that are built once a process and copied for every test that begins with the same rows."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path

from storage.connection import Database

_built: dict[Hashable, Path] = {}


def migrated(path: Path) -> Path:
    """A database in today's schema without rows at `path`, which is left alone where it exists."""
    if not path.exists():
        shutil.copyfile(_original("empty", lambda fresh: Database(fresh).migrate()), path)
    return path


def copied(key: Hashable, build: Callable[[Path], object], path: Path) -> Path:
    """What `build` writes into the file that it is given, at `path`; the first to ask for `key` waits for it."""
    return Path(shutil.copyfile(_original(key, lambda fresh: build(migrated(fresh))), path))


def copied_folder(key: Hashable, build: Callable[[Path], object], folder: Path) -> Path:
    """All that `build` leaves in the folder that it is given, in `folder`: a database, its secret, a configuration."""

    def beside(file: Path) -> None:
        build(file.parent)

    return Path(shutil.copytree(_original(key, beside).parent, folder, dirs_exist_ok=True))


def _original(key: Hashable, build: Callable[[Path], object]) -> Path:
    if key not in _built:
        file = Path(tempfile.mkdtemp(dir=_folder())) / "original.duckdb"
        build(file)
        _built[key] = file
    return _built[key]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="earshot-copies-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
