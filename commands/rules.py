"""The verb `rules`: what phrases mean here, tried before they are saved, with a way back."""

import click

from commands.ask import table
from commands.door import Door, json_option, publishing, show_json
from commands.exits import Exit
from domain.records import Label, PhraseRule
from pipeline import phrase_rules as ruling
from pipeline.phrase_rules import RuleEffect
from pipeline.workbench import Workbench

_PERSON = "command line"
_HIDDEN = "title"
_MEANINGS = (_HIDDEN, *(str(label) for label in Label))
_AS = click.option(
    "--as",
    "meaning",
    required=True,
    type=click.Choice(_MEANINGS),
    help="title: the engine does not see the phrase; a label: for every text that holds it.",
)
_BRAND = click.option("--brand", help="Only in texts of this brand.")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def rules(context: click.Context, as_json: bool) -> int:
    """List the phrase rules; add, remove and preview change or try them, undo takes the last change back."""
    if context.invoked_subcommand is not None:
        return Exit.DONE
    with context.obj.workbench().database.write() as store:
        known = store.phrase_rules.known()
    if as_json:
        show_json({"rules": [_rule(rule) for rule in known]})
    elif known:
        rows = [(r.rule_id, r.phrase, _meaning(r), r.brand or "every brand", r.person, r.made_at) for r in known]
        click.echo(table(["number", "phrase", "means", "in", "by", "since"], rows))
    else:
        click.echo('no rules; try one with: rules preview "War Zone" --as title')
    return Exit.DONE


@rules.command()
@click.argument("phrase")
@_AS
@_BRAND
@json_option
@click.pass_obj
def preview(door: Door, phrase: str, meaning: str, brand: str | None, as_json: bool) -> int:
    """Show which labels a rule would change; changes nothing."""
    bench = door.workbench()
    return _say(ruling.preview(bench, _new(bench, phrase, meaning, brand)), "would change", as_json)


@rules.command()
@click.argument("phrase")
@_AS
@_BRAND
@json_option
@click.pass_obj
def add(door: Door, phrase: str, meaning: str, brand: str | None, as_json: bool) -> int:
    """Put a rule in use; the texts that hold PHRASE have their new labels at once."""
    bench = door.workbench()
    with publishing(bench):
        found = ruling.add(bench, _new(bench, phrase, meaning, brand))
    return _say(found, "changed", as_json)


@rules.command()
@click.argument("number", type=int)
@json_option
@click.pass_obj
def remove(door: Door, number: int, as_json: bool) -> int:
    """Put the rule of that NUMBER out of use; the engine's labels hold again."""
    bench = door.workbench()
    with publishing(bench):
        found = ruling.remove(bench, number, _PERSON)
    return _say(found, "taken away: changed", as_json)


@rules.command()
@json_option
@click.pass_obj
def undo(door: Door, as_json: bool) -> int:
    """Take the last addition or removal back."""
    bench = door.workbench()
    with publishing(bench):
        found, used = ruling.undo(bench, _PERSON)
    return _say(found, "in use again: changed" if used else "taken away: changed", as_json)


def _new(bench: Workbench, phrase: str, meaning: str, brand: str | None) -> PhraseRule:
    named = bench.config.brand(brand).name if brand else None
    label = None if meaning == _HIDDEN else Label(meaning)
    return ruling.new_rule(phrase, label, named, _PERSON, bench.clock())


def _say(found: RuleEffect, verb: str, as_json: bool) -> int:
    if as_json:
        show_json(_effect(found))
        return Exit.DONE
    rule = found.rule
    click.echo(
        f"{rule.phrase!r} as {_meaning(rule)} (number {rule.rule_id}): {found.texts:,} texts hold it, "
        f"{verb} {found.changed:,} labels, {found.kept:,} keep a person's own"
    )
    for (before, after), n in sorted(found.moves.items(), key=lambda move: -move[1]):
        click.echo(f"    {before or 'not scored'} -> {after or 'not scored'}: {n:,}")
    for one in found.examples[:5]:
        text = "".join(c if c.isprintable() else " " for c in " ".join(one.text.split()))
        click.echo(f"    {one.before} -> {one.after}: {text[:100]}")
    return Exit.DONE


def _effect(found: RuleEffect) -> dict[str, object]:
    return {
        "rule": _rule(found.rule),
        "texts": found.texts,
        "changed": found.changed,
        "kept": found.kept,
        "moves": [{"before": before, "after": after, "n": n} for (before, after), n in found.moves.items()],
        "examples": [
            {
                "text_id": str(one.text_id),
                "kind": one.kind,
                "text": one.text[:200],
                "before": one.before,
                "after": one.after,
            }
            for one in found.examples
        ],
    }


def _rule(rule: PhraseRule) -> dict[str, object]:
    return {
        "number": rule.rule_id,
        "phrase": rule.phrase,
        "as": _meaning(rule),
        "brand": rule.brand,
        "person": rule.person,
        "made_at": rule.made_at,
    }


def _meaning(rule: PhraseRule) -> str:
    return _HIDDEN if rule.label is None else str(rule.label)


VERBS = (rules,)
