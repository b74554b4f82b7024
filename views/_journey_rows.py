"""The grid's rows as HTML: a heading, then one block per touchpoint that a phone stacks."""

from collections.abc import Sequence

from domain.records import Estimate
from metrics.change import DOWN, UP, Change
from metrics.estimate import TOO_FEW, share
from storage.queries.journey import Volumes
from views import _safe, _words
from views._journey_grid import Cell

_NAMES = ("Touchpoint", "Mentions", "Net sentiment", "Emotion", "CSAT", "CES", "Own view", "Most complained about")
_BLANK = '<span class="es-na">–</span>'


def head(*, emotions: bool) -> str:
    """The columns' names, for the eye; every cell says its own name to a screen reader."""
    names = [name for name in _NAMES if emotions or name != "Emotion"]
    cells = "".join(f"<span{' class=n' if name == 'Mentions' else ''}>{name}</span>" for name in names)
    return f'<div class="es-jrow head{"" if emotions else " calm"}" aria-hidden="true">{cells}</div>'


def row(cell: Cell, *, emotions: bool, state: str) -> str:
    """One touchpoint; `state` is "" or the class of an opened row."""
    cells = [
        f'<span class="name">{_safe.bdi(cell.name, 60)}</span>',
        _named("Mentions", _words.count(cell.mentions.scored + cell.mentions.unscored), "n"),
        _named("Net sentiment", _sentiment(cell), "r"),
        *([_named("Emotion", _emotion(cell))] if emotions else []),
        _named("CSAT", _figure(cell, "csat_survey", "%")),
        _named("CES", _figure(cell, "ces", "%")),
        _named("Own view", _own(cell)),
        _named("Most complained about", _pain(cell), "p"),
    ]
    return f'<div class="es-jrow{state}{"" if emotions else " calm"}">{"".join(cells)}</div>'


def _named(name: str, said: str, kind: str = "") -> str:
    return f'<span class="c {kind}{"" if said else " na"}" data-l="{name}">{said or _BLANK}</span>'


def _sentiment(cell: Cell) -> str:
    found = cell.figures["net_sentiment"]
    if found is None:
        return ""
    beside = _mark(cell, "net_sentiment") + _moved(cell.change)
    return _value(found, "points", beside) + _range(found)


def _range(found: Estimate) -> str:
    """The interval on the scale -100..100 with its value as a dot; said in words beside it."""
    if found.low is None or found.high is None or found.note == TOO_FEW:
        return ""
    left, right, dot = ((v + 100) / 2 for v in (found.low, found.high, found.value))
    tone = "negative" if found.high < 0 else "positive" if found.low > 0 else "neutral"
    return (
        f'<span class="es-range {tone}" aria-hidden="true"><i style="left:{left:.1f}%;right:{100 - right:.1f}%"></i>'
        f'<b style="left:{dot:.1f}%"></b></span>'
    )


def _moved(change: Change | None) -> str:
    if change is None or change.verdict not in {UP, DOWN}:
        return ""
    up, moved = change.verdict == UP, _words.signed(change.difference)
    said = f"{'better' if up else 'worse'} than in the period before, by {moved} points"
    tone, glyph = ("better", "▲") if up else ("worse", "▼")
    return f' <span class="m {tone}" title="{said}" aria-label="{said}">{glyph} {moved}</span>'


def _figure(cell: Cell, name: str, unit: str) -> str:
    found = cell.figures[name]
    return "" if found is None else _value(found, unit, _mark(cell, name))


def _mark(cell: Cell, name: str) -> str:
    return ' <span class="es-chip worse">worst</span>' if name in cell.worst else ""


def _value(found: Estimate, unit: str, beside: str) -> str:
    if found.note == TOO_FEW:
        return f'<span class="es-na">{TOO_FEW}</span><small>n {_words.count(found.n)}</small>'
    range_ = _words.interval(found.low, found.high, unit)
    return f"<b>{_words.measure(found.value, unit)}</b>{beside}<small>{range_}, n {_words.count(found.n)}</small>"


def _emotion(cell: Cell) -> str:
    parts = [(e.name, share(e.n, e.of)) for e in cell.emotions]
    said = [f"{_safe.html(n, 30)} {_words.number(p.value, 0)}%" for n, p in parts if p and p.note != TOO_FEW]
    if not said:
        return ""
    return f"{said[0]}{f'<small>{said[1]}</small>' if said[1:] else ''}"


def _own(cell: Cell) -> str:
    gap = cell.figures["perception_gap"]
    if cell.own is None:
        return ""
    own = f"<b>{_words.number(cell.own.value)}</b>"
    if gap is None or gap.low is None or gap.high is None or gap.note == TOO_FEW:
        return f"{own}<small>too few answers</small>"
    said = "higher than theirs" if gap.low > 0 else "lower than theirs" if gap.high < 0 else "as customers see it"
    return f"{own}<small>{_words.signed(gap.value)}, {said}</small>"


def _pain(cell: Cell) -> str:
    if cell.pain is None:
        return ""
    return f"{_safe.bdi(cell.pain.name, 60)}<small>{_words.many(cell.pain.n, 'complaint')}</small>"


def unmapped(volumes: Volumes) -> str:
    """A sentence on the mentions that are at no touchpoint."""
    found = share(volumes.nowhere, volumes.mentions)
    if found is None:
        return "No mention in this period."
    range_ = _words.interval(found.low, found.high, "%")
    return (
        f"<b>{_words.count(volumes.placed)}</b> of {_words.many(volumes.mentions, 'mention')} are at a touchpoint, "
        f"each counted once; <b>{_words.number(found.value)}%</b> ({range_}) are at none."
    )


def judged(cells: Sequence[Cell]) -> str:
    """What is marked, or that nothing can be."""
    if any(cell.worst for cell in cells):
        return "Marked as worst: what is detectably worse than every other touchpoint."
    return "No touchpoint is marked as worst: none is detectably worse than every other one."
