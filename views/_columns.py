"""Estimates as standing bars: one for each weekday or lag, its interval around a dot, a line at what is usual."""

from collections.abc import Sequence
from dataclasses import dataclass

from views import _safe, _tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One bar: `short` stands under it, `said` is the whole of it in words, `found` makes it stand out."""

    short: str
    said: str
    low: float
    value: float
    high: float
    found: bool = False


def html(columns: Sequence[Column], middle: float, label: str) -> str:
    """The bars on one scale that holds all intervals and `middle`."""
    low = min([middle, *(c.low for c in columns)])
    high = max([middle, *(c.high for c in columns)])
    reach = (low, high) if high > low else (low - 1, high + 1)
    rule = f'<u style="bottom:{_place(middle, reach):.1f}%"></u>'
    body = "".join(_column(column, reach, rule) for column in columns)
    return f'<div class="es-columns" role="group" aria-label="{_safe.html(label)}">{body}</div>'


def numbers(columns: Sequence[Column], what: str, value: str) -> str:
    """The same as a table, folded away."""
    rows = "".join(_tables.row(_safe.html(c.short), [(value, _safe.html(c.said))]) for c in columns)
    return _tables.folded("The numbers as a table", _tables.table((what, value), rows, stack=False))


def _column(column: Column, reach: tuple[float, float], rule: str) -> str:
    low, high = _place(column.low, reach), _place(column.high, reach)
    said = _safe.html(column.said)
    bar = f'<i style="bottom:{low:.1f}%;height:{max(high - low, 0.5):.1f}%"></i>'
    dot = f'<b style="bottom:{_place(column.value, reach):.1f}%"></b>'
    picture = f'<span class="{"on" if column.found else ""}" role="img" aria-label="{said}" title="{said}">'
    return f"<div>{picture}{rule}{bar}{dot}</span><small>{_safe.html(column.short)}</small></div>"


def _place(value: float, reach: tuple[float, float]) -> float:
    return min(100.0, max(0.0, 100 * (value - reach[0]) / (reach[1] - reach[0])))
