"""The published copies that readers open: always a new name, announced by a small text file."""

import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

from domain.errors import StorageError
from storage.copying import copy_whole, write_whole

_NAME = re.compile(r"snap-(\d+)\.duckdb")
# Seconds: no question takes a day.
_LEFT = 86_400.0


class Snapshots:
    """The folder of one database's snapshots; only the holder of the turnstile publishes."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.folder = database.with_name(f"{database.name}.snapshots")
        self._pointer = self.folder / "CURRENT"
        self._copy_seconds = 0.0

    def current(self) -> str:
        """The name of the newest snapshot, empty where nothing has been published."""
        try:
            name = self._pointer.read_text("ascii", "replace").strip()
        except FileNotFoundError:
            return ""
        return name if _NAME.fullmatch(name) else ""

    def path(self, name: str) -> Path:
        """Where a snapshot lies."""
        return self.folder / name

    def due(self, every: float) -> bool:
        """Whether max(every, 20 x the last copy's time) seconds have passed since the last one."""
        made = _NAME.fullmatch(self.current())
        if made is None:
            return True
        age = (time.time_ns() - int(made[1])) / 1e9
        # A clock that was set back must not stop publishing for ever.
        return age < 0 or age >= max(every, 20 * self._copy_seconds)

    def publish(self) -> str:
        """Copy the closed database under a new name and announce it; returns the name."""
        started = time.monotonic()
        self.folder.mkdir(parents=True, exist_ok=True)
        before, name = self.current(), f"snap-{time.time_ns()}.duckdb"
        # Readers take a snapshot for whole once it has its name.
        copy_whole(self._database, self.path(name))
        try:
            write_whole(f"{name}\n", self._pointer)
        except StorageError:
            self.path(name).unlink()
            raise
        self._copy_seconds = time.monotonic() - started
        self._prune({name, before})
        return name

    def _prune(self, keep: set[str]) -> None:
        for file in self.folder.glob("snap-*"):
            if file.name not in keep:
                # On Windows a file that somebody reads cannot go; the next publication tries again.
                with suppress(PermissionError, FileNotFoundError):
                    file.unlink()
        # What a question needed beyond its memory goes with it, unless its process was killed.
        for left in self.folder.glob("spill-*"):
            with suppress(FileNotFoundError):
                if not keep or time.time() - left.stat().st_mtime > _LEFT:
                    shutil.rmtree(left, ignore_errors=True)

    def forget(self) -> int:
        """Remove every snapshot, so that erased text lives on in none; returns how many there were."""
        files = list(self.folder.glob("snap-*"))
        self._prune(set())
        return len(files)
