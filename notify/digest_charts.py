"""A report's charts as pictures: Vega-Lite drawn without a browser, from rows alone; nothing is fetched."""

from datetime import UTC, date, datetime
from typing import Any

import vl_convert

from domain.document import Bar, Chart
from notify.quoting import cleaned

Spec = dict[str, Any]

COLOURS = {"negative": "#C2491D", "neutral": "#9A948C", "positive": "#1F6FB2", "unscored": "#DDD8D0"}
INK, SOFT, LINE = "#23201D", "#6B655E", "#E5E0D8"
FONT = "sans-serif"
PALE = 0.42
# Under pale bars, so that no line shines through; a page gives this colour its own paper's.
PAPER = "#FBFAF7"


def svg(chart: Chart, width: int = 640, height: int = 190) -> str:
    """The picture as one SVG element, every text in it escaped."""
    return str(vl_convert.vegalite_to_svg(_spec(chart, width, height), allowed_base_urls=[]))


def png(chart: Chart, width: int = 640, height: int = 190, paper: str = "#ffffff") -> bytes:
    """The same as a PNG of three times the size, on paper of that colour: pale bars blend badly with none."""
    spec = _spec(chart, width, height, paper) | {"background": paper}
    return bytes(vl_convert.vegalite_to_png(spec, scale=3.0, allowed_base_urls=[]))


def _spec(chart: Chart, width: int, height: int, paper: str = PAPER) -> Spec:
    drawn = _days(chart, paper) if chart.kind == "days" else _topics(chart, paper)
    return {
        **drawn,
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "config": {
            # The picture is named as a whole; its marks would repeat strangers' words one by one.
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": SOFT,
                "labelFontSize": 12,
                "gridColor": LINE,
                "domain": False,
                "ticks": False,
                "title": None,
            },
        },
    }


def _days(chart: Chart, paper: str) -> Spec:
    """Stacked bars by label; the period before is paler."""
    labels = [label for label in COLOURS if any(bar.counts.get(label) for bar in chart.bars)]
    values = [
        {"day": _stamp(bar.day), "label": label, "n": bar.counts.get(label, 0), "rank": rank, "now": bar.now}
        for bar in chart.bars
        for rank, label in enumerate(labels)
        if bar.day
    ]
    bars = {
        "mark": {"type": "bar", "width": {"band": 0.78}},
        "encoding": {
            "x": _by_day([_stamp(bar.day) for bar in chart.bars if bar.day]),
            "y": {
                "field": "n",
                "type": "quantitative",
                "stack": "zero",
                "axis": {"tickCount": 4, "tickMinStep": 1, "format": "d"},
            },
            "color": {
                "field": "label",
                "type": "nominal",
                "scale": {"domain": labels, "range": [COLOURS[label] for label in labels]},
                "legend": {
                    "orient": "top",
                    "title": None,
                    "labelColor": SOFT,
                    "labelFontSize": 12,
                    "symbolType": "square",
                    "offset": 4,
                },
            },
            "order": {"field": "rank", "type": "quantitative"},
            "opacity": {"condition": {"test": "datum.now", "value": 1}, "value": PALE},
        },
    }
    return {"data": {"values": values}, "layer": [_under(bars, paper), bars]}


def _under(bars: Spec, paper: str) -> Spec:
    """The same bars in the paper's colour."""
    told = {name: how for name, how in bars["encoding"].items() if name not in {"color", "opacity"}}
    parts = {"detail": {"field": "label"}} if "color" in bars["encoding"] else {}
    return {"mark": {**bars["mark"], "color": paper}, "encoding": {**told, **parts}}


def _topics(chart: Chart, paper: str) -> Spec:
    """Two bars for each topic: this period, and paler the one before."""
    values = [
        {"topic": _name(bar), "n": bar.counts.get("complaints", 0), "now": bar.now, "half": 0 if bar.now else 1}
        for bar in chart.bars
    ]
    names = list(dict.fromkeys(_name(bar) for bar in chart.bars))
    place = {
        "y": {
            "field": "topic",
            "type": "nominal",
            "sort": names,
            "axis": {"labelLimit": 200, "labelColor": INK, "grid": False},
            "scale": {"paddingInner": 0.3},
        },
        "yOffset": {"field": "half", "type": "nominal", "sort": [0, 1]},
    }
    long = {"field": "n", "type": "quantitative"}
    bars = {
        "mark": {"type": "bar", "color": COLOURS["negative"]},
        "encoding": {
            **place,
            "x": {**long, "axis": {"tickCount": 5, "tickMinStep": 1, "format": "d"}},
            "opacity": {"condition": {"test": "datum.now", "value": 1}, "value": PALE},
        },
    }
    counts = {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": SOFT, "fontSize": 11},
        "encoding": {**place, "x": long, "text": {"field": "n", "type": "quantitative"}},
    }
    return {"data": {"values": values}, "layer": [_under(bars, paper), bars, counts]}


def _name(bar: Bar) -> str:
    """A control character that reached the library would end the whole process: its text measuring panics."""
    return cleaned(bar.key, 60)


def _by_day(stamps: list[int]) -> Spec:
    """Days as bands, every one of them; few enough labels that none covers another."""
    step = max(1, len(stamps) // 7)
    axis = {
        "labelExpr": "utcFormat(datum.value, '%-d %b')",
        "values": stamps[::-1][::step][::-1],
        "labelAngle": 0,
        "grid": False,
    }
    return {"field": "day", "type": "ordinal", "axis": axis, "sort": stamps}


def _stamp(day: date | None) -> int:
    assert day is not None  # noqa: S101 - only bars of days are asked for
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
