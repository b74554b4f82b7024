"""After every run: what is worth telling is written down once, then sent; killed in between, the next run goes on."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.alerting import AlertEvent, AlertRule, Direction, Fired, RuleKind
from metrics.rules import mistake
from pipeline import alert_health
from pipeline.alert_disk import forget_shortage, past_shortage
from pipeline.alert_news import news
from pipeline.alert_rules import seeds
from pipeline.alert_words import compose
from pipeline.outbox import Delivered, deliver
from pipeline.workbench import Workbench
from storage.queries import Queries
from storage.queries.alerts import Told

log = logging.getLogger("earshot.alerts")

LATE = timedelta(days=2)
"""How far back a run looks: a machine that slept tells what it missed, and no older news."""
REMEMBERED = timedelta(days=400)
_CHECKS = "alert_checks"
# One storm shows by the day and by the hour, as a count and as a share: it is told once.
_FAMILY = {"negative_mentions": "negative", "negative_share": "negative"}
_SUDDEN = frozenset({RuleKind.SPIKE, RuleKind.DIP, RuleKind.HOURLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted:
    """The events that are new, and what became of the messages that were due."""

    events: tuple[AlertEvent, ...] = ()
    delivered: Delivered


def tell(bench: Workbench, unfinished: datetime | None = None) -> Alerted:
    """Find what is new, write it down, send what is due; only for the process that holds the lock of `run`."""
    events = note(bench, unfinished)
    return Alerted(events=events, delivered=Delivered() if bench.stop.is_set() else deliver(bench))


def note(bench: Workbench, unfinished: datetime | None = None) -> tuple[AlertEvent, ...]:
    """Find what is new and write it down, to be delivered; only for the process that holds the lock of `run`.

    unfinished: when a run began that did not end. A second call finds nothing new. Raises ConfigError for a rule of
    the file that is none, StorageBusy where the database cannot be had.
    """
    if bench.stop.is_set():
        # What is half analysed would be half judged; the next run looks back far enough.
        return ()
    now = bench.clock()
    with bench.database.write() as store:
        store.alert_rules.seed(seeds(bench.config))
    bench.database.publish()
    with bench.database.read() as queries:
        told = queries.alerts.told(now - REMEMBERED)
        checks = alert_health.checks_of(queries.setting(_CHECKS))
        found = [
            *_of_rules(bench, queries, told, now),
            *alert_health.of_sources(queries.alerts.health(now), told, now, bench.config.notify.after_failures),
            *alert_health.of_schedule(checks, unfinished, now),
            *past_shortage(bench),
        ]
    everywhere = bench.config.notify.channels
    with bench.database.write() as store:
        store.settings.set(_CHECKS, alert_health.with_check(checks, now))
        new = store.alert_events.add([e if e.channels else replace(e, channels=everywhere) for e in found], now)
    forget_shortage(bench)
    for event in new:
        log.info("alert %s of rule %r%s", event.kind, event.rule, f" ({event.held})" if event.held else "")
    return tuple(new)


def _of_rules(bench: Workbench, queries: Queries, told: Sequence[Told], now: datetime) -> list[AlertEvent]:
    brands = {brand.name for brand in bench.config.brands}
    local = now.astimezone(bench.config.timezone).replace(tzinfo=None)
    found: list[AlertEvent] = []
    for rule in queries.alerts.rules():
        if rule.paused or rule.brand not in brands or bench.stop.is_set():
            continue
        if wrong := mistake(rule):
            log.warning("rule %r is left out: %s; change or remove it on the page Alerts", rule.name, wrong)
            continue
        for fired in news(queries, rule, local - LATE, local):
            if not _known(rule, fired, told):
                found.append(_event(bench, queries, rule, fired, _held(rule, fired, told, found, now)))
    return found


def _event(bench: Workbench, queries: Queries, rule: AlertRule, fired: Fired, held: str | None) -> AlertEvent:
    message = compose(queries, rule, fired, bench.config.app_url)
    return AlertEvent(
        key=_key(rule, fired),
        rule=rule.name,
        subject=_subject(rule),
        kind=str(rule.kind),
        since=fired.since,
        day=fired.day,
        label="negative" if "negative" in rule.metric else None,
        title=message.title,
        body=message.body,
        brand=rule.brand,
        direction=str(fired.direction),
        observed=fired.observed,
        low=fired.low,
        high=fired.high,
        n=fired.n,
        expected=fired.expected,
        held=held,
        channels=(rule.channel,) if rule.channel else (),
    )


def _key(rule: AlertRule, fired: Fired) -> str:
    hour = "" if fired.hour is None else f"T{fired.hour:02d}"
    return f"{rule.name}|{rule.kind}|{fired.direction}|{fired.day}{hour}"


def _known(rule: AlertRule, fired: Fired, told: Iterable[Told]) -> bool:
    """Whether it was written down: an episode may seem to begin a day sooner or later once late rows have come."""
    key, near = _key(rule, fired), timedelta(days=1 if rule.kind != RuleKind.HOURLY else 0)
    return any(
        one.key == key
        or (near and one.rule == rule.name and one.direction == fired.direction and abs(one.day - fired.day) <= near)
        for one in told
    )


def _subject(rule: AlertRule) -> str:
    """What the news is about: two rules that see one storm have one subject."""
    if rule.kind in _SUDDEN:
        return f"{rule.brand}|{_FAMILY.get(rule.metric, rule.metric)}|{rule.topic or ''}|{rule.channel or ''}"
    return f"rule|{rule.name}"


def _held(
    rule: AlertRule, fired: Fired, told: Sequence[Told], found: Sequence[AlertEvent], now: datetime
) -> str | None:
    """Why this is written down and not sent: the same was told within the rule's cool-down."""
    direction, subject = str(Direction(fired.direction)), _subject(rule)
    for event in found:
        if not event.held and (event.subject, event.direction) == (subject, direction):
            return f"the same news as {event.rule!r}, a moment ago"
    for one in told:
        recent = (now - one.fired_at).total_seconds() < rule.cool_down
        if recent and not one.held and (one.subject, one.direction) == (subject, direction):
            return f"cool-down: told at {one.fired_at:%Y-%m-%d %H:%M} UTC by {one.rule!r}"
    return None
