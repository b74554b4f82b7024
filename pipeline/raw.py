"""Keeps what services sent, as it came, in its own file: gathered while collecting, written in a few goes."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from threading import Lock

from domain.errors import EarshotError
from domain.identity import keyed_hash, mention_id
from domain.records import LONGEST_RAW, NEVER_SCORED, Mention
from pipeline.workbench import Workbench
from storage.raw import Erased, Payload

log = logging.getLogger("earshot.raw")

_HELD = 8_000_000
"""Characters gathered before they are written: what a collect may take of memory for this."""


class RawKeeper:
    """Gathers payloads of committed mentions; any number of threads at once.

    What cannot be written is lost with a warning: it is a convenience, and no mention hangs on it.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._wanted = bench.config.raw_days > 0
        self._lock = Lock()
        self._held: list[Payload] = []
        self._size = 0

    def add(self, mentions: Sequence[Mention], brands: Sequence[tuple[str, ...]]) -> None:
        """Take the payloads of committed mentions that concern some brand."""
        if not self._wanted:
            return
        now = self._bench.clock()
        found = [
            self._payload(mention, now)
            for mention, names in zip(mentions, brands, strict=True)
            if names and mention.raw
        ]
        with self._lock:
            self._held += found
            self._size += sum(len(one.payload) for one in found)
            full = self._size >= _HELD
        if full:
            self._write()

    def finish(self) -> None:
        """Write what is left, and drop what has been kept for as long as the configuration says."""
        if self._wanted:
            self._write()
        else:
            self._guarded(self._bench.raw.drop)

    def _write(self) -> None:
        with self._lock:
            held, self._held, self._size = self._held, [], 0
        before = self._bench.clock() - timedelta(days=self._bench.config.raw_days)
        self._guarded(lambda: self._bench.raw.keep(held, self._erased, before=before))

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (EarshotError, OSError) as error:
            log.warning("what services sent could not be kept as it came, only the mentions were: %s", error)
            log.warning("where that goes on, delete %s", self._bench.raw.path)

    def _erased(self) -> Erased:
        with self._bench.database.write() as store:
            return erased_by(store.erasures.known())

    def _payload(self, mention: Mention, now: datetime) -> Payload:
        name = (mention.author or "").strip()
        return Payload(
            mention_id=mention_id(mention.kind, mention.namespace, mention.external_id),
            author_key=keyed_hash(self._bench.secret, name) if name and name not in NEVER_SCORED else None,
            source=mention.source,
            kind=mention.kind,
            seen_at=now,
            payload=(mention.raw or "")[:LONGEST_RAW],
        )


def erased_by(tombstones: Sequence[tuple[str, str, datetime]], ids: Collection[int] = ()) -> Erased:
    """What the database's tombstones (kind, key, when) forbid to keep, and the mentions of those `ids`."""
    return Erased(
        mentions={*ids, *(int(key) for kind, key, _ in tombstones if kind == "mention")},
        authors={key for kind, key, _ in tombstones if kind == "author"},
    )
