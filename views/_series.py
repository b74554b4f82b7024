"""Days as the charts want them: the daily trend by day or week, with gaps where nothing was heard."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from domain.measures import Histogram, Scope, SentimentCounts
from metrics import METRICS
from metrics.spike import MIN_COVERAGE, WEEKS, Day, Finding, scan
from storage.queries import Queries
from views import _moments
from views._ask import once
from views._charts import LABELS, Point
from views._filters import Filters, ever

WEEKLY_FROM_DAYS = 120
JUDGED_DAYS, HISTORY_DAYS = 45, 7 * WEEKS + 2


def unit(filters: Filters) -> str:
    """Days up to four months, then weeks: more marks than pixels say nothing."""
    return "day" if filters.days <= WEEKLY_FROM_DAYS else "week"


def sentiment_points(trend: pd.DataFrame, filters: Filters) -> list[Point]:
    """Net sentiment by day or week; a period without a scored row is a gap, never a zero."""
    points = []
    for start, counts in buckets(trend, filters):
        found = METRICS["net_sentiment"].estimate(counts)
        value = found.value if found else None
        low, high = (found.low, found.high) if found else (None, None)
        points.append(Point(day=start, value=value, low=low, high=high, n=counts.scored))
    return points


def sparks(trend: pd.DataFrame, filters: Filters, names: Sequence[str]) -> dict[str, list[float | None]]:
    """The small trend of each metric that is made of mentions; None where nothing was counted."""
    found: dict[str, list[float | None]] = {name: [] for name in names}
    for _, counts in buckets(trend, filters):
        for name in names:
            metric = METRICS[name]
            given = counts if metric.needs == "sentiment_counts" else counts.scored + counts.unscored
            estimate = metric.estimate(given)
            found[name].append(estimate.value if estimate else None)
    return found


def buckets(trend: pd.DataFrame, filters: Filters) -> list[tuple[date, SentimentCounts]]:
    """One entry for every day or week of the period, counted or not; weeks begin on Monday."""
    grouped: dict[date, list[int]] = {}
    for row in _moments.rows(trend):
        held = grouped.setdefault(_start(day(row.day), filters), [0, 0, 0, 0])
        for place, label in enumerate(LABELS):
            held[place] += int(getattr(row, label) or 0)
    return [
        (start, SentimentCounts(**dict(zip(LABELS, grouped.get(start, [0] * 4), strict=True))))
        for start in _starts(filters)
    ]


def volume_rows(trend: pd.DataFrame, filters: Filters) -> list[dict[str, Any]]:
    """Rows day, label, n for the volume chart; nothing is drawn where nothing was counted."""
    return [
        {"day": start, "label": label, "n": getattr(counts, label)}
        for start, counts in buckets(trend, filters)
        for label in LABELS
        if getattr(counts, label)
    ]


def survey_points(series: pd.DataFrame, metric: str, filters: Filters) -> list[Point]:
    """A survey score per week or month, with its interval; answers on two scales are two points.

    The first one stands on the period's first day where its week began before that.
    """
    points = []
    for row in _moments.rows(series):
        counts = Histogram(
            counts={int(a): int(n) for a, n in row.answers}, scale_max=int(row.scale_max), direction=row.direction
        )
        found = METRICS[metric].estimate(counts)
        if found:
            at = max(day(row.period), filters.since)
            points.append(Point(day=at, value=found.value, low=found.low, high=found.high, n=found.n))
    return points


def wave(filters: Filters) -> Literal["week", "month"]:
    """How survey answers are bundled: single days hold too few."""
    return "week" if filters.days <= WEEKLY_FROM_DAYS else "month"


def thin_days(coverage: pd.DataFrame) -> list[date]:
    """Days on which fewer than 80% of the expected runs succeeded."""
    known = [(day(row.day), row.coverage) for row in _moments.rows(coverage)]
    return [day for day, share in known if share is not None and share == share and share < MIN_COVERAGE]


def heard_before(queries: Queries, filters: Filters) -> bool:
    """Whether the history reaches back over the whole period before; a volume has nothing to compare with otherwise."""
    trend = queries.daily.trend(ever(filters.public()))
    first = filters.before(filters.public()).since
    return bool(len(trend)) and first is not None and day(trend["day"].iloc[0]) <= first


def unusual(queries: Queries, filters: Filters) -> list[Finding]:
    """Spikes and drops of the period's last weeks, each judged against the weeks before it.

    A day's own weeks judge it, whatever the period: all of them are judged together, once.
    """
    scope = replace(filters.public(), since=filters.until - timedelta(days=JUDGED_DAYS - 1 + HISTORY_DAYS))
    found = once(queries, "unusual", scope, lambda: _unusual(queries, scope))
    return [one for one in found if one.day >= filters.since]


def _unusual(queries: Queries, scope: Scope) -> list[Finding]:
    known = days(queries.daily.trend(scope), queries.daily.coverage(scope))
    first = scope.until - timedelta(days=JUDGED_DAYS - 1) if scope.until else None
    return scan(known, since=first)


def days(trend: pd.DataFrame, coverage: pd.DataFrame) -> list[Day]:
    """Every day from the first counted one on with its count and coverage, as the spike rules read them."""
    counted = {day(row.day): sum(int(getattr(row, label) or 0) for label in LABELS) for row in _moments.rows(trend)}
    heard = {day(row.day): row.coverage for row in _moments.rows(coverage)}
    if not counted:
        return []
    every = _every(min(counted), max([*counted, *heard]))
    return [Day(day=d, count=counted.get(d, 0), coverage=heard.get(d)) for d in every]


def notes(frame: pd.DataFrame) -> list[tuple[date, str]]:
    """Event notes as (day, text)."""
    return [(day(row.day), str(row.note)) for row in _moments.rows(frame)]


def _starts(filters: Filters) -> Sequence[date]:
    found = dict.fromkeys(_start(day, filters) for day in _every(filters.since, filters.until))
    return list(found)


def _start(day: date, filters: Filters) -> date:
    return day if unit(filters) == "day" else day - timedelta(days=day.weekday())


def _every(since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def day(value: Any) -> date:
    """A frame's day as a date."""
    return pd.Timestamp(value).date()
