"""A report as PDF pages, and its slide as PDF or PNG, set by Typst: strangers' words reach it as data."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

import typst

from domain.document import Chart, Document
from notify.digest_charts import png
from notify.digest_slide import slide_of
from notify.quoting import cleaned

_TEMPLATES = Path(__file__).parent / "templates"
_SLIDE_PPI = 144.0
_SLIDE_PAPER = "#fbfaf8"
Form = Literal["pdf", "png"]
# Typst writes a date into every PDF; without one of its own, the same report is the same file.
_NO_DATE = 0


def pdf(document: Document) -> bytes:
    """The report on A4 pages."""
    return _set("digest.typ", _data(document, [_picture(c, png(c, 700, 190)) for c in document.charts]))


def slide_pdf(document: Document) -> bytes:
    """The slide on one page, 16 to 9."""
    return _set("slide.typ", _slide(document))


def slide_png(document: Document) -> bytes:
    """The slide as a picture of 1920 x 1080."""
    return _set("slide.typ", _slide(document), form="png")


def _slide(document: Document) -> dict[str, Any]:
    made = slide_of(document)
    drawn = [_picture(made.chart, png(made.chart, 480, 232, _SLIDE_PAPER))] if made.chart else []
    return _data(document, drawn) | {"slide": _plain(asdict(replace(made, chart=None)))}


def _data(document: Document, pictures: list[dict[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = _plain(asdict(replace(document, charts=())))
    return whole | {"charts": pictures}


def _picture(chart: Chart, drawn: bytes) -> dict[str, Any]:
    return {"title": chart.title, "said": chart.said, "png": list(drawn)}


def _plain(value: Any) -> Any:
    """The same with every text on one line and without what is not seen."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return cleaned(value, 2000) if isinstance(value, str) else value


def _set(template: str, data: dict[str, Any], form: Form = "pdf") -> bytes:
    return typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        format=form,
        ppi=_SLIDE_PPI,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        timestamp=_NO_DATE,
    )
