"""The verbs that judge what is stored and hand it on: explain, export, audit."""

from pathlib import Path

import click

import wiring
from commands.ask import table
from commands.door import Door, day, json_option, period, show_json
from commands.exits import Exit
from commands.named import check_topic
from domain.errors import ConfigError
from domain.measures import Scope
from domain.records import Estimate, Label
from pipeline import audit as auditing
from pipeline import explain as explaining
from pipeline import export as exporting
from tables.write import check

_OUT = click.Path(dir_okay=False, path_type=Path)
_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_NONE = "cannot be said: every label that the engine gave needs an audited row"


@click.command()
@click.argument("name", metavar="METRIC")
@click.option("--brand", help="Default: the first own brand.")
@click.option("--from", "since", required=True, help="First day, 2026-01-31.")
@click.option("--to", "until", required=True, help="Last day, included.")
@click.option("--source", multiple=True, help="Only this source, survey or channel (may be repeated).")
@click.option("--topic", help="Only texts that name this topic.")
@json_option
@click.pass_obj
def explain(
    door: Door,
    name: str,
    brand: str | None,
    since: str,
    until: str,
    source: tuple[str, ...],
    topic: str | None,
    as_json: bool,
) -> int:
    """Take the change of a share, a mean or a volume apart, against as many days before."""
    config = door.config()
    first, last = day(since), day(until)
    if first is None or last is None:
        raise ConfigError("explain: --from and --to name the days, such as 2026-01-31")
    scope = Scope(brand=config.brand(brand).name, since=first, until=last, sources=source, topic=topic)
    with wiring.database(config).read() as queries:
        check_topic(queries, scope)
        found = explaining.explain_scope(queries, name, scope)
    if as_json:
        show_json(explaining.as_json(found))
    else:
        click.echo(told(found))
    return Exit.DONE


def told(found: explaining.Explanation) -> str:
    """An explanation in words and tables."""
    head = f"{found.metric} of {found.scope.brand}, {found.scope.since} to {found.scope.until}"
    if found.change is None or found.value is None or found.before is None:
        return f"{head}: {found.note}"
    change = found.change
    lines = [
        f"{head}: {found.value.value:.2f}, before {found.before.value:.2f}, "
        f"change {change.difference:+.2f} ({change.low:+.2f} to {change.high:+.2f}): {found.note}"
    ]
    for name, parts in found.dimensions.items():
        rows = [
            (p.says or p.part, *(f"{x:+.2f}" for x in (p.total, p.mix, p.rate, p.low, p.high)), p.n, p.n_before)
            for p in parts
        ]
        lines += ["", table([name, "total", "mix", "rate", "low", "high", "n", "n_before"], rows)]
    for one in found.competitors:
        moved = f"{one.change.difference:+.2f}" if one.change else "no data"
        lines.append(f"beside, {one.brand}: {moved}, n {one.n:,}")
    return "\n".join(lines)


@click.command()
@click.argument("what", type=click.Choice(list(exporting.KINDS)))
@click.option("--brand", help="Default: the first own brand.")
@click.option("--from", "since", help="First day, 2026-01-31.")
@click.option("--to", "until", help="Last day, included.")
@click.option("--tag", help="Only mentions with this tag.")
@click.option("--out", required=True, type=_OUT, help="The file to write, ending in .csv or .parquet.")
@json_option
@click.pass_obj
def export(
    door: Door,
    what: str,
    brand: str | None,
    since: str | None,
    until: str | None,
    tag: str | None,
    out: Path,
    as_json: bool,
) -> int:
    """Write mentions, pain points or metrics of a brand to a file."""
    check(out)
    config = door.config()
    first_day, last_day = period(since, until)
    scope = Scope(brand=config.brand(brand).name, since=first_day, until=last_day, tag=tag)
    with wiring.database(config).read() as queries:
        rows = exporting.export(queries, what, scope, out)
    if as_json:
        show_json({"what": what, "brand": scope.brand, "out": str(out), "rows": rows})
    else:
        click.echo(f"{out}: {rows:,} rows")
    return Exit.DONE


@click.command()
@click.option("--brand", help="Default: the first own brand.")
@click.option("--n", "size", default=200, show_default=True, type=click.IntRange(10, 5000), help="How many mentions.")
@click.option("--from", "since", help="First day, 2026-01-31.")
@click.option("--to", "until", help="Last day, included.")
@click.option("--out", type=_OUT, help="The CSV to draw into.  [default: audit.csv]")
@click.option("--labels", type=_IN, help="The same file, with its column label filled in.")
@json_option
@click.pass_obj
def audit(
    door: Door,
    brand: str | None,
    size: int,
    since: str | None,
    until: str | None,
    out: Path | None,
    labels: Path | None,
    as_json: bool,
) -> int:
    """Draw mentions for blind labelling; with --labels, say how often the engine errs and correct net sentiment."""
    config = door.config()
    first_day, last_day = period(since, until)
    scope = Scope(brand=config.brand(brand).name, since=first_day, until=last_day)
    with wiring.database(config).read() as queries:
        if labels is None:
            drawn = auditing.draw(queries, scope, size, out or Path("audit.csv"))
            shown = {"brand": scope.brand, "out": str(drawn.out), "rows": drawn.rows, "by_source": drawn.by_source}
            words = f"{drawn.out}: {drawn.rows:,} mentions; fill in its column label, then: audit --labels {drawn.out}"
            return _say(shown, words, as_json)
        found = auditing.judge(queries, scope, labels)
    _say(_verdict(scope.brand, found), _judged(found), as_json)
    return Exit.SOME_FAILED if found.rejected else Exit.DONE


def _say(shown: dict[str, object], words: str, as_json: bool) -> int:
    if as_json:
        show_json(shown)
    else:
        click.echo(words)
    return Exit.DONE


def _verdict(brand: str, found: auditing.Verdict) -> dict[str, object]:
    return {
        "brand": brand,
        "engine": found.engine,
        "audited": sum(found.confusion.values()),
        "unlabelled": found.unlabelled,
        "gone": found.gone,
        "rejected": list(found.rejected),
        "confusion": {ours: {theirs: found.confusion.get((ours, theirs), 0) for theirs in Label} for ours in Label},
        "agreement": _figure(found.agreement),
        "net_sentiment": _figure(found.plain),
        "corrected": _figure(found.corrected),
    }


def _figure(found: Estimate | None) -> dict[str, object] | None:
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n} if found else None


def _judged(found: auditing.Verdict) -> str:
    rows = [(ours, *(found.confusion.get((ours, theirs), 0) for theirs in Label)) for ours in Label]
    lines = [table([f"{found.engine or 'engine'} \\ person", *(str(label) for label in Label)], rows), ""]
    named = {"agreement, %": found.agreement, "net sentiment": found.plain, "error-corrected": found.corrected}
    for name, one in named.items():
        interval = f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f}), n {one.n:,}" if one else _NONE
        lines.append(f"{name}: {interval}")
    lines.append(f"without a label: {found.unlabelled:,}; no longer counted: {found.gone:,}")
    return "\n".join([*lines, *(f"    not used, {sentence}" for sentence in found.rejected)])


VERBS = (explain, export, audit)
