"""The two large charts as Vega-Lite: reputation beside survey scores, and volume by sentiment.

Built from plain rows, without any request: text in light or dark follows Streamlit's theme, marks are coloured here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

Spec = dict[str, Any]

LIGHT = {
    "negative": "#C2491D",
    "neutral": "#9A948C",
    "positive": "#1F6FB2",
    "unscored": "#DDD8D0",
    "survey": "#6B4C9A",
    "gap": "#8A847C",
    "ink": "#23201D",
}
DARK = {
    "negative": "#F0956B",
    "neutral": "#8B867F",
    "positive": "#7DB9EE",
    "unscored": "#4A4641",
    "survey": "#C3A6EE",
    "gap": "#A39D95",
    "ink": "#EDEBE8",
}
LABELS = ("negative", "neutral", "positive", "unscored")
CLICKED = "day"
# A day's point stands over the middle of its bar.
_NOON = 12 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One day or week of one series: value with its interval and size; value None is a gap."""

    day: date
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """What every chart of a page stands before: the period's days, badly heard days, notes, light or dark."""

    since: date
    until: date
    gaps: Sequence[date] = ()
    notes: Sequence[tuple[date, str]] = ()
    theme: str | None = None

    @property
    def colours(self) -> Mapping[str, str]:
        """By what they mean."""
        return DARK if self.theme == "dark" else LIGHT


def score_lines(sentiment: Sequence[Point], nps: Sequence[Point], backdrop: Backdrop) -> Spec:
    """Net sentiment and NPS in points on one axis of time and one of points; badly heard days are grey bands."""
    colours = backdrop.colours
    # It has both its ends: a rule without x, drawn first, would take the time axis away from all layers.
    ends = {"y": 0, "from": _stamp(backdrop.since), "to": _stamp(backdrop.until + timedelta(days=1))}
    zero = {
        "data": {"values": [ends]},
        "mark": {"type": "rule", "opacity": 0.45, "color": colours["ink"]},
        "encoding": {"x": _time("from"), "x2": {"field": "to"}, "y": {"field": "y", "type": "quantitative"}},
    }
    lines = [*_days(sentiment, colours["positive"]), *_waves(nps, colours["survey"])]
    return _framed([zero, *lines], backdrop, 260)


def volume_bars(rows: Sequence[Mapping[str, Any]], backdrop: Backdrop, unit: str) -> Spec:
    """Mentions a day or week, stacked by sentiment; `rows` hold day, label, n; a click selects the day."""
    step = timedelta(days=7 if unit == "week" else 1)
    values = [
        {
            **row,
            "day": _stamp(row["day"]),
            "end": _stamp(row["day"] + step),
            "rank": LABELS.index(row["label"]),
        }
        for row in rows
    ]
    amount = {"field": "n", "type": "quantitative", "title": None, "stack": "zero"}
    shades = {"domain": list(LABELS), "range": [backdrop.colours[label] for label in LABELS]}
    bars: Spec = {
        "data": {"values": values},
        "params": [{"name": CLICKED, "select": {"type": "point", "fields": ["day"]}}],
        "mark": {"type": "bar", "orient": "vertical", "cursor": "pointer", "xOffset": 1, "x2Offset": -1},
        "encoding": {
            "x": _time("day"),
            "x2": {"field": "end"},
            "y": {**amount, "axis": {"tickCount": 4, "format": "~s", "tickMinStep": 1}},
            "color": {"field": "label", "type": "nominal", "scale": shades, "legend": None},
            "order": {"field": "rank", "type": "quantitative"},
            "opacity": {"condition": {"param": CLICKED, "value": 1, "empty": True}, "value": 0.45},
            "tooltip": [_when("day", "Day"), _said("label", "Sentiment"), _said("n", "Mentions", ",")],
        },
    }
    return _framed([bars], backdrop, 200)


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """The stretches without a gap, so that no line is drawn over missing days."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point.value is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def picked(event: Any, unit: str) -> tuple[date, date] | None:
    """The first and last day of the bar that was clicked, from Streamlit's selection; None where none was."""
    chosen = ((event or {}).get("selection") or {}).get(CLICKED) or []
    stamp = chosen[0].get("day") if chosen and isinstance(chosen[0], dict) else None
    if stamp is None:
        return None
    day = datetime.fromtimestamp(float(stamp) / 1000, UTC).date()
    return day, day + timedelta(days=6 if unit == "week" else 0)


def _days(points: Sequence[Point], colour: str) -> list[Spec]:
    """Days run on: a line, its uncertainty as a band, and a dot where a day stands alone."""
    band: Spec = {"type": "area", "color": colour, "opacity": 0.13}
    line: Spec = {"type": "line", "color": colour, "strokeWidth": 2.25}
    dot: Spec = {"type": "point", "filled": True, "color": colour, "size": 34}
    return _series(points, "Net sentiment", (band, line, dot), alone=True)


