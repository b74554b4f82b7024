"""The verbs that set things up and look after them: init, check, migrate, verify."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import click

import wiring
from commands.door import Door, json_option, show_json
from commands.exits import Exit
from config import parse, starter
from domain.errors import ConfigError, SourceError
from domain.ports import Collector
from domain.records import Mention, Source
from pipeline.workbench import Workbench

KEPT_SHOWN, REST_SHOWN = 4, 3


@click.command()
@click.argument("brand")
@click.option("--out", type=click.Path(dir_okay=False), help="Default: what --config says, else earshot.toml.")
@click.pass_obj
def init(door: Door, brand: str, out: str | None) -> int:
    """Write a commented configuration with public sources for BRAND."""
    path = Path(out) if out else door.config_path
    if path.exists():
        raise ConfigError(f"{path} exists; name another with --out, or move it away")
    name = starter.brand_name(brand)
    written = starter.text(name, starter.query_for(name), starter.suggested(name))
    wiring.check(parse(tomllib.loads(written), path))  # before it is there: a name may hold nothing to look for
    path.write_text(written, "utf-8")
    click.echo(f"wrote {path}; next: earshot check, then earshot run, then earshot serve")
    return Exit.DONE


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
            said = row["error"] or (f"{row['found']} found" if row["found"] is not None else "not asked")
            click.echo(f"{row['source']}: {row['outcome']}, {said}")
        click.echo(f"{config.path}: valid, {len(config.brands)} brands, {len(config.sources)} sources")
    return Exit.SOME_FAILED if any(row["outcome"] == "failed" for row in rows) else Exit.DONE


def _try(bench: Workbench, source: Source, offline: bool) -> dict[str, object]:
    """Build the source and read what it gives first; a wrong option is a ConfigError and ends the command."""
    collector = bench.build(source)
    found: int | None = None
    error, matched, examples = None, None, []
    outcome = "paused" if source.paused else "valid" if offline else "ok"
    if outcome == "ok":
        try:
            seen = _first(collector)
            found, about = len(seen), [m for m in seen if bench.match(m, source)]
            matched, examples = len(about), _examples(seen, about)
        except _NotAsked as reason:
            outcome, error = "skipped", str(reason)
        except SourceError as problem:
            outcome, error = "failed", str(problem)
    return {
        "source": source.name,
        "kind": source.kind,
        "outcome": outcome,
        "found": found,
        "matched": matched,
        "examples": examples,
        "error": error,
    }


class _NotAsked(Exception):
    """The service was not asked, and why."""


def _first(collector: Collector) -> tuple[Mention, ...]:
    """The first mentions that come. Batches without any are read past: an error is told after what there was."""
    asked, said = False, "the service was not asked"
    for batch in collector.collect(None):
        if batch.mentions:
            return batch.mentions
        asked, said = asked or batch.asked, "; ".join(batch.warnings[-1:]) or said
    if not asked:
        raise _NotAsked(said)
    return ()


def _examples(seen: Sequence[Mention], about: Sequence[Mention]) -> list[dict[str, object]]:
    """A few texts that a query keeps, and a few that it leaves out: what it does, to be judged by a person."""
    kept = {id(mention) for mention in about}
    rest = [mention for mention in seen if id(mention) not in kept]
    shown = [(one, True) for one in about[:KEPT_SHOWN]] + [(one, False) for one in rest[:REST_SHOWN]]
    return [{"text": f"{m.title} {m.text}".strip()[:200], "kept": is_kept} for m, is_kept in shown]


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
