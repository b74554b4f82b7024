"""What a lake needs from time to time, done by `run` when it is due; a file needs none of it."""

from datetime import datetime, timedelta

from pipeline.workbench import Workbench
from storage.connection import Database

MAINTAINED = "maintained_at"


def maintain_when_due(bench: Workbench) -> dict[str, int]:
    """What went, {"snapshots": n, "files": n}; nothing where it is not due yet, or not wanted.

    Only the machine that holds the lake's lock of `run` comes here, and writers wait while it works.
    """
    every, now = bench.config.maintain_every, bench.clock()
    if not bench.config.data_path or not every:
        return {}
    with bench.database.read() as queries:
        last = maintained_at(queries.setting(MAINTAINED))
    # A moment from the future was written down by a clock that was wrong.
    if last and last <= now < last + timedelta(seconds=every):
        return {}
    return maintain(bench.database, now)


def maintain(database: Database, now: datetime) -> dict[str, int]:
    """Do it now, and write down when."""
    done = database.maintain()
    with database.write() as store:
        store.settings.set(MAINTAINED, now.isoformat())
    return done


def maintained_at(told: str | None) -> datetime | None:
    """When it was done last, by what the database remembers under MAINTAINED."""
    return datetime.fromisoformat(told) if told else None
