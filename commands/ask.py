"""The verbs that answer and change nothing: sql, metric, metrics, status."""

import csv
import io
import sys
from collections.abc import Sequence

import click

import wiring
from commands.door import Door, json_option, period, plain, show_json
from commands.exits import Exit
from commands.kept import room_json, room_sentence, rotation_json
from commands.named import check_topic
from domain.errors import ConfigError, StorageError
from domain.measures import Scope
from metrics import METRICS
from pipeline import answer as answering
from pipeline.rotation import rotation
from tables.rows import distinct


@click.command()
@click.argument("query")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
@click.pass_obj
def sql(door: Door, query: str, as_csv: bool, as_json: bool) -> int:
    """Run a read-only QUERY on the published snapshot; docs/sql.md lists the views."""
    with wiring.database(door.config()).read() as queries:
        try:
            columns, rows = queries.sql(query)
        except StorageError as error:
            raise ConfigError(str(error)) from error
    if as_json:
        names = distinct(columns)
        show_json([dict(zip(names, row, strict=True)) for row in rows])
    elif as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows([columns, *rows])
    else:
        click.echo(table(columns, rows))
    return Exit.DONE


@click.command()
@click.argument("name")
@click.option("--brand", help="Default: the first own brand.")
@click.option("--from", "since", help="First day, 2026-01-31.")
@click.option("--to", "until", help="Last day, included.")
@click.option("--source", multiple=True, help="Only this source (may be repeated).")
@click.option("--segment", help="Only customers or answers of this segment.")
@click.option("--touchpoint", help="Only answers about this touchpoint.")
@click.option("--topic", help="Only texts that name this topic.")
@click.option("--tag", help="Only mentions with this tag.")
@json_option
@click.pass_obj
def metric(
    door: Door,
    name: str,
    brand: str | None,
    since: str | None,
    until: str | None,
    source: Sequence[str],
    segment: str | None,
    touchpoint: str | None,
    topic: str | None,
    tag: str | None,
    as_json: bool,
) -> int:
    """Print one figure with its 95% interval and the number of rows that it counts."""
    config = door.config()
    first, last = period(since, until)
    scope = Scope(
        brand=config.brand(brand).name,
        since=first,
        until=last,
        sources=tuple(source),
        segment=segment,
        touchpoint=touchpoint,
        topic=topic,
        tag=tag,
    )
    with wiring.database(config).read() as queries:
        check_topic(queries, scope)
        found = answering.answer(queries, name, scope)
    if as_json:
        show_json(answering.as_json(found))
    else:
        click.echo(figure(found))
    return Exit.DONE


def figure(found: answering.Answer) -> str:
    """A figure in one line: value, interval, sample size, definition."""
    estimate, about = found.estimate, found.metric
    if estimate is None:
        why = found.missing if found.kept_back else f"no data for {found.scope.brand} in this period"
        return f"{about.title}: {why}"
    interval = (
        f" ({estimate.low:.2f} to {estimate.high:.2f})"
        if estimate.low is not None and estimate.high is not None
        else ""
    )
    note = f"; {estimate.note}" if estimate.note else ""
    line = f"{about.title}: {estimate.value:.2f}{interval} {about.unit}, n {estimate.n:,}{note}"
    return f"{line}\n{about.definition}; {about.method}"


@click.command()
@json_option
def metrics(as_json: bool) -> int:
    """List the metrics with their definitions."""
    rows = [
        {"metric": m.name, "title": m.title, "unit": m.unit, "definition": m.definition, "method": m.method}
        for m in METRICS.values()
    ]
    if as_json:
        show_json(rows)
    else:
        click.echo(table(["metric", "unit", "definition"], [(r["metric"], r["unit"], r["definition"]) for r in rows]))
    return Exit.DONE


@click.command()
@json_option
@click.pass_obj
def status(door: Door, as_json: bool) -> int:
    """Say how each source is, how large the database is, and which engine is in force."""
    config = door.config()
    found = wiring.status(config)
    room, copies = wiring.disk(config), rotation(config)
    if as_json:
        found |= {"disk": room_json(room), "backup": rotation_json(copies)}
        show_json(found)
        return Exit.DONE
    keys = ["source", "kind", "last_ok_at", "coverage", "gap", "missed", "failures", "next_due", "last_error"]
    click.echo(table(keys, [[s.get(k) for k in keys] for s in found["sources"]]))
    others = {k: v for k, v in found.items() if k != "sources"}
    click.echo("\n".join([*(f"{k}: {plain(v)}" for k, v in others.items()), room_sentence(room)]))
    if copies:
        click.echo(f"newest copy in {copies.folder}: {plain(copies.made_at) or 'none yet'}")
    return Exit.DONE


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows under their headings, aligned, one line each; line breaks in a cell become spaces."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max([len(str(c)), *(len(row[i]) for row in cells)]) for i, c in enumerate(columns)]
    out = io.StringIO()
    for row in [list(columns), ["-" * w for w in widths], *cells]:
        out.write("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip() + "\n")
    return out.getvalue().rstrip("\n")


def _cell(value: object) -> str:
    text = "" if value is None else str(plain(value))
    # A stranger's text must not move the cursor of somebody's terminal.
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean if len(clean) <= 80 else clean[:79] + "…"


VERBS = (sql, metric, metrics, status)
