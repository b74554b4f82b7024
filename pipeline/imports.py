"""Brings a person's file in: reviews, surveys, tickets, customers, figures, notes; the same twice adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError
from domain.records import Outcome, Run
from pipeline import saved_maps
from pipeline.import_order import WHAT, Order
from pipeline.import_preview import days_of, first_rows
from pipeline.import_rows import Records, load, write
from pipeline.workbench import Workbench
from storage.shapes import Changes
from storage.store import Store
from tables import progress
from tables.look import look
from tables.rejects import write_rejects
from tables.rows import Reject

NOBODY = "a command"

__all__ = ["WHAT", "Order", "Receipt", "import_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an import did: accepted = new + changed + unchanged; every rejected row is in `rejects_file`.

    `first`, `last`: the days that the rows are about, ISO, empty where none has a date. `rows`, `rejects`: as many of
    the first ones as the order asked for.
    """

    accepted: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    rejects_file: str | None
    warnings: tuple[str, ...]
    first: str = ""
    last: str = ""
    rows: tuple[dict[str, str], ...] = ()
    rejects: tuple[Reject, ...] = ()


class _Undo(Exception):
    def __init__(self, changes: Changes) -> None:
        self.changes = changes


def import_file(bench: Workbench, order: Order) -> Receipt:
    """Read, check and store one file, in one transaction; a dry run does the same and takes it all back.

    Raises ImportFileError where the file as a whole is refused (nothing is stored), ConfigError for a wrong map.
    """
    if order.what == "reviews" and order.source in {source.name for source in bench.config.sources}:
        raise ConfigError(f"--source {order.source}: a configured source has that name; choose another")
    found = load(order, str(bench.config.timezone))
    # Before anything is stored: what cannot be said of the rejected rows must not be found out afterwards.
    rejects = None if order.dry_run or not found.rejects else _rejects(bench, order, found.rejects)
    progress.tell(progress.STORING, len(found.rows))
    changes = _store(bench, order, found.rows)
    withheld = (
        (f"{changes.withheld} rows stay out: of people who were erased, or older than keep_days",)
        if changes.withheld
        else ()
    )
    first, last = days_of(found.rows, bench.config.timezone)
    return Receipt(
        accepted=changes.new + changes.changed + changes.unchanged,
        new=changes.new,
        changed=changes.changed,
        unchanged=changes.unchanged,
        rejected=len(found.rejects),
        rejects_file=str(rejects) if rejects else None,
        warnings=(*found.warnings, *withheld),
        first=first,
        last=last,
        rows=first_rows(found.rows, order.show, employees=order.of_employees),
        rejects=found.rejects[: order.show],
    )


def _store(bench: Workbench, order: Order, rows: Records) -> Changes:
    key = saved_maps.key_of(order.brand, look(order.path).headers) if order.remembered is not None else ""
    try:
        with bench.database.write() as store:
            changes = write(bench, order, store, rows)
            if order.dry_run:
                raise _Undo(changes)
            store.runs.add(_run(bench, order, changes))
            _note(store, order, changes)
            if order.remembered is not None:
                saved_maps.remember(store, key, order.what, order.remembered)
    except _Undo as undo:
        return undo.changes
    return changes


def _note(store: Store, order: Order, changes: Changes) -> None:
    """Who brought in how much, corrections counted by themselves."""
    counted = {"brand": order.brand, "new": changes.new, "changed": changes.changed, "unchanged": changes.unchanged}
    store.change_log.add("import", order.what, counted, person=order.person or NOBODY)


def _run(bench: Workbench, order: Order, changes: Changes) -> Run:
    now = bench.clock()
    return Run(
        source=order.source if order.what == "reviews" else order.what,
        kind="import",
        outcome=Outcome.OK,
        fetched=changes.new + changes.changed + changes.unchanged,
        new=changes.new,
        changed=changes.changed,
        started_at=now,
        finished_at=now,
    )


def _rejects(bench: Workbench, order: Order, rejects: Sequence[Reject]) -> Path:
    folder = bench.config.data_dir / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{order.path.name.split('.')[0]}-{bench.clock():%Y%m%dT%H%M%S%f}.csv"
    write_rejects(path, rejects)
    return path
