"""Delivers what was written down: each message to each of its channels, again later where that did not work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.alerting import Delivery
from pipeline.workbench import Workbench

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
GIVEN_UP = timedelta(days=7)


@dataclass(slots=True, kw_only=True)
class Delivered:
    """How many messages were sent, how many failed and wait, and how many were given up for good."""

    sent: int = 0
    waiting: int = 0
    given_up: int = 0


def deliver(bench: Workbench) -> Delivered:
    """Try everything that is due, oldest first; only for the process that holds the lock of `run`.

    At least once, with a record: a try is counted before it is made, and marked as sent right after. A channel that
    fails is left alone until the next run.
    """
    with bench.database.write() as store:
        due = store.alert_events.due(bench.clock())
    done, failing = Delivered(), set[str]()
    for delivery in due:
        if bench.stop.is_set() or delivery.channel in failing:
            done.waiting += 1
            continue
        error = _try(bench, delivery)
        if error is None:
            done.sent += 1
            continue
        failing.add(delivery.channel)
        if _again(delivery, bench.clock()):
            done.waiting += 1
        else:
            done.given_up += 1
    return done


def address_of(channel: str, environment: Mapping[str, str]) -> str | None:
    """The address that the environment holds under a channel's name."""
    return environment.get(channel, "").strip() or None


def unset(channel: str) -> str:
    """What to do where a channel has no address."""
    return f"{channel} is not set in the environment; set it to an Apprise address, or take it out of [notify] channels"


def _try(bench: Workbench, delivery: Delivery) -> str | None:
    with bench.database.write() as store:
        store.alert_events.trying(delivery.delivery_id)
    address = address_of(delivery.channel, bench.environment)
    error = _send(bench, address, delivery) if address else unset(delivery.channel)
    with bench.database.write() as store:
        if error is None:
            store.alert_events.sent(delivery.delivery_id, bench.clock())
        else:
            store.alert_events.failed(delivery.delivery_id, error, next_try=_again(delivery, bench.clock()))
    return error


def _send(bench: Workbench, address: str, delivery: Delivery) -> str | None:
    files = bench.enclosed(delivery.event_id)
    if files:
        return bench.post(address, delivery.title, delivery.body, files)
    return bench.send(address, delivery.title, delivery.body)


def _again(delivery: Delivery, now: datetime) -> datetime | None:
    """The first failure is tried again by the next run, then it waits twice as long each time; a week is enough."""
    if now - delivery.made_at >= GIVEN_UP:
        return None
    if delivery.attempts == 0:
        return now
    doubled: timedelta = FIRST_WAIT * 2.0 ** min(delivery.attempts - 1, 16)
    return now + min(doubled, LONGEST_WAIT)
