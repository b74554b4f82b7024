"""Bars made of text and boxes: sources by sentiment, answers by value, and the numbers behind the charts."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from domain.measures import SentimentCounts
from metrics.reputation import negative_share
from views import _moments, _safe, _tables, _words
from views._charts import LABELS, Point

MOST_SOURCES = 12
NAMES = dict(zip(LABELS, ("negative", "neutral", "positive", "not scored"), strict=True))


def key() -> str:
    """The legend of everything that is coloured by sentiment."""
    names = (("Negative", "--neg"), ("Neutral", "--neu"), ("Positive", "--pos"), ("Not scored", "--line"))
    items = "".join(f'<span style="--c:var({colour})">{name}</span>' for name, colour in names)
    return f'<p class="es-key">{items}</p>'


def lines_key(survey: bool, by: str, gaps: bool) -> str:
    """The legend of the lines, in the shapes they have."""
    items = '<span class="line" style="--c:var(--pos)">Net sentiment</span>'
    if survey:
        items += f'<span class="line dash" style="--c:var(--survey)">NPS of surveys, by {by}</span>'
    if gaps:
        items += '<span style="--c:color-mix(in srgb, var(--neu) 30%, transparent)">Coverage under 80%</span>'
    return f'<p class="es-key">{items}</p>'


def stack(counts: SentimentCounts, whole: int) -> str:
    """One bar of a sentiment's counts, as long as their part of `whole`."""
    parts = [(label, getattr(counts, label)) for label in LABELS]
    boxes = "".join(f'<i class="{label}" style="flex:{n}"></i>' for label, n in parts if n)
    said = ", ".join(f"{_words.count(n)} {NAMES[label]}" for label, n in parts if n)
    width = max(100 * _total(counts) / whole if whole else 0, 1.5)
    tip = f'role="img" aria-label="{said}" title="{said}"'
    return f'<div class="es-stack" {tip} style="width:{width:.1f}%">{boxes}</div>'


def sources(frame: pd.DataFrame) -> str:
    """Sources by volume: name, bar by sentiment, mentions, negative share with its interval in the tooltip."""
    rows = [
        (row.source, SentimentCounts(**{label: int(getattr(row, label)) for label in LABELS}))
        for row in _moments.rows(frame)
    ]
    rows.sort(key=lambda row: -_total(row[1]))
    most = _total(rows[0][1])
    body = "".join(_source(name, counts, most) for name, counts in rows[:MOST_SOURCES])
    names = ("Source", "By sentiment", "Mentions", "Negative")
    cells = "".join(f'<th scope="col"{" class=n" if name in names[2:] else ""}>{name}</th>' for name in names)
    caption = f"<caption>Mentions by source and sentiment</caption><thead><tr>{cells}</tr></thead>"
    return f'<table class="es-bars">{caption}<tbody>{body}</tbody></table>'


def _source(name: str, counts: SentimentCounts, most: int) -> str:
    share = negative_share(counts)
    said = "not scored"
    if share:
        range_ = _words.interval(share.low, share.high, "%")
        said = f'<b title="95%: {range_}, {_words.count(share.n)} scored">{_words.number(share.value, 0)}%</b>'
    heading = f'<th scope="row" title="{_safe.html(name)}">{_safe.bdi(name, 60)}</th>'
    numbers = f'<td class="n">{_words.count(_total(counts))}</td><td class="n">{said}</td>'
    return f'<tr>{heading}<td class="bar">{stack(counts, most)}</td>{numbers}</tr>'


def _total(counts: SentimentCounts) -> int:
    return counts.scored + counts.unscored


def answers(counts: Mapping[int, int], group: Callable[[int], str], caption: str, *, low: int, top: int) -> str:
    """How often each answer was given, from the best to the worst; `group` names an answer's colour."""
    total, most = sum(counts.values()), max(counts.values(), default=0)
    rows = []
    for value in range(top, low - 1, -1):
        n = counts.get(value, 0)
        bar = f'<i class="{group(value)}" style="flex:{n}"></i><b style="flex:{most - n}"></b>' if n else ""
        share = _words.number(100 * n / total, 0) if total else "0"
        rows.append(
            f'<tr><th scope="row">{value}</th><td class="bar wide"><div class="es-stack">{bar}</div></td>'
            f'<td class="n">{_words.count(n)} <b>{share}%</b></td></tr>'
        )
    return f'<table class="es-bars"><caption>{_safe.html(caption)}</caption><tbody>{"".join(rows)}</tbody></table>'


def numbers(sentiment: Sequence[Point], survey: Sequence[Point], unit: str) -> str:
    """The line chart as a table, folded away: what a screen reader or a sceptic reads instead."""
    names = (unit.capitalize(), "Score", "Points", "95% interval", "Rows")
    rows = [_number(p, "Net sentiment") for p in reversed(sentiment)] + [_number(p, "NPS") for p in reversed(survey)]
    return _tables.folded("The numbers as a table", _tables.table(names, "".join(rows), numbers=names[2:], stack=False))


def _number(point: Point, name: str) -> str:
    value = "no data" if point.value is None else _words.signed(point.value)
    range_ = "" if point.value is None else _words.interval(point.low, point.high, "points") or ""
    cells = (("Score", name), ("Points", value), ("95% interval", range_), ("Rows", _words.count(point.n)))
    return _tables.row(_words.short_day(point.day), cells, numbers=("Points", "95% interval", "Rows"))
