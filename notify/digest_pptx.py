"""A report's slide as a presentation that people edit: its texts are texts, its chart is a picture."""

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Sheet
from pptx.util import Emu, Inches, Pt

from domain.document import Card, Chart, Document, Line, Section
from notify.digest_charts import png
from notify.digest_slide import Slide, slide_of
from notify.pptx_text import EDGE, INK, SOFT, Box, Words, write_box, write_frame
from notify.quoting import cleaned

TONES = {"better": RGBColor(0x1F, 0x6F, 0xB2), "worse": RGBColor(0xC2, 0x49, 0x1D)}
WIDTH, HEIGHT, MARGIN, GAP = 13.333, 7.5, 0.55, 0.4
INNER = WIDTH - 2 * MARGIN
LEFT = INNER * 0.5
_CHART = (480, 225)
_BLANK = 6
# Characters that fit beside the period in large letters.
_BIG = 26


def pptx(document: Document) -> bytes:
    """One slide, 16 to 9."""
    made = slide_of(document)
    deck = _deck(document)
    sheet = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    _head(sheet, made)
    _cards(sheet, made.cards)
    if made.chart:
        _chart(sheet, made.chart)
    if made.quote:
        _quote(sheet, made.quote)
    _blocks(sheet, made.blocks)
    _foot(sheet, made.foot, document)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _deck(document: Document) -> Deck:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(Inches(WIDTH)), Emu(Inches(HEIGHT))
    deck.core_properties.title = cleaned(document.title, 200)
    deck.core_properties.author = "Earshot"
    return deck


def _foot(sheet: Sheet, said: str, document: Document) -> None:
    write_box(sheet, Box(x=MARGIN, y=7.05, w=INNER - 2.4, h=0.25), [[Words(text=said, size=9, colour=SOFT)]])
    report = [
        Words(text="Report", size=9, colour=SOFT, space=True),
        Words(text=document.report_id, size=9, colour=SOFT, href=document.href),
    ]
    write_box(sheet, Box(x=WIDTH - MARGIN - 2.3, y=7.05, w=2.3, h=0.25), [report], right=True)


def _head(sheet: Sheet, made: Slide) -> None:
    brand = [[Words(text=made.brand, size=28 if len(made.brand) <= _BIG else 20, bold=True)]]
    write_box(sheet, Box(x=MARGIN, y=0.32, w=INNER - 4.6, h=0.55), brand)
    period = [[Words(text=made.period, size=12, colour=SOFT)]]
    write_box(sheet, Box(x=WIDTH - MARGIN - 4.5, y=0.52, w=4.5, h=0.3), period, right=True)
    write_box(sheet, Box(x=MARGIN, y=0.95, w=INNER, h=0.35), [_said(made.lead, 16)])


def _cards(sheet: Sheet, cards: Sequence[Card]) -> None:
    gap = 0.18
    width = (INNER - gap * (len(cards) - 1)) / max(1, len(cards))
    for place, card in enumerate(cards):
        _card(sheet, card, Box(x=MARGIN + place * (width + gap), y=1.42, w=width, h=1.42))


def _chart(sheet: Sheet, chart: Chart) -> None:
    said = Words(text=chart.said, size=11, colour=SOFT)
    heading = [Words(text=f"{chart.title}.", size=12, bold=True, space=True), said]
    write_box(sheet, Box(x=MARGIN, y=2.98, w=LEFT, h=0.3), [heading])
    drawn = io.BytesIO(png(chart, *_CHART))
    picture = sheet.shapes.add_picture(drawn, Inches(MARGIN), Inches(3.27), width=Inches(LEFT))
    # What a screen reader says of it; the library has no name for that.
    picture._element.nvPicPr.cNvPr.set("descr", f"{chart.title}. {chart.said}")


def _quote(sheet: Sheet, line: Line) -> None:
    """A person's words below the chart, behind a rule."""
    rule = sheet.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(MARGIN), Inches(6.31), Inches(0.035), Inches(0.52))
    rule.fill.solid()
    rule.fill.fore_color.rgb = EDGE
    rule.line.fill.background()
    _bare(rule)
    words = [
        [Words(text=f"“{line.quote}”", size=12, italic=True)],
        [Words(text=line.said, size=10, colour=SOFT)],
    ]
    write_box(sheet, Box(x=MARGIN + 0.14, y=6.27, w=LEFT - 0.14, h=0.6), words)


def _blocks(sheet: Sheet, blocks: Sequence[Section]) -> None:
    """Headings with their sentences in one box, so that whoever edits one pushes the rest down."""
    paragraphs: list[list[Words]] = []
    for block in (b for b in blocks if b.lines):
        if paragraphs:
            paragraphs.append([Words(text=" ", size=5)])
        paragraphs.append([Words(text=block.title, size=14, bold=True)])
        paragraphs.append([Words(text=block.intro, size=10, colour=SOFT)])
        for line in block.lines:
            paragraphs.append(_said(line, 12, bold=True))
            paragraphs.append([Words(text=line.detail, size=10, colour=SOFT)])
    box = Box(x=MARGIN + LEFT + GAP, y=2.96, w=INNER - LEFT - GAP, h=3.95)
    write_box(sheet, box, [p for p in paragraphs if p[0].text])


def _said(line: Line, size: float, *, bold: bool = False) -> list[Words]:
    glyph = [Words(text=line.glyph, size=size, colour=TONES.get(line.tone, INK), space=True)] if line.glyph else []
    return [*glyph, Words(text=line.text, size=size, bold=bold, href=line.href)]


def _card(sheet: Sheet, card: Card, box: Box) -> None:
    shape = sheet.shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE, Inches(box.x), Inches(box.y), Inches(box.w), Inches(box.h)
    )
    shape.adjustments[0] = 0.06
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    shape.line.color.rgb = EDGE
    shape.line.width = Pt(0.75)
    _bare(shape)
    # The whole card leads to its rows: there is more to hit, and the figure is not underlined.
    shape.click_action.hyperlink.address = card.href
    tone = TONES.get(card.tone, INK)
    change = f"{card.glyph} {card.change}".strip() + (f" ({card.tone})" if card.tone else "")
    interval = [Words(text=f"({card.interval})", size=12, colour=SOFT)] if card.interval else []
    paragraphs = [
        [Words(text=card.title, size=12, colour=SOFT)],
        [Words(text=card.value, size=26, bold=True, space=True), *interval],
        [Words(text=card.basis, size=11, colour=SOFT)],
        [Words(text=change, size=13 if card.glyph else 10, bold=True, colour=tone)],
    ]
    write_frame(shape.text_frame, paragraphs, margin=0.15)


def _bare(shape: object) -> None:
    """Without the theme's style: it brings a shadow and colours of its own."""
    style = shape._element.find(qn("p:style"))  # type: ignore[attr-defined]  # the library has no name for it
    if style is not None:
        style.getparent().remove(style)
