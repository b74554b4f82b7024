"""What a run says about its alerts."""

from pipeline.alerts import Alerted


def alerts_json(told: Alerted) -> list[dict[str, object]]:
    """The new events, as `run --json` and scripts see them."""
    return [
        {
            "rule": event.rule,
            "kind": event.kind,
            "brand": event.brand,
            "day": event.day,
            "direction": event.direction,
            "value": event.observed,
            "low": event.low,
            "high": event.high,
            "n": event.n,
            "expected": event.expected,
            "title": event.title,
            "held": event.held,
            "channels": list(event.channels),
        }
        for event in told.events
    ]


def alert_sentences(told: Alerted) -> list[str]:
    """One line per new event, and how the outbox stands."""
    lines = [f"alert: {event.title}" + (f" (not sent: {event.held})" if event.held else "") for event in told.events]
    sent, waiting, lost = told.delivered.sent, told.delivered.waiting, told.delivered.given_up
    if sent or waiting or lost:
        lines.append(f"messages: {sent} sent, {waiting} waiting, {lost} given up; see: earshot alerts")
    return lines
