"""The verbs for topics that people own: list, rename, merge, split, accept, dismiss, history, undo."""

from collections.abc import Callable, Sequence

import click

import wiring
from commands.ask import table
from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit
from domain.errors import StorageError
from storage.writes.topic_changes import TopicChanges

_ID = click.argument("topic_id", metavar="ID", type=int)
_LIST = ("topic_id", "name", "state", "origin", "texts", "merged_into", "merged_name", "description", "created_at")
_HISTORY = ("change_id", "made_at", "person", "verb", "topic_id", "name", "other_name", "before", "after", "undone")


@click.group()
def topic() -> None:
    """Rename, merge, split, accept or dismiss topics; every change has an id and can be taken back."""


@topic.command("list")
@json_option
@click.pass_obj
def list_topics(door: Door, as_json: bool) -> int:
    """All topics with their ids, proposed, dismissed and merged ones too."""
    with wiring.database(door.config()).read() as queries:
        rows = wiring.records(queries.topics.table())
    return _show(rows, _LIST, ("topic_id", "state", "texts", "name"), as_json)


@topic.command()
@click.argument("topic_id", metavar="[ID]", type=int, required=False)
@json_option
@click.pass_obj
def history(door: Door, topic_id: int | None, as_json: bool) -> int:
    """What people changed, of one topic or of all, the newest first."""
    with wiring.database(door.config()).read() as queries:
        rows = wiring.records(queries.topics.history(topic_id))
    shown = ("change_id", "made_at", "person", "verb", "name", "other_name", "after", "undone")
    return _show(rows, _HISTORY, shown, as_json)


@topic.command()
@_ID
@click.argument("name")
@json_option
@click.pass_obj
def rename(door: Door, topic_id: int, name: str, as_json: bool) -> int:
    """Call a topic NAME; its id, texts and triage stay, whatever the taxonomy calls it."""
    return _change(door, lambda changes: changes.rename(topic_id, name, _person(door)), f"renamed to {name}", as_json)


@topic.command()
@_ID
@click.argument("into", type=int)
@json_option
@click.pass_obj
def merge(door: Door, topic_id: int, into: int, as_json: bool) -> int:
    """Let topic ID go into topic INTO; the old id still leads there."""
    return _change(door, lambda changes: changes.merge(topic_id, into, _person(door)), f"went into {into}", as_json)


@topic.command()
@_ID
@click.option("--name", required=True, help="What the new topic is called.")
@click.option("--phrase", "phrases", multiple=True, help="A word, or its beginning, that its texts hold.")
@click.option("--mention", "mentions", multiple=True, type=int, help="A mention of it; words are taken from these.")
@json_option
@click.pass_obj
def split(door: Door, topic_id: int, name: str, phrases: Sequence[str], mentions: Sequence[int], as_json: bool) -> int:
    """Make a topic of those texts of ID that hold a phrase; later ones follow."""
    words = [*phrases, *_words(door, topic_id, mentions)]
    said = f"split by {', '.join(words)} into {name}"
    return _change(door, lambda changes: changes.split(topic_id, name, words, _person(door)), said, as_json)


@topic.command()
@_ID
@json_option
@click.pass_obj
def accept(door: Door, topic_id: int, as_json: bool) -> int:
    """Keep a proposed topic."""
    return _change(door, lambda changes: changes.accept(topic_id, _person(door)), "kept", as_json)


@topic.command()
@_ID
@json_option
@click.pass_obj
def dismiss(door: Door, topic_id: int, as_json: bool) -> int:
    """Name a topic nowhere; a dismissed proposal is not proposed again."""
    return _change(door, lambda changes: changes.dismiss(topic_id, _person(door)), "dismissed", as_json)


@topic.command()
@click.argument("change_id", metavar="CHANGE", type=int)
@json_option
@click.pass_obj
def undo(door: Door, change_id: int, as_json: bool) -> int:
    """Take the change with that id back."""
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        said = store.topic_changes.undo(change_id, _person(door))
    if as_json:
        show_json({"change": change_id, "undone": True, "said": said})
    else:
        click.echo(said)
    return Exit.DONE


def _change(door: Door, act: Callable[[TopicChanges], int], said: str, as_json: bool) -> int:
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        change_id = act(store.topic_changes)
    if as_json:
        show_json({"change": change_id, "said": said})
    else:
        click.echo(f"{said}; to take it back: earshot topic undo {change_id}")
    return Exit.DONE


def _words(door: Door, topic_id: int, mentions: Sequence[int]) -> list[str]:
    """What sets the chosen mentions apart from the topic's other texts."""
    if not mentions:
        return []
    with wiring.database(door.config()).read() as queries:
        rows = wiring.records(queries.topics.said(topic_id))
    chosen = [str(row["text"]) for row in rows if row["mention_id"] in mentions]
    if len(chosen) < len(set(mentions)):
        raise StorageError(f"only {len(chosen)} of those mentions name topic {topic_id}; choose among its evidence")
    return wiring.telling_words(chosen, [str(row["text"]) for row in rows if row["mention_id"] not in mentions])


def _person(door: Door) -> str:
    return f"{door.environment.get('USER') or 'somebody'}, by command"


def _show(rows: list[dict[str, object]], keys: Sequence[str], shown: Sequence[str], as_json: bool) -> int:
    if as_json:
        show_json([{key: row[key] for key in keys} for row in rows])
    elif rows:
        click.echo(table(shown, [[row[key] for key in shown] for row in rows]))
    else:
        click.echo("nothing yet; topics come from the taxonomy and from: python -m earshot analyze")
    return Exit.DONE


VERBS = (topic,)
