"""The verbs that set things up and look after them: init, check, migrate, verify."""

from pathlib import Path

import click

import wiring
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from domain.errors import ConfigError, SourceError
from domain.records import Source
from pipeline.workbench import Workbench

TEMPLATE = """\
# Earshot's configuration for {brand}. Every key is explained in earshot.example.toml; secrets stay in the environment.
database = "earshot.duckdb"
timezone = "UTC"          # days begin at midnight here, such as "Europe/London"
engine = "default"        # or "vader": faster, finds fewer complaints

[[brand]]
name = {quoted}
query = {query}           # words that a mention must hold; AND, OR, NOT, "phrases", NEAR/5, wild*cards
role = "own"

# [[brand]]
# name = "Their name"
# query = '"their name"'
# role = "competitor"

[[source]]                # news that name the brand
name = "news"
kind = "rss"
every = "1h"
options = {{ preset = "google_news", query = {quoted} }}

[[source]]                # Reddit, without keys: the newest posts that a search finds
name = "reddit"
kind = "reddit"
every = "30m"
options = {{ queries = [{quoted}], comments = false }}

# [[source]]              # reviews of your app in the App Store: the number in its address
# name = "app-store"
# kind = "app_store"
# every = "6h"
# options = {{ app_id = 382617920, countries = ["us", "gb"] }}

# [[source]]              # a file of reviews that somebody drops there
# name = "shop-reviews"
# kind = "file"
# options = {{ path = "reviews.csv" }}
"""


@click.command()
@click.argument("brand")
@click.option("--out", type=click.Path(dir_okay=False), help="Default: what --config says, else earshot.toml.")
@click.pass_obj
def init(door: Door, brand: str, out: str | None) -> int:
    """Write a commented configuration with public sources for BRAND."""
    path = Path(out) if out else door.config_path
    if path.exists():
        raise ConfigError(f"{path} exists; name another with --out, or move it away")
    brand = " ".join(brand.split())
    if not brand or len(brand) > 200:
        raise ConfigError("BRAND must be a name of 1 to 200 characters")
    path.write_text(
        TEMPLATE.format(brand=brand, quoted=_toml(brand), query=_toml(f'"{brand}"'.replace('""', '"'))),
        "utf-8",
    )
    click.echo(f"wrote {path}; next: earshot check, then earshot run, then earshot serve")
    return Exit.DONE


def _toml(text: str) -> str:
    """The text as a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


@click.command()
@click.option("--offline", is_flag=True, help="Only the configuration; ask no source.")
@json_option
@click.pass_obj
def check(door: Door, offline: bool, as_json: bool) -> int:
    """Validate the configuration and try each source without storing anything."""
    config = door.config()
    wiring.check(config)
    bench = wiring.workbench(config, door.environment)
    rows = [_try(bench, source, offline) for source in config.sources]
    if as_json:
        show_json({"config": str(config.path), "brands": [b.name for b in config.brands], "sources": rows})
    else:
        for row in rows:
            click.echo(
                f"{row['source']}: {row['outcome']}"
                + (f", {row['error']}" if row["error"] else f", {row['found']} found")
            )
        click.echo(f"{config.path}: valid, {len(config.brands)} brands, {len(config.sources)} sources")
    return Exit.SOME_FAILED if any(row["error"] for row in rows) else Exit.DONE


def _try(bench: Workbench, source: Source, offline: bool) -> dict[str, object]:
    """Build the source and read its first batch; a wrong option is a ConfigError and ends the command."""
    collector = bench.build(source)
    found: int | None = None
    error = None
    if not offline and not source.paused:
        try:
            first = next(iter(collector.collect(None)), None)
            found = len(first.mentions) if first else 0
        except SourceError as problem:
            error = str(problem)
    outcome = "failed" if error else "paused" if source.paused else "valid" if offline else "ok"
    return {"source": source.name, "kind": source.kind, "outcome": outcome, "found": found, "error": error}


@click.command()
@json_option
@click.pass_obj
def migrate(door: Door, as_json: bool) -> int:
    """Bring the database's schema up to date; an existing file is backed up first."""
    applied = wiring.database(door.config()).migrate()
    if as_json:
        show_json({"applied": applied})
    else:
        click.echo("applied " + ", ".join(applied) if applied else "the schema is up to date")
    return Exit.DONE


@click.command()
@json_option
@click.pass_obj
def verify(door: Door, as_json: bool) -> int:
    """Check that nothing is lost, doubled or out of step in the database."""
    found = wiring.database(door.config()).verify()
    if as_json:
        show_json(found)
    else:
        click.echo("\n".join(found["problems"]) or "ok: no problem found")
    return Exit.DONE if found["ok"] else Exit.SOME_FAILED


VERBS = (init, check, migrate, verify)
