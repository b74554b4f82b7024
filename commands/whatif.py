"""`whatif`: what a better score might be worth, with every assumption printed and open to change."""

import click

import wiring
from commands.ask import table
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from commands.goals import days
from domain.errors import ConfigError
from domain.measures import Scope
from metrics.assumptions import NAMES, Known, parse, stated
from metrics.what_if import WORDS, Range, Worth
from pipeline import what_if as supposing


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("metric")
@click.option("--brand", help="Default: the first own brand.")
@click.option("--to", "target", type=float, help="The score to reach.  [default: the goal that is set]")
@click.option("--change", help="The change in points instead, 5 or 2..8.")
@click.option("--customers", help="How many customers, 4000 or 3500..4500.")
@click.option("--kept", help="Customers kept for each one won over, 0.1 or 0..0.2.")
@click.option("--value", help="Lifetime value of a customer, 300 or 200..400.")
@json_option
@click.pass_obj
def whatif(
    door: Door,
    metric: str,
    brand: str | None,
    target: float | None,
    change: str | None,
    customers: str | None,
    kept: str | None,
    value: str | None,
    as_json: bool,
) -> int:
    """Customers x change x lifetime value as a range: associated, not proven. METRIC is nps or csat_survey."""
    config = door.config()
    name = config.brand(brand).name
    first, last = days(config, None, None)
    with wiring.database(config).read() as queries:
        goals = [g for g in queries.goals.all(name) if g.metric == metric and g.segment is None]
        wanted = target if target is not None or not goals else goals[0].target
        found = supposing.assume(queries, metric, Scope(brand=name, since=first, until=last), wanted, last)
    said = {"change": change, "customers": customers, "kept": kept, "value": value}
    found = stated(found, {key: _range(key, text) for key, text in said.items() if text is not None})
    money = supposing.judged(found)
    if as_json:
        show_json({"brand": name, **supposing.as_json(found, money)})
    else:
        click.echo(told(found, money))
    return Exit.DONE


def _range(name: str, text: str) -> Range:
    try:
        return parse(text)
    except ValueError as wrong:
        raise ConfigError(f"--{name}: {wrong}") from wrong


def told(found: Known, money: Worth) -> str:
    """The assumptions, the steps, and what this is not."""
    rows = [(NAMES[n], *_numbers(getattr(found, n)), getattr(found, n).why) for n in NAMES]
    steps = [
        ("customers won over", *_numbers(money.moved), "customers x change / span"),
        ("customers kept", *_numbers(money.kept), "x kept"),
        ("worth", *_numbers(money.money), "x lifetime value"),
    ]
    heads = ("", "least", "middle", "most", "from")
    return f"{table(heads, rows)}\n\n{table(heads, steps)}\n\n{WORDS}: change an assumption with --{', --'.join(NAMES)}"


def _numbers(one: Range) -> tuple[str, str, str]:
    digits = 3 if max(abs(one.low), abs(one.high)) < 10 else 1
    return f"{one.low:,.{digits}f}", f"{one.value:,.{digits}f}", f"{one.high:,.{digits}f}"


VERBS = (whatif,)
