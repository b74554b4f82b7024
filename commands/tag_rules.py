"""`tag rules`: queries that tag mentions by themselves, tried before they are put in use."""

from dataclasses import asdict

import click

import wiring
from commands.ask import table
from commands.door import Door, json_option, progress, publishing, show_json
from commands.exits import Exit, printable
from domain.tags import TagChange, TagRule
from pipeline import tag_rules as tagging
from pipeline.tag_rules import TagPreview
from pipeline.workbench import Workbench

_QUERY = click.argument("query")
_TAG = click.argument("tag")
_BRAND = click.option("--brand", help="Only mentions of this brand.")
_NUMBER = click.argument("number", type=int)


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def rules(context: click.Context, as_json: bool) -> int:
    """List the tag rules; a rule tags what comes after it, and on demand what is there already."""
    if context.invoked_subcommand is not None:
        return Exit.DONE
    with wiring.database(context.obj.config()).read() as queries:
        known = queries.tags.rules()
    if as_json:
        show_json({"rules": [asdict(rule) for rule in known]})
    elif known:
        rows = [
            (r.rule_id, printable(r.query), printable(r.tag), r.brand or "every brand", "paused" if r.paused else "on")
            for r in known
        ]
        click.echo(table(["number", "query", "tag", "in", "state"], rows))
    else:
        click.echo('no tag rules; try one with: earshot tag rules preview "late OR delayed" "late delivery"')
    return Exit.DONE


@rules.command()
@_QUERY
@_TAG
@_BRAND
@json_option
@click.pass_obj
def preview(door: Door, query: str, tag: str, brand: str | None, as_json: bool) -> int:
    """Show how many mentions QUERY holds for and some that would get TAG; changes nothing."""
    bench = door.workbench()
    rule = _new(bench, door, query, tag, brand)
    with bench.database.read() as queries:
        found = tagging.preview(queries.kept, queries.tags, rule)
    if as_json:
        show_json(_preview(found))
        return Exit.DONE
    click.echo(
        f"{found.holds:,} of {found.looked_at:,} mentions fit; {found.new:,} would get the tag, "
        f"{found.refused:,} stay without because a person took it off"
    )
    for one in found.examples[:5]:
        click.echo(f"    {printable(' '.join(f'{one.mention.title} {one.mention.text}'.split()))[:100]}")
    return Exit.DONE


@rules.command()
@_QUERY
@_TAG
@_BRAND
@click.option("--backdate/--from-now-on", default=True, show_default=True, help="Tag what is there already, or not.")
@json_option
@click.pass_obj
def add(door: Door, query: str, tag: str, brand: str | None, backdate: bool, as_json: bool) -> int:
    """Put a rule in use: mentions that QUERY holds for get TAG."""
    bench = door.workbench()
    rule = _new(bench, door, query, tag, brand)
    with publishing(bench), progress("tagging") as tick:
        done = tagging.add(bench, rule, backdate=backdate, progress=tick)
    return _done(done, f"rule {rule.rule_id} is in use, {done.mentions:,} mentions tagged", as_json, rule.rule_id)


@rules.command("apply")
@click.argument("number", type=int, required=False)
@json_option
@click.pass_obj
def apply_rules(door: Door, number: int | None, as_json: bool) -> int:
    """Let every rule in use, or the one of that NUMBER, look at all mentions again."""
    bench = door.workbench()
    with publishing(bench), progress("tagging") as tick:
        done = tagging.apply(bench, [number] if number is not None else (), tick)
    if as_json:
        show_json(asdict(done))
    else:
        click.echo(f"{done.looked_at:,} mentions looked at; the rules give {done.tagged:,} tags")
    return Exit.DONE


@rules.command()
@_NUMBER
@json_option
@click.pass_obj
def pause(door: Door, number: int, as_json: bool) -> int:
    """Let new mentions alone; what the rule has tagged stays."""
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        done = store.tag_rules.pause(number, person=_person(door))
    return _done(done, f"rule {number} is paused", as_json, number)


@rules.command()
@_NUMBER
@json_option
@click.pass_obj
def resume(door: Door, number: int, as_json: bool) -> int:
    """Look at new mentions again; `apply` looks at those that came meanwhile."""
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        done = store.tag_rules.resume(number, person=_person(door))
    return _done(done, f"rule {number} is in use", as_json, number)


@rules.command()
@_NUMBER
@click.option("--keep-tags/--drop-tags", default=False, show_default=True, help="What becomes of the rule's tags.")
@json_option
@click.pass_obj
def remove(door: Door, number: int, keep_tags: bool, as_json: bool) -> int:
    """Put a rule out of use; what people tagged by hand stays in any case."""
    bench = door.workbench()
    with publishing(bench), bench.database.write() as store:
        done = store.tag_rules.remove(number, keep_tags=keep_tags, person=_person(door))
    kept = "its tags stay" if keep_tags else f"{done.mentions:,} tags of it are gone"
    return _done(done, f"rule {number} is removed, {kept}", as_json, number)


def _new(bench: Workbench, door: Door, query: str, tag: str, brand: str | None) -> TagRule:
    named = bench.config.brand(brand).name if brand else None
    return tagging.new_rule(query, tag, named, _person(door), bench.clock())


def _done(done: TagChange, said: str, as_json: bool, number: int) -> int:
    if as_json:
        show_json({"rule": number, **asdict(done)})
    else:
        click.echo(f"{said}; to take it back: earshot tag undo {done.change_id}")
    return Exit.DONE


def _preview(found: TagPreview) -> dict[str, object]:
    examples = [
        {"mention_id": str(one.mention_id), "text": f"{one.mention.title} {one.mention.text}".strip()[:200]}
        for one in found.examples
    ]
    counts = {name: getattr(found, name) for name in ("looked_at", "holds", "new", "refused", "whole")}
    return {"rule": asdict(found.rule), **counts, "examples": examples}


def _person(door: Door) -> str:
    return f"{door.environment.get('USER') or 'somebody'}, by command"
