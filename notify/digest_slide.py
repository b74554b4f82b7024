"""What of a report goes on one slide: four figures, one chart, the sentences that say most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.document import Card, Chart, Document, Line
from notify.quoting import cleaned

MOST_CARDS, MOST_LINES = 4, 5
LONGEST_LINE, LONGEST_DETAIL = 110, 120
# Said again by another of the first figures.
_TWINS = frozenset({"Net sentiment, by story", "Negative share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """The texts are cut to what fits; `foot` says what the figures rest on."""

    cards: tuple[Card, ...]
    chart: Chart | None
    lines: tuple[Line, ...]
    foot: str


def slide_of(document: Document) -> Slide:
    """The slide of a document."""
    lines = [line for section in document.sections[:1] for line in section.lines if line.tone or line.glyph != "●"]
    named = [line for section in document.sections[1:2] for line in section.lines]
    # What a test saw move comes before what is only there.
    pains = sorted(named, key=lambda line: not line.tone)
    facts = dict(document.facts)
    said = [f"{facts.get('Scored', '')} scored", f"engine {facts.get('Engine', '')}", "intervals are 95%"]
    return Slide(
        cards=_cards(document.cards),
        chart=document.charts[0] if document.charts else None,
        lines=tuple(_short(line) for line in (*lines[:3], *pains)[:MOST_LINES]),
        foot=" ".join(filter(None, [document.banner, ", ".join(said)])),
    )


def _cards(cards: Sequence[Card]) -> tuple[Card, ...]:
    told = [card for card in cards if card.title not in _TWINS]
    short = [replace(card, basis=cleaned(card.basis, 40)) for card in told]
    return tuple(sorted(short, key=lambda card: card.value == "No data")[:MOST_CARDS])


def _short(line: Line) -> Line:
    detail = line.detail.partition(" Parts of it")[0]
    return replace(line, text=cleaned(line.text, LONGEST_LINE), detail=cleaned(detail, LONGEST_DETAIL))
