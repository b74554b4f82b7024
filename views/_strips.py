"""Estimates as strips: one row each on a shared scale, a bar for the interval, a dot for the value."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.records import Estimate
from metrics.estimate import TOO_FEW
from views import _safe, _tables, _words

Reach = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row: `name` and `more` are safe HTML, `shown` a value with its interval in words; tone colours the dot."""

    name: str
    estimate: Estimate | None
    unit: str
    more: str = ""
    tone: str = ""
    rows: str = ""


def table(strips: Sequence[Strip], names: tuple[str, str, str, str], reach: Reach, middle: float | None = None) -> str:
    """Rows on the scale `reach`, a thin line at `middle`; `names` head the columns name, value, more, rows."""
    heads = (names[0], "", *names[1:])
    body = "".join(_row(strip, heads, reach, middle) for strip in strips)
    # A head may name a brand, which is as much a stranger's word as any text.
    safe = [_safe.html(head, 80) for head in heads]
    return f'<div class="es-strips">{_tables.table(safe, body, numbers=(safe[2], safe[4]))}</div>'


def shown(estimate: Estimate | None, unit: str) -> str:
    """A value with its interval, or why there is none."""
    if estimate is None:
        return '<span class="es-soft">no data</span>'
    value = _words.measure(estimate.value, unit)
    if estimate.note == TOO_FEW:
        return f'{value}<small class="es-soft">{TOO_FEW}, n {_words.count(estimate.n)}</small>'
    said = _words.interval(estimate.low, estimate.high, unit)
    return f"<b>{value}</b><small>{said}, n {_words.count(estimate.n)}</small>"


def strip(estimate: Estimate | None, unit: str, reach: Reach, *, middle: float | None = None, tone: str = "") -> str:
    """The picture alone; what it shows is said in words beside it, and in its label."""
    rule = "" if middle is None else f'<u style="left:{_place(middle, reach):.1f}%"></u>'
    if estimate is None or estimate.low is None or estimate.high is None:
        return f'<div class="es-strip" aria-hidden="true">{rule}</div>'
    low, high = _place(estimate.low, reach), _place(estimate.high, reach)
    dot = _place(estimate.value, reach)
    said = _safe.html(
        f"{_words.measure(estimate.value, unit)}, 95% interval {_words.interval(estimate.low, estimate.high, unit)}"
    )
    bar = f'<i style="left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%"></i>'
    return (
        f'<div class="es-strip {tone}" role="img" aria-label="{said}" title="{said}">'
        f'{rule}{bar}<b style="left:{dot:.1f}%"></b></div>'
    )


def _row(one: Strip, heads: Sequence[str], reach: Reach, middle: float | None) -> str:
    picture = strip(one.estimate, one.unit, reach, middle=middle, tone=one.tone)
    cells = [(heads[1], picture), (heads[2], shown(one.estimate, one.unit)), (heads[3], one.more), (heads[4], one.rows)]
    return _tables.row(one.name, [cell for cell in cells if cell[0] or cell[1]], numbers=(heads[2], heads[4]))


def _place(value: float, reach: Reach) -> float:
    low, high = reach
    return min(100.0, max(0.0, 100 * (value - low) / (high - low))) if high > low else 50.0
