"""Reads one source from its cursor: each batch is committed with its cursor, the last one with the run's record."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from domain.errors import ConfigError, SourceError, SourceRefused, SourceUnavailable, StorageBusy, StorageError
from domain.ports import Collector
from domain.records import Batch, Outcome, Run, Source
from pipeline.raw import RawKeeper
from pipeline.schedule import after
from pipeline.tally import Tally
from pipeline.together import Together
from pipeline.window import Window
from pipeline.workbench import Workbench
from storage.shapes import Changes, SourceState
from storage.store import Store

log = logging.getLogger("earshot.collect")

_STOPPED = "stopped between two batches; the next run goes on from here"
# What is wrong with the whole house and not with one source.
_NOT_ITS_FAULT = (StorageBusy, StorageError, ConfigError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A batch with the brands of each of its mentions, which are found while the database is closed."""

    batch: Batch
    brands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What all runs of one collect share; `anew` where cursors are ignored."""

    bench: Workbench
    desk: Together
    raw: RawKeeper
    anew: bool = False


class SourceRun:
    """One run on one source. A batch is held back until it is known whether it is the last one."""

    def __init__(self, round_: Round, source: Source, state: SourceState) -> None:
        self._bench, self._desk, self._raw = round_.bench, round_.desk, round_.raw
        self._source, self._state = source, state
        started = Run(source=source.name, kind=source.kind, outcome=Outcome.OK, started_at=self._bench.clock())
        ignored = state.cursor if round_.anew else None
        self._tally = Tally(run=started, window=Window(cursor=ignored) if ignored is not None else None)
        self._held: Matched | None = None

    def read(self, collector: Collector, cursor: str | None) -> Tally:
        """Read to the end, or to the error that ends it, and write down how it went.

        Raises StorageBusy and StorageError, which are no source's fault.
        """
        try:
            self._read(collector, cursor)
        except SourceRefused as error:
            self._tally = self._tally.failed(Outcome.REFUSED, str(error))
        except SourceUnavailable as error:
            self._tally = self._tally.failed(Outcome.FAILED, str(error), error.retry_after)
        except SourceError as error:
            self._tally = self._tally.failed(Outcome.FAILED, str(error))
        except _NOT_ITS_FAULT:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in one collector must not stop the others
            self._tally = self._bug(error)
        return self._conclude()

    def _read(self, collector: Collector, cursor: str | None) -> None:
        for batch in collector.collect(cursor):
            matched = Matched(batch=batch, brands=tuple(self._bench.match(m, self._source) for m in batch.mentions))
            before, self._held = self._held, matched
            if before is not None and not self._write(before):
                return
            if self._bench.stop.is_set():
                self._tally = self._tally.stopped(_STOPPED)
                return

    def _write(self, given: Matched) -> bool:
        """Whether it could be stored; what is held comes after it, and its cursor would step over what could not."""
        try:
            self._tally = self._desk.write(partial(self._stored, given=given))
        except _NOT_ITS_FAULT:
            raise
        except Exception as error:  # noqa: BLE001 - what one source cannot store must not stop the others
            self._tally, self._held = self._not_stored(error), None
            return False
        self._raw.add(given.batch.mentions, given.brands)
        return True

    def _stored(self, store: Store, given: Matched) -> Tally:
        now, secret = self._bench.clock(), self._bench.secret
        window, batch = self._tally.window, given.batch
        if window:
            batch, window = window.kept(batch), window.before(store, self._source, batch)
        changes: Changes = store.mentions.commit(self._source, batch, given.brands, secret=secret, now=now)
        tally = self._tally.with_batch(batch, changes, matched=sum(map(bool, given.brands)))
        return replace(tally, window=window)

    def _conclude(self) -> Tally:
        """The last batch and the record of the run in one transaction."""
        try:
            tally = self._desk.write(self._recorded)
            if self._held is not None:
                self._raw.add(self._held.batch.mentions, self._held.brands)
            return tally
        except _NOT_ITS_FAULT:
            raise
        except Exception as error:
            if self._held is None:
                raise
            self._tally, self._held = self._not_stored(error), None
            return self._desk.write(self._recorded)

    def _recorded(self, store: Store) -> Tally:
        tally = self._tally if self._held is None else self._stored(store, self._held)
        tally = tally.finished(stored=tally.window is not None and store.mentions.found_by(self._source.name))
        now: datetime = self._bench.clock()
        said = after(tally.run, self._source, self._state, tally.wishes, now)
        run = replace(tally.run, finished_at=now, next_due=said.next_due)
        store.runs.add(run)
        store.sources.schedule(
            self._source.name,
            next_due=said.next_due,
            retry_at=said.retry_at,
            failures=said.failures,
            last_ok_at=said.last_ok_at,
        )
        return replace(tally, run=run)

    def _not_stored(self, error: Exception) -> Tally:
        log.error("source %r: storing failed", self._source.name, exc_info=error)
        sentence = (
            f"{type(error).__name__}: what it gave could not be stored, and the cursor stays before it; see the log"
        )
        return self._tally.failed(Outcome.FAILED, sentence)

    def _bug(self, error: Exception) -> Tally:
        log.error("source %r: reading failed", self._source.name, exc_info=error)
        sentence = f"{type(error).__name__}: a bug in collectors/{self._source.kind}.py; see the log"
        return self._tally.failed(Outcome.FAILED, sentence)
