"""What a page needs to let a person try, make and take back phrase rules."""

from dataclasses import replace
from functools import cache

from config import Config
from domain.records import Label, PhraseRule
from pipeline import phrase_rules
from pipeline.phrase_rules import RuleEffect
from wiring.bench import workbench


class PhraseDesk:
    """Phrase rules of one configuration; the engine loads when first wanted, and stays."""

    def __init__(self, config: Config) -> None:
        bench = workbench(config)
        self._bench = replace(bench, scorer=cache(bench.scorer))

    def preview(self, phrase: str, label: Label | None, brand: str | None, person: str) -> RuleEffect:
        """What a rule would change; label None hides the phrase from the engine."""
        return phrase_rules.preview(self._bench, self._rule(phrase, label, brand, person))

    def add(self, phrase: str, label: Label | None, brand: str | None, person: str) -> RuleEffect:
        """Put a rule in use; published before this returns."""
        found = phrase_rules.add(self._bench, self._rule(phrase, label, brand, person))
        self._bench.database.publish()
        return found

    def remove(self, rule_id: int, person: str) -> RuleEffect:
        """Put it out of use; published before this returns."""
        found = phrase_rules.remove(self._bench, rule_id, person)
        self._bench.database.publish()
        return found

    def undo(self, person: str) -> tuple[RuleEffect, bool]:
        """Take the last change back, and whether that rule is in use now; published before this returns."""
        found = phrase_rules.undo(self._bench, person)
        self._bench.database.publish()
        return found

    def _rule(self, phrase: str, label: Label | None, brand: str | None, person: str) -> PhraseRule:
        return phrase_rules.new_rule(phrase, label, brand, person, self._bench.clock())
