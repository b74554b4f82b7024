"""The verb alerts: what fired and why, a test message, and what a rule would have said."""

from datetime import datetime

import click
import pandas as pd

import wiring
from commands.ask import table
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from domain.alerting import AlertRule, Fired
from domain.errors import ConfigError
from metrics.rules import in_words
from pipeline.alert_words import title

PREVIEWED = 90


@click.group(invoke_without_command=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000), help="How many, newest first.")
@json_option
@click.pass_context
def alerts(context: click.Context, limit: int, as_json: bool) -> int:
    """Show the rules, what fired and why, and what became of the messages."""
    if context.invoked_subcommand is not None:
        return Exit.DONE
    door: Door = context.obj
    config = door.config()
    with wiring.database(config).read() as queries:
        rules, log, outbox = queries.alerts.rules(), queries.alerts.log(limit), queries.alerts.outbox(limit)
    if as_json:
        show_json(
            {
                "channels": list(config.notify.channels),
                "rules": [_rule_json(rule) for rule in rules],
                "events": _records(log),
                "deliveries": _records(outbox),
            }
        )
    else:
        click.echo(_told(rules, log, outbox, config.notify.channels))
    return Exit.DONE


@alerts.command()
@click.argument("channel")
@json_option
@click.pass_obj
def test(door: Door, channel: str, as_json: bool) -> int:
    """Send a test message to CHANNEL, the name of a variable in [notify] channels."""
    config = door.config()
    error = wiring.try_channel(config, channel, door.environment)
    if as_json:
        show_json({"channel": channel, "sent": error is None, "error": error})
    else:
        click.echo(f"{channel}: {'sent' if error is None else error}")
    return Exit.DONE if error is None else Exit.SOME_FAILED


@alerts.command()
@click.argument("rule")
@click.option("--days", default=PREVIEWED, show_default=True, type=click.IntRange(1, 366), help="How far back.")
@json_option
@click.pass_obj
def preview(door: Door, rule: str, days: int, as_json: bool) -> int:
    """Show what RULE would have fired on; nothing is written or sent."""
    config = door.config()
    with wiring.database(config).read() as queries:
        known = {one.name: one for one in queries.alerts.rules()}
    if rule not in known:
        raise ConfigError(f"no rule {rule!r}; known: {', '.join(known) or 'none yet, they come with the first run'}")
    found = wiring.preview_rule(config, known[rule], days)
    if as_json:
        show_json({"rule": rule, "days": days, "fired": [_fired_json(known[rule], one) for one in found]})
    else:
        lines = [title(known[rule], one) for one in found] or ["nothing"]
        click.echo("\n".join([f"{rule} would have fired in the last {days} days on:", *lines]))
    return Exit.DONE


def _told(rules: list[AlertRule], log: pd.DataFrame, outbox: pd.DataFrame, channels: tuple[str, ...]) -> str:
    rows = [(r.name, in_words(r), "paused" if r.paused else "watching", r.origin) for r in rules]
    lines = [table(["rule", "fires on", "state", "from"], rows) if rows else "no rule yet; they come with: earshot run"]
    lines += [] if channels else ["", "no channel: nothing is sent; name some in [notify] channels, see docs/alerts.md"]
    lines += ["", *([_event(row) for row in _records(log)] or ["nothing fired yet"])]
    open_ = [row for row in _records(outbox) if row["state"] != "sent"]
    lines += [f"{row['channel']}: {row['state']} after {row['attempts']} tries, {row['error']}" for row in open_]
    return "\n".join(lines)


def _event(row: dict[str, object]) -> str:
    fired = row["fired_at"]
    when = f"{fired:%Y-%m-%d %H:%M}" if isinstance(fired, datetime) else ""
    state = row["held"] or f"sent to {row['sent']} of {row['channels']}"
    return f"{when}  {row['title']}\n    {row['rule']}: {state}"


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return wiring.records(frame)


def _rule_json(rule: AlertRule) -> dict[str, object]:
    keys = ("name", "brand", "metric", "kind", "topic", "bound", "above", "days", "channel", "cool_down", "paused")
    return {key: getattr(rule, key) for key in (*keys, "origin")} | {"words": in_words(rule)}


def _fired_json(rule: AlertRule, one: Fired) -> dict[str, object]:
    keys = ("day", "hour", "since", "direction", "observed", "expected", "low", "high", "n", "basis")
    return {key: getattr(one, key) for key in keys} | {"title": title(rule, one)}


VERBS = (alerts,)
