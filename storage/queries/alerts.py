"""What alerts are made of and what became of them: rules, the log, the outbox, and rows by hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from domain.alerting import AlertRule
from domain.measures import Scope
from storage.frames import aware, utc
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.writes.alert_rules import RULE_COLUMNS, rule_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One local hour: stories that began in it, those of them that are negative, those that have a label."""

    hour: datetime
    stories: int
    negative: int
    scored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A source as alerts see it, by its good runs of the last 30 days.

    `heard` counts those that brought something, the first at `first_heard_at`; `pause` is the longest time between
    two of them. `emptied` counts the latest ones in a row that brought nothing and said that something is missing.
    """

    source: str
    failures: int
    outcome: str | None
    error: str | None
    every: float
    last_ok_at: datetime | None
    first_run_at: datetime | None
    first_heard_at: datetime | None
    last_heard_at: datetime | None
    heard: int
    pause: timedelta
    emptied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event that is already written down, as far as the next ones depend on it."""

    key: str
    rule: str
    subject: str
    kind: str
    direction: str
    day: date
    fired_at: datetime
    held: bool


_HOURS = """
    with stories as (
        select
            min(m.happened_at) as first,
            arg_min(m.label, m.happened_at) filter (m.label is not null) as label
        from counted_mentions m
        where {where}
        group by coalesce(m.story_id, m.mention_id)
    )
    select
        date_trunc('hour', timezone($zone, timezone('UTC', first))) as hour,
        count(*),
        count(*) filter (label = 'negative'),
        count(label)
    from stories
    group by hour
    order by hour
"""

_HEALTH = """
    with good as (
        select source, finished_at, fetched > 0 as heard, outcome = 'partial' and fetched = 0 as emptied
        from runs where outcome in ('ok', 'partial') and finished_at >= $since
    ),
    spaced as (
        select source, finished_at,
            finished_at - lag(finished_at) over (partition by source order by finished_at) as pause
        from good where heard
    ),
    usual as (
        select source, count(*) as heard, min(finished_at) as first_heard_at, max(finished_at) as last_heard_at,
            max(pause) as pause
        from spaced group by source
    ),
    filled as (
        select source, max(finished_at) as at from good where not emptied group by source
    ),
    emptied as (
        select g.source, count(*) as emptied
        from good g left join filled f on f.source = g.source
        where g.emptied and g.finished_at > coalesce(f.at, $since)
        group by g.source
    ),
    last as (
        select
            source, min(finished_at) as first_run_at, max_by(outcome, finished_at) as outcome,
            max_by({error: error}, finished_at).error as error
        from runs where outcome <> 'skipped' group by source
    )
    select s.source, s.failures, l.outcome, l.error, s.every_seconds, s.last_ok_at, l.first_run_at, u.first_heard_at,
        u.last_heard_at, u.heard, u.pause, e.emptied
    from sources s
    left join last l on l.source = s.source
    left join usual u on u.source = s.source
    left join emptied e on e.source = s.source
    where s.configured and not s.paused
    order by s.source
"""

_LOG = """
    select
        e.event_id, e.event_key, e.rule, e.brand, e.subject, e.kind, e.direction, e.since, e.day, e.label, e.fired_at,
        e.title, e.body,
        e.observed, e.low, e.high, e.n, e.expected, e.held,
        count(d.delivery_id) as channels,
        count(*) filter (d.state = 'sent') as sent,
        count(*) filter (d.state = 'waiting') as waiting
    from alert_events e
    left join deliveries d on d.event_id = e.event_id
    where e.rule = coalesce($rule, e.rule)
    group by all
    order by e.fired_at desc, e.event_id
    limit $limit
"""

_OUTBOX = """
    select
        d.delivery_id, d.event_id, d.channel, d.state, d.attempts, d.made_at, d.next_try, d.sent_at, d.error, e.title
    from deliveries d join alert_events e on e.event_id = d.event_id
    order by d.state = 'sent', d.made_at desc, d.delivery_id
    limit $limit
"""


class Alerts:
    """Rules, events, deliveries, and what only alerts ask about."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def rules(self) -> list[AlertRule]:
        """Every rule that was not removed, by brand and name."""
        rows = self._ask.rows(f"select {RULE_COLUMNS} from alert_rules where not removed order by brand, name")  # noqa: S608
        return [rule_of(row) for row in rows]

    def told(self, since: datetime) -> list[Told]:
        """Every event written down since a moment, oldest first."""
        rows = self._ask.con.execute(
            """
            select event_key, rule, subject, kind, direction, day, fired_at, held is not null
            from alert_events where fired_at >= $since order by fired_at, event_id
            """,
            {"since": utc(since)},
        ).fetchall()
        return [
            Told(key=k, rule=r, subject=s, kind=kind, direction=d, day=day, fired_at=aware(at) or since, held=held)
            for k, r, s, kind, d, day, at, held in rows
        ]

    def log(self, limit: int = 50, rule: str | None = None) -> pd.DataFrame:
        """What fired and why, of one rule or of all, newest first; `channels`, `sent`, `waiting` count deliveries."""
        return self._ask.frame(_LOG, {"limit": limit, "rule": rule})

    def outbox(self, limit: int = 50) -> pd.DataFrame:
        """Deliveries with their state, those not sent first."""
        return self._ask.frame(_OUTBOX, {"limit": limit})

    def hours(self, scope: Scope) -> list[Hour]:
        """Stories by the local hour in which their first copy in scope appeared; hours without are absent."""
        found = where.counted(scope)
        zone = self._ask.setting("timezone") or "UTC"
        rows = self._ask.rows(_HOURS.format(where=found.sql), {**found.values, "zone": zone})
        return [
            Hour(hour=hour, stories=int(str(n)), negative=int(str(bad)), scored=int(str(scored)))
            for hour, n, bad, scored in rows
            if isinstance(hour, datetime)
        ]

    def health(self, now: datetime) -> list[Health]:
        """Every source that is configured and not paused."""
        since = utc(now - timedelta(days=30))
        return [
            Health(
                source=str(name),
                failures=int(str(failures or 0)),
                outcome=None if outcome is None else str(outcome),
                error=None if error is None else str(error),
                every=float(str(every)),
                last_ok_at=aware(ok) if isinstance(ok, datetime) else None,
                first_run_at=aware(first) if isinstance(first, datetime) else None,
                first_heard_at=aware(began) if isinstance(began, datetime) else None,
                last_heard_at=aware(ended) if isinstance(ended, datetime) else None,
                heard=int(str(heard or 0)),
                pause=pause if isinstance(pause, timedelta) else timedelta(),
                emptied=int(str(emptied or 0)),
            )
            for name, failures, outcome, error, every, ok, first, began, ended, heard, pause, emptied in self._ask.rows(
                _HEALTH, {"since": since}
            )
        ]
