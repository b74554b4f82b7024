"""Rows of a help desk's export into tickets, their texts redacted before anybody stores them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from domain.identity import stable_id
from domain.records import Ticket
from tables.binding import BadCellError, Bound, open_bound
from tables.column_map import ColumnMap
from tables.fields import What
from tables.identity import Identities
from tables.off_scale import OffScale
from tables.redact import redact
from tables.rejects import Imported
from tables.rows import Cell, Reject, Row
from tables.values import BadValueError, number, whole

CONTENT = ("created_at", "subject", "text", "customer", "channel")
HUMANS = frozenset({"human", "agent", "person", "staff", "admin", "user"})
BOTS = frozenset({"bot", "auto", "automation", "system", "trigger", "autoresponder", "ai"})


def load_tickets(path: Path, column_map: ColumnMap | None, *, brand: str, zone: str = "UTC") -> Imported[Ticket]:
    """A file of support cases. A reply before the case began is kept: it is counted as invalid, not hidden.

    Raises ImportFileError, ConfigError; a bad row is a reject.
    """
    bound = open_bound(path, column_map, What.TICKETS, zone)
    identities, asked = Identities(), OffScale(bound.options.satisfaction_max)
    for row in bound.rows():
        if isinstance(row, Row):
            bound.look(row.cells)
            asked.see(bound.cell(row.cells, "satisfaction"))
            identities.see(bound.told(row.cells, "id"), _content(bound, row.cells))
    bound.settle()
    if "satisfaction" in bound.fields:
        asked.refuse(path, bound.fields["satisfaction"][0], "satisfaction", "satisfaction_max")
    rows: list[Ticket] = []
    rejects: list[Reject] = []
    known: dict[str, tuple[int, Ticket]] = {}
    for row in bound.rows():
        try:
            if isinstance(row, Reject):
                rejects.append(row)
                continue
            ticket = _ticket(bound, row.cells, brand, identities)
            line, earlier = known.setdefault(ticket.external_id, (row.line, ticket))
            if line == row.line:
                rows.append(ticket)
            elif earlier != ticket:
                identities.unlike()
                reason = f"appears again with other values than on line {line}; keep the newer row"
                raise BadCellError(bound.fields["id"][0], ticket.external_id, reason)
        except BadCellError as bad:
            rejects.append(bad.reject(row.line))
    warnings = [*bound.warnings()]
    if "id" in bound.fields:
        warnings += identities.warnings(bound.fields["id"][0])
    return Imported(rows=tuple(rows), rejects=tuple(rejects), warnings=tuple(warnings))


def _ticket(bound: Bound, cells: Sequence[Cell], brand: str, identities: Identities) -> Ticket:
    """A row as a ticket; one that names an earlier row's id again has that row's `external_id`."""
    name = identities.name(bound.told(cells, "id"), _content(bound, cells))
    top = bound.options.satisfaction_max
    remedy = f"say missing = [...] under [codes.satisfaction], or satisfaction_max (now {top})"
    created_at = bound.date(cells, "created_at")
    return Ticket(
        brand=brand,
        external_id=name or bound.told(cells, "id"),
        created_at=created_at,
        first_response_at=_moment(bound, cells, "first_response_at", "first_response_minutes", created_at),
        resolved_at=_moment(bound, cells, "resolved_at", "resolution_minutes", created_at),
        reopened_at=bound.date(cells, "reopened_at"),
        author_kind=bound.value(cells, "author_kind", _author_kind),
        owner=bound.told(cells, "owner") or None,
        channel=bound.told(cells, "channel") or None,
        priority=bound.told(cells, "priority") or None,
        satisfaction=bound.value(cells, "satisfaction", partial(whole, low=1, high=top, remedy=remedy)),
        subject=redact(bound.told(cells, "subject")),
        text=redact(bound.told(cells, "text")),
        customer=bound.told(cells, "customer") or None,
        segment=bound.told(cells, "segment") or None,
    )


def _content(bound: Bound, cells: Sequence[Cell]) -> int:
    return stable_id(*[bound.told(cells, field) for field in CONTENT])


def _moment(bound: Bound, cells: Sequence[Cell], at: str, minutes: str, created_at: datetime | None) -> datetime | None:
    """A point in time as it stands, or the minutes that passed since the case began."""
    moment = bound.date(cells, at)
    if moment is not None or created_at is None:
        return moment
    passed = bound.value(cells, minutes, _minutes)
    return None if passed is None else created_at + passed


def _minutes(cell: Cell) -> timedelta | None:
    value = number(cell)
    if value is not None and abs(value) > 60 * 24 * 3650:
        raise BadValueError("is over ten years of minutes")
    return None if value is None else timedelta(minutes=value)


def _author_kind(cell: Cell) -> str:
    told = str(cell).strip().casefold()
    if told in HUMANS:
        return "human"
    if told in BOTS:
        return "bot"
    raise BadValueError('is neither human nor bot; say values = { "..." = "bot" } under [codes.author_kind]')
