"""Brands side by side as a picture of 1920 x 1080, set by Typst: strangers' words reach it as data."""

from dataclasses import asdict
from typing import Any

from domain.comparison import Compared, Comparison
from notify.typeset import plain, typeset

_TICKS = 5


def png(comparison: Comparison) -> bytes:
    """The slide as a picture."""
    rows = [asdict(row) | _places(comparison, row) for row in comparison.rows]
    data: dict[str, Any] = plain(asdict(comparison) | {"rows": rows, "ticks": ticks(comparison)})
    return typeset("comparison.typ", data, form="png")


def ticks(comparison: Comparison) -> list[dict[str, Any]]:
    """Five marks on the scale, each with its place from 0 to 1 and its words."""
    low, high = comparison.reach
    sign = "%" if comparison.unit == "%" else ""
    steps = [n / (_TICKS - 1) for n in range(_TICKS)]
    return [{"at": step, "said": f"{low + step * (high - low):g}{sign}"} for step in steps]


def _places(comparison: Comparison, row: Compared) -> dict[str, float | None]:
    """Ends and middle of the bar on the scale; without an interval there is nothing to draw."""
    known = {"low": row.low, "at": row.at, "high": row.high}
    return {name: None if value is None else comparison.place(value) for name, value in known.items()}
