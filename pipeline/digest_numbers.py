"""The figures of a report: counted and judged as `metric` does, and compared only where they can be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from domain.measures import Histogram, Scope, SentimentCounts
from domain.records import Estimate
from domain.reports import CANNOT_TELL, Cause, DayCount, Figure
from metrics import METRICS, Metric
from metrics.change import NO_CHANGE, Change
from metrics.parts import THE_REST, Moved
from pipeline.explain import before, explain_scope
from storage.queries import Queries
from storage.queries.worth import EXPLAINED

HEADLINES = (
    "net_sentiment",
    "net_sentiment_stories",
    "mentions",
    "negative_share",
    "review_stars",
    "nps",
    "csat_survey",
    "ces",
    "first_response_median",
)
BESIDE = ("net_sentiment", "mentions", "negative_share")
HEARD_ENOUGH = 0.8
_DIMENSIONS = ("source", "topic", "survey", "touchpoint", "segment", "country", "app_version", "story")
_NAMELESS = frozenset({"unknown", "untagged", THE_REST})
_MOST_CAUSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The rows of a report and the same rows of as many days before, with how well both were listened to."""

    now: Scope
    earlier: Scope
    deaf: str = ""


def periods(queries: Queries, brand: str, since: date, until: date) -> Periods:
    """Both periods of a brand; `deaf` says why volumes cannot be compared, empty where they can."""
    now = Scope(brand=brand, since=since, until=until)
    earlier = before(now)
    return Periods(now=now, earlier=earlier, deaf=_deaf(queries, now, earlier))


def figures(queries: Queries, over: Periods, names: Sequence[str] = HEADLINES) -> tuple[Figure, ...]:
    """Each metric in both periods; those without data in either are left out, all but the ones of mentions."""
    found = [_figure(queries, METRICS[name], over) for name in names]
    return tuple(f for f in found if f.value is not None or f.before is not None or f.metric in BESIDE)


def causes(queries: Queries, found: Sequence[Figure], over: Periods) -> tuple[Cause, ...]:
    """What moved the figures that detectably changed: the parts that stand out and go the way the figure went."""
    moved = [f for f in found if f.verdict in {"up", "down"} and f.metric in EXPLAINED]
    return tuple(cause for figure in moved for cause in _causes(queries, figure, over.now))


def days(queries: Queries, over: Periods) -> tuple[DayCount, ...]:
    """Every local day of both periods; one without mentions counts zero, one without listening says so."""
    scope = replace(over.now, since=over.earlier.since)
    counted = {_day(row.day): row for row in rows_of(queries.daily.trend(scope))}
    heard = queries.daily.coverage(scope)
    shares = dict(zip((_day(d) for d in heard["day"]), heard["coverage"], strict=True))
    first, last = over.earlier.since, over.now.until
    assert first is not None and last is not None  # noqa: S101 - periods() gives both
    return tuple(
        _counted(day, counted.get(day), shares.get(day))
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    )


def estimate_json(found: Figure) -> dict[str, object]:
    """A figure as scripts see it."""
    about = METRICS.get(found.metric)
    keys = ("metric", "value", "low", "high", "n", "before", "n_before")
    return {key: getattr(found, key) for key in keys} | {
        "change": found.difference,
        "change_low": found.low_change,
        "change_high": found.high_change,
        "p": found.p,
        "verdict": found.verdict,
        "test": found.test,
        "unit": about.unit if about else "",
    }


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """A frame's rows, each with its columns by name."""
    return list(frame.itertuples(index=False))


