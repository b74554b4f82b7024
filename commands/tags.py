"""The verbs `tags` and `tag`: words that people put on mentions; each change has an id and can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

import click

import wiring
from commands.ask import table
from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit, printable
from commands.tag_rules import rules
from domain.tags import TagChange
from storage.writes.tags import Tags

_NAME = click.argument("name")
_MENTIONS = click.option("--mention", "mentions", multiple=True, type=int, required=True, help="Its id; repeatable.")


@click.command()
@json_option
@click.pass_obj
def tags(door: Door, as_json: bool) -> int:
    """List the tags, how many mentions have each, by hand or by a rule, and how many rules give it."""
    with wiring.database(door.config()).read() as queries:
        found = queries.tags.table()
    if as_json:
        show_json({"tags": [asdict(one) for one in found]})
    elif found:
        rows = [(printable(one.tag), one.mentions, one.by_hand, one.rules) for one in found]
        click.echo(table(["tag", "mentions", "by hand", "rules"], rows))
    else:
        click.echo('no tags; put one on a mention: earshot tag add "late delivery" --mention ID')
    return Exit.DONE


@click.group()
def tag() -> None:
    """Put tags on mentions or take them off, rename and delete them; rules do it by themselves."""


@tag.command()
@_NAME
@_MENTIONS
@json_option
@click.pass_obj
def add(door: Door, name: str, mentions: Sequence[int], as_json: bool) -> int:
    """Put the tag NAME, new or known, on mentions; a mention has at most 20."""
    return _change(door, lambda known: known.add(name, mentions, _person(door)), "put on", as_json)


@tag.command()
@_NAME
@_MENTIONS
@json_option
@click.pass_obj
def remove(door: Door, name: str, mentions: Sequence[int], as_json: bool) -> int:
    """Take the tag NAME off mentions; no rule puts it on them again."""
    return _change(door, lambda known: known.remove(name, mentions, _person(door)), "taken off", as_json)


@tag.command()
@_NAME
@click.argument("new")
@json_option
@click.pass_obj
def rename(door: Door, name: str, new: str, as_json: bool) -> int:
    """Call the tag NAME something else, wherever it is."""
    return _change(door, lambda known: known.rename(name, new, _person(door)), "renamed", as_json)


@tag.command()
@_NAME
@json_option
@click.pass_obj
def delete(door: Door, name: str, as_json: bool) -> int:
    """Let no mention have the tag NAME any more; its rules rest."""
    return _change(door, lambda known: known.delete(name, _person(door)), "deleted", as_json)


@tag.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
@click.pass_obj
def history(door: Door, limit: int, as_json: bool) -> int:
    """What people changed of tags and their rules, the newest first, with the ids that `undo` takes."""
    with wiring.database(door.config()).read() as queries:
        found = queries.tags.history(limit)
    if as_json:
        show_json({"changes": [asdict(one) for one in found]})
        return Exit.DONE
    rows = [
        (one.change_id, one.made_at, one.person, one.verb, printable(one.before or ""), printable(one.after or ""))
        for one in found
        if not one.undone
    ]
    click.echo(table(["change", "at", "by", "what", "before", "after"], rows) if rows else "nothing to take back")
    return Exit.DONE


@tag.command()
@click.argument("change_id", metavar="CHANGE", type=int)
@json_option
@click.pass_obj
def undo(door: Door, change_id: int, as_json: bool) -> int:
    """Take the change with that id back; what somebody changed since stays."""
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        said = store.tags.undo(change_id, _person(door))
    if as_json:
        show_json({"change": change_id, "undone": True, "said": said})
    else:
        click.echo(printable(said))
    return Exit.DONE


def _change(door: Door, act: Callable[[Tags], TagChange], said: str, as_json: bool) -> int:
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        done = act(store.tags)
    if as_json:
        show_json(asdict(done))
        return Exit.DONE
    full = f", {done.full:,} have as many tags as they can" if done.full else ""
    click.echo(
        printable(f"{done.tag}: {said}, {done.mentions:,} mentions{full}; to take it back: ")
        + f"earshot tag undo {done.change_id}"
    )
    return Exit.DONE


def _person(door: Door) -> str:
    return f"{door.environment.get('USER') or 'somebody'}, by command"


tag.add_command(rules)

VERBS = (tags, tag)
