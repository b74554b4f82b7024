"""Asks every source that is due, side by side, and commits each batch with its cursor.

A bad source never holds up the good ones: each has a thread of its own, a lock of its own, and a back-off.
"""

import logging
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.errors import SourceError, SourceRefused, SourceUnavailable, StorageBusy
from domain.ports import Collector
from domain.records import Batch, Outcome, Run, Source
from pipeline.workbench import Workbench
from storage.shapes import SourceState

log = logging.getLogger("earshot.collect")

# Wide enough that a few dozen sources which hang until their deadline leave room for those that answer.
WORKERS = 32
LONGEST_BACK_OFF = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A run and, for a backfill, the oldest date that the source still showed."""

    run: Run
    reached: datetime | None = None


def collect(
    bench: Workbench,
    names: Sequence[str] = (),
    *,
    since: datetime | None = None,
    on_done: Callable[[Run], None] = lambda run: None,
) -> list[Collected]:
    """One result per configured source, in the configuration's order.

    Without `names` only what is due is asked and the rest is `skipped`; named sources are asked now.
    With `since` the cursor is ignored, so that everything the service still shows is read again.
    Raises ConfigError for an unknown name and StorageBusy where the database cannot be had.
    """
    wanted = [bench.config.source(name) for name in names] or list(bench.config.sources)
    # A wrong option is the configuration's fault and is said before anything is asked.
    built = {source.name: bench.build(source) for source in wanted}
    with bench.database.write() as store:
        store.sources.sync(bench.config.brands, bench.config.sources)
        states = {state.name: state for state in store.sources.state()}

    def ask(source: Source) -> Collected:
        state = states[source.name]
        if reason := _not_now(source, state, bench.clock(), forced=bool(names) or since is not None):
            result = _skipped(source, state, reason)
        else:
            result = _ask(bench, source, built[source.name], state if since is None else replace(state, cursor=None))
        on_done(result.run)
        return result

    with ThreadPoolExecutor(max_workers=min(WORKERS, max(1, len(wanted))), thread_name_prefix="source") as pool:
        return list(pool.map(ask, wanted))


def _ask(bench: Workbench, source: Source, collector: Collector, state: SourceState) -> Collected:
    """One source: lock it, read it from its cursor, and write down how it went."""
    with bench.lock(f"source-{source.name}") as mine:
        if not mine:
            return _skipped(source, state, "another collect is reading this source")
        tally = _Tally(source=source, started_at=bench.clock())
        _read(bench, tally, collector, state.cursor)
        return _record(bench, tally, state)


def _not_now(source: Source, state: SourceState, now: datetime, *, forced: bool) -> str | None:
    """Why this source is not asked now, or None."""
    if source.paused:
        return "paused in the configuration"
    if forced:
        return None
    due = max(filter(None, (state.next_due, state.retry_at)), default=None)
    return f"due {due:%Y-%m-%d %H:%M} UTC" if due and due > now else None


def _skipped(source: Source, state: SourceState, reason: str) -> Collected:
    return Collected(
        run=Run(
            source=source.name,
            kind=source.kind,
            outcome=Outcome.SKIPPED,
            next_due=state.next_due,
            error=reason,
        )
    )


class _Tally:
    """What one source has given so far; survives the error that may end its run."""

    def __init__(self, *, source: Source, started_at: datetime) -> None:
        self.run = Run(source=source.name, kind=source.kind, outcome=Outcome.OK, started_at=started_at)
        self.source = source
        self.reached: datetime | None = None
        self.retry_after: float | None = None

    def add(self, batch: Batch, new: int, changed: int, deleted: int) -> None:
        run = self.run
        self.run = replace(
            run,
            outcome=run.outcome if batch.complete and not batch.missed else Outcome.PARTIAL,
            fetched=run.fetched + len(batch.mentions),
            new=run.new + new,
            changed=run.changed + changed,
            deleted=run.deleted + deleted,
            missed=run.missed + batch.missed,
            warnings=run.warnings + tuple(w for w in batch.warnings if w not in run.warnings),
        )
        dates = [m.published_at for m in batch.mentions if m.published_at]
        self.reached = min([*dates, *filter(None, [self.reached])], default=None)

    def fail(self, outcome: Outcome, error: str) -> None:
        self.run = replace(self.run, outcome=outcome, error=error)


def _read(bench: Workbench, tally: _Tally, collector: Collector, cursor: str | None) -> None:
    """Commit what the source gives, batch by batch; every error ends in the tally, but StorageBusy."""
    try:
        for batch in collector.collect(cursor):
            _commit(bench, tally, batch)
            if bench.stop.is_set():
                return tally.fail(Outcome.PARTIAL, "stopped between two batches; the next run goes on from here")
    except SourceRefused as error:
        tally.fail(Outcome.REFUSED, str(error))
    except SourceUnavailable as error:
        tally.retry_after = error.retry_after
        tally.fail(Outcome.FAILED, str(error))
    except SourceError as error:
        tally.fail(Outcome.FAILED, str(error))
    except StorageBusy:
        raise
    except Exception as error:
        log.exception("source failed", extra={"source": tally.source.name})
        tally.fail(Outcome.FAILED, f"{type(error).__name__}: a bug in collectors/{tally.source.kind}.py; see the log")
    return None


def _commit(bench: Workbench, tally: _Tally, batch: Batch) -> None:
    brands = [bench.match(mention, tally.source) for mention in batch.mentions]
    with bench.database.write() as store:
        changes = store.mentions.commit(tally.source, batch, brands, secret=bench.secret, now=bench.clock())
    tally.add(batch, changes.new, changes.changed, changes.deleted)


def _record(bench: Workbench, tally: _Tally, state: SourceState) -> Collected:
    """Write the run and when this source is asked again."""
    now = bench.clock()
    good = tally.run.outcome in {Outcome.OK, Outcome.PARTIAL}
    failures = 0 if good else state.failures + 1
    next_due = now + (timedelta(seconds=tally.source.every) if good else back_off(tally.source.every, failures))
    if tally.retry_after is not None:
        next_due = max(next_due, now + min(timedelta(seconds=tally.retry_after), LONGEST_BACK_OFF))
    run = replace(tally.run, finished_at=now, next_due=next_due)
    with bench.database.write() as store:
        store.runs.add(run)
        store.sources.schedule(
            tally.source.name,
            next_due=next_due,
            retry_at=None if good else next_due,
            failures=failures,
            last_ok_at=now if good else state.last_ok_at,
        )
    return Collected(run=run, reached=tally.reached)


def back_off(every: float, failures: int, chance: Callable[[], float] = random.random) -> timedelta:
    """How long to leave a failing source alone: doubling from `every` seconds, at most a day, plus up to 20%.

    The jitter keeps sources that failed together from coming back together.
    """
    doubled = min(timedelta(seconds=every * 2.0 ** min(failures - 1, 16)), LONGEST_BACK_OFF)
    return doubled * (1 + 0.2 * chance())


def utc_now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)
