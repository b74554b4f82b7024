"""maintain: what a database on many machines needs from time to time."""

from datetime import UTC, datetime

import click

from commands.door import Door, json_option, show_json
from commands.exits import Exit
from domain.errors import ConfigError
from pipeline import upkeep
from wiring.lakes import lake


@click.command()
@json_option
@click.pass_obj
def maintain(door: Door, as_json: bool) -> int:
    """Merge a lake's small files, forget its old snapshots, remove what only they held; a file needs none of it."""
    config = door.config()
    if not config.data_path:
        raise ConfigError(f"{config.database}: is a file, which needs no maintenance; only a DuckLake does")
    done = upkeep.maintain(lake(config), datetime.now(UTC))
    if as_json:
        show_json(done)
    else:
        click.echo(f"{done['snapshots']:,} old snapshots forgotten, {done['files']:,} files removed")
    return Exit.DONE


VERBS = (maintain,)
