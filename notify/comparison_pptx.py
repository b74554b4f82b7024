"""Brands side by side as a presentation that people edit: its texts are texts, its bars are shapes."""

import io

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide as Sheet
from pptx.util import Emu, Inches, Pt

from domain.comparison import Compared, Comparison
from notify.comparison_png import ticks
from notify.pptx_text import EDGE, SOFT, Box, Words, write_box, write_frame
from notify.quoting import cleaned

OWN, OTHER = RGBColor(0x6B, 0x4C, 0x9A), RGBColor(0x8A, 0x84, 0x7C)
PALE = {OWN: RGBColor(0xC4, 0xB7, 0xD7), OTHER: RGBColor(0xD0, 0xCE, 0xCA)}
WHITE = RGBColor(0xFF, 0xFF, 0xFF)
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.55
INNER = WIDTH - 2 * MARGIN
# Names, the lane that the bars lie on, figures.
NAMES, LANE, FIGURES = 3.4, 5.7, 2.6
LANE_FROM = MARGIN + NAMES + 0.2
FIGURES_FROM = LANE_FROM + LANE + 0.3
TOP, BOTTOM, TALLEST = 2.15, 6.35, 1.05
_BLANK = 6
_LONG_NAME, MOST_NAME = 24, 34


def pptx(comparison: Comparison) -> bytes:
    """One slide, 16 to 9."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(Inches(WIDTH)), Emu(Inches(HEIGHT))
    deck.core_properties.title = cleaned(comparison.title, 200)
    deck.core_properties.author = "Earshot"
    sheet = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    _head(sheet, comparison)
    _rows(sheet, comparison)
    foot = [[Words(text=comparison.foot, size=10, colour=SOFT, href=comparison.href)]]
    write_box(sheet, Box(x=MARGIN, y=6.95, w=INNER, h=0.35), foot)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _head(sheet: Sheet, comparison: Comparison) -> None:
    title = [[Words(text=comparison.title, size=28, bold=True)]]
    write_box(sheet, Box(x=MARGIN, y=0.35, w=INNER - 4.6, h=0.55), title)
    period = [[Words(text=comparison.period, size=12, colour=SOFT)]]
    write_box(sheet, Box(x=WIDTH - MARGIN - 4.5, y=0.55, w=4.5, h=0.3), period, right=True)
    lead = [[Words(text=comparison.lead, size=18)], [Words(text=comparison.among, size=12, colour=SOFT)]]
    write_box(sheet, Box(x=MARGIN, y=1.0, w=INNER, h=0.9), lead)


def _rows(sheet: Sheet, comparison: Comparison) -> None:
    height = min(TALLEST, (BOTTOM - TOP) / max(1, len(comparison.rows)))
    below = BOTTOM - (BOTTOM - TOP - len(comparison.rows) * height) / 2
    for place, row in enumerate(reversed(comparison.rows)):
        _row(sheet, comparison, row, below - (place + 0.5) * height)
    for tick in ticks(comparison):
        middle = LANE_FROM + LANE * tick["at"]
        shape = sheet.shapes.add_textbox(Inches(middle - 0.4), Inches(below), Inches(0.8), Inches(0.25))
        write_frame(shape.text_frame, [[Words(text=tick["said"], size=10, colour=SOFT)]], PP_ALIGN.CENTER)


def _row(sheet: Sheet, comparison: Comparison, row: Compared, middle: float) -> None:
    long = len(row.name) > _LONG_NAME
    name = [Words(text=cleaned(row.name, MOST_NAME), size=12 if long else 18, bold=True, space=True)]
    name += [Words(text="our brand", size=11, colour=SOFT)] if row.ours else []
    said = [name, [Words(text=row.change, size=11, colour=SOFT)]] if row.change else [name]
    write_box(sheet, Box(x=MARGIN, y=middle - (0.28 if row.change else 0.18), w=NAMES, h=0.5), said)
    _strip(sheet, comparison, row, middle)
    rests = ", ".join(part for part in (row.interval, row.basis) if part)
    figures = [[Words(text=row.value, size=20, bold=True)], [Words(text=rests, size=11, colour=SOFT)]]
    write_box(sheet, Box(x=FIGURES_FROM, y=middle - 0.3, w=FIGURES, h=0.6), figures)


def _strip(sheet: Sheet, comparison: Comparison, row: Compared, middle: float) -> None:
    """A thin line for the scale, a bar for the interval, a dot for the value."""
    shade = OWN if row.ours else OTHER
    _shape(sheet, MSO_SHAPE.RECTANGLE, Box(x=LANE_FROM, y=middle - 0.007, w=LANE, h=0.014), EDGE)
    if row.low is not None and row.high is not None:
        low, high = comparison.place(row.low), comparison.place(row.high)
        bar = Box(x=LANE_FROM + LANE * low, y=middle - 0.06, w=max(0.04, LANE * (high - low)), h=0.12)
        _shape(sheet, MSO_SHAPE.ROUNDED_RECTANGLE, bar, PALE[shade])
    if row.at is not None:
        dot = Box(x=LANE_FROM + LANE * comparison.place(row.at) - 0.1, y=middle - 0.1, w=0.2, h=0.2)
        shape = _shape(sheet, MSO_SHAPE.OVAL, dot, shade)
        # What a screen reader says of the whole strip.
        shape._element.nvSpPr.cNvPr.set("descr", cleaned(f"{row.name}: {row.value} ({row.interval})", 200))  # type: ignore[attr-defined]  # the library has no name for it


def _shape(sheet: Sheet, kind: MSO_SHAPE, box: Box, fill: RGBColor) -> object:
    shape = sheet.shapes.add_shape(kind, Inches(box.x), Inches(box.y), Inches(box.w), Inches(box.h))
    shape.fill.solid()
    shape.fill.fore_color.rgb = fill
    shape.line.fill.background()
    if kind == MSO_SHAPE.OVAL:
        shape.line.color.rgb, shape.line.width = WHITE, Pt(1.5)
    # Without the theme's style: it brings a shadow and colours of its own.
    style = shape._element.find(qn("p:style"))
    if style is not None:
        style.getparent().remove(style)
    return shape
