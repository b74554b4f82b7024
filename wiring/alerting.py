"""What a person asks of alerts: a test message, and what a rule would have fired on."""

import os
from collections.abc import Mapping
from datetime import timedelta

from config import Config
from domain.alerting import AlertRule, Fired
from domain.errors import ConfigError
from metrics.rules import mistake
from pipeline.alert_news import news
from pipeline.collect import utc_now
from pipeline.outbox import address_of, unset
from wiring.bench import send
from wiring.opening import database

_TEST = "A test message from Earshot"


def try_channel(config: Config, channel: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Send a test message; None once it was taken, else why not. ConfigError for a channel that is not configured."""
    if channel not in config.notify.channels:
        known = ", ".join(config.notify.channels) or "none; see docs/alerts.md"
        raise ConfigError(f"no channel {channel!r} in [notify] channels; known: {known}")
    address = address_of(channel, environment)
    if address is None:
        return unset(channel)
    more = f" See it: {config.app_url}/alerts" if config.app_url else ""
    return send(address, _TEST, f"Somebody asked for it. The channel {channel} works.{more}")


def preview_rule(config: Config, rule: AlertRule, days: int = 90) -> list[Fired]:
    """Everything the rule would have fired on; ConfigError where it is no rule. Nothing is written or sent."""
    if wrong := mistake(rule):
        raise ConfigError(f"rule {rule.name!r}: {wrong}")
    now = utc_now().astimezone(config.timezone).replace(tzinfo=None)
    with database(config).read() as queries:
        return news(queries, rule, now - timedelta(days=days), now)
