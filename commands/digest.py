"""The verb digest: a period in numbers and sentences, as a file for people or a document for scripts, under an id."""

from dataclasses import asdict
from pathlib import Path

import click

import wiring
from commands.door import Door, day, json_option, show_json
from commands.exits import Exit
from domain.errors import ConfigError, EarshotError
from domain.reports import Digest, Restated
from pipeline.digest_numbers import estimate_json

_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--brand", help="Default: the first own brand.")
@click.option("--as-of", help="The last day, 2026-01-31.  [default: yesterday]")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 366), help="How many days up to it.")
@click.option("--id", "report_id", help="Show this report again, as it was issued.")
@click.option("--out", multiple=True, type=_OUT, help="A .html, .pdf, .md, .png or .pptx to write (may be repeated).")
@click.option("--slide", is_flag=True, help="One slide in place of pages; .png and .pptx are always one.")
@json_option
@click.pass_obj
def digest(
    door: Door,
    brand: str | None,
    as_of: str | None,
    days: int,
    report_id: str | None,
    out: tuple[Path, ...],
    slide: bool,
    as_json: bool,
) -> int:
    """Sum a period up against the one before, and keep it under an id that gives the same numbers for ever."""
    for path in out:
        _check(path, slide)
    if report_id and (brand or as_of):
        raise ConfigError("digest: --id names a report that has its brand and days; leave out --brand and --as-of")
    found, changed = _found(door, report_id, brand, as_of, days)
    config = door.config()
    document = wiring.document_of(config, found, changed)
    for path in out:
        _write(path, wiring.draw(document, _form(path), slide=slide))
    if as_json:
        show_json(digest_json(found, changed, out))
    elif out:
        click.echo("\n".join(f"{path}: report {found.report_id}" for path in out))
    else:
        click.echo(wiring.draw(document, "md").decode("utf-8").rstrip())
    return Exit.DONE


def digest_json(found: Digest, changed: tuple[Restated, ...], out: tuple[Path, ...] = ()) -> dict[str, object]:
    """The shape that scripts rely on; ids of mentions and topics are text."""
    return {
        "id": found.report_id,
        "brand": found.brand,
        "from": found.since,
        "to": found.until,
        "before_from": found.earlier_since,
        "before_to": found.earlier_until,
        "made_at": found.made_at,
        "engine": found.engine,
        "taxonomy": found.taxonomy,
        "formulas": found.formulas,
        "scored": found.scored,
        "total": found.total,
        "sample": found.sample,
        "figures": [estimate_json(figure) for figure in found.figures],
        "causes": [asdict(one) for one in found.causes],
        "pain_points": [asdict(one) | {"topic_id": str(one.topic_id)} for one in found.pain_points],
        "quotes": [
            asdict(q) | {"mention_id": str(q.mention_id), "topic_id": str(q.topic_id), "removed": q.text is None}
            for q in found.quotes
        ],
        "competitors": [{"brand": r.brand, "figures": [estimate_json(f) for f in r.figures]} for r in found.rivals],
        "alerts": [asdict(one) for one in found.alerts],
        "sources": [asdict(one) for one in found.sources],
        "restated": [asdict(one) for one in changed],
        "out": [str(path) for path in out],
    }


def _found(
    door: Door, report_id: str | None, brand: str | None, as_of: str | None, days: int
) -> tuple[Digest, tuple[Restated, ...]]:
    """A report of before with what is otherwise now, or a new one, of which nothing is."""
    config = door.config()
    if report_id:
        with wiring.database(config).read() as queries:
            return wiring.find_report(queries, report_id)
    asked = wiring.ask_report(config, brand, day(as_of), days)
    bench = door.workbench()
    return wiring.issue_report(config, bench.database, asked), ()


def _form(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()


def _check(path: Path, slide: bool) -> None:
    wiring.check_form(_form(path), slide=slide)
    if not path.absolute().parent.is_dir():
        raise ConfigError(f"{path}: no such folder; make it first")


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it."""
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise EarshotError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)


VERBS = (digest,)
