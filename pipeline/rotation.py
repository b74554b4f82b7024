"""Makes the copies that the configuration asks for, when they are due, and says so where one could not be made."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import Config
from domain.errors import EarshotError
from pipeline import copies
from pipeline.workbench import Workbench
from storage.backup import AHEAD, dated

log = logging.getLogger("earshot.backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """How the copies stand: the newest one and when it was made (aware UTC), and why none could be made, if so."""

    folder: Path
    newest: Path | None = None
    made_at: datetime | None = None
    error: str | None = None


def rotation(config: Config, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Rotation | None:
    """How the copies stand, by their names; None where the configuration asks for none.

    A copy from the future was made by a clock that was wrong, and waiting for its day would end all copying: it counts
    for nothing, which the log says.
    """
    if config.backups is None:
        return None
    folder, now = config.backups.folder, clock()
    found = dated(Path(config.database), folder)
    past = [(made, path) for made, path in found if made <= now + AHEAD]
    for _, path in sorted(set(found) - set(past)):
        log.warning("%s: is dated ahead of this machine's clock and does not count; rename or remove it", path)
    made_at, newest = max(past, default=(None, None))
    return Rotation(folder=folder, newest=newest, made_at=made_at)


def back_up_when_due(bench: Workbench) -> Rotation | None:
    """Copy the database where the newest copy is too old; a copy that cannot be made fails nothing else."""
    found, asked = rotation(bench.config, bench.clock), bench.config.backups
    if found is None or asked is None:
        return None
    now = bench.clock()
    if found.made_at and now < found.made_at + timedelta(seconds=asked.every):
        return found
    try:
        copies.back_up(bench.database, asked.folder, data_dir=bench.config.data_dir, keep=asked.keep)
    except OSError as error:
        return _failed(found, f"{error.filename or asked.folder}: {error.strerror or error}")
    except EarshotError as error:
        return _failed(found, str(error))
    return rotation(bench.config, bench.clock)


def _failed(before: Rotation, why: str) -> Rotation:
    log.error("no copy could be made: %s", why)
    return Rotation(folder=before.folder, newest=before.newest, made_at=before.made_at, error=why)
