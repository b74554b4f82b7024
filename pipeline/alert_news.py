"""What a rule would have said between two moments: the same for the next message and for a preview of 90 days."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.alerting import AlertRule, Direction, Fired, RuleKind
from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics.hours import Loud, loud_hours
from metrics.reputation import negative_share, volume
from metrics.spike import DROP, QUIET, SPIKE, WEEKS, Day, Finding, scan, weekday
from metrics.watch import PUBLIC, VOLUMES, Sure, beyond, sure_change
from pipeline.alert_series import Series
from storage.queries import Queries

DAY, HISTORY = timedelta(days=1), timedelta(days=7 * WEEKS + 2)
BEFORE = 28
"""Days that a day's share or score is compared with."""


def news(queries: Queries, rule: AlertRule, since: datetime, now: datetime) -> list[Fired]:
    """Everything that the rule fires on between two naive local moments, oldest first, once per episode."""
    first, today = since.date(), now.date()
    back = HISTORY if rule.kind in _WITH_HISTORY else timedelta(days=2 * rule.days + 1)
    series = Series(queries=queries, rule=rule, since=first - back, until=today)
    if rule.kind == RuleKind.HOURLY:
        return _hourly(series, since, now)
    if rule.kind in _WITH_HISTORY:
        found = _days(series) if rule.metric in VOLUMES else _scores(series, first)
    else:
        found = list(_crossings(series, first, _limit if rule.kind == RuleKind.THRESHOLD else _change))
    return [one for one in found if one.day >= first]


_WITH_HISTORY = frozenset({RuleKind.SPIKE, RuleKind.DIP, RuleKind.HOURLY})


def _days(series: Series) -> list[Fired]:
    """Volumes by the same-weekday rule. A spike counts today so far; a dip is judged on whole days alone."""
    days = series.days()
    if series.rule.kind == RuleKind.SPIKE:
        return [_day(one, Direction.UP) for one in scan(days, _spike)]
    return [_day(one, Direction.DOWN) for one in scan(days[:-1], _dip)]


def _spike(days: Sequence[Day]) -> Finding:
    """Who heard less and counts more has a spike all the same: today's coverage does not matter."""
    found = weekday([*days[:-1], replace(days[-1], coverage=None)])
    return found if found.kind != DROP else replace(found, kind=QUIET)


def _dip(days: Sequence[Day]) -> Finding:
    """A day on which nothing was expected, or under 80% of it came, is no day of silence."""
    found = weekday([*days[:-1], replace(days[-1], coverage=days[-1].coverage or 0.0)])
    return found if found.kind != SPIKE else replace(found, kind=QUIET)


def _day(found: Finding, direction: Direction) -> Fired:
    count = volume(round(found.observed))
    two = found.days == 2
    fired = Fired(
        day=found.day,
        since=found.day - DAY if two else found.day,
        direction=direction,
        observed=found.observed,
        expected=found.expected,
        basis=f"the same {'two days' if two else 'day'} of the week, in up to {WEEKS} weeks before",
    )
    return _with(fired, count, round(found.observed))


def _scores(series: Series, first: date) -> list[Fired]:
    """A day's share or score against the four weeks before it; a dip is judged on whole days alone."""
    rule, found, loud = series.rule, [], False
    last = series.until if rule.kind == RuleKind.SPIKE else series.until - DAY
    wanted = rule.kind == RuleKind.SPIKE
    for day in _span(first - DAY, last):
        before = series.counts(day - BEFORE * DAY, day - DAY)
        sure = sure_change(series.metric, before, series.counts(day, day))
        fires = sure is not None and sure.up == wanted and (sure.up or _heard(series, day, day))
        if sure and fires and not loud:
            found.append(_score(series, sure, (day, day), f"the {BEFORE} days before"))
        loud = fires
    return found


def _hourly(series: Series, since: datetime, now: datetime) -> list[Fired]:
    first = since.replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=n) for n in range(int((now - first) / timedelta(hours=1)) + 1)]
    share = series.rule.metric == "negative_share"
    return [_hour(one, share) for one in loud_hours(series.hours(), hours, share=share)]


def _hour(one: Loud, share: bool) -> Fired:
    found = one.finding
    hits = round(found.observed * one.n / 100)
    estimate = (
        negative_share(SentimentCounts(negative=hits, neutral=one.n - hits)) if share else volume(round(found.observed))
    )
    fired = Fired(
        day=found.day,
        since=found.day,
        hour=one.hour.hour,
        direction=Direction.UP,
        observed=found.observed,
        expected=found.expected,
        basis=f"the same hour of the week, in up to {WEEKS} weeks before; copies of one text count once",
    )
    return _with(fired, estimate, one.n)


Judge = Callable[[Series, date], Fired | None]


def _crossings(series: Series, first: date, judge: Judge) -> Iterator[Fired]:
    """The days on which something begins to be so that was not so, or was the other way, on the day before."""
    before = judge(series, first - DAY)
    for day in _span(first, series.until):
        found = judge(series, day)
        if found and not (before and before.direction == found.direction):
            yield found
        before = found


def _limit(series: Series, day: date) -> Fired | None:
    """Whether the period that ends on a day is surely beyond the rule's limit."""
    rule, start = series.rule, day - (series.rule.days - 1) * DAY
    # Today is not over: it cannot yet have too few.
    if rule.bound is None or (not rule.above and (day == series.until or not _heard(series, start, day))):
        return None
    estimate = series.metric.estimate(series.counts(start, day))
    if not beyond(rule.metric, estimate, rule.bound, above=rule.above):
        return None
    fired = Fired(
        day=day,
        since=start,
        direction=Direction.UP if rule.above else Direction.DOWN,
        observed=estimate.value if estimate else 0.0,
        basis=f"the limit of {rule.bound:g}",
    )
    return _with(fired, estimate, estimate.n if estimate else 0)


def _change(series: Series, day: date) -> Fired | None:
    """Whether the period that ends on a day surely differs from the one before it."""
    days, counting = series.rule.days, series.rule.metric in VOLUMES
    if counting and day == series.until:
        return None
    start = day - (days - 1) * DAY
    earlier = start - days * DAY
    if counting and (series.first_day is None or series.first_day > earlier):
        return None
    sure = sure_change(series.metric, series.counts(earlier, start - DAY), series.counts(start, day))
    # What was hardly heard before rises by itself once it is heard.
    fair = sure and (
        _heard(series, start, day) if not sure.up else not counting or _heard(series, earlier, start - DAY)
    )
    if not sure or not fair:
        return None
    return _score(series, sure, (start, day), f"the {days} days before")


def _heard(series: Series, since: date, until: date) -> bool:
    if series.metric.needs not in PUBLIC:
        return True
    return series.heard(since, until, unknown=series.rule.metric not in VOLUMES)


def _score(series: Series, sure: Sure, period: tuple[date, date], basis: str) -> Fired:
    estimate = series.metric.estimate(series.counts(*period))
    fired = Fired(
        day=period[1],
        since=period[0],
        direction=Direction.UP if sure.up else Direction.DOWN,
        observed=sure.observed,
        expected=sure.expected,
        basis=basis,
    )
    return _with(fired, estimate, estimate.n if estimate else 0)


def _with(found: Fired, estimate: Estimate | None, n: int) -> Fired:
    """With the interval of its figure and the rows that this rests on."""
    return replace(found, low=estimate.low if estimate else None, high=estimate.high if estimate else None, n=n)


def _span(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
