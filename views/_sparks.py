"""Small pictures inside text: a line or bars drawn as a mask, so that light and dark colour them by themselves.

Streamlit's HTML takes no SVG elements; a mask image in a style is allowed, and a data address leaves no host.
"""

from collections.abc import Sequence
from urllib.parse import quote

from views import _safe

_WIDTH, _HEIGHT, _PAD = 200.0, 40.0, 3.0


def line(values: Sequence[float | None], label: str, colour: str = "var(--soft)") -> str:
    """A sparkline; None is a gap in the line, a value between two gaps is a dot. Empty without two values."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return ""
    points = _points(values, min(known), max(known))
    path = "".join(f"M{run[0]}L{'L'.join(run[1:] or run)}" for run in _runs(points))
    shape = (
        f'<path d="{path}" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
    )
    return _masked(shape, label, colour, "")


def bars(values: Sequence[int], label: str, colour: str = "var(--neg)") -> str:
    """One bar a day, from zero; empty where nothing was counted at all."""
    top = max(values, default=0)
    if not top:
        return ""
    step = _WIDTH / len(values)
    shape = "".join(_bar(i * step, _HEIGHT * v / top, step * 0.74) for i, v in enumerate(values) if v)
    return _masked(shape, label, colour, " bars")


def _bar(x: float, height: float, width: float) -> str:
    return f'<rect x="{x:.2f}" y="{_HEIGHT - height:.2f}" width="{width:.2f}" height="{height:.2f}"/>'


def _points(values: Sequence[float | None], low: float, high: float) -> list[str | None]:
    reach = (high - low) or 1.0
    step = _WIDTH / max(1, len(values) - 1)
    usable = _HEIGHT - 2 * _PAD
    return [
        None if v is None else f"{i * step:.1f} {_PAD + usable * (1 - (v - low) / reach):.1f}"
        for i, v in enumerate(values)
    ]


def _runs(points: Sequence[str | None]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _masked(shape: str, label: str, colour: str, more: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" preserveAspectRatio="none">{shape}</svg>'
    mask = f"url('data:image/svg+xml,{quote(svg, safe='')}') 0 0/100% 100% no-repeat"
    return (
        f'<div class="es-spark{more}" role="img" aria-label="{_safe.html(label)}" '
        f'style="background:{colour};-webkit-mask:{mask};mask:{mask}"></div>'
    )
