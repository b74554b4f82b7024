"""A report's slide as a presentation that people edit: its texts are texts, its chart is a picture."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Sheet
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Pt

from domain.document import Card, Chart, Document, Line
from notify.digest_charts import png
from notify.digest_slide import slide_of
from notify.quoting import cleaned

INK, SOFT, EDGE = RGBColor(0x23, 0x20, 0x1D), RGBColor(0x5F, 0x5A, 0x53), RGBColor(0xE0, 0xDA, 0xD1)
TONES = {"better": RGBColor(0x1F, 0x6F, 0xB2), "worse": RGBColor(0xC2, 0x49, 0x1D)}
WIDTH, HEIGHT, EDGE_ROOM = 13.333, 7.5, 0.55
_BLANK = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on the sheet, in inches."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A run of text: its size in points, its looks, where it leads."""

    text: str
    size: float
    bold: bool = False
    colour: RGBColor = INK
    href: str = ""


def pptx(document: Document) -> bytes:
    """One slide, 16 to 9."""
    made = slide_of(document)
    deck = _deck(document)
    sheet = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    inner = WIDTH - 2 * EDGE_ROOM
    _box(sheet, Box(x=EDGE_ROOM, y=0.3, w=inner, h=0.6), [[Words(text=document.title, size=28, bold=True)]])
    lead = _line(document.lead, 15)[0]
    against = [Words(text=document.against, size=12, colour=SOFT)]
    _box(sheet, Box(x=EDGE_ROOM, y=0.85, w=inner, h=0.7), [against, lead])
    _cards(sheet, made.cards, inner)
    half = inner * 0.52
    if made.chart:
        _chart(sheet, made.chart, half)
    _stands_out(sheet, made.lines, Box(x=EDGE_ROOM + half + 0.35, y=3.4, w=inner - half - 0.35, h=3.3))
    foot = [
        Words(text=f"{made.foot}. Report ", size=10, colour=SOFT),
        Words(text=document.report_id, size=10, colour=SOFT, href=document.href),
    ]
    _box(sheet, Box(x=EDGE_ROOM, y=6.98, w=inner, h=0.35), [foot])
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _deck(document: Document) -> Deck:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(Inches(WIDTH)), Emu(Inches(HEIGHT))
    deck.core_properties.title = cleaned(document.title, 200)
    deck.core_properties.author = "Earshot"
    return deck


def _cards(sheet: Sheet, cards: Sequence[Card], room: float) -> None:
    gap = 0.18
    width = (room - gap * (len(cards) - 1)) / max(1, len(cards))
    for place, card in enumerate(cards):
        _card(sheet, card, Box(x=EDGE_ROOM + place * (width + gap), y=1.75, w=width, h=1.5))


def _chart(sheet: Sheet, chart: Chart, width: float) -> None:
    said = Words(text=chart.said, size=11, colour=SOFT)
    heading = [Words(text=f"{chart.title}. ", size=12, bold=True), said]
    _box(sheet, Box(x=EDGE_ROOM, y=3.4, w=width, h=0.4), [heading])
    drawn = io.BytesIO(png(chart, 480, 220))
    picture = sheet.shapes.add_picture(drawn, Inches(EDGE_ROOM), Inches(3.85), width=Inches(width))
    # What a screen reader says of it; the library has no name for that.
    picture._element.nvPicPr.cNvPr.set("descr", chart.said)


def _stands_out(sheet: Sheet, lines: Sequence[Line], box: Box) -> None:
    head = [Words(text="What stands out", size=15, bold=True)]
    _box(sheet, box, [head, *(paragraph for line in lines for paragraph in _line(line, 13))])


def _line(line: Line, size: float) -> list[list[Words]]:
    """A sentence as one paragraph, what it rests on as the next."""
    colour = TONES.get(line.tone, INK)
    glyph = [Words(text=f"{line.glyph} ", size=size, colour=colour)] if line.glyph else []
    said = [[*glyph, Words(text=line.text, size=size, bold=True, href=line.href)]]
    return [*said, [Words(text=line.detail, size=10.5, colour=SOFT)]] if line.detail else said


def _card(sheet: Sheet, card: Card, box: Box) -> None:
    shape = sheet.shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE, Inches(box.x), Inches(box.y), Inches(box.w), Inches(box.h)
    )
    shape.adjustments[0] = 0.06
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    shape.line.color.rgb = EDGE
    shape.line.width = Pt(0.75)
    shape.shadow.inherit = False
    tone = TONES.get(card.tone, INK)
    change = f"{card.glyph} {card.change}".strip() + (f" ({card.tone})" if card.tone else "")
    interval = [Words(text=f"  ({card.interval})", size=12, colour=SOFT)] if card.interval else []
    _fill(
        shape.text_frame,
        [
            [Words(text=card.title, size=12, colour=SOFT)],
            [Words(text=card.value, size=26, bold=True, href=card.href), *interval],
            [Words(text=card.basis, size=11, colour=SOFT)],
            [Words(text=change, size=13, bold=True, colour=tone)],
        ],
    )


def _box(sheet: Sheet, box: Box, paragraphs: list[list[Words]]) -> None:
    shape = sheet.shapes.add_textbox(Inches(box.x), Inches(box.y), Inches(box.w), Inches(box.h))
    _fill(shape.text_frame, paragraphs)


def _fill(frame: TextFrame, paragraphs: list[list[Words]]) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(0.1)
    frame.margin_top = frame.margin_bottom = Inches(0.05)
    for place, runs in enumerate(paragraphs):
        _write(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), runs)


def _write(paragraph: _Paragraph, runs: list[Words]) -> None:
    paragraph.space_after = Pt(2)
    for words in runs:
        run = paragraph.add_run()
        run.text = cleaned(words.text, 500)
        run.font.size, run.font.bold = Pt(words.size), words.bold
        if words.href:
            run.hyperlink.address = words.href
        # A link's own colour would stand over it, and say nothing.
        run.font.color.rgb = words.colour
