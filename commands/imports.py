"""`import`: a person's file of reviews, surveys, tickets, customers, figures of touchpoints, or notes of the team."""

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click

from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit
from pipeline import imports
from tables.column_map import ColumnMap


@click.command("import")
@click.argument("what", type=click.Choice(imports.WHAT))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--brand", required=True, help="The brand that the file is about.")
@click.option("--map", "map_file", help="A MAP.toml, or a preset such as surveymonkey or zendesk.")
@click.option("--source", default="import", show_default=True, help="Keeps the ids of two review files apart.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and store nothing.")
@json_option
@click.pass_obj
def import_(
    door: Door,
    what: str,
    file: Path,
    brand: str,
    map_file: str | None,
    source: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Bring FILE in. The same file again adds nothing; a corrected one updates and says so."""
    bench = door.workbench()
    column_map = ColumnMap.load(map_file, what) if map_file else None
    order = imports.Order(
        what=what,
        path=file,
        brand=bench.config.brand(brand).name,
        column_map=column_map,
        source=source,
        dry_run=dry_run,
    )
    with nullcontext() if dry_run else publishing(bench):
        receipt = imports.import_file(bench, order)
    if as_json:
        show_json(asdict(receipt))
    else:
        click.echo(sentence(receipt, dry_run))
    return Exit.SOME_FAILED if receipt.rejected else Exit.DONE


def sentence(receipt: imports.Receipt, dry_run: bool) -> str:
    """A receipt in words."""
    would = "would be " if dry_run else ""
    lines = [
        f"{receipt.accepted:,} rows {would}accepted: {receipt.new:,} new, {receipt.changed:,} changed, "
        f"{receipt.unchanged:,} unchanged; {receipt.rejected:,} rejected"
    ]
    if receipt.rejects_file:
        lines.append(f"    why, row by row: {receipt.rejects_file}")
    return "\n".join([*lines, *(f"    note: {warning}" for warning in receipt.warnings)])


VERBS = (import_,)
