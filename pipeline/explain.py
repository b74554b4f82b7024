"""Answers `explain`: what moved a figure, against the equally long period before, part by part."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.errors import ConfigError
from domain.measures import Histogram, Scope
from domain.records import Estimate, Role
from metrics import METRICS
from metrics.change import Change
from metrics.estimate import note_for
from metrics.parts import Moved, gains, moves
from storage.queries import Queries
from storage.queries.parts import dimensions
from storage.queries.worth import EXPLAINED, Worth, worth

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a competitor's figure did between the same two periods; `change` None where a period has no data."""

    brand: str
    change: Change | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A change taken apart; `change` is None, and `dimensions` empty, where a period has no data or another scale.

    `scales` says which scales the periods were asked on where they differ.
    """

    metric: str
    scope: Scope
    earlier: Scope
    value: Estimate | None
    before: Estimate | None
    change: Change | None
    dimensions: dict[str, list[Moved]]
    competitors: list[Beside]
    scales: str = ""

    @property
    def note(self) -> str:
        """In a sentence what the figures may be taken for."""
        gaps = [s for s, found in ((self.scope, self.value), (self.earlier, self.before)) if found is None]
        if gaps:
            days = " and ".join(f"{s.since} to {s.until}" for s in gaps)
            return f"no data for {self.scope.brand} from {days}: nothing to compare"
        return self.scales or (self.change.verdict if self.change else "")


def explain(queries: Queries, metric: str, brand: str, since: date, until: date) -> Explanation:
    """What moved `metric` in since..until against as many days before; ConfigError for what cannot be explained."""
    return explain_scope(queries, metric, Scope(brand=brand, since=since, until=until))


def explain_scope(queries: Queries, metric: str, scope: Scope) -> Explanation:
    """The same on the rows of a scope with both ends, such as one source's or one topic's."""
    if metric not in EXPLAINED:
        raise ConfigError(_cannot(metric))
    earlier = before(scope)
    now, was = _counts(queries, metric, scope), _counts(queries, metric, earlier)
    about = METRICS[metric]
    value, first = about.estimate(now), about.estimate(was)
    scales = _scales(was, now) if value and first else ""
    change = about.change(was, now) if value and first and not scales else None
    rows = worth(metric, now if isinstance(now, Histogram) else None)
    return Explanation(
        metric=metric,
        scope=scope,
        earlier=earlier,
        value=value,
        before=first,
        change=change,
        dimensions=_dimensions(queries, rows, scope, earlier) if change and rows else {},
        competitors=[_beside(queries, metric, name, scope, earlier) for name in _rivals(queries, scope.brand)],
        scales=scales,
    )


def _cannot(metric: str) -> str:
    known = ", ".join(EXPLAINED)
    if metric in METRICS:
        why = "it is no mean of rows, and has no parts that sum to its change"
        return f"explain: cannot take {metric!r} apart: {why}; those that can be: {known}"
    return f"explain: no metric {metric!r}; known: {known}"


def _counts(queries: Queries, metric: str, scope: Scope) -> object:
    return getattr(queries.counts, METRICS[metric].needs)(scope)


def _scales(was: object, now: object) -> str:
    """What keeps two periods of answers apart, empty where they were asked alike."""
    if not isinstance(was, Histogram) or not isinstance(now, Histogram):
        return ""
    one, two = ((h.scale_max, h.direction) for h in (was, now))
    if one == two:
        return ""
    said = [f"1 to {top}" + (f", {direction}" if direction else "") for top, direction in (one, two)]
    return f"not comparable: asked on {said[0]} before and on {said[1]} now"


def before(scope: Scope) -> Scope:
    """The same rows in as many days before; ConfigError where the scope's days are the wrong way round."""
    since, until = scope.since, scope.until
    if since is None or until is None:
        raise ConfigError("explain: --from and --to name the days, such as 2026-01-31")
    if until < since:
        raise ConfigError(f"explain: --from {since} is after --to {until}; swap them")
    days = until - since + timedelta(days=1)
    if since - date.min < days:
        raise ConfigError(f"explain: no calendar reaches {days.days} days back from {since}; choose a later --from")
    return replace(scope, since=since - days, until=since - timedelta(days=1))


def _rivals(queries: Queries, brand: str) -> list[str]:
    known = queries.brands()
    return [str(b) for b, role in zip(known["brand"], known["role"], strict=True) if _rival(str(role)) and b != brand]


def _rival(role: str) -> bool:
    return role == Role.COMPETITOR


def _beside(queries: Queries, metric: str, brand: str, scope: Scope, earlier: Scope) -> Beside:
    now, was = (_counts(queries, metric, replace(s, brand=brand)) for s in (scope, earlier))
    value = METRICS[metric].estimate(now)
    both = value and METRICS[metric].estimate(was) and not _scales(was, now)
    return Beside(brand=brand, change=METRICS[metric].change(was, now) if both else None, n=value.n if value else 0)


def _dimensions(queries: Queries, rows: Worth, scope: Scope, earlier: Scope) -> dict[str, list[Moved]]:
    first = earlier.since or date.min
    counted = {name: queries.breakdown.parts(scope, first, name, rows, most=MOST) for name in dimensions(rows)}
    judge = gains if rows.counted else moves
    return {name: judge(parts) for name, parts in counted.items() if parts}


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
