"""The verbs that look for reasons: effect, leadlag, seasonality. "Cannot tell" is one of their answers."""

from datetime import UTC, datetime

import click

import wiring
from commands.ask import table
from commands.door import Door, day, json_option, period, show_json
from commands.exits import Exit
from commands.named import check_topic
from domain.errors import ConfigError
from domain.measures import Scope
from metrics.change import Change
from metrics.lead_lag import LeadLag
from metrics.seasonality import Seasons
from pipeline import effect as effects
from pipeline import over_time


@click.command()
@click.argument("name", metavar="METRIC")
@click.option("--brand", help="Default: the first own brand.")
@click.option("--on", "moment", required=True, help="The first day with it, 2026-01-31.")
@click.option("--days", default=28, show_default=True, type=click.IntRange(7, 365), help="How many on each side.")
@click.option("--source", multiple=True, help="Only this source, survey or channel (may be repeated).")
@click.option("--topic", help="What it was about: all other topics are then the control.")
@json_option
@click.pass_obj
def effect(
    door: Door,
    name: str,
    brand: str | None,
    moment: str,
    days: int,
    source: tuple[str, ...],
    topic: str | None,
    as_json: bool,
) -> int:
    """Compare a metric before and after a day, beside the topics that the day did not touch."""
    config = door.config()
    on = day(moment)
    if on is None:
        raise ConfigError("effect: --on names the day, such as 2026-01-31")
    scope = Scope(brand=config.brand(brand).name, sources=source, topic=topic)
    today = datetime.now(UTC).astimezone(config.timezone).date()
    with wiring.database(config).read() as queries:
        found = effects.judge(queries, name, scope, on, days, today)
    if as_json:
        show_json(effects.as_json(found))
    else:
        click.echo(_effect(found))
    return Exit.DONE


@click.command()
@click.option("--brand", help="Default: the first own brand.")
@click.option("--first", default="net_sentiment", show_default=True, help="What may go ahead.")
@click.option("--second", default="nps", show_default=True, help="What may follow.")
@click.option("--from", "since", help="First day, 2026-01-31.")
@click.option("--to", "until", help="Last day, included.")
@json_option
@click.pass_obj
def leadlag(
    door: Door, brand: str | None, first: str, second: str, since: str | None, until: str | None, as_json: bool
) -> int:
    """Say whether one metric's weeks go ahead of another's, by up to eight weeks, or that it cannot be told."""
    config = door.config()
    first_day, last_day = period(since, until)
    scope = Scope(brand=config.brand(brand).name, since=first_day, until=last_day)
    with wiring.database(config).read() as queries:
        found = over_time.leads(queries, scope, first, second)
    if as_json:
        show_json(over_time.leads_json(scope, (first, second), found))
    else:
        click.echo(_lags(scope, (first, second), found))
    return Exit.DONE


@click.command()
@click.argument("name", metavar="METRIC")
@click.option("--brand", help="Default: the first own brand.")
@click.option("--from", "since", help="First day, 2026-01-31.")
@click.option("--to", "until", help="Last day, included.")
@click.option("--source", multiple=True, help="Only this source, survey or channel (may be repeated).")
@click.option("--topic", help="Only texts that name this topic.")
@json_option
@click.pass_obj
def seasonality(
    door: Door,
    name: str,
    brand: str | None,
    since: str | None,
    until: str | None,
    source: tuple[str, ...],
    topic: str | None,
    as_json: bool,
) -> int:
    """Print a metric's index by weekday and by month, each with its interval."""
    config = door.config()
    first_day, last_day = period(since, until)
    scope = Scope(brand=config.brand(brand).name, since=first_day, until=last_day, sources=source, topic=topic)
    with wiring.database(config).read() as queries:
        check_topic(queries, scope)
        found = over_time.turns(queries, scope, name)
    if as_json:
        show_json(over_time.turns_json(found))
    else:
        click.echo("\n\n".join(_seasons(*part) for part in (("weekday", found.weekdays), ("month", found.months))))
    return Exit.DONE


def _effect(given: effects.Answer) -> str:
    found, scope = given.found, given.scope
    head = f"{given.metric} of {scope.brand}, {scope.since} to {scope.until} against {given.before} on: {found.verdict}"
    named = {
        f"change, {given.unit}": found.change,
        "untouched topics": found.control,
        "beyond them": found.beyond,
        "the change before that": found.earlier,
    }
    return "\n".join([f"{head}; {found.why}", *(f"{name}: {_said(one)}" for name, one in named.items() if one)])


def _said(one: Change) -> str:
    return f"{one.difference:+.2f} ({one.low:+.2f} to {one.high:+.2f}), n {one.n_before:,} and {one.n_after:,}"


def _lags(scope: Scope, names: tuple[str, str], found: LeadLag) -> str:
    head = f"{scope.brand}: {names[0]} and {names[1]}, {found.weeks} common weeks: {found.verdict}; {found.why}"
    rows = [(lag.weeks, f"{lag.correlation:+.2f}", f"{lag.low:+.2f}", f"{lag.high:+.2f}", lag.n) for lag in found.lags]
    return f"{head}\n\n{table(['weeks ahead', 'r', 'low', 'high', 'n'], rows)}" if rows else head


def _seasons(what: str, found: Seasons) -> str:
    if not found.seasons:
        return f"{what}: {found.note}"
    rows = [
        (
            one.name,
            f"{one.index.value:.1f}",
            f"{one.index.low:.1f}" if one.index.low is not None else "",
            f"{one.index.high:.1f}" if one.index.high is not None else "",
            "stands out" if one.found else "",
        )
        for one in found.seasons
    ]
    return f"{table([what, f'usual {found.usual:.0f}', 'low', 'high', ''], rows)}\n{found.note}"


VERBS = (effect, leadlag, seasonality)
