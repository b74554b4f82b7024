"""The rows of a person's file: read as its sort is read, and written as its sort is written."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from domain.errors import ImportFileError
from domain.goals import TeamNote
from domain.records import Batch, Customer, Mention, Source, SurveyResponse, Ticket, TouchpointFigure
from metrics.business_hours import office_hours
from pipeline.import_order import Order
from pipeline.workbench import Workbench
from storage.shapes import Changes
from storage.store import Store
from tables.customers import load_customers
from tables.notes import load_notes
from tables.rejects import Imported
from tables.reviews import KIND, load_reviews
from tables.surveys import load_surveys
from tables.tickets import load_tickets
from tables.touchpoints import load_touchpoints

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


def load(order: Order, zone: str) -> Imported[Mention] | Others:
    """Every row checked. Raises ImportFileError, ConfigError."""
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


def write(bench: Workbench, order: Order, store: Store, rows: Records) -> Changes:
    """Put the rows where their sort lives."""
    now, secret = bench.clock(), bench.secret
    if order.of_employees:
        return store.employees.upsert(of(SurveyResponse, rows), secret=secret, now=now)
    if order.what == "surveys":
        return store.surveys.upsert(of(SurveyResponse, rows), secret=secret, now=now)
    if order.what == "tickets":
        _keep_hours(bench, order, store)
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


def _keep_hours(bench: Workbench, order: Order, store: Store) -> None:
    """The opening hours that the map states are the brand's from now on. Raises ConfigError where they are none."""
    options = order.column_map.options if order.column_map else None
    if options is None or not options.business_hours:
        return
    zone = options.timezone or str(bench.config.timezone)
    office_hours(options.business_hours, zone)
    store.settings.set(f"business_hours|{order.brand}", options.business_hours)
    store.settings.set(f"business_zone|{order.brand}", zone)


def of(kind: type[Kind], rows: Records) -> list[Kind]:
    """The rows that are of that kind: all of them, told to the type checker."""
    return [row for row in rows if isinstance(row, kind)]
