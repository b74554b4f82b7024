"""What each kind of rule fires on, on real rows: once per episode, and never on a drop that was only not heard."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from domain.alerting import AlertRule, Direction, Fired, RuleKind
from domain.records import Mention
from pipeline.alert_news import news
from storage.connection import Database
from tests.alerting import NOW, Past, mention, rule, runs, store

LOCAL = NOW.replace(tzinfo=None)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def burst(count: int, ago: timedelta, word: str = "bad") -> list[Mention]:
    return [mention(f"b{ago}{n}", f"{word} burst {n}", NOW - ago - timedelta(seconds=n)) for n in range(count)]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Twelve weeks of 4 complaints and 10 good words a day, a storm 9 and 8 days ago, good words gone 4 and 3 days ago;
    heard on every day but 3 days ago."""
    database = Database(tmp_path_factory.mktemp("past") / "earshot.duckdb", clock=lambda: NOW)
    rows = Past(NOW, days=84, negative=4, positive=10, skipped=(4, 3)).mentions()
    storm = [*burst(40, 9 * DAY), *burst(40, 8 * DAY)]
    store(database, [*rows, *storm], NOW)
    runs(database, [NOW - n * HOUR for n in range(20 * 24) if not 60 < n < 84])
    yield database
    database.close()


def fired(database: Database, one: AlertRule, days: int = 20) -> Sequence[Fired]:
    with database.read() as queries:
        return news(queries, one, LOCAL - days * DAY, LOCAL)


def days_ago(found: Sequence[Fired]) -> list[tuple[int, str]]:
    return [((LOCAL.date() - one.day).days, str(one.direction)) for one in found]


def test_a_storm_of_two_days_is_one_spike_with_its_interval_and_what_is_usual(past: Database) -> None:
    found = fired(past, rule(RuleKind.SPIKE))
    assert days_ago(found) == [(9, "up")]
    assert (found[0].observed, found[0].n, found[0].expected) == (44, 44, 4)
    assert found[0].low is not None and found[0].high is not None and found[0].low < 44 < found[0].high


def test_a_dip_is_told_where_the_day_was_heard_and_not_where_it_was_not(past: Database) -> None:
    found = fired(past, rule(RuleKind.DIP, metric="mentions"))
    assert days_ago(found) == [(4, "down")], "three days ago nobody listened"


def test_an_hour_fires_at_its_hour(past: Database) -> None:
    found = fired(past, rule(RuleKind.HOURLY))
    assert [(one.day, one.hour, one.observed) for one in found] == [
        ((LOCAL - 9 * DAY).date(), 12, 41),
        ((LOCAL - 8 * DAY).date(), 12, 41),
    ]


def test_an_hourly_share_fires_on_the_share(past: Database) -> None:
    found = fired(past, rule(RuleKind.HOURLY, metric="negative_share"))
    assert all(one.observed > 90 and (one.expected or 0) < 60 for one in found)


def test_a_limit_is_told_when_it_is_passed_and_not_every_day_after(past: Database) -> None:
    found = fired(past, rule(RuleKind.THRESHOLD, metric="mentions", bound=45.0, days=1))
    assert days_ago(found) == [(9, "up")]
    found = fired(past, rule(RuleKind.THRESHOLD, metric="negative_share", bound=50.0, days=7))
    assert days_ago(found) == [(8, "up")], "the interval was not whole above it before"


def test_falling_below_a_limit_needs_a_day_that_was_heard(past: Database) -> None:
    found = fired(past, rule(RuleKind.THRESHOLD, metric="mentions", bound=5.0, above=False, days=1))
    assert days_ago(found) == [(4, "down")]


def test_a_change_against_the_period_before_is_told_once_each_way(past: Database) -> None:
    found = fired(past, rule(RuleKind.CHANGE, days=3))
    assert [direction for _, direction in days_ago(found)] == ["up", "down"]


def test_a_days_score_is_compared_with_four_weeks(past: Database) -> None:
    found = fired(past, rule(RuleKind.DIP, metric="net_sentiment"))
    assert days_ago(found) == [(9, "down")]
    assert found[0].direction == Direction.DOWN and found[0].observed < 0 < (found[0].expected or 0)


def test_a_metric_without_data_and_a_brand_without_rows_say_nothing(past: Database) -> None:
    assert fired(past, rule(RuleKind.SPIKE, metric="nps")) == []
    for kind in RuleKind:
        assert fired(past, rule(kind, brand="Nobody", bound=1.0)) == []


def test_a_young_brand_says_nothing_yet(tmp_path: Path) -> None:
    database = Database(tmp_path / "earshot.duckdb", clock=lambda: NOW)
    store(database, [*Past(NOW, days=5).mentions(), *burst(30, HOUR)], NOW)
    for kind in (RuleKind.SPIKE, RuleKind.HOURLY, RuleKind.DIP):
        assert fired(database, rule(kind)) == []
    database.close()
