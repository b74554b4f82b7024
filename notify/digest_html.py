"""A report as one HTML file: its style and pictures inside it, no script, nothing loaded from anywhere."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from domain.document import Card, Chart, Document, Line, Section, Table
from notify.digest_charts import svg
from notify.quoting import cleaned

_STYLE = Path(__file__).parent / "templates" / "digest.css"
# What the marks of a chart say of themselves, without a name.
_PARTS = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"<>]*")')
# A file that is opened from a mailbox must not call anybody, whatever stands in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html(document: Document) -> bytes:
    """The whole file, UTF-8."""
    body = [
        "<header>",
        f"<h1>{_bdi(document.brand)}</h1>",
        f'<p class="sub">{_text(document.period)}, {_text(document.against)}. '
        f'Report <a href="{_href(document.href)}">{_text(document.report_id)}</a></p>',
        "</header>",
        f'<p class="banner" role="note">{_text(document.banner)}</p>' if document.banner else "",
        f'<p class="lead {document.lead.tone}">{_said(document.lead)}</p>',
        f'<h2 class="sub">Key figures</h2><ul class="cards">{"".join(map(_card, document.cards))}</ul>',
        *(_figure(chart) for chart in document.charts),
        *(_section(section) for section in document.sections),
        _facts(document.facts),
    ]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="referrer" content="no-referrer">'
        f"<title>{_text(document.title)}</title><style>{_STYLE.read_text('utf-8')}</style>"
    )
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main>{"".join(body)}</main></body></html>\n'
    return page.encode("utf-8")


def _section(section: Section) -> str:
    intro = f'<p class="sub">{_text(section.intro)}</p>' if section.intro else ""
    inside = _lines(section.lines) if section.lines else ""
    inside += _table(section.table) if section.table else ""
    inside = inside or f'<p class="empty">{_text(section.empty)}</p>'
    return f"<section><h2>{_text(section.title)}</h2>{intro}{inside}</section>"


def _lines(lines: Sequence[Line]) -> str:
    items = [
        f'<li class="{line.tone}"><span class="g" aria-hidden="true">{_text(line.glyph)}</span><div>'
        f'<span class="t">{_said(line)}</span>{_detail(line)}{_parts(line)}{_quote(line)}</div></li>'
        for line in lines
    ]
    return f'<ul class="lines">{"".join(items)}</ul>'


def _said(line: Line) -> str:
    return f'<a href="{_href(line.href)}">{_bdi(line.text)}</a>' if line.href else _bdi(line.text)


def _detail(line: Line) -> str:
    return f'<p class="d">{_bdi(line.detail, 1200)}</p>' if line.detail else ""


def _parts(line: Line) -> str:
    """What a change is made of, below it."""
    items = "".join(f"<li>{_said(part)} <small>({_bdi(part.detail)})</small></li>" for part in line.parts)
    return f'<p class="d">Parts of it that stand out:</p><ul class="parts">{items}</ul>' if items else ""


def _quote(line: Line) -> str:
    if not line.said:
        return ""
    footer = f"<footer>{_bdi(line.said)}</footer>"
    return f"<blockquote>{_bdi(line.quote)}{footer}</blockquote>"


def _card(card: Card) -> str:
    inside = f" <small>{_text(card.interval)}</small>" if card.interval else ""
    glyph = f'<span class="g" aria-hidden="true">{_text(card.glyph)}</span> ' if card.glyph else ""
    worded = f" ({card.tone})" if card.tone else ""
    return (
        f'<li class="{card.tone}"><h3>{_text(card.title)}</h3>'
        f'<p class="v"><a href="{_href(card.href)}">{_text(card.value)}</a>{inside}</p><p>{_text(card.basis)}</p>'
        f'<p class="c">{glyph}<b>{_text(card.change)}</b>{worded}</p><p>{_text(card.detail)}</p></li>'
    )


def _figure(chart: Chart) -> str:
    wide, narrow = _drawn(chart, 700, 190), _drawn(chart, 350, 190)
    caption = f"<figcaption><b>{_text(chart.title)}</b>. {_text(chart.said)}</figcaption>"
    return f'<figure>{caption}<div class="desk">{wide}</div><div class="phone">{narrow}</div></figure>'


def _drawn(chart: Chart, width: int, height: int) -> str:
    # The picture is named for those who do not see it; its own parts would be read out one by one.
    named = f'<svg role="img" aria-label="{_text(f"{chart.title}. {chart.said}")}" '
    return re.sub(r"<svg ", lambda _: named, _PARTS.sub("", svg(chart, width, height)), count=1)


def _table(table: Table) -> str:
    heads = "".join(f"<th scope=col>{_text(head)}</th>" for head in table.heads)
    rows = "".join(_row(table.heads, row, href) for row, href in zip(table.rows, table.hrefs, strict=True))
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(heads: Sequence[str], row: Sequence[str], href: str) -> str:
    cells = [f'<a href="{_href(href)}">{_bdi(row[0])}</a>', *(_bdi(cell) for cell in row[1:])]
    marked = (f'<td data-head="{_text(head)}">{cell}</td>' for head, cell in zip(heads, cells, strict=True))
    return f"<tr>{''.join(marked)}</tr>"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{_text(name)}</dt><dd>{_bdi(said)}</dd>' for name, said in facts)}</dl>"


def _text(text: str, limit: int = 500) -> str:
    return escape(cleaned(text, limit), quote=True)


def _bdi(text: str, limit: int = 500) -> str:
    """Isolated, so that its writing direction cannot leak into what stands beside it."""
    return f'<bdi dir="auto">{_text(text, limit)}</bdi>'


def _href(address: str) -> str:
    """Our own pages only; their addresses are made of the app's own and of encoded filters."""
    return escape(address, quote=True) if address.startswith(("http://", "https://")) else ""
