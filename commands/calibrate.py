"""The verb `calibrate`: fit an engine to one's own labels, and say whether it is better."""

import json
from pathlib import Path

import click

import wiring
from commands.ask import table
from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit
from domain.errors import ConfigError
from domain.records import Label
from pipeline import calibrate as calibrating
from storage.shapes import FittedHead

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_PERSON = "command line"


@click.command()
@click.option("--brand", help="Use the labels of this brand only.  [default: of every brand]")
@click.option("--labels", type=_IN, multiple=True, help="A filled-in audit file whose labels are kept and used.")
@click.option("--status", is_flag=True, help="Say what the last fit found; fits nothing.")
@json_option
@click.pass_obj
def calibrate(door: Door, brand: str | None, labels: tuple[Path, ...], status: bool, as_json: bool) -> int:
    """Fit the engine `calibrated` to your stars, corrections and audit labels; promote it only where it is better."""
    config = door.config()
    named = config.brand(brand).name if brand else None
    if status:
        return _status(door, as_json)
    bench = door.workbench()
    rejected: list[str] = []
    with publishing(bench):
        for file in labels:
            rejected += calibrating.keep_labels(bench, file, _PERSON)[1]
        found = calibrating.calibrate(bench, wiring.own_reader(), named, _PERSON)
    shown = calibrating.as_json(found) | {"rejected": rejected, "configured": config.engine}
    if as_json:
        show_json(shown)
    else:
        click.echo("\n".join([*_told(shown), *(f"    not used, {sentence}" for sentence in rejected)]))
        if found.promoted and config.engine != "calibrated":
            click.echo('to use it, write engine = "calibrated" into earshot.toml; the next run scores everything anew')
    return Exit.SOME_FAILED if rejected else Exit.DONE


def _status(door: Door, as_json: bool) -> int:
    with wiring.database(door.config()).read() as queries:
        last, used = queries.calibrations.last(), queries.calibrations.promoted()
    shown = {"last": _head(last), "promoted": _head(used)}
    if as_json:
        show_json(shown)
    elif last is None:
        click.echo("nothing fitted yet; run: python -m earshot calibrate")
    else:
        click.echo("\n".join([f"last fit, {last.made_at:%Y-%m-%d %H:%M} UTC:", *_told(json.loads(last.verdict))]))
        click.echo(f"promoted: head {used.hash} of {used.made_at:%Y-%m-%d}" if used else "promoted: none so far")
    return Exit.DONE


def _head(found: FittedHead | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"made_at": found.made_at, "generic": found.generic_version, **json.loads(found.verdict)}


def _told(shown: dict[str, object]) -> list[str]:
    labels, confusion = shown["labels"], shown["confusion"]
    if not isinstance(labels, dict) or not isinstance(confusion, dict):
        raise ConfigError("calibrate: what was stored of the last fit cannot be read; run it again")
    lines = [f"own labels: {labels['people']:,} by people, {labels['stars']:,} by stars"]
    for name, counts in confusion.items():
        rows = [(said, *(counts[said][true] for true in Label)) for said in Label]
        lines += ["", table([f"{name} \\ own label", *(str(label) for label in Label)], rows)]
    return [*lines, "", str(shown["reason"])]


VERBS = (calibrate,)
