"""Which part moved a figure: the largest one that stands out from chance, and goes the way the figure went."""

from collections.abc import Mapping
from datetime import date, timedelta

from domain.measures import Histogram, Scope
from metrics.parts import THE_REST, Moved, gains, moves
from storage.queries import Queries
from storage.queries.worth import worth
from views import _safe, _words
from views._figures import PUBLIC, Figure
from views._filters import Filters

# The questions are dear on a million mentions: `explain` asks by country, version and story too.
NAMED: Mapping[str, str] = {
    "source": "source",
    "topic": "topic",
    "survey": "survey",
    "touchpoint": "touchpoint",
    "segment": "segment",
    "channel": "channel",
}
# Net sentiment says it already.
_TWIN = "negative_share"
NAMELESS = frozenset({"unknown", "untagged", THE_REST})
_BY_TABLE: Mapping[str, tuple[str, ...]] = {
    "counted": ("source", "topic"),
    "mentions": ("source", "topic"),
    "answers": ("survey", "touchpoint", "segment", "topic"),
    "tickets": ("channel", "topic"),
    "customers": ("segment",),
}


def parts(queries: Queries, found: Figure, filters: Filters, dimension: str) -> list[Moved]:
    """A figure's change against the period before by one dimension; empty where it has no parts."""
    rows = worth(found.metric.name, found.counts if isinstance(found.counts, Histogram) else None)
    scope = _scope(found, filters)
    if rows is None or found.change is None or dimension not in _BY_TABLE[rows.table]:
        return []
    counted = queries.breakdown.parts(scope, _before(filters, scope), dimension, rows)
    if rows.counted and not (sum(p.before.n for p in counted) and sum(p.after.n for p in counted)):
        return []
    return gains(counted) if rows.counted else moves(counted)


def sentence(queries: Queries, found: Figure, filters: Filters) -> str:
    """What moved a figure most, with its interval, as safe HTML; empty where no named part stands out."""
    rows = worth(found.metric.name, found.counts if isinstance(found.counts, Histogram) else None)
    if rows is None or found.change is None or found.metric.name == _TWIN:
        return ""
    whole = found.change.difference
    best: tuple[str, Moved] | None = None
    for dimension in _BY_TABLE[rows.table]:
        split = parts(queries, found, filters, dimension)
        for part in split if len(split) > 1 else ():
            same = part.found and part.part not in NAMELESS and part.total * whole > 0
            if same and (best is None or abs(part.total) > abs(best[1].total)):
                best = dimension, part
    return _said(best, found) if best else ""


def _said(best: tuple[str, Moved], found: Figure) -> str:
    dimension, part = best
    unit = found.metric.unit
    range_ = _words.interval(part.low, part.high, "points" if unit == "%" else unit)
    moved = _words.difference(part.total, unit)
    return f"Largest part: {NAMED[dimension]} {_safe.bdi(part.part, 60)}, {moved} (95%: {range_})."


def _scope(found: Figure, filters: Filters) -> Scope:
    return filters.public() if found.metric.needs in PUBLIC else filters.asked()


def _before(filters: Filters, scope: Scope) -> date:
    first = filters.before(scope).since
    return first if first is not None else filters.since - timedelta(days=filters.days)
