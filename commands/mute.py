"""`mute`, `unmute`, `mutes`: authors and sites that nobody needs to see."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

import click

import wiring
from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit, printable
from pipeline import mutes as muting
from pipeline.mutes import Muted, Whom

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def _whom(command: Decorated) -> Decorated:
    options: Sequence[tuple[str, str]] = (
        ("--brand", "Of this brand only; default: of every brand."),
        ("--site", "A site by its host, with its subdomains, or a community such as r/coffee."),
        ("--author-key", "An author by the author_key that `sql` and `mutes` show."),
        ("--author", "An author, named as the service names them."),
    )
    for name, words in options:
        command = click.option(name, help=words)(command)
    return command


@click.command()
@_whom
@json_option
@click.pass_obj
def mute(
    door: Door, author: str | None, author_key: str | None, site: str | None, brand: str | None, as_json: bool
) -> int:
    """Hide an author's or a site's mentions from pages and figures; deletes nothing, new ones arrive muted."""
    return _change(door, Whom(author=author, author_key=author_key, site=site, brand=brand), muting.mute, as_json)


@click.command()
@_whom
@json_option
@click.pass_obj
def unmute(
    door: Door, author: str | None, author_key: str | None, site: str | None, brand: str | None, as_json: bool
) -> int:
    """Take a mute back: what only it hid is seen and counted again."""
    return _change(door, Whom(author=author, author_key=author_key, site=site, brand=brand), muting.unmute, as_json)


def _change(door: Door, whom: Whom, change: Callable[..., Muted], as_json: bool) -> int:
    bench = door.workbench()
    # What was muted for a brand that has left the configuration can still be taken back.
    if whom.brand and change is muting.mute:
        bench.config.brand(whom.brand)
    with publishing(bench):
        done = change(bench, whom)
    verb = "hidden" if change is muting.mute else "seen again"
    if as_json:
        show_json({**asdict(done), "verb": verb})
    else:
        click.echo(f"{_named(done.kind, done.value, done.brand)}: {done.rows:,} {verb}")
    return Exit.DONE


@click.command()
@json_option
@click.pass_obj
def mutes(door: Door, as_json: bool) -> int:
    """List who is muted, and how many stored mentions each mute hides."""
    with wiring.database(door.config()).read() as queries:
        rows = wiring.records(queries.mutes.table())
    if as_json:
        show_json({"mutes": rows})
        return Exit.DONE
    for row in rows:
        told = f" ({row['author_name']})" if row["author_name"] else ""
        brand = str(row["brand"]) if row["brand"] else None
        # Names of authors are strangers' words.
        click.echo(printable(f"{_named(str(row['kind']), str(row['value']), brand)}{told}: {row['hidden']:,} hidden"))
    if not rows:
        click.echo("nobody is muted; earshot mute --author A or --site S hides one")
    return Exit.DONE


def _named(kind: str, value: str, brand: str | None) -> str:
    return f"{kind} {value}, {f'brand {brand}' if brand else 'every brand'}"


VERBS = (mute, unmute, mutes)
