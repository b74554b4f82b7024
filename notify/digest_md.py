"""A report as Markdown: for a wiki, a chat, or a terminal."""

import re
from collections.abc import Iterator, Sequence

from domain.document import Document, Line, Section, Table
from notify.quoting import cleaned

WORD_JOINER = "\u2060"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_AUTOLINK = re.compile(r"(?i)(https?|ftp|mailto|javascript|data)(?=:)|(www)(?=\.)|(@)")


def markdown(document: Document) -> bytes:
    """The whole file, UTF-8."""
    return ("\n".join(_parts(document)).rstrip() + "\n").encode("utf-8")


def _parts(document: Document) -> Iterator[str]:
    yield f"# {_text(document.title)}\n"
    yield f"{_text(document.against)}. Report [{_text(document.report_id)}]({document.href})\n"
    if document.banner:
        yield f"> {_text(document.banner)}\n"
    yield f"{_line(document.lead)}\n"
    yield "| Figure | Value | 95% interval | Rests on | Change |\n|---|---|---|---|---|"
    for card in document.cards:
        change = f"{card.glyph} {card.change}".strip() + (f" ({card.tone})" if card.tone else "")
        cells = [f"[{_text(card.title)}]({card.href})", *map(_text, (card.value, card.interval, card.basis, change))]
        yield f"| {' | '.join(cells)} |"
    for section in document.sections:
        yield from _section(section)
    yield "\n---\n"
    yield from (f"{_text(name)}: {_text(said)}  " for name, said in document.facts)


def _section(section: Section) -> Iterator[str]:
    yield f"\n## {_text(section.title)}\n"
    if section.intro:
        yield f"{_text(section.intro)}\n"
    for line in section.lines:
        yield f"- {_line(line)}{f'  {chr(10)}  {_text(line.detail, 1200)}' if line.detail else ''}"
        for part in line.parts:
            yield f"    - {_line(part)} ({_text(part.detail)})"
        if line.said:
            quoted = f"“{_text(line.quote)}” " if line.quote else ""
            yield f"  > {quoted}({_text(line.said)})"
    if section.table:
        yield from _table(section.table)
    if not section.lines and not section.table:
        yield _text(section.empty)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_text, table.heads))} |"
    yield f"|{'---|' * len(table.heads)}"
    for row, href in zip(table.rows, table.hrefs, strict=True):
        yield f"| {' | '.join(_cells(row, href))} |"


def _cells(row: Sequence[str], href: str) -> list[str]:
    return [f"[{_text(row[0])}]({href})", *map(_text, row[1:])]


def _line(line: Line) -> str:
    said = f"[{_text(line.text)}]({line.href})" if line.href else _text(line.text)
    return f"{line.glyph} {said}".strip()


def _text(text: str, limit: int = 500) -> str:
    """Nothing in it is formatted, nothing becomes a link: a word joiner stops what backslashes do not."""
    joined = _AUTOLINK.sub(lambda found: found.group(0) + WORD_JOINER, cleaned(text, limit))
    return _MARKS.sub(r"\\\1", joined).replace("&", "&amp;")
