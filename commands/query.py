"""`preview`: what a changed brand query adds and drops, before it is written into the configuration."""

import click

import wiring
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from pipeline.preview import Preview
from pipeline.rematch import asks_for_author
from storage.kept import KeptMention

_SHOWN = 200
_AUTHORS = "author: cannot be tried on stored mentions: authors are kept as keyed hashes; it holds for new ones only"


@click.command()
@click.argument("brand")
@click.argument("query")
@json_option
@click.pass_obj
def preview(door: Door, brand: str, query: str, as_json: bool) -> int:
    """Show what QUERY would add to and drop from BRAND among the mentions of the last 30 days; changes nothing."""
    config = door.config()
    found = wiring.preview(config, config.brand(brand).name, query)
    warnings = [_AUTHORS] if asks_for_author(query) else []
    if as_json:
        show_json({**_json(found), "query": query, "warnings": warnings})
        return Exit.DONE
    click.echo(
        f"{found.brand}: {found.added:,} added, {found.dropped:,} dropped, {found.kept:,} kept "
        f"of {found.looked_at:,} mentions since {found.since:%Y-%m-%d}"
    )
    for sign, examples in (("+", found.examples_added), ("-", found.examples_dropped)):
        for one in examples:
            click.echo(f"    {sign} {_words(one)}")
    for warning in warnings:
        click.echo(f"    note: {warning}")
    return Exit.DONE


def _json(found: Preview) -> dict[str, object]:
    return {
        "brand": found.brand,
        "since": found.since,
        "looked_at": found.looked_at,
        "kept": found.kept,
        "added": found.added,
        "dropped": found.dropped,
        "examples": {
            "added": [_example(one) for one in found.examples_added],
            "dropped": [_example(one) for one in found.examples_dropped],
        },
    }


def _example(one: KeptMention) -> dict[str, object]:
    said = one.mention
    return {
        "mention_id": str(one.mention_id),
        "source": said.source,
        "published_at": said.published_at,
        "url": said.url,
        "title": said.title,
        "text": said.text[:_SHOWN],
    }


def _words(one: KeptMention) -> str:
    """A mention in one line; a stranger's text must not move the cursor of somebody's terminal."""
    text = " ".join(f"{one.mention.title} {one.mention.text}".split())
    return "".join(c if c.isprintable() else " " for c in text)[:100]


VERBS = (preview,)
