"""Phrase rules: applied while texts are scored, tried before they are saved, and applied to what is there."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import ConfigError, StorageBusy
from domain.identity import stable_id
from domain.ports import Scorer
from domain.reading import reading
from domain.records import Label, PhraseRule, Ruled, Sentiment
from nlp.phrases import Phrasebook, checked
from pipeline.workbench import Workbench
from storage.phrase_texts import PhraseText
from storage.shapes import PendingText

_EXAMPLES = 20
_TRIES = 5
Reread = list[tuple[PhraseText, Ruled | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text whose label changes."""

    text_id: int
    kind: str
    text: str
    before: Label | None
    after: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEffect:
    """What a rule changes, or changed: `texts` hold its phrase, `moves` counts labels by (before, after).

    `kept` of them have a person's own label, which stays; `examples` are at most 20 of the changed.
    """

    rule: PhraseRule
    texts: int
    changed: int
    kept: int
    moves: Mapping[tuple[Label | None, Label | None], int]
    examples: tuple[Example, ...]


def new_rule(phrase: str, label: Label | None, brand: str | None, person: str, now: datetime) -> PhraseRule:
    """A rule to try or to add; ConfigError where the phrase holds nothing that could be found."""
    kept = checked(phrase)
    number = stable_id("rule", kept.lower(), brand or "", now.isoformat()) >> 21
    return PhraseRule(rule_id=number, phrase=kept, label=label, brand=brand, person=person, made_at=now)


def preview(bench: Workbench, rule: PhraseRule) -> RuleEffect:
    """What adding the rule would change among the texts that are there; changes nothing."""
    scorer, _ = _reader(bench)
    with bench.database.write() as store:
        known, texts = store.phrase_rules.known(), _texts(store.phrase_rules.holding, rule, scorer)
    return _effect(rule, _reread(texts, [*known, rule], scorer))


def add(bench: Workbench, rule: PhraseRule) -> RuleEffect:
    """Put a rule in use; every text that it concerns has its new label, and its day its counts, at once."""
    return _change(bench, rule, lambda known: [*known, rule], used=True)


def remove(bench: Workbench, rule_id: int, person: str) -> RuleEffect:
    """Put a rule out of use; the labels are those of the engine, and of the other rules, again."""
    with bench.database.write() as store:
        found = next((rule for rule in store.phrase_rules.known() if rule.rule_id == rule_id), None)
    if found is None:
        raise ConfigError(f"rule {rule_id}: there is none; `rules` lists those in use")
    return _change(bench, found, lambda known: [r for r in known if r.rule_id != rule_id], used=False, person=person)


def undo(bench: Workbench, person: str) -> tuple[RuleEffect, bool]:
    """Take the last change of a rule back, and say whether the rule is in use now; twice is as nothing.

    ConfigError where no rule was ever made.
    """
    with bench.database.write() as store:
        last = store.phrase_rules.last_change()
    if last is None:
        raise ConfigError("rules: nothing to take back; no rule was ever made")
    rule, used = last
    if used:
        return remove(bench, rule.rule_id, person), False
    return add(bench, rule), True


def read_by_rules(
    known: Sequence[PhraseRule],
    rows: Sequence[tuple[PendingText, Sentiment]],
    brands: Mapping[int, Collection[str]],
    scorer: Scorer,
) -> list[tuple[PendingText, Ruled | None]]:
    """What rules make of texts just scored; those that no rule concerns are left out."""
    book = Phrasebook(known)
    concerned = [
        (row, said, reading(row.title, row.text), brands.get(row.text_id, ()))
        for row, said in rows
        if said.label is not None and book.concerns(reading(row.title, row.text), brands.get(row.text_id, ()))
    ]
    by = book.apply([c[2] for c in concerned], [c[3] for c in concerned], [c[1] for c in concerned], scorer)
    return [(row, ruled) for (row, *_), ruled in zip(concerned, by, strict=True)]


def apply_all(bench: Workbench, scorer: Scorer) -> None:
    """Before an engine comes into force: what every rule makes of all that it has read by now."""
    with bench.database.write() as store:
        known = store.phrase_rules.known()
        if not known or store.phrase_rules.in_force() == (scorer.name, scorer.version):
            return
        texts = {t.pending.text_id: t for rule in known for t in _texts(store.phrase_rules.holding, rule, scorer)}
    rows = _reread(list(texts.values()), known, scorer)
    with bench.database.write() as store:
        store.phrase_rules.put(scorer.name, scorer.version, [(text.pending, by) for text, by in rows])


def _change(
    bench: Workbench,
    rule: PhraseRule,
    after: Callable[[list[PhraseRule]], list[PhraseRule]],
    *,
    used: bool,
    person: str = "",
) -> RuleEffect:
    """The network reads while the database is closed; what was read meanwhile by others is read again."""
    scorer, in_force = _reader(bench)
    for _ in range(_TRIES):
        with bench.database.write() as store:
            known, texts = store.phrase_rules.known(), _texts(store.phrase_rules.holding, rule, scorer)
        rows = _reread(texts, after(known), scorer)
        with bench.database.write() as store:
            if store.phrase_rules.known() != known or _texts(store.phrase_rules.holding, rule, scorer) != texts:
                continue
            if used:
                store.phrase_rules.add(rule)
            else:
                store.phrase_rules.remove(rule.rule_id, person)
            if in_force:
                store.phrase_rules.put(scorer.name, scorer.version, [(text.pending, by) for text, by in rows])
        return _effect(rule, rows)
    raise StorageBusy(f"rule {rule.phrase!r}: its texts are being scored just now; try again in a minute")


def _reader(bench: Workbench) -> tuple[Scorer, bool]:
    """The engine in force, and whether there is one yet; ConfigError where the configuration names another."""
    scorer = bench.scorer()
    with bench.database.write() as store:
        engine, version = store.scores.in_force()
    if engine and (engine, version) != (scorer.name, scorer.version):
        raise ConfigError(
            f"rules: the labels in force are by {engine} {version}, and {scorer.name} {scorer.version} has not read "
            "the texts yet; run: python -m earshot analyze"
        )
    return scorer, bool(engine)


def _texts(holding: Callable[[str, str, str], list[PhraseText]], rule: PhraseRule, scorer: Scorer) -> list[PhraseText]:
    book = Phrasebook([rule])
    found = holding(rule.phrase, scorer.name, scorer.version)
    return [t for t in found if book.concerns(reading(t.pending.title, t.pending.text), t.brands)]


def _reread(texts: Sequence[PhraseText], rules: Sequence[PhraseRule], scorer: Scorer) -> Reread:
    words = [reading(t.pending.title, t.pending.text) for t in texts]
    by = Phrasebook(rules).apply(words, [t.brands for t in texts], [t.said for t in texts], scorer)
    return list(zip(texts, by, strict=True))


def _effect(rule: PhraseRule, rows: Reread) -> RuleEffect:
    examples = [
        Example(
            text_id=text.pending.text_id,
            kind=text.pending.kind,
            text=reading(text.pending.title, text.pending.text),
            before=text.in_force,
            after=text.person or (by.label if by else text.said.label),
        )
        for text, by in rows
    ]
    changed = [one for one in examples if one.before != one.after]
    return RuleEffect(
        rule=rule,
        texts=len(rows),
        changed=len(changed),
        kept=sum(text.person is not None for text, _ in rows),
        moves=Counter((one.before, one.after) for one in changed),
        examples=tuple(changed[:_EXAMPLES]),
    )
