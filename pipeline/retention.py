"""Takes out what is older than its kind is kept for (`keep_days`), once a day, and with it every byte of it."""

import logging
from datetime import date, datetime, timedelta

from pipeline.workbench import Workbench
from storage.raw import Erased
from storage.store import Store

log = logging.getLogger("earshot.retention")

_DONE, _OWED = "aged_on", "aged_rewrite"
_LEAP = timedelta(days=31)
"""A clock that leapt further than this since the last time gets a day to be set right: what goes does not come back."""


def drop_aged(bench: Workbench) -> dict[str, int]:
    """How many rows went, by table; nothing where none is too old, or where this day has been seen to."""
    now = bench.clock()
    with bench.database.write() as store:
        due = bool(bench.config.keep_days) and _due(store, now)
        rows = store.erasures.aged(now) if due else {}
        texts = store.erasures.ids() if due else frozenset()
        # Killed before the file is written anew, the next run does that.
        owed = bool(rows) or store.settings.get(_OWED) == "yes"
        if owed:
            store.settings.set(_OWED, "yes")
    if not owed:
        return rows
    bench.raw.erase(Erased(mentions=texts))
    bench.database.rewrite()
    with bench.database.write() as store:
        store.settings.set(_OWED, "")
    return rows


def _due(store: Store, now: datetime) -> bool:
    """Whether this day has not been seen to, by a clock that can be believed."""
    today, seen = now.date(), store.settings.get(_DONE)
    last = date.fromisoformat(seen) if seen else today - timedelta(days=1)
    if last == today:
        return False
    store.settings.set(_DONE, today.isoformat())
    if today - last > _LEAP:
        log.warning(
            "the clock says %s, and %s when rows were last looked at by age; none goes before tomorrow", today, last
        )
        return False
    return True
