"""`import`: a person's file of reviews, surveys, tickets, customers, figures of touchpoints, or notes of the team."""

import tomllib
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click

import wiring
from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit, printable
from domain.errors import ConfigError
from pipeline import imports, saved_maps
from pipeline.workbench import Workbench
from tables import progress
from tables.column_map import ColumnMap
from tables.look import look

SAVED = "saved"


@click.command("import")
@click.argument("what", type=click.Choice(imports.WHAT))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--brand", required=True, help="The brand that the file is about.")
@click.option("--map", "map_file", help='A MAP.toml, a preset such as surveymonkey or zendesk, or "saved".')
@click.option("--remember", is_flag=True, help="Keep the map for the next file with the same headings.")
@click.option("--source", default="import", show_default=True, help="Keeps the ids of two review files apart.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and store nothing.")
@click.option("--show", type=click.IntRange(0, 100), default=0, help="Also the first N rows, as they are stored.")
@click.option("--progress", "told", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
@json_option
@click.pass_obj
def import_(
    door: Door,
    what: str,
    file: Path,
    brand: str,
    map_file: str | None,
    remember: bool,
    source: str,
    dry_run: bool,
    show: int,
    told: Path | None,
    as_json: bool,
) -> int:
    """Bring FILE in. The same file again adds nothing; a corrected one updates and says so."""
    bench = door.workbench()
    name = bench.config.brand(brand).name
    order = imports.Order(
        what=what,
        path=file,
        brand=name,
        column_map=_map(bench, map_file, what, name, file) if map_file else None,
        source=source,
        dry_run=dry_run,
        person=wiring.local_person(door.environment).name,
        show=show,
        remembered=_document(map_file) if remember else None,
    )
    with progress.heard(_teller(told)), nullcontext() if dry_run else publishing(bench):
        receipt = imports.import_file(bench, order)
        progress.tell(progress.PUBLISHING, receipt.accepted)
    if as_json:
        show_json(_told(receipt, show))
    else:
        click.echo(sentence(receipt, dry_run))
    return Exit.SOME_FAILED if receipt.rejected else Exit.DONE


def _teller(path: Path | None) -> progress.Listener | None:
    """Keeps one line in `path`: the stage, the rows so far and of how many, 0 where that is not known."""
    if path is None:
        return None

    def listener(stage: str, rows: int, total: int | None) -> None:
        path.write_text(f"{stage} {rows} {total or 0}", "utf-8")

    return listener


def _map(bench: Workbench, reference: str, what: str, brand: str, file: Path) -> ColumnMap:
    """The map that is named; "saved" is the one that was remembered for these headings."""
    if reference != SAVED or Path(reference).is_file():
        return ColumnMap.load(reference, what)
    with bench.database.write() as store:
        kept = saved_maps.recall(store.settings.get, brand, look(file).headers)
    if kept is None or kept[0] != what:
        raise ConfigError(f"{file}: no map was saved for {what} with these headings; name one, and say --remember")
    return ColumnMap.read(kept[1], name="saved map", what=what)


def _document(map_file: str | None) -> dict[str, dict[str, object]]:
    if not map_file or not Path(map_file).is_file():
        raise ConfigError("--remember: name the MAP.toml that is to be remembered with --map")
    return tomllib.loads(Path(map_file).read_text("utf-8-sig"))


def _told(receipt: imports.Receipt, show: int) -> dict[str, object]:
    more = {"first", "last", "rows", "rejects"}
    return {key: value for key, value in asdict(receipt).items() if show or key not in more}


def sentence(receipt: imports.Receipt, dry_run: bool) -> str:
    """A receipt in words."""
    would = "would be " if dry_run else ""
    lines = [
        f"{receipt.accepted:,} rows {would}accepted: {receipt.new:,} new, {receipt.changed:,} changed, "
        f"{receipt.unchanged:,} unchanged; {receipt.rejected:,} rejected"
    ]
    if receipt.rejects_file:
        lines.append(f"    why, row by row: {receipt.rejects_file}")
    for row in receipt.rows:
        lines.append("    " + "; ".join(f"{field}: {value}" for field, value in row.items()))
    for bad in receipt.rejects:
        lines.append(f'    line {bad.line}, column "{bad.column}": {bad.value[:80]!r} {bad.reason}')
    # Cells of a stranger's file: none may move the cursor of somebody's terminal.
    return printable("\n".join([*lines, *(f"    note: {warning}" for warning in receipt.warnings)]))


VERBS = (import_,)
