"""Text on a sheet of a presentation: runs with their looks and links, in boxes that are measured in inches."""

from collections.abc import Sequence
from dataclasses import dataclass

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide as Sheet
from pptx.text.text import TextFrame, _Paragraph, _Run
from pptx.util import Inches, Pt

from notify.quoting import cleaned

INK, SOFT, EDGE = RGBColor(0x23, 0x20, 0x1D), RGBColor(0x5F, 0x5A, 0x53), RGBColor(0xE0, 0xDA, 0xD1)
# PowerPoint paints links in the theme's blue unless this says that the run's own colour stays.
_OWN_COLOUR = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr val="tx" '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on the sheet, in inches."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A run of text: its size in points, its looks, where it leads. `space`: one stands behind it."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    colour: RGBColor = INK
    href: str = ""
    space: bool = False


def write_box(sheet: Sheet, box: Box, paragraphs: Sequence[Sequence[Words]], *, right: bool = False) -> None:
    """A box of text without a frame, its lines to the left or to the right."""
    shape = sheet.shapes.add_textbox(Inches(box.x), Inches(box.y), Inches(box.w), Inches(box.h))
    write_frame(shape.text_frame, paragraphs, PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT)


def write_frame(
    frame: TextFrame, paragraphs: Sequence[Sequence[Words]], align: PP_ALIGN = PP_ALIGN.LEFT, margin: float = 0.0
) -> None:
    """Paragraphs from the top of a shape, `margin` inches from its sides."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(margin)
    frame.margin_top = frame.margin_bottom = Inches(margin / 2)
    for place, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = align
        _write(paragraph, runs)


def _write(paragraph: _Paragraph, runs: Sequence[Words]) -> None:
    paragraph.space_after = Pt(2)
    for words in runs:
        run = paragraph.add_run()
        run.text = cleaned(words.text, 500) + " " * words.space
        run.font.size, run.font.bold, run.font.italic = Pt(words.size), words.bold, words.italic
        if words.href:
            _link(run, words.href)
        run.font.color.rgb = words.colour


def _link(run: _Run, address: str) -> None:
    run.hyperlink.address = address
    run._r.rPr.find(qn("a:hlinkClick")).append(parse_xml(_OWN_COLOUR))
