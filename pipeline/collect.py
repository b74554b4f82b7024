"""Asks every source that is due, side by side, and commits each batch with its cursor.

A bad source never holds up the good ones: each has a thread of its own, a lock of its own, and a back-off.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.ports import Collector
from domain.records import Outcome, Run, Source
from pipeline.rematch import KEPT_UNMATCHED, changed_queries, rematch
from pipeline.source_run import SourceRun
from pipeline.space import shortage
from pipeline.together import Together
from pipeline.workbench import Workbench
from storage.shapes import SourceState

log = logging.getLogger("earshot.collect")

# Wide enough that a few dozen sources which hang until their deadline leave room for those that answer.
WORKERS = 32


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
    Where the disk is nearly full nothing is asked: all are skipped, with the reason, and nothing is written.
    Raises ConfigError for an unknown name and StorageBusy where the database cannot be had.
    """
    wanted = [bench.config.source(name) for name in names] or list(bench.config.sources)
    # A wrong option is the configuration's fault and is said before anything is asked.
    built = {source.name: bench.build(source) for source in wanted}
    if reason := shortage(bench.size()):
        log.warning(reason)
        return [_skipped(source, None, reason) for source in wanted]
    with bench.database.write() as store:
        store.sources.sync(bench.config.brands, bench.config.sources)
        store.mentions.drop_unmatched(bench.clock() - KEPT_UNMATCHED)
        states = {state.name: state for state in store.sources.state()}
        changed = changed_queries(store, bench.config)
    if changed:
        rematch(bench, changed)
    desk = Together(bench.database)

    def ask(source: Source) -> Collected:
        state = states[source.name]
        if reason := _not_now(source, state, bench.clock(), forced=bool(names) or since is not None):
            result = _skipped(source, state.next_due, reason)
        else:
            result = _ask(
                bench, desk, source, built[source.name], state if since is None else replace(state, cursor=None)
            )
        on_done(result.run)
        return result

    with ThreadPoolExecutor(max_workers=min(WORKERS, max(1, len(wanted))), thread_name_prefix="source") as pool:
        return list(pool.map(ask, wanted))


def _ask(bench: Workbench, desk: Together, source: Source, collector: Collector, state: SourceState) -> Collected:
    """One source: lock it, read it from its cursor, and write down how it went."""
    with bench.lock(f"source-{source.name}") as mine:
        if not mine:
            return _skipped(source, state.next_due, "another collect is reading this source")
        tally = SourceRun(bench, desk, source, state).read(collector, state.cursor)
        return Collected(run=tally.run, reached=tally.reached)


def _not_now(source: Source, state: SourceState, now: datetime, *, forced: bool) -> str | None:
    """Why this source is not asked now, or None."""
    if source.paused:
        return "paused in the configuration"
    if forced:
        return None
    due = max(filter(None, (state.next_due, state.retry_at)), default=None)
    return f"due {due:%Y-%m-%d %H:%M} UTC" if due and due > now else None


def _skipped(source: Source, due: datetime | None, reason: str) -> Collected:
    run = Run(source=source.name, kind=source.kind, outcome=Outcome.SKIPPED, next_due=due, error=reason)
    return Collected(run=run)


def utc_now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)
