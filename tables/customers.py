"""Rows of a customer list into customers: who left, how long they stayed, what they pay."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from domain.records import Customer
from tables.binding import BadCellError, Bound, open_bound
from tables.column_map import ColumnMap
from tables.fields import What
from tables.rejects import Imported
from tables.rows import Cell, Reject, Row
from tables.values import BadValueError, boolean, mangled, number


def load_customers(path: Path, column_map: ColumnMap | None, *, brand: str, zone: str = "UTC") -> Imported[Customer]:
    """A file of customers, one row each. A customer who appears again with other values is a reject.

    Raises ImportFileError, ConfigError; a bad row is a reject.
    """
    bound = open_bound(path, column_map, What.CUSTOMERS, zone)
    for row in bound.rows():
        if isinstance(row, Row):
            bound.look(row.cells)
    bound.settle()
    known: dict[str, tuple[int, Customer]] = {}
    rejects: list[Reject] = []
    repeated = 0
    for row in bound.rows():
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        try:
            customer = _customer(bound, row.cells, brand)
            line, earlier = known.setdefault(customer.customer, (row.line, customer))
            if earlier != customer:
                raise BadCellError(
                    bound.fields["customer"][0],
                    customer.customer,
                    f"appears again with other values than on line {line}; keep one row",
                )
            repeated += line != row.line
        except BadCellError as bad:
            rejects.append(bad.reject(row.line))
    warnings = [*bound.warnings()]
    if repeated:
        warnings.append(f"{repeated} rows repeat an earlier row and are counted once")
    return Imported(rows=tuple(c for _, c in known.values()), rejects=tuple(rejects), warnings=tuple(warnings))


def _customer(bound: Bound, cells: Sequence[Cell], brand: str) -> Customer:
    name = bound.told(cells, "customer")
    if not name or mangled(name):
        reason = "was rounded by a spreadsheet; export it as text" if name else "is blank: whose row is it?"
        raise BadCellError(bound.fields["customer"][0], name, reason)
    decimal, churned_at = bound.options.decimal, bound.date(cells, "churned_at")
    return Customer(
        brand=brand,
        customer=name,
        churned=_churned(bound, cells, churned_at),
        churned_at=churned_at,
        started_at=bound.date(cells, "started_at"),
        tenure_months=bound.value(cells, "tenure_months", partial(_amount, decimal=decimal)),
        monthly_revenue=bound.value(cells, "monthly_revenue", partial(_amount, decimal=decimal)),
        margin=bound.value(cells, "margin", partial(_share, decimal=decimal)),
        segment=bound.told(cells, "segment") or None,
        country=bound.told(cells, "country") or None,
    )


def _churned(bound: Bound, cells: Sequence[Cell], churned_at: datetime | None) -> bool | None:
    """As told; where nothing is told, a day of leaving tells it, and in a file of such days its absence does too."""
    told = bound.value(cells, "churned", boolean)
    if told is not None or "churned_at" not in bound.fields:
        return told
    return churned_at is not None or (None if "churned" in bound.fields else False)


def _amount(cell: Cell, decimal: str | None) -> float | None:
    value = number(cell, decimal=decimal)
    if value is not None and value < 0:
        raise BadValueError("is negative")
    return value


def _share(cell: Cell, decimal: str | None) -> float | None:
    """0.6 and "60%" are the same margin; a bare 60 could be either of two things."""
    value = number(cell, decimal=decimal)
    if value is not None and isinstance(cell, str) and "%" in cell:
        value /= 100
    if value is not None and not -1 <= value <= 1:
        raise BadValueError('is not a share; write 0.6 or "60%"')
    return value
