"""The figures that an alert rule looks at, by day and by period, each asked for once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from domain.alerting import AlertRule
from domain.measures import Scope
from metrics.definition import Metric
from metrics.hours import HourCount
from metrics.spike import MIN_COVERAGE, Day
from metrics.watch import WATCHED
from storage.queries import Queries


@dataclass(frozen=True, kw_only=True)
class Series:
    """One rule's rows between two local days, both included; `until` is today."""

    queries: Queries
    rule: AlertRule
    since: date
    until: date
    _asked: dict[tuple[date, date], Any] = field(default_factory=dict)

    @property
    def metric(self) -> Metric:
        """What the rule watches."""
        return WATCHED[self.rule.metric]

    def scope(self, since: date | None, until: date | None) -> Scope:
        """The rule's rows between two days."""
        return Scope(brand=self.rule.brand, topic=self.rule.topic, since=since, until=until)

    def counts(self, since: date, until: date) -> Any:
        """The counts of a period, in the shape that the metric needs."""
        key = since, until
        if key not in self._asked:
            self._asked[key] = getattr(self.queries.counts, self.metric.needs)(self.scope(since, until))
        return self._asked[key]

    @cached_property
    def coverage(self) -> Mapping[date, float]:
        """The share 0..1 of expected runs that succeeded, of the days on which any was expected."""
        frame = self.queries.daily.coverage(Scope(brand=self.rule.brand, since=self.since, until=self.until))
        pairs = zip(frame["day"], frame["coverage"], strict=True)
        return {day_of(day): float(share) for day, share in pairs if share is not None and share == share}

    @cached_property
    def first_day(self) -> date | None:
        """The first day in the period on which the brand was mentioned at all."""
        trend = self.queries.daily.trend(Scope(brand=self.rule.brand, since=self.since, until=self.until))
        return day_of(trend["day"].iloc[0]) if len(trend) else None

    def days(self) -> list[Day]:
        """Every day from the first one with a mention of the brand until today, with its count and coverage."""
        if self.first_day is None:
            return []
        trend = self.queries.daily.trend(self.scope(self.since, self.until))
        names = ("negative",) if self.rule.metric == "negative_mentions" else _ALL
        counted = {
            day_of(day): sum(int(n or 0) for n in cells)
            for day, *cells in zip(trend["day"], *(trend[name] for name in names), strict=True)
        }
        span = range((self.until - self.first_day).days + 1)
        every = [self.first_day + timedelta(days=n) for n in span]
        return [Day(day=d, count=counted.get(d, 0), coverage=self.coverage.get(d)) for d in every]

    def hours(self) -> dict[datetime, HourCount]:
        """Stories by local hour; negative ones where the rule watches those, hits of all for their share."""
        found = self.queries.alerts.hours(self.scope(self.since, self.until))
        if self.rule.metric == "negative_share":
            return {one.hour: HourCount(count=one.scored, hits=one.negative) for one in found}
        if self.rule.metric == "negative_mentions":
            return {one.hour: HourCount(count=one.negative) for one in found}
        return {one.hour: HourCount(count=one.stories) for one in found}

    def heard(self, since: date, until: date, *, unknown: bool) -> bool:
        """Whether a period was heard well enough to say that something fell; `unknown` where no run was expected."""
        known = [share for day, share in self.coverage.items() if since <= day <= until]
        return sum(known) / len(known) >= MIN_COVERAGE if known else unknown


_ALL = ("negative", "neutral", "positive", "unscored")


def day_of(value: Any) -> date:
    """A frame's day as a date."""
    return pd.Timestamp(value).date()
