"""Asks every source that is due, side by side, and commits each batch with its cursor.

A bad source never holds up the good ones: each has a thread of its own, a lock of its own, and a back-off.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.ports import Collector
from domain.records import Outcome, Run, Source
from pipeline.anew import changed_lists
from pipeline.brand_queries import check_queries
from pipeline.raw import RawKeeper
from pipeline.rematch import KEPT_UNMATCHED, changed_queries, rematch
from pipeline.schedule import waits
from pipeline.source_run import Round, SourceRun
from pipeline.space import shortage
from pipeline.together import Together
from pipeline.workbench import Workbench
from storage.shapes import SourceState
from storage.store import Store

log = logging.getLogger("earshot.collect")

# Wide enough that a few dozen sources which hang until their deadline leave room for those that answer.
WORKERS = 32
_DROPPED = "unmatched_dropped"


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
    Once we are asked to stop, sources that are not begun yet are skipped and stay as due as they were.
    Where the disk is nearly full nothing is asked: all are skipped, with the reason, and nothing is written.
    Raises ConfigError for an unknown name or a query that cannot be read, and StorageBusy where the database cannot
    be had.
    """
    check_queries(bench.config)
    wanted = [bench.config.source(name) for name in dict.fromkeys(names)] or list(bench.config.sources)
    # A wrong option is the configuration's fault and is said before anything is asked.
    built = {source.name: bench.build(source) for source in wanted}
    if reason := shortage(bench.size()):
        log.warning(reason)
        return [_skipped(source, None, reason) for source in wanted]
    with ExitStack() as ends:
        # Before the state is read: what another process reads now, it may have moved a moment later.
        locks = {source.name: _Lock.take(bench, source, ends) for source in wanted if not source.paused}
        return _collect(bench, wanted, built, locks, anew=since is not None, forced=bool(names), on_done=on_done)


def _collect(
    bench: Workbench,
    wanted: Sequence[Source],
    built: Mapping[str, Collector],
    locks: Mapping[str, "_Lock"],
    *,
    anew: bool,
    forced: bool,
    on_done: Callable[[Run], None],
) -> list[Collected]:
    with bench.database.write() as store:
        store.sources.sync(bench.config.brands, bench.config.sources)
        store.author_names.keep(bench.config.keep_author_names)
        _drop_unmatched(store, bench.clock())
        states = {state.name: state for state in store.sources.state()}
        changed, lists = changed_queries(store, bench.config), changed_lists(store, bench.config)
    if changed or lists:
        rematch(bench, changed, lists)
    raw = RawKeeper(bench)
    round_ = Round(bench=bench, desk=Together(bench.database), raw=raw, anew=anew)
    turn = _Turn(round=round_, forced=forced or anew)

    def ask(source: Source) -> Collected:
        result = turn.take(source, built[source.name], states[source.name], locks.get(source.name))
        on_done(result.run)
        return result

    with ThreadPoolExecutor(max_workers=min(WORKERS, max(1, len(wanted))), thread_name_prefix="source") as pool:
        found = list(pool.map(ask, wanted))
    raw.finish()
    return found


def _drop_unmatched(store: Store, now: datetime) -> None:
    """Once a day: to look through all that is stored costs more than to collect."""
    day = now.date().isoformat()
    if store.settings.get(_DROPPED) != day:
        store.mentions.drop_unmatched(now - KEPT_UNMATCHED)
        store.settings.set(_DROPPED, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lock:
    """A source's lock: whether it is ours, and what lets go of it."""

    mine: bool
    held: ExitStack

    @classmethod
    def take(cls, bench: Workbench, source: Source, ends: ExitStack) -> "_Lock":
        """Try for it; `ends` lets go of what is still held when all is over."""
        held = ends.enter_context(ExitStack())
        return cls(mine=held.enter_context(bench.lock(f"source-{source.name}")), held=held)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """How each source is asked in this collect: `forced` whether it is due or not."""

    round: Round
    forced: bool

    def take(self, source: Source, collector: Collector, state: SourceState, lock: "_Lock | None") -> Collected:
        """One source: read it from its cursor, write down how it went, and let others have it."""
        with lock.held if lock else nullcontext():
            if reason := self._not_now(source, state):
                return _skipped(source, state.next_due, reason)
            if lock is None or not lock.mine:
                return _skipped(source, state.next_due, "another collect is reading this source")
            cursor = None if self.round.anew else state.cursor
            tally = SourceRun(self.round, source, state).read(collector, cursor)
            return Collected(run=tally.run, reached=tally.reached)

    def _not_now(self, source: Source, state: SourceState) -> str | None:
        """Why this source is not asked now, or None."""
        if source.paused:
            return "paused in the configuration"
        due = max(filter(None, (state.next_due, state.retry_at)), default=None)
        if due and not self.forced and waits(due, source.every, self.round.bench.clock()):
            return f"due {due:%Y-%m-%d %H:%M} UTC"
        return "stopping" if self.round.bench.stop.is_set() else None


def _skipped(source: Source, due: datetime | None, reason: str) -> Collected:
    run = Run(source=source.name, kind=source.kind, outcome=Outcome.SKIPPED, next_due=due, error=reason)
    return Collected(run=run)


def utc_now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)