def _waves(points: Sequence[Point], colour: str) -> list[Spec]:
    """Answers come in waves: each is a diamond with a bar of uncertainty, dashes lead from one to the next."""
    bar: Spec = {"type": "rule", "color": colour, "opacity": 0.55, "strokeWidth": 1.5}
    line: Spec = {"type": "line", "color": colour, "strokeWidth": 2, "strokeDash": [6, 4]}
    dot: Spec = {"type": "point", "filled": True, "color": colour, "size": 46, "shape": "diamond"}
    return _series(points, "NPS", (bar, line, dot), alone=False)


def _series(points: Sequence[Point], name: str, marks: tuple[Spec, Spec, Spec], *, alone: bool) -> list[Spec]:
    values = [
        {
            "day": _stamp(p.day) + _NOON,
            "value": p.value,
            "low": p.low,
            "high": p.high,
            "n": p.n,
            "run": index,
            "shown": not alone or len(run) == 1,
            "name": name,
        }
        for index, run in enumerate(runs(points))
        for p in run
    ]
    if not values:
        return []
    shared: Spec = {"x": _time("day"), "detail": {"field": "run"}}
    axis = {"tickCount": 6, "labelExpr": "datum.value === 0 ? '0' : format(datum.value, '+d')"}
    height = {"field": "value", "type": "quantitative", "title": None, "axis": axis}
    reach = {"y": {"field": "low", "type": "quantitative", "title": None}, "y2": {"field": "high"}}
    visible = {"condition": {"test": "datum.shown", "value": 1}, "value": 0}
    tips = [
        _said("name", "Score"),
        _when("day", "From"),
        _said("value", "Points", "+.1f"),
        _said("low", "Low", "+.1f"),
        _said("high", "High", "+.1f"),
        _said("n", "Rows", ","),
    ]
    layers = [
        {"mark": marks[0], "encoding": {**shared, **reach}},
        {"mark": marks[1], "encoding": {**shared, "y": height}},
        {"mark": marks[2], "encoding": {**shared, "y": height, "opacity": visible, "tooltip": tips}},
    ]
    return [{"data": {"values": values}, **layer} for layer in layers]


def _gaps(backdrop: Backdrop) -> list[Spec]:
    values = [{"from": _stamp(d), "to": _stamp(d + timedelta(days=1))} for d in backdrop.gaps]
    band = {
        "data": {"values": values},
        "mark": {"type": "rect", "color": backdrop.colours["gap"], "opacity": 0.18},
        "encoding": {"x": _time("from"), "x2": {"field": "to"}},
    }
    return [band] if values else []


def _notes(backdrop: Backdrop) -> list[Spec]:
    values = [{"day": _stamp(d), "note": text} for d, text in backdrop.notes]
    rule = {
        "data": {"values": values},
        "mark": {"type": "rule", "strokeDash": [2, 3], "opacity": 0.8, "color": backdrop.colours["ink"], "size": 1.5},
        "encoding": {"x": _time("day"), "tooltip": [_when("day", "Day"), _said("note", "Note")]},
    }
    return [rule] if values else []


def _time(field: str) -> Spec:
    axis = {"format": "%-d %b", "labelOverlap": True, "tickCount": 8, "grid": False}
    return {"field": field, "type": "temporal", "title": None, "axis": axis}


def _when(field: str, title: str) -> Spec:
    return {"field": field, "type": "temporal", "timeUnit": "utcyearmonthdate", "title": title}


def _said(field: str, title: str, form: str | None = None) -> Spec:
    return {"field": field, "title": title, **({"format": form, "type": "quantitative"} if form else {})}


def _framed(layers: Sequence[Spec], backdrop: Backdrop, height: int) -> Spec:
    stacked = [*_gaps(backdrop), *layers, *_notes(backdrop)]
    # Both charts get the same ends, so that a day stands over itself.
    _bound(stacked, [_stamp(backdrop.since), _stamp(backdrop.until + timedelta(days=1))])
    return {
        "height": height,
        "width": "container",
        "layer": stacked,
        "config": {
            "axisY": {"minExtent": 36, "maxExtent": 36},
            "axis": {"labelFontSize": 12, "domain": False, "ticks": False},
            "view": {"stroke": None},
        },
        "autosize": {"type": "fit", "contains": "padding"},
    }


def _bound(layers: Sequence[Spec], ends: Sequence[int]) -> None:
    for layer in layers:
        if "x" in layer.get("encoding", {}):
            layer["encoding"]["x"] |= {"scale": {"type": "utc", "domain": list(ends), "nice": False}}


def _stamp(day: date) -> int:
    """Midnight UTC in milliseconds: Vega reads days as text only where it happens to know their type."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
