"""`demo`: the sample brand, really collected and really analysed, then shown."""

import shutil
import time
from datetime import date, timedelta
from pathlib import Path

import click

import wiring
from commands.door import Door, progress
from commands.exits import Exit
from commands.serve import Place, keep_serving
from commands.work import exit_code, sentence
from config import load
from domain.errors import ConfigError, EarshotError
from pipeline.analyze import Analysis, analyze
from pipeline.cases import Acted, act
from pipeline.collect import collect
from pipeline.imports import Order, import_file
from pipeline.workbench import Workbench
from sample import SampleFolder, SampleServer, write
from tables.column_map import ColumnMap


@click.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Build the sample brand and stop.")
@click.option("--folder", default="demo-data", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--engine", type=click.Choice(["default", "vader"]), help="Default: default.")
@click.pass_obj
def demo(door: Door, port: int, no_serve: bool, folder: Path, engine: str | None) -> int:
    """Build the sample brand (invented, labelled as sample) and open the app on it."""
    until = date.today() - timedelta(days=1)  # noqa: DTZ011 - the person's own yesterday
    config = folder / "earshot.toml"
    if not _is_built(folder, until):
        config = _build(door, folder, until, engine)
        (folder / "BUILT").write_text(until.isoformat(), "utf-8")
    click.echo(f"sample brand in {folder} (delete the folder to be rid of it)", err=True)
    if no_serve:
        return Exit.DONE
    click.echo(f"earshot: http://127.0.0.1:{port} (stop with Ctrl-C)", err=True)
    return keep_serving(load(config), door.environment, Place(port=port), schedule=False)


def _is_built(folder: Path, until: date) -> bool:
    try:
        return (folder / "BUILT").read_text("utf-8") == until.isoformat()
    except FileNotFoundError:
        return False


def _build(door: Door, folder: Path, until: date, engine: str | None) -> Path:
    """Serve the sample's sources on loopback, collect, import and analyse them as a user's own."""
    began = time.perf_counter()
    own = folder / "earshot.toml"
    if own.exists() and not load(own).sample:
        raise ConfigError(f"{own} is your own, and the sample would replace it; name another folder with --folder")
    _clear(folder)
    with SampleServer(until) as server:
        found = write(folder, until, base_url=server.url)
        if engine:
            found.config.write_text(f'engine = "{engine}"\n' + found.config.read_text("utf-8"), "utf-8")
        bench = wiring.workbench(load(found.config), door.environment)
        bench.database.migrate()
        wiring.prepare(bench)
        _collect_and_import(bench, found)
    done, acted = read_and_open(bench)
    took = time.perf_counter() - began
    said = f"{done.scored:,} texts scored by engine {done.engine}, {acted.opened:,} cases opened, built in {took:.0f} s"
    click.echo(said, err=True)
    return found.config


def read_and_open(bench: Workbench) -> tuple[Analysis, Acted]:
    """Analyse everything and open cases as a run does, so that the inbox has work in it at the first look."""
    with progress("analysing") as tick:
        done = analyze(bench, progress=tick)
    acted = act(bench)
    bench.database.publish()
    return done, acted


def _clear(folder: Path) -> None:
    """Yesterday's sample goes: its ids are positions, and would mean other texts today. Other files stay."""
    for stale in [folder / "BUILT", *folder.glob("sample.duckdb*")]:
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink(missing_ok=True)


def _collect_and_import(bench: Workbench, found: SampleFolder) -> None:
    click.echo("collecting the sample sources", err=True)
    runs = [c.run for c in collect(bench)]
    for run in runs:
        click.echo(f"    {sentence(run)}", err=True)
    if exit_code(runs):
        raise EarshotError("the sample sources on 127.0.0.1 could not all be read; see the lines above")
    for what, (path, column_map) in found.imports.items():
        order = Order(what=what, path=path, brand=found.brand, column_map=ColumnMap.load(column_map, what))
        receipt = import_file(bench, order)
        click.echo(f"    {what}: {receipt.accepted:,} accepted, {receipt.rejected:,} rejected", err=True)


VERBS = (demo,)
