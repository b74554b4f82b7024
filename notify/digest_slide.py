"""What of a report goes on one slide: the change and its causes, what people say, the competitor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.document import Card, Chart, Document, Line, Section
from notify.quoting import cleaned

MOST_CARDS, MOST_LINES, MOST_RIVALS = 4, 3, 1
LONGEST_NAME, LONGEST_LINE, LONGEST_DETAIL, LONGEST_QUOTE = 40, 62, 90, 140
# Said again by another of the first figures.
_TWINS = frozenset({"Net sentiment, by story", "Negative share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """The texts are cut to what fits; `quote` has a person's words, `foot` says what the figures rest on."""

    brand: str
    period: str
    lead: Line
    cards: tuple[Card, ...]
    chart: Chart | None
    blocks: tuple[Section, ...]
    quote: Line | None
    foot: str


def slide_of(document: Document) -> Slide:
    """The slide of a document."""
    facts = dict(document.facts)
    said = [f"{facts.get('Scored', '')} scored", f"engine {facts.get('Engine', '')}", "intervals are 95%"]
    pains = _pains(document)
    return Slide(
        brand=cleaned(document.brand, LONGEST_NAME),
        period=f"{document.period}, {document.against}",
        lead=replace(document.lead, text=cleaned(document.lead.text, 120)),
        cards=_cards(document.cards),
        chart=document.charts[0] if document.charts else None,
        blocks=tuple(_blocks(document, pains)),
        quote=next((_short(line) for line in pains if line.quote), None),
        foot=" ".join(filter(None, [document.banner, ", ".join(said)])),
    )


def _blocks(document: Document, pains: Sequence[Line]) -> Iterator[Section]:
    moved = next((line for section in document.sections[:1] for line in section.lines if line.parts), None)
    if moved:
        name = moved.text.partition(" rose ")[0].partition(" fell ")[0]
        intro = f"{moved.detail} Parts that stand out:"
        yield replace(_block(f"What moved {_within(name)}", moved.parts[:MOST_LINES]), intro=intro)
    else:
        # Lists of figures that did not move: their names say enough, and take two lines.
        lines = [line for section in document.sections[:1] for line in section.lines][:MOST_LINES]
        shown = tuple(replace(line, text=cleaned(line.text, 2 * LONGEST_LINE), detail="", parts=()) for line in lines)
        yield Section(title="What moved", lines=shown)
    rivals = document.rivals[:MOST_RIVALS]
    yield _block("What people complain about", pains[: MOST_LINES - len(rivals)])
    yield _block("Beside the competition", rivals)


def _block(title: str, lines: Sequence[Line]) -> Section:
    return Section(title=cleaned(title, LONGEST_LINE), lines=tuple(_short(line) for line in lines))


def _within(name: str) -> str:
    """A title inside a sentence; NPS and its like keep their letters."""
    return name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def _pains(document: Document) -> list[Line]:
    """What a test saw move comes before what is only there."""
    named = [line for section in document.sections[1:2] for line in section.lines]
    return sorted(named, key=lambda line: not line.tone)


def _cards(cards: Sequence[Card]) -> tuple[Card, ...]:
    told = [card for card in cards if card.title not in _TWINS]
    short = [replace(card, basis=cleaned(card.basis, 40), change=cleaned(card.change, 44)) for card in told]
    return tuple(sorted(short, key=lambda card: card.value == "No data")[:MOST_CARDS])


def _short(line: Line) -> Line:
    return replace(
        line,
        text=cleaned(line.text, LONGEST_LINE),
        detail=cleaned(line.detail, LONGEST_DETAIL),
        quote=cleaned(line.quote, LONGEST_QUOTE),
        said=cleaned(line.said, LONGEST_LINE),
        parts=(),
    )