def _figure(queries: Queries, metric: Metric, over: Periods) -> Figure:
    now, was = (getattr(queries.counts, metric.needs)(scope) for scope in (over.now, over.earlier))
    value, first = metric.estimate(now), metric.estimate(was)
    reason = _unlike(metric, now, was, (value, first), over.deaf)
    change = None if reason else metric.change(was, now)
    return Figure(
        metric=metric.name,
        value=value.value if value else None,
        low=value.low if value else None,
        high=value.high if value else None,
        n=value.n if value else 0,
        rows=_rows(now, value),
        before=first.value if first else None,
        n_before=first.n if first else 0,
        difference=change.difference if change else None,
        low_change=change.low if change else None,
        high_change=change.high if change else None,
        p=change.p if change else None,
        verdict=_verdict(change, reason),
        test=change.method if change else "",
    )


def _verdict(change: Change | None, reason: str) -> str:
    if change is not None:
        return change.verdict
    return f"{CANNOT_TELL}: {reason}" if reason else NO_CHANGE


def _unlike(metric: Metric, now: Any, was: Any, found: tuple[Estimate | None, Estimate | None], deaf: str) -> str:
    """Why two periods of a figure are not compared, empty where they are."""
    if found[0] is None:
        return "no data in this period"
    if metric.needs == "mention_count" and deaf:
        return deaf
    if found[1] is None:
        return "no data in the period before"
    if isinstance(now, Histogram) and (now.scale_max, now.direction) != (was.scale_max, was.direction):
        return "asked on another scale in the period before"
    if None in (found[0].low, found[1].low) and metric.test is None:
        return "too few rows for an interval"
    return ""


def _rows(counts: Any, value: Estimate | None) -> int:
    if isinstance(counts, SentimentCounts):
        return counts.scored + counts.unscored
    return value.n if value else 0


def _deaf(queries: Queries, now: Scope, earlier: Scope) -> str:
    known = queries.daily.trend(replace(now, since=None, until=None))
    if known.empty:
        return ""
    if earlier.since is not None and _day(known["day"].iloc[0]) > earlier.since:
        return "nobody listened yet through all of the period before"
    for scope, words in ((now, "this period"), (earlier, "the period before")):
        share = mean_coverage([s for s in queries.daily.coverage(scope)["coverage"] if s is not None])
        if share is not None and share < HEARD_ENOUGH:
            return f"only {share:.0%} of the expected runs of {words} succeeded"
    return ""


def mean_coverage(shares: Sequence[float]) -> float | None:
    """The mean share of days; None without any."""
    return sum(shares) / len(shares) if shares else None


def _causes(queries: Queries, figure: Figure, scope: Scope) -> list[Cause]:
    found = explain_scope(queries, figure.metric, scope)
    named = [name for name in _DIMENSIONS if len(found.dimensions.get(name, ())) > 1]
    whole = figure.difference or 0.0
    parts = [(name, part) for name in named for part in found.dimensions[name] if _telling(part, whole)]
    # The largest part of each dimension: dimensions cut the same rows, and would say the same thing twice.
    largest = dict(sorted(parts, key=lambda one: abs(one[1].total)))
    return [
        Cause(
            metric=figure.metric,
            dimension=name,
            # A story's part is an id, and its words are a person's: it is only counted here.
            part="" if name == "story" else part.part,
            total=part.total,
            low=part.low,
            high=part.high,
            n=part.n,
            n_before=part.n_before,
        )
        for name, part in sorted(largest.items(), key=lambda one: -abs(one[1].total))[:_MOST_CAUSES]
    ]


def _telling(part: Moved, whole: float) -> bool:
    return part.found and part.part not in _NAMELESS and part.total * whole > 0


def _counted(day: date, row: Any, coverage: float | None) -> DayCount:
    negative, neutral, positive, unscored = (
        int(getattr(row, name)) if row is not None else 0 for name in ("negative", "neutral", "positive", "unscored")
    )
    share = None if coverage is None or coverage != coverage else float(coverage)
    return DayCount(day=day, negative=negative, neutral=neutral, positive=positive, unscored=unscored, coverage=share)


def _day(value: Any) -> date:
    found = value.date() if hasattr(value, "date") else value
    assert isinstance(found, date)  # noqa: S101 - a day column holds days
    return found
