"""`demo`: the sample brand, really collected and really analysed, then shown."""

import shutil
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

import wiring
from commands.door import Door, progress
from commands.exits import Exit
from commands.serve import Place, keep_serving
from commands.work import exit_code, sentence
from config import load
from domain.cases import CaseStatus
from domain.errors import ConfigError, EarshotError
from domain.measures import Scope
from pipeline.analyze import Analysis, analyze
from pipeline.cases import Acted, act
from pipeline.collect import collect
from pipeline.imports import Order, import_file
from pipeline.workbench import Workbench
from sample import PERSON, Mended, SampleFolder, SampleServer, mended, write
from tables.column_map import ColumnMap

# So many texts about a topic are looked through for cases.
_NAMED = 100


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
    for one in mended(until):
        write_down(bench, found.brand, one)
    took = time.perf_counter() - began
    said = f"{done.scored:,} texts scored by engine {done.engine}, {acted.opened:,} cases opened, built in {took:.0f} s"
    click.echo(said, err=True)
    return found.config


def write_down(bench: Workbench, brand: str, one: Mended) -> None:
    """What the sample's team did: cases of a topic closed, their customers told; and the topic itself."""
    with bench.database.read() as queries:
        table = queries.topics.table()
        topics = dict(zip(table["name"], table["topic_id"].astype(int), strict=True))
        before = Scope(brand=brand, until=one.on - timedelta(days=1))
        named = queries.pain_points.evidence(before, topics[one.topic], limit=_NAMED)["mention_id"]
        texts = [int(text) for text in named if queries.cases.of_text(brand, int(text)) == CaseStatus.OPEN]
    done: dict[str, Any] = {
        "status": "closed",
        "root_cause": one.root_cause,
        "action": one.action,
        "told_customer": True,
    }
    with bench.database.write(publish=True) as store:
        for text in texts[: one.cases]:
            store.cases.set(brand, text, "mention", person=PERSON, **done)
        if one.whole:
            store.triage.set(brand, topics[one.topic], person=PERSON, mended_on=one.on, **done)


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
