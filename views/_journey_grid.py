"""The journey as a grid: each touchpoint's figures and which of them is the worst; asked for here, drawn elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics import METRICS
from metrics.change import Change, compare_sentiment
from metrics.journey import own_rating, worst
from storage.queries import Queries
from storage.queries.journey import Share, Told, Volumes
from views import _moments
from views._ask import once
from views._filters import Filters

JUDGED = ("net_sentiment", "csat_survey", "ces")
IMPORTED = ("funnel_completion", "returns_per_1000", "complaints_per_1000")
_CALM = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One touchpoint: counts, estimates by metric (None: no data), and which of its figures are the worst of all."""

    name: str
    description: str
    mentions: SentimentCounts
    figures: Mapping[str, Estimate | None]
    change: Change | None
    own: Estimate | None
    emotions: Sequence[Share]
    pain: Share | None
    worst: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All touchpoints in the order of the journey, and how much of what was said finds one."""

    cells: tuple[Cell, ...]
    volumes: Volumes
    emotions: bool


def grid(queries: Queries, filters: Filters) -> Grid:
    """Everything that the page shows of the period, and how sentiment changed against the one before."""
    return once(queries, "journey", filters, lambda: _grid(queries, filters))


def _grid(queries: Queries, filters: Filters) -> Grid:
    scope = filters.public()
    told = queries.journey.told(scope, filters.before(scope).since)
    answered = queries.journey_answers.at(filters.asked())
    steps = [(str(row.touchpoint), str(row.description or "")) for row in _moments.rows(queries.journey.touchpoints())]
    cells = [_cell(name, description, told, answered[name]) for name, description in steps]
    lowest = {name: worst({c.name: c.figures[name] for c in cells}) for name in JUDGED}
    marked = (replace(c, worst=frozenset(m for m, name in lowest.items() if name == c.name)) for c in cells)
    return Grid(cells=tuple(marked), volumes=told.now, emotions=bool(told.emotions))


def _cell(name: str, description: str, told: Told, answered: Mapping[str, Any]) -> Cell:
    spoken, beside = told.now.at.get(name, SentimentCounts()), answered["perception"]
    figures = {"net_sentiment": METRICS["net_sentiment"].estimate(spoken)}
    for metric in (METRICS[m] for m in (*JUDGED[1:], *IMPORTED, "perception_gap")):
        figures[metric.name] = metric.estimate(answered[metric.needs])
    return Cell(
        name=name,
        description=description,
        mentions=spoken,
        figures=figures,
        change=compare_sentiment(told.before.at.get(name, SentimentCounts()), spoken),
        own=own_rating(beside),
        emotions=[s for s in told.emotions.get(name, ()) if s.name != _CALM][:2],
        pain=told.pains.get(name),
    )


def opened(found: Grid, wanted: str | None) -> tuple[Cell | None, bool]:
    """The touchpoint to show in full, and whether a person asked for it: else the worst, or the most spoken of."""
    chosen = next((c for c in found.cells if c.name == wanted), None)
    if chosen:
        return chosen, True
    by_worst = next((c for m in JUDGED for c in found.cells if m in c.worst), None)
    return by_worst or max(found.cells, key=lambda c: c.mentions.negative, default=None), False
