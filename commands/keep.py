"""The verbs that keep and erase: backup, restore, forget."""

from dataclasses import asdict
from pathlib import Path

import click

import wiring
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from domain.errors import ConfigError
from pipeline import copies
from pipeline import forget as forgetting

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--keep", default=7, show_default=True, type=click.IntRange(1, 1000), help="How many copies stay.")
@json_option
@click.pass_obj
def backup(door: Door, folder: Path, keep: int, as_json: bool) -> int:
    """Copy the database, and the secret that it needs, into DIR; the app may run meanwhile."""
    config = door.config()
    copy = copies.back_up(wiring.database(config), folder, data_dir=config.data_dir, keep=keep)
    size, raw = copy.stat().st_size, wiring.raw_file(config)
    left_out = [str(raw.path)] if raw.exists() else []
    if as_json:
        show_json({"copy": str(copy), "bytes": size, "left_out": left_out})
    else:
        click.echo(f"{copy}: {size:,} bytes")
        for file in left_out:
            click.echo(f"    left out: {file}, what services sent as it came")
    return Exit.DONE


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@json_option
@click.pass_obj
def restore(door: Door, folder: Path, as_json: bool) -> int:
    """Bring the newest copy in DIR back, less what was erased since it was made; the app may run meanwhile."""
    config = door.config()
    copies.bring_secret(folder, config.data_dir)
    bench = wiring.workbench(config, door.environment)
    copy = copies.restore(bench, folder)
    wiring.prepare(bench)
    with bench.database.read() as queries:
        mentions = queries.health.totals().mentions
    if as_json:
        show_json({"copy": str(copy), "mentions": mentions})
    else:
        click.echo(f"{copy} is back: {mentions:,} mentions")
    return Exit.DONE


@click.command()
@click.option("--author", help="All that this author wrote, named as the service names them.")
@click.option("--mention", type=int, help="One mention, by its mention_id.")
@click.option("--respondent", help="The answers, tickets and record of this respondent or customer.")
@json_option
@click.pass_obj
def forget(door: Door, author: str | None, mention: int | None, respondent: str | None, as_json: bool) -> int:
    """Erase a person or a mention from every file, keep it out, and print what was removed from where."""
    given = [one for one in (author, mention, respondent) if one is not None]
    if len(given) != 1 or not str(given[0]).strip():
        raise ConfigError("forget: name one of --author A, --mention ID, --respondent R")
    bench = door.workbench()
    if author is not None:
        receipt = forgetting.forget_author(bench, author)
    elif mention is not None:
        receipt = forgetting.forget_mention(bench, mention)
    else:
        receipt = forgetting.forget_respondent(bench, str(respondent))
    if as_json:
        show_json(asdict(receipt))
    else:
        click.echo(receipt.in_words())
    return Exit.DONE


VERBS = (backup, restore, forget)
