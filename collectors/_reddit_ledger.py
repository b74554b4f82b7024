"""What the processes of one Earshot have asked of each host: a budget must outlive the run that spends it."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from domain.identity import stable_id

_ABANDONED = 10.0
"""Seconds after which a claim is a dead process's; a living one holds it for milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """When one host was asked, and until when it is left alone; seconds of the callers' clock."""

    asked: tuple[float, ...] = ()
    rests_until: float | None = None


class Ledger:
    """One small file per host. Losing one costs a request too many, never an item."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def turn(self, host: str) -> Iterator[bool]:
        """Enter with True where no other process has this host's page open; False is "not now"."""
        self._folder.mkdir(parents=True, exist_ok=True)
        claim = self._path(host).with_suffix(".claim")
        mine = _claim(claim) or (_is_abandoned(claim) and _claim(claim))
        try:
            yield mine
        finally:
            if mine:
                claim.unlink(missing_ok=True)

    def read(self, host: str) -> Page:
        """What was noted last; an unreadable page is an empty one."""
        try:
            said = json.loads(self._path(host).read_text("utf-8"))
            rests = said.get("rests_until")
            return Page(asked=tuple(map(float, said["asked"])), rests_until=None if rests is None else float(rests))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Page()

    def write(self, host: str, asked: Sequence[float], rests_until: float | None) -> None:
        """Note it for whoever asks next."""
        path = self._path(host)
        unfinished = path.with_suffix(".tmp")
        unfinished.write_text(json.dumps({"asked": list(asked), "rests_until": rests_until}), "utf-8")
        unfinished.replace(path)

    def _path(self, host: str) -> Path:
        return self._folder / f"{stable_id(host):x}.json"


def _claim(path: Path) -> bool:
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        return True
    return False


def _is_abandoned(path: Path) -> bool:
    """Whether a claim was left behind, which is then removed."""
    with suppress(FileNotFoundError):
        if abs(time.time() - path.stat().st_mtime) < _ABANDONED:
            return False
        path.unlink()
    return True
