"""`raw`: what a service sent about one mention, as it came."""

import click

import wiring
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from domain.errors import ConfigError
from domain.records import LONGEST_RAW


@click.command()
@click.argument("mention_id", type=click.IntRange(0, 2**63 - 1))
@json_option
@click.pass_obj
def raw(door: Door, mention_id: int, as_json: bool) -> int:
    """Print what the service sent about MENTION_ID, as long as `raw_days` keeps it."""
    config = door.config()
    found = wiring.raw_file(config).find(mention_id)
    if found is None:
        raise ConfigError(
            f"mention {mention_id}: nothing is kept as it came; raw_days is {config.raw_days}, imports and mentions of "
            "no brand have none"
        )
    cut = len(found.payload) >= LONGEST_RAW
    if as_json:
        about = {"mention_id": str(mention_id), "source": found.source, "kind": found.kind, "seen_at": found.seen_at}
        show_json({**about, "cut": cut, "payload": found.payload})
        return Exit.DONE
    # A stranger's text must not move the cursor of somebody's terminal.
    click.echo("".join(c if c.isprintable() or c == "\n" else " " for c in found.payload))
    if cut:
        click.echo(f"note: only the first {LONGEST_RAW:,} characters are kept", err=True)
    return Exit.DONE


VERBS = (raw,)
