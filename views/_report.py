"""An issued report to read on the page: its sentence, its figures, what moved, what people complain about."""

from collections.abc import Sequence

import streamlit as st

from domain.document import Card, Document, Line, Section
from views import _frame, _safe, _tables

_COLUMNS = ("Figure", "Value", "95% interval", "Rests on", "Change")
# What moved, and what people complain about; the other sections are in the files.
_SHOWN = 2


def show(document: Document) -> None:
    """Every figure and every sentence leads to its rows; all words in it may be strangers'."""
    st.html(f'<p class="es-lead {_safe.html(document.lead.tone)}">{_mark(document.lead)}{_said(document.lead)}</p>')
    if document.cards:
        st.html(_tables.table(_COLUMNS, "".join(_row(card) for card in document.cards)))
    st.space("small")
    for column, section in zip(st.columns(_SHOWN, gap="large"), document.sections, strict=False):
        with column:
            _section(section)


def _section(section: Section) -> None:
    _frame.section(_safe.clean(section.title, 120), _safe.clean(section.intro, 300))
    st.html(_lines(section.lines) if section.lines else f'<p class="es-sub">{_safe.html(section.empty)}</p>')


def _row(card: Card) -> str:
    change = f"{_safe.html(card.glyph)} {_safe.html(card.change)}".strip()
    worded = f" ({_safe.html(card.tone)})" if card.tone else ""
    cells = (
        f"<b>{_safe.html(card.value)}</b>",
        _safe.html(card.interval) or "none",
        _safe.html(card.basis),
        f'<span class="es-chip {_safe.html(card.tone)}">{change}</span>{worded}' if card.glyph else change,
    )
    head = f'<a href="{_safe.html(card.href)}">{_safe.html(card.title)}</a>'
    return _tables.row(head, list(zip(_COLUMNS[1:], cells, strict=True)))


def _lines(lines: Sequence[Line]) -> str:
    return f'<ul class="es-report">{"".join(map(_line, lines))}</ul>'


def _line(line: Line) -> str:
    glyph = f'<i class="g {_safe.html(line.tone)}" aria-hidden="true">{_safe.html(line.glyph)}</i>'
    detail = f'<span class="d">{_safe.bdi(line.detail, 600)}</span>' if line.detail else ""
    return f"<li>{glyph}<div><b>{_said(line)}</b>{detail}{_parts(line)}{_quote(line)}</div></li>"


def _parts(line: Line) -> str:
    items = "".join(f"<li>{_said(part)} <small>({_safe.bdi(part.detail, 300)})</small></li>" for part in line.parts)
    return f'<span class="d">Parts of it that stand out:</span><ul>{items}</ul>' if items else ""


def _quote(line: Line) -> str:
    if not line.said:
        return ""
    words = f"“{_safe.bdi(line.quote, 500)}” " if line.quote else ""
    return f'<p class="q">{words}<small>{_safe.bdi(line.said, 200)}</small></p>'


def _said(line: Line) -> str:
    words = _safe.bdi(line.text, 500)
    return f'<a href="{_safe.html(line.href)}">{words}</a>' if line.href else words


def _mark(line: Line) -> str:
    glyph = f'<span aria-hidden="true">{_safe.html(line.glyph)}</span> '
    return glyph if line.glyph else ""
