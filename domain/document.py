"""A report as something to read, before it takes a form: sentences, cards, tables, charts; every text still raw.

Whoever draws it escapes every text: brands, topics, sources and quotes are strangers' words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence that opens its rows at `href`; `tone` is "better", "worse" or "".

    `quote` is a person's words, `said` where and when; an empty quote with `said` says what became of it.
    `parts` are what it is made of, each a sentence of its own that has no parts.
    """

    text: str
    detail: str = ""
    href: str = ""
    glyph: str = ""
    tone: str = ""
    quote: str = ""
    said: str = ""
    parts: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One headline figure; `value` is already in words, `interval` without brackets, empty where there is none."""

    title: str
    value: str
    interval: str
    basis: str
    change: str
    detail: str
    href: str
    glyph: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; the first cell of each row leads to the address of the same place in `hrefs`."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hrefs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands below it; `empty` is said where there is nothing else."""

    title: str
    intro: str = ""
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Rows of one day by label, or of one name; `now` tells the period from the one before."""

    key: str
    day: date | None
    now: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture's numbers and, in `said`, what it shows; `kind` is "days" or "topics"."""

    kind: str
    title: str
    said: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole, in reading order. `banner` warns (sample data, restated); `facts` are how it was made.

    `rivals` says in a sentence each what the table of competitors says; only what has no room for that table uses it.
    """

    title: str
    brand: str
    period: str
    against: str
    report_id: str
    href: str
    lead: Line
    banner: str
    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...]
    rivals: tuple[Line, ...] = ()
