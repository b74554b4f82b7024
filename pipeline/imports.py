"""Brings a person's file in: reviews, surveys, tickets, customers, figures, notes; the same twice adds nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from domain.errors import ConfigError, ImportFileError
from domain.goals import TeamNote
from domain.records import Batch, Customer, Mention, Outcome, Run, Source, SurveyResponse, Ticket, TouchpointFigure
from pipeline.workbench import Workbench
from storage.shapes import Changes
from storage.store import Store
from tables.column_map import ColumnMap
from tables.customers import load_customers
from tables.notes import load_notes
from tables.rejects import Imported, write_rejects
from tables.reviews import KIND, load_reviews
from tables.rows import Reject
from tables.surveys import load_surveys
from tables.tickets import load_tickets
from tables.touchpoints import load_touchpoints

WHAT = ("reviews", "surveys", "tickets", "customers", "touchpoints", "notes")
EMPLOYEES = "employees"
Kind = TypeVar("Kind", Mention, SurveyResponse, Ticket, Customer, TouchpointFigure, TeamNote)
Records = (
    Sequence[Mention]
    | Sequence[SurveyResponse]
    | Sequence[Ticket]
    | Sequence[Customer]
    | Sequence[TouchpointFigure]
    | Sequence[TeamNote]
)
Others = (
    Imported[SurveyResponse] | Imported[Ticket] | Imported[Customer] | Imported[TouchpointFigure] | Imported[TeamNote]
)
NO_WORDS = "comments of employees are not kept: they may name their writer; import what may be shared as notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One import as asked for; `source` keeps ids of two review files of one brand apart."""

    what: str
    path: Path
    brand: str
    column_map: ColumnMap | None = None
    source: str = "import"
    dry_run: bool = False

    @property
    def of_employees(self) -> bool:
        """Whether this is a survey whose map says audience = "employees"."""
        return self.what == "surveys" and self.column_map is not None and self.column_map.options.audience == EMPLOYEES


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an import did: accepted = new + changed + unchanged; every rejected row is in `rejects_file`."""

    accepted: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    rejects_file: str | None
    warnings: tuple[str, ...]


class _Undo(Exception):
    def __init__(self, changes: Changes) -> None:
        self.changes = changes


def import_file(bench: Workbench, order: Order) -> Receipt:
    """Read, check and store one file, in one transaction; a dry run does the same and takes it all back.

    Raises ImportFileError where the file as a whole is refused (nothing is stored), ConfigError for a wrong map.
    """
    if order.what == "reviews" and order.source in {source.name for source in bench.config.sources}:
        raise ConfigError(f"--source {order.source}: a configured source has that name; choose another")
    found = _load(order, str(bench.config.timezone))
    # Before anything is stored: what cannot be said of the rejected rows must not be found out afterwards.
    rejects = None if order.dry_run or not found.rejects else _rejects(bench, order, found.rejects)
    changes = _store(bench, order, found.rows)
    withheld = (f"{changes.withheld} rows belong to people who were erased and stay out",) if changes.withheld else ()
    return Receipt(
        accepted=changes.new + changes.changed + changes.unchanged,
        new=changes.new,
        changed=changes.changed,
        unchanged=changes.unchanged,
        rejected=len(found.rejects),
        rejects_file=str(rejects) if rejects else None,
        warnings=(*found.warnings, *withheld),
    )


def _load(order: Order, zone: str) -> Imported[Mention] | Others:
    if order.what == "reviews":
        return load_reviews(order.path, order.column_map, brand=order.brand, source=order.source, zone=zone)
    loaders: dict[str, Callable[..., Others]] = {
        "surveys": load_surveys,
        "tickets": load_tickets,
        "customers": load_customers,
        "touchpoints": load_touchpoints,
        "notes": load_notes,
    }
    found = loaders[order.what](order.path, order.column_map, brand=order.brand, zone=zone)
    return _of_employees(order, found) if order.of_employees else found


def _of_employees(order: Order, found: Others) -> Imported[SurveyResponse]:
    """Only answers to the recommendation question; ImportFileError where nobody was asked it."""
    answers = [row for row in found.rows if isinstance(row, SurveyResponse)]
    kept = tuple(row for row in answers if row.nps is not None)
    if answers and not kept:
        raise ImportFileError(
            f'{order.path}: no answer 0 to 10, which is all that is kept of employees; map it: [columns] nps = "..."'
        )
    told = (NO_WORDS,) if any(row.comment for row in kept) else ()
    without = len(answers) - len(kept)
    left = (f"{without} rows without an answer 0 to 10 are left out",) if without else ()
    return Imported(rows=kept, rejects=found.rejects, warnings=(*found.warnings, *left, *told))


def _store(bench: Workbench, order: Order, rows: Records) -> Changes:
    try:
        with bench.database.write() as store:
            changes = _write(bench, order, store, rows)
            if order.dry_run:
                raise _Undo(changes)
            store.runs.add(_run(bench, order, changes))
    except _Undo as undo:
        return undo.changes
    return changes


def _write(bench: Workbench, order: Order, store: Store, rows: Records) -> Changes:
    now, secret = bench.clock(), bench.secret
    if order.of_employees:
        return store.employees.upsert(of(SurveyResponse, rows), secret=secret, now=now)
    if order.what == "surveys":
        return store.surveys.upsert(of(SurveyResponse, rows), secret=secret, now=now)
    if order.what == "tickets":
        return store.tickets.upsert(of(Ticket, rows), secret=secret, now=now)
    if order.what == "customers":
        return store.customers.upsert(of(Customer, rows), secret=secret, now=now)
    if order.what == "touchpoints":
        return store.figures.upsert(of(TouchpointFigure, rows), now=now)
    if order.what == "notes":
        return store.team_notes.upsert(of(TeamNote, rows), now=now)
    source = Source(name=order.source, kind=KIND, brands=(order.brand,))
    mentions = tuple(of(Mention, rows))
    batch = Batch(mentions=mentions, cursor=None)
    return store.mentions.commit(source, batch, [(order.brand,)] * len(mentions), secret=secret, now=now)


def of(kind: type[Kind], rows: Records) -> list[Kind]:
    """The rows that are of that kind: all of them, told to the type checker."""
    return [row for row in rows if isinstance(row, kind)]


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
