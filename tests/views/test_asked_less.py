"""What pages ask in fewer questions than before, or for several periods at once, is what the plain questions say."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.measures import Scope
from metrics.spike import scan
from storage.connection import Database
from views import _filters, _moments, _series

BRAND = "Acme Espresso"


def test_topics_of_the_overview_count_what_the_pain_points_count(brand: Database, moment: datetime) -> None:
    last = moment.date()
    scope = Scope(brand=BRAND, since=last - timedelta(days=29), until=last)
    with brand.read() as queries:
        few = queries.themes.complained(scope, last - timedelta(days=59))
        table = queries.pain_points.table(scope)
    told = {row.name: (row.negative, row.before_negative) for row in _moments.rows(table)}
    found = {row.name: (row.negative, row.before_negative) for row in _moments.rows(few)}
    assert found and found == {name: counts for name, counts in told.items() if any(counts)}


def test_unusual_days_do_not_depend_on_the_period_that_is_looked_at(brand: Database, moment: datetime) -> None:
    choices = _filters.Choices(brands=(BRAND,), today=moment.date())
    with brand.read() as queries:
        for period in ("7d", "30d", "90d"):
            filters = _filters.parse({"period": [period]}, choices)
            first = max(filters.since, filters.until - timedelta(days=_series.JUDGED_DAYS - 1))
            scope = replace(filters.public(), since=first - timedelta(days=_series.HISTORY_DAYS))
            known = _series.days(queries.daily.trend(scope), queries.daily.coverage(scope))
            assert _series.unusual(queries, filters) == [found for found in scan(known) if found.day >= first]


def test_news_from_a_day_on_are_those_of_all_days_from_there_on(moment: datetime) -> None:
    first = moment.date() - timedelta(days=120)
    counts = [20 + day % 3 + (150 if day in {60, 61, 90} else 0) for day in range(120)]
    days = [_series.Day(day=first + timedelta(days=n), count=count) for n, count in enumerate(counts)]
    everything = scan(days)
    assert everything
    for offset in (0, 1, 59, 60, 61, 62, 90, 119, 200):
        since = first + timedelta(days=offset)
        assert scan(days, since=since) == [found for found in everything if found.day >= since]
