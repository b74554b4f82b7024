"""Answers `effect`: a figure before and after a day, beside the topics that the day did not touch."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.errors import ConfigError
from domain.measures import Histogram, Moments, PartMoments, Scope
from metrics import METRICS
from metrics.change import Change
from metrics.effect import METHOD, Effect, effect
from metrics.sums import Days, counts_of, together
from storage.queries import Queries
from storage.queries.worth import EXPLAINED, Worth, worth

# More topics than anybody can name: all of them stand by themselves.
EVERY = 100_000
UNTAGGED = "untagged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was compared and what came of it; `scope` holds the days from `on`, the days before are as many as asked."""

    metric: str
    unit: str
    scope: Scope
    before: date
    on: date
    found: Effect


def judge(queries: Queries, metric: str, scope: Scope, on: date, days: int, today: date) -> Answer:
    """What `on` changed in the `days` from it against the `days` before it; ConfigError for what cannot be asked.

    A scope's topic is what the initiative was about: all other topics are then the control.
    """
    until = min(on + timedelta(days=days - 1), today)
    if until < on:
        raise ConfigError(f"effect: --on {on} has not come yet; choose a day up to {today}")
    if on - date.min < timedelta(days=2 * days):
        raise ConfigError(f"effect: no calendar reaches {2 * days} days back from {on}")
    before = on - timedelta(days=days)
    after = replace(scope, since=on, until=until, topic=None)
    rows = _rows(queries, metric, after)
    if scope.topic is not None:
        found = _beside_others(queries, rows, after, before, scope.topic)
    else:
        found = _by_itself(queries, rows, after, before, days)
    unit = "mentions a day" if rows.counted else METRICS[metric].unit
    return Answer(metric=metric, unit=unit, scope=replace(after, topic=scope.topic), before=before, on=on, found=found)


def _rows(queries: Queries, metric: str, scope: Scope) -> Worth:
    if metric in METRICS:
        counts = getattr(queries.counts, METRICS[metric].needs)(scope)
        found = worth(metric, counts if isinstance(counts, Histogram) else None)
        if found and found.table != "customers":
            return found
    known = ", ".join(name for name in EXPLAINED if name not in {"churn", "retention"})
    raise ConfigError(f"effect: cannot compare {metric!r} day by day; those that can be: {known}")


def _by_itself(queries: Queries, rows: Worth, after: Scope, before: date, days: int) -> Effect:
    since, until = after.since or before, after.until or before
    sooner = before - timedelta(days=days)
    held = queries.breakdown.days(replace(after, since=sooner), rows)
    spans = ((before, since), (since, until + timedelta(days=1)), (sooner, before))
    was, now, earlier = (_summed(held, first, end, rows) for first, end in spans)
    return effect((was, now), sooner=earlier, bounds=rows.bounds)


def _summed(held: Days, first: date, end: date, rows: Worth) -> Moments:
    if rows.counted:
        return counts_of(held, first, end - timedelta(days=1))
    return together(m for day, m in held if first <= day < end)


def _beside_others(queries: Queries, rows: Worth, after: Scope, before: date, topic: str) -> Effect:
    if rows.counted:
        raise ConfigError("effect: --topic needs a share or a mean; without it the volume can be compared")
    parts = queries.breakdown.parts(after, before, "topic", rows, most=EVERY)
    touched = [p for p in parts if p.part == topic]
    if not touched:
        known = ", ".join(sorted(str(p.part) for p in parts if p.part not in {UNTAGGED, None})) or "none"
        raise ConfigError(f"effect: no row of those days names the topic {topic!r}; named are: {known}")
    others = [p for p in parts if p.part not in {topic, UNTAGGED, None}]
    return effect(_pair(touched), control=_pair(others) if others else None, bounds=rows.bounds)


def _pair(parts: list[PartMoments]) -> tuple[Moments, Moments]:
    return together(p.before for p in parts), together(p.after for p in parts)


def as_json(given: Answer) -> dict[str, object]:
    """The shape that scripts rely on; `change` null means no data, `verdict` is up, down or "cannot tell"."""
    found = given.found
    return {
        "metric": given.metric,
        "brand": given.scope.brand,
        "topic": given.scope.topic,
        "on": given.on,
        "before_from": given.before,
        "before_to": given.on - timedelta(days=1),
        "from": given.scope.since,
        "to": given.scope.until,
        "unit": given.unit,
        "verdict": found.verdict,
        "why": found.why,
        "change": _change(found.change),
        "control": _change(found.control),
        "beyond": _change(found.beyond),
        "earlier": _change(found.earlier),
        "method": METHOD,
    }


def _change(one: Change | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "change": one.difference,
        "low": one.low,
        "high": one.high,
        "n_before": one.n_before,
        "n": one.n_after,
        "verdict": one.verdict,
    }
