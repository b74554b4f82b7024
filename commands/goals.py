"""`goal` sets, lists and drops goals; `goals` says how they stand; `whatif` says what reaching one might be worth."""

from collections.abc import Sequence
from datetime import date, timedelta

import click

import wiring
from commands.ask import table
from commands.door import Door, day, json_option, publishing, show_json
from commands.exits import Exit
from commands.goal_words import check_ins_json
from config import Config
from domain.errors import ConfigError
from domain.goals import Goal
from metrics.goals import Standing
from pipeline.collect import utc_now
from pipeline.goals import as_json as standing_json
from pipeline.goals import checked, stand

_BRAND = click.option("--brand", help="Default: the first own brand.")
_SEGMENT = click.option("--segment", help="Only customers or answers of this segment.")
_KEYS = ("brand", "metric", "segment", "target", "by", "plan", "owner")


@click.group()
def goal() -> None:
    """Set, list or drop goals: a target for a figure, with a day, a plan and an owner."""


@goal.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("metric")
@click.argument("target", type=float)
@_BRAND
@_SEGMENT
@click.option("--by", help="The day on which it is to be met, 2026-12-31.")
@click.option("--plan", default="", help="What is done to get there.")
@click.option("--owner", default="", help="Who sees to it.")
@json_option
@click.pass_obj
def set_goal(
    door: Door,
    metric: str,
    target: float,
    brand: str | None,
    segment: str | None,
    by: str | None,
    plan: str,
    owner: str,
    as_json: bool,
) -> int:
    """Set TARGET for METRIC, in the metric's unit; the same metric again changes its goal."""
    config = door.config()
    wanted = Goal(
        brand=config.brand(brand).name,
        metric=metric,
        target=target,
        by=day(by),
        plan=plan[:500],
        owner=owner[:60],
        segment=segment,
    )
    checked(wanted)
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        store.goals.set(wanted, person="command line")
    if as_json:
        show_json(_plain(wanted))
    else:
        click.echo(f"{wanted.brand}: {metric} is to reach {target:g}" + (f" by {wanted.by}" if wanted.by else ""))
    return Exit.DONE


@goal.command("list")
@_BRAND
@json_option
@click.pass_obj
def list_goals(door: Door, brand: str | None, as_json: bool) -> int:
    """The goals in force, of one brand or of all."""
    config = door.config()
    with wiring.database(config).read() as queries:
        found = [_plain(one) for one in queries.goals.all(config.brand(brand).name if brand else None)]
    if as_json:
        show_json({"goals": found})
    elif found:
        click.echo(table(_KEYS, [[one[key] for key in _KEYS] for one in found]))
    else:
        click.echo("no goal is set; earshot goal set nps 50 --by 2026-12-31 sets one")
    return Exit.DONE


@goal.command("drop")
@click.argument("metric")
@_BRAND
@_SEGMENT
@json_option
@click.pass_obj
def drop_goal(door: Door, metric: str, brand: str | None, segment: str | None, as_json: bool) -> int:
    """Give a goal up; its dated scorecards stay."""
    bench = door.workbench()
    name = bench.config.brand(brand).name
    with publishing(bench), bench.database.write() as store:
        gone = store.goals.drop(name, metric, segment, person="command line")
    if not gone:
        of = f" of segment {segment!r}" if segment else ""
        raise ConfigError(f"{name} has no goal for {metric}{of}; earshot goal list shows what there is")
    if as_json:
        show_json({"brand": name, "metric": metric, "segment": segment, "dropped": True})
    else:
        click.echo(f"{name}: the goal for {metric} is given up")
    return Exit.DONE


@click.command()
@_BRAND
@click.option("--from", "since", help="First day, 2026-01-31.")
@click.option("--to", "until", help="Last day, included.  [default: yesterday]")
@json_option
@click.pass_obj
def goals(door: Door, brand: str | None, since: str | None, until: str | None, as_json: bool) -> int:
    """Say of every goal: the figure now, the gap, and met, behind, or that it cannot be told."""
    config = door.config()
    name = config.brand(brand).name
    first, last = days(config, since, until)
    with wiring.database(config).read() as queries:
        wanted = queries.goals.all(name)
        found = stand(queries, wanted, first, last)
        cards = {one.goal_id: queries.goals.check_ins(one.goal_id) for one in wanted}
    if as_json:
        rows = [{**standing_json(s), "check_ins": check_ins_json(cards[s.goal.goal_id])} for s in found]
        show_json({"brand": name, "from": first, "to": last, "goals": rows})
    else:
        click.echo(told(name, found))
    return Exit.DONE


def days(config: Config, since: str | None, until: str | None) -> tuple[date, date]:
    """The days that are asked about: until yesterday, as many as [goals] days says."""
    last = day(until) or utc_now().astimezone(config.timezone).date() - timedelta(days=1)
    first = day(since) or last - timedelta(days=config.goals.days - 1)
    if first > last:
        raise ConfigError(f"--from {first} is after --to {last}")
    return first, last


def told(brand: str, found: Sequence[Standing]) -> str:
    """Goals in a table; without one, what to do."""
    if not found:
        return f"{brand} has no goal; earshot goal set nps 50 --by 2026-12-31 sets one"
    heads = ["metric", "segment", "now", "n", "goal", "gap", "verdict", "by", "owner"]
    return table(heads, [_row(one) for one in found])


def _row(one: Standing) -> list[object]:
    figure = one.estimate
    now = "no data"
    if figure is not None:
        ends = (figure.low, figure.high)
        now = f"{figure.value:.2f}" + ("" if None in ends else f" ({figure.low:.2f} to {figure.high:.2f})")
    gap = "" if one.gap is None else f"{one.gap:+.2f}"
    by = f"{one.goal.by or ''}{' (past)' if one.overdue else ''}"
    size = figure.n if figure else 0
    return [one.goal.metric, one.goal.segment, now, size, f"{one.goal.target:g}", gap, one.verdict, by, one.goal.owner]


def _plain(one: Goal) -> dict[str, object]:
    return {key: getattr(one, key) for key in _KEYS}


VERBS = (goal, goals)
