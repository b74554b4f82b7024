"""What is told, once: events by their key, and the outbox of messages that wait to be delivered."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from domain.alerting import AlertEvent, Delivery, DeliveryState
from domain.identity import stable_id
from storage.frames import aware, utc

_AS_THEY_ARE = (
    *("key", "rule", "brand", "subject", "kind", "direction", "day", "label", "title", "body"),
    *("observed", "low", "high", "n", "expected", "held"),
)


class AlertEvents:
    """The log of events and their deliveries; an event and its deliveries are one write."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, events: Sequence[AlertEvent], now: datetime) -> list[AlertEvent]:
        """Write down the events whose key is new, with a delivery for each of their channels; returns those."""
        return [event for event in events if self._add(event, now)]

    def due(self, now: datetime) -> list[Delivery]:
        """The deliveries to try now, oldest first; only the process that holds the lock of `run` may send them."""
        rows = self._con.execute(
            """
            select d.delivery_id, d.event_id, d.channel, e.title, e.body, d.attempts, d.made_at
            from deliveries d join alert_events e on e.event_id = d.event_id
            where d.state = $waiting and d.next_try <= $now
            order by d.made_at, d.delivery_id
            """,
            {"now": utc(now), "waiting": str(DeliveryState.WAITING)},
        ).fetchall()
        return [
            Delivery(delivery_id=i, event_id=e, channel=c, title=t, body=b, attempts=n, made_at=aware(made) or now)
            for i, e, c, t, b, n, made in rows
        ]

    def trying(self, delivery_id: int) -> None:
        """Count a try before it is made: a process killed while it sends leaves a record of that."""
        self._con.execute("update deliveries set attempts = attempts + 1 where delivery_id = $id", {"id": delivery_id})

    def sent(self, delivery_id: int, now: datetime) -> None:
        """A delivery has arrived."""
        self._settle(delivery_id, DeliveryState.SENT, sent_at=utc(now), next_try=None, error=None)

    def failed(self, delivery_id: int, error: str, *, next_try: datetime | None) -> None:
        """A delivery did not arrive: to be tried again, or given up where there is no next time."""
        state = DeliveryState.WAITING if next_try else DeliveryState.GIVEN_UP
        self._settle(delivery_id, state, sent_at=None, next_try=utc(next_try), error=error)

    def retry(self, delivery_id: int, now: datetime) -> None:
        """Try one that failed or was given up again, with the next run."""
        self._con.execute(
            "update deliveries set state = $state, next_try = $now where delivery_id = $id and state <> 'sent'",
            {"id": delivery_id, "now": utc(now), "state": str(DeliveryState.WAITING)},
        )

    def _add(self, event: AlertEvent, now: datetime) -> bool:
        event_id = stable_id("alert", event.key)
        if self._con.execute("select 1 from alert_events where event_id = $id", {"id": event_id}).fetchone():
            return False
        values = {name: getattr(event, name) for name in _AS_THEY_ARE}
        self._con.execute(
            """
            insert into alert_events values ($id, $key, $rule, $brand, $subject, $kind, $direction, $since, $day,
                $label, $now, $title, $body, $observed, $low, $high, $n, $expected, $held)
            """,
            {**values, "id": event_id, "since": event.since or event.day, "now": utc(now)},
        )
        for channel in () if event.held else event.channels:
            self._con.execute(
                "insert into deliveries values ($id, $event, $channel, $state, 0, $now, $now, null, null)",
                {
                    "id": stable_id("delivery", str(event_id), channel),
                    "event": event_id,
                    "channel": channel,
                    "state": str(DeliveryState.WAITING),
                    "now": utc(now),
                },
            )
        return True

    def _settle(self, delivery_id: int, state: DeliveryState, **changes: object) -> None:
        self._con.execute(
            """
            update deliveries set state = $state, sent_at = $sent_at, next_try = $next_try, error = $error
            where delivery_id = $id
            """,
            {"id": delivery_id, "state": str(state), **changes},
        )
