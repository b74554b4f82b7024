"""Series by local day, from the daily counts; a day without mentions is absent, a day without listening is not zero."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask

_DAY = 86_400.0
# A scope comes out of an address bar: no year in it may overflow a date or fill the memory.
_FIRST, _LAST, _LONGEST = date(1990, 1, 1), date(2200, 1, 1), 3660


class Daily:
    """What charts over time are drawn from."""

    def __init__(self, ask: Ask, clock: Callable[[], datetime]) -> None:
        self._ask = ask
        self._clock = clock

    def trend(self, scope: Scope) -> pd.DataFrame:
        """Columns day, negative, neutral, positive, unscored, stars_sum, stars_n; one row per day with mentions."""
        return self._frame("day", scope)

    def by_source(self, scope: Scope) -> pd.DataFrame:
        """Columns source, kind, negative, neutral, positive, unscored, stars_sum, stars_n; most mentions first."""
        return self._frame("source, kind", scope, order="sum(negative + neutral + positive + unscored) desc, source")

    def coverage(self, scope: Scope) -> pd.DataFrame:
        """Columns day, coverage: the share 0..1 of expected runs that succeeded, None where none was expected.

        A source is expected once per interval, at most hourly, from its first run until now; a run may come one
        interval late. Paused and removed sources are expected until their last run.
        """
        zone = ZoneInfo(self._ask.setting("timezone") or "UTC")
        now = self._clock().astimezone(UTC).replace(tzinfo=None)
        due: dict[date, int] = defaultdict(int)
        met: dict[date, int] = defaultdict(int)
        for every, first, last, good in self._runs(scope):
            _count_slots(every, (first, min(last, now) if last else now), good, zone, scope, due, met)
        days = _days(scope, due)
        share = [met[day] / due[day] if due[day] else None for day in days]
        return pd.DataFrame({"day": pd.Series(days, dtype=object), "coverage": pd.Series(share, dtype=object)})

    def _frame(self, group: str, scope: Scope, order: str = "day") -> pd.DataFrame:
        if where.fits_daily(scope):
            found, table = where.daily(scope), "daily d"
        else:
            found, table = where.counted(scope), _ROWS
        return self._ask.frame(
            f"""
            select
                {group},
                sum(negative)::bigint as negative,
                sum(neutral)::bigint as neutral,
                sum(positive)::bigint as positive,
                sum(unscored)::bigint as unscored,
                sum(stars_sum)::double as stars_sum,
                sum(stars_n)::bigint as stars_n
            from {table.format(where=found.sql)} {f"where {found.sql}" if table == "daily d" else ""}
            group by {group}
            order by {order}
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )

    def _runs(self, scope: Scope) -> list[tuple[float, datetime, datetime | None, list[datetime]]]:
        """Interval, first run, last run (None while it goes on) and good runs of every source that serves the brand."""
        rows = self._ask.con.execute(
            """
            select
                s.every_seconds,
                min(r.finished_at),
                case when s.paused or not s.configured then max(r.finished_at) end,
                list(r.finished_at order by r.finished_at) filter (r.outcome in ('ok', 'partial'))
            from sources s
            join runs r on r.source = s.source and r.outcome <> 'skipped'
            where (len(s.brands) = 0 or list_contains(s.brands, $brand))
                and (len($sources) = 0 or list_contains($sources, s.source))
                and (len($kinds) = 0 or list_contains($kinds, s.kind))
            group by s.source, s.every_seconds, s.paused, s.configured
            """,
            {"brand": scope.brand, "sources": list(scope.sources), "kinds": list(scope.kinds)},
        ).fetchall()
        return [(float(every), first, last, good or []) for every, first, last, good in rows]


_ROWS = """(
    select
        m.day, m.source, m.kind,
        (m.label = 'negative')::int as negative,
        (m.label = 'neutral')::int as neutral,
        (m.label = 'positive')::int as positive,
        (m.label is null)::int as unscored,
        case when m.rating is not null then least(5, greatest(1, floor(m.rating + 0.5))) end as stars_sum,
        (m.rating is not null)::int as stars_n
    from counted_mentions m
    where {where}
)"""


def _count_slots(
    every: float,
    life: tuple[datetime, datetime],
    good: list[datetime],
    zone: ZoneInfo,
    scope: Scope,
    due: dict[date, int],
    met: dict[date, int],
) -> None:
    """Cut a source's life into intervals; each belongs to the local day it begins on and is met by a good run in it,
    or in the next one."""
    step = timedelta(seconds=min(max(every, 3600.0), _DAY * 31))
    begin, end = life
    if scope.since:
        ahead = datetime.combine(max(scope.since, _FIRST), datetime.min.time()) - timedelta(days=2) - begin
        begin += max(0, ahead // step) * step
    if scope.until:
        end = min(end, datetime.combine(min(scope.until, _LAST), datetime.min.time()) + timedelta(days=2))
    seen = {int((moment - begin) // step) for moment in good}
    slot = 0
    # The interval that still runs is not overdue yet.
    while begin + (slot + 1) * step <= end or slot == 0:
        day = (begin + slot * step).replace(tzinfo=UTC).astimezone(zone).date()
        if (scope.since is None or day >= scope.since) and (scope.until is None or day <= scope.until):
            due[day] += 1
            met[day] += bool({slot, slot + 1} & seen)
        slot += 1


def _days(scope: Scope, due: dict[date, int]) -> list[date]:
    if not due and (scope.since is None or scope.until is None):
        return []
    first, last = max(scope.since or min(due), _FIRST), min(scope.until or max(due), _LAST)
    first = max(first, last - timedelta(days=_LONGEST))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
