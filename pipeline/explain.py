"""Answers `explain`: what moved a figure, against the equally long period before, part by part."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.errors import ConfigError
from domain.measures import Scope, SentimentCounts
from domain.records import Estimate, Role
from metrics import METRICS
from metrics.change import Change, compare_counts, compare_sentiment, compare_shares
from metrics.estimate import note_for
from pipeline.parts import Moved, gains, moves
from storage.queries import Queries
from storage.queries.breakdown import DIMENSIONS, Points

MOST = 8
_POINTS: dict[str, Points | None] = {
    "net_sentiment": (-1.0, 0.0, 1.0),
    "negative_share": (1.0, 0.0, 0.0),
    "mentions": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a competitor's figure did between the same two periods; `change` None where a period has no data."""

    brand: str
    change: Change | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A change taken apart; `change` is None, and `dimensions` empty, where one of the periods has no data."""

    metric: str
    scope: Scope
    earlier: Scope
    value: Estimate | None
    before: Estimate | None
    change: Change | None
    dimensions: dict[str, list[Moved]]
    competitors: list[Beside]

    @property
    def note(self) -> str:
        """In a sentence what the figures may be taken for."""
        gaps = [s for s, found in ((self.scope, self.value), (self.earlier, self.before)) if found is None]
        if gaps:
            days = " and ".join(f"{s.since} to {s.until}" for s in gaps)
            return f"no data for {self.scope.brand} from {days}: nothing to compare"
        return self.change.verdict if self.change else ""


def explain(queries: Queries, metric: str, brand: str, since: date, until: date) -> Explanation:
    """What moved `metric` in since..until against as many days before; ConfigError for what cannot be explained."""
    if metric not in _POINTS:
        raise ConfigError(f"explain: cannot take {metric!r} apart; known: {', '.join(_POINTS)}")
    scope, earlier = _periods(brand, since, until)
    now, was = queries.counts.sentiment_counts(scope), queries.counts.sentiment_counts(earlier)
    value, before = _value(metric, now), _value(metric, was)
    change = _change(metric, was, now) if value and before else None
    return Explanation(
        metric=metric,
        scope=scope,
        earlier=earlier,
        value=value,
        before=before,
        change=change,
        dimensions=_dimensions(queries, metric, scope, earlier) if change else {},
        competitors=[_beside(queries, metric, name, scope, earlier) for name in _rivals(queries, brand)],
    )


def _periods(brand: str, since: date, until: date) -> tuple[Scope, Scope]:
    if until < since:
        raise ConfigError(f"explain: --from {since} is after --to {until}; swap them")
    days = until - since + timedelta(days=1)
    if since - date.min < days:
        raise ConfigError(f"explain: no calendar reaches {days.days} days back from {since}; choose a later --from")
    scope = Scope(brand=brand, since=since, until=until)
    return scope, replace(scope, since=since - days, until=since - timedelta(days=1))


def _value(metric: str, rows: SentimentCounts) -> Estimate | None:
    return METRICS[metric].estimate(_all(rows) if metric == "mentions" else rows)


def _change(metric: str, was: SentimentCounts, now: SentimentCounts) -> Change | None:
    match metric:
        case "net_sentiment":
            return compare_sentiment(was, now)
        case "negative_share":
            return compare_shares((was.negative, was.scored), (now.negative, now.scored))
        case _:
            return compare_counts(_all(was), _all(now))


def _all(rows: SentimentCounts) -> int:
    return rows.scored + rows.unscored


def _rivals(queries: Queries, brand: str) -> list[str]:
    known = queries.brands()
    return [str(b) for b, role in zip(known["brand"], known["role"], strict=True) if _rival(str(role)) and b != brand]


def _rival(role: str) -> bool:
    return role == Role.COMPETITOR


def _beside(queries: Queries, metric: str, brand: str, scope: Scope, earlier: Scope) -> Beside:
    now, was = (queries.counts.sentiment_counts(replace(s, brand=brand)) for s in (scope, earlier))
    both = _value(metric, now) and _value(metric, was)
    n = _all(now) if metric == "mentions" else now.scored
    return Beside(brand=brand, change=_change(metric, was, now) if both else None, n=n)


def _dimensions(queries: Queries, metric: str, scope: Scope, earlier: Scope) -> dict[str, list[Moved]]:
    points = _POINTS[metric]
    first = earlier.since or date.min
    counted = {n: queries.breakdown.parts(scope, first, n, points=points, most=MOST) for n in DIMENSIONS}
    if points is None:
        return {name: gains(parts) for name, parts in counted.items()}
    rows = _hits if metric == "negative_share" else _as_they_are
    return {name: moves(parts, rows) for name, parts in counted.items()}


def _as_they_are(rows: SentimentCounts) -> SentimentCounts:
    return rows


def _hits(rows: SentimentCounts) -> SentimentCounts:
    """A share is the net score of its hits against nothing."""
    return SentimentCounts(neutral=rows.neutral + rows.positive, positive=rows.negative)


def as_json(found: Explanation) -> dict[str, object]:
    """The shape that scripts rely on; `value` and `change` null mean no data, and `note` says where."""
    whole = found.change
    return {
        "metric": found.metric,
        "brand": found.scope.brand,
        "from": found.scope.since,
        "to": found.scope.until,
        "before_from": found.earlier.since,
        "before_to": found.earlier.until,
        "value": found.value.value if found.value else None,
        "before": found.before.value if found.before else None,
        "change": whole.difference if whole else None,
        "low": whole.low if whole else None,
        "high": whole.high if whole else None,
        "n": found.value.n if found.value else 0,
        "n_before": found.before.n if found.before else 0,
        "unit": METRICS[found.metric].unit,
        "note": found.note,
        "dimensions": {name: [_part_json(part) for part in parts] for name, parts in found.dimensions.items()},
        "competitors": [_beside_json(one) for one in found.competitors],
    }


def _part_json(part: Moved) -> dict[str, object]:
    keys = ("part", "mix", "rate", "total", "low", "high", "n", "n_before", "sql")
    said = {"says": part.says} if part.says else {}
    return {key: getattr(part, key) for key in keys} | said | {"note": note_for(part.n + part.n_before)}


def _beside_json(one: Beside) -> dict[str, object]:
    change = one.change
    return {
        "brand": one.brand,
        "change": change.difference if change else None,
        "low": change.low if change else None,
        "high": change.high if change else None,
        "n": one.n,
    }
