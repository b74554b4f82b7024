"""A report as PDF pages, and its slide as PDF or PNG, set by Typst: strangers' words reach it as data."""

from dataclasses import asdict, replace
from typing import Any

from domain.document import Chart, Document
from notify.digest_charts import png
from notify.digest_slide import slide_of
from notify.typeset import plain, typeset

_SLIDE_PAPER = "#fbfaf8"


def pdf(document: Document) -> bytes:
    """The report on A4 pages."""
    return typeset("digest.typ", _data(document, [_picture(c, png(c, 700, 190)) for c in document.charts]))


def slide_pdf(document: Document) -> bytes:
    """The slide on one page, 16 to 9."""
    return typeset("slide.typ", _slide(document))


def slide_png(document: Document) -> bytes:
    """The slide as a picture of 1920 x 1080."""
    return typeset("slide.typ", _slide(document), form="png")


def _slide(document: Document) -> dict[str, Any]:
    made = slide_of(document)
    drawn = [_picture(made.chart, png(made.chart, 480, 232, _SLIDE_PAPER))] if made.chart else []
    return _data(document, drawn) | {"slide": plain(asdict(replace(made, chart=None)))}


def _data(document: Document, pictures: list[dict[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = plain(asdict(replace(document, charts=())))
    return whole | {"charts": pictures}


def _picture(chart: Chart, drawn: bytes) -> dict[str, Any]:
    return {"title": chart.title, "said": chart.said, "png": list(drawn)}
