"""Answers `leadlag` and `seasonality`: what weeks, weekdays and months say of each other."""

from dataclasses import dataclass
from datetime import date

from domain.errors import ConfigError
from domain.measures import Histogram, Scope
from metrics import METRICS
from metrics.lead_lag import METHOD, Lag, LeadLag, lead_lag
from metrics.seasonality import Season, Seasons, months, weekdays
from metrics.spike import MIN_COVERAGE
from metrics.sums import Days, by_week
from storage.queries import Queries
from storage.queries.worth import EXPLAINED, Worth, worth

TIMELESS = frozenset({"churn", "retention"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """A metric's weekdays and months."""

    metric: str
    scope: Scope
    weekdays: Seasons
    months: Seasons


def leads(queries: Queries, scope: Scope, first: str, second: str) -> LeadLag:
    """Whether the weekly `first` goes ahead of the weekly `second`; ConfigError for what has no weeks."""
    if first == second:
        raise ConfigError(f"leadlag: {first!r} neither leads nor follows itself; name two metrics")
    (one, counted), (two, also) = (_days(queries, scope, name) for name in (first, second))
    return lead_lag(by_week(one, counted=counted), by_week(two, counted=also))


def turns(queries: Queries, scope: Scope, metric: str) -> Turns:
    """The metric's index by weekday and by month."""
    days, counted = _days(queries, scope, metric)
    deaf: frozenset[date] = frozenset()
    if counted:
        frame = queries.daily.coverage(scope)
        heard = zip(frame["day"], frame["coverage"], strict=True)
        deaf = frozenset(day for day, share in heard if share is not None and share < MIN_COVERAGE)
    return Turns(
        metric=metric,
        scope=scope,
        weekdays=weekdays(days, counted=counted, deaf=deaf),
        months=months(days, counted=counted),
    )


def _days(queries: Queries, scope: Scope, metric: str) -> tuple[Days, bool]:
    rows = _rows(queries, scope, metric)
    return queries.breakdown.days(scope, rows), rows.counted


def _rows(queries: Queries, scope: Scope, metric: str) -> Worth:
    if metric in EXPLAINED and metric not in TIMELESS:
        counts = getattr(queries.counts, METRICS[metric].needs)(scope)
        found = worth(metric, counts if isinstance(counts, Histogram) else None)
        if found:
            return found
    known = ", ".join(name for name in EXPLAINED if name not in TIMELESS)
    raise ConfigError(f"{metric!r} has no days of its own; those that have: {known}")


def leads_json(scope: Scope, names: tuple[str, str], found: LeadLag) -> dict[str, object]:
    """The shape that scripts rely on; a positive lag means that the first one moves that many weeks earlier."""
    return {
        "brand": scope.brand,
        "first": names[0],
        "second": names[1],
        "verdict": found.verdict,
        "why": found.why,
        "weeks": found.weeks,
        "peak": _lag(found.peak) if found.peak else None,
        "lags": [_lag(lag) for lag in found.lags],
        "method": METHOD,
    }


def turns_json(found: Turns) -> dict[str, object]:
    """The shape that scripts rely on; an empty list where there is too little, and its note says why."""
    counted = found.weekdays.usual == 100
    return {
        "metric": found.metric,
        "brand": found.scope.brand,
        "unit": "% of the average" if counted else f"{METRICS[found.metric].unit} from the average",
        "weekdays": [_season(one) for one in found.weekdays.seasons],
        "weekdays_note": found.weekdays.note,
        "months": [_season(one) for one in found.months.seasons],
        "months_note": found.months.note,
    }


def _season(one: Season) -> dict[str, object]:
    index = one.index
    return {
        "name": one.name,
        "index": index.value,
        "low": index.low,
        "high": index.high,
        "n": index.n,
        "stands_out": one.found,
    }


def _lag(lag: Lag) -> dict[str, object]:
    return {"weeks": lag.weeks, "correlation": lag.correlation, "low": lag.low, "high": lag.high, "n": lag.n}
