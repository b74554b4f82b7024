"""What a figure's change is made of, in sentences: the parts that stand out from chance, each leading to its rows."""

from domain.document import Line
from domain.reports import Cause, Digest, Figure
from metrics import METRICS
from metrics.words import count, difference, interval
from pipeline.digest_links import Links

DIMENSIONS = {"app_version": "app version", "story": "copies of one text"}


def parts(found: Figure, digest: Digest, links: Links, looks: tuple[str, str]) -> tuple[Line, ...]:
    """A sentence for each part of a figure's change; `looks` are its glyph and tone."""
    return tuple(_cause(cause, digest, links, looks) for cause in digest.causes if cause.metric == found.metric)


def sizes(found: Figure | Cause) -> str:
    """What both periods rest on."""
    return f"n {count(found.n_before)} and {count(found.n)}"


def unit_of(metric: str) -> str:
    """A metric's unit; empty for one that is known no more."""
    return METRICS[metric].unit if metric in METRICS else ""


def _cause(cause: Cause, digest: Digest, links: Links, looks: tuple[str, str]) -> Line:
    """One part of a change; it goes the way of the whole and looks like it."""
    measured = unit_of(cause.metric)
    name = DIMENSIONS.get(cause.dimension, cause.dimension)
    # A part of a share is in points of it.
    apart = interval(cause.low, cause.high, "points" if measured == "%" else measured)
    return Line(
        text=f"{name[:1].upper()}{name[1:]} {_part(cause)}".strip() + f": {difference(cause.total, measured)}",
        detail=f"95%: {apart}; {sizes(cause)}",
        href=_rows_of(cause, digest, links),
        glyph=looks[0],
        tone=looks[1],
    )


def _part(cause: Cause) -> str:
    """Country codes are written large, names as they are."""
    return cause.part.upper() if cause.dimension == "country" and len(cause.part) == 2 else cause.part


def _rows_of(cause: Cause, digest: Digest, links: Links) -> str:
    """A source and a topic can be asked for by themselves; other parts lead to the figure's rows."""
    if cause.dimension == "source":
        return links.page("mentions", source=cause.part)
    topic = next((p.topic_id for p in digest.pain_points if p.name == cause.part), None)
    if cause.dimension == "topic" and topic is not None:
        return links.page("pain-points", topic=str(topic))
    return links.figure(cause.metric)
