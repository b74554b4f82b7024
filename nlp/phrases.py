"""Phrase rules: what a phrase means here ("War Zone" is a title, "sick" is praise), on top of any engine.

A rule that masks hides its phrase from the engine; a rule with a label gives it to every text that still holds its
phrase once the masks are on. Where several give a label the longest phrase decides, then the newest rule. Phrases
are found as whole words, whatever their case and spacing.
"""

import re
from collections.abc import Collection, Sequence

from domain.errors import ConfigError
from domain.ports import Scorer
from domain.records import Label, PhraseRule, Ruled, Sentiment
from nlp.clean import EMOJI

_MOST = 200
_POLARITY = {Label.NEGATIVE: -1.0, Label.NEUTRAL: 0.0, Label.POSITIVE: 1.0}


def checked(phrase: str) -> str:
    """A phrase as it is kept: blanks single; ConfigError where it says nothing, or holds over 200 characters."""
    kept = " ".join(phrase.split())
    if not any(character.isalnum() for character in kept) and EMOJI.search(kept) is None:
        raise ConfigError(
            f"rule {kept[:40]!r}: a phrase needs a letter, a digit or an emoji; write the words as people write them"
        )
    if len(kept) > _MOST:
        raise ConfigError(f"rule {kept[:40]!r}...: longer than {_MOST} characters; write its telling words alone")
    return kept


def pattern(phrase: str) -> re.Pattern[str]:
    """Finds a phrase as whole words, in any case, with any white space between them."""
    words = r"\s+".join(re.escape(word) for word in phrase.replace("\u2019", "'").split())
    words = words.replace("'", "['\u2019]")  # phones write the curly one
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


class Phrasebook:
    """Some rules, ready to be applied."""

    def __init__(self, rules: Sequence[PhraseRule]) -> None:
        newest = sorted(rules, key=lambda rule: (len(rule.phrase), rule.made_at, rule.rule_id), reverse=True)
        self._rules = [(rule, pattern(rule.phrase)) for rule in newest]

    def concerns(self, text: str, brands: Collection[str]) -> bool:
        """Whether some rule may have a say in a text of these brands."""
        return any(_applies(rule, brands) and found.search(text) for rule, found in self._rules)

    def apply(
        self, texts: Sequence[str], brands: Sequence[Collection[str]], said: Sequence[Sentiment], scorer: Scorer
    ) -> list[Ruled | None]:
        """What the rules make of each text, in order; None where the engine's own word `said` stands.

        What the engine did not score (another language, nothing in it) no rule scores either. `scorer` reads
        what masks leave; a text of which they leave nothing to score is neutral.
        """
        read = [self._mask(text, own) for text, own in zip(texts, brands, strict=True)]
        masked = [i for i, (_, rule) in enumerate(read) if rule is not None and said[i].label is not None]
        again = dict(zip(masked, scorer.score([read[i][0] for i in masked]) if masked else [], strict=True))
        found: list[Ruled | None] = []
        for i, (left, mask) in enumerate(read):
            if said[i].label is None:
                found.append(None)
            elif forced := self._forced(left, brands[i]):
                found.append(forced)
            else:
                found.append(_reread(mask, again[i]) if mask is not None else None)
        return found

    def _mask(self, text: str, brands: Collection[str]) -> tuple[str, PhraseRule | None]:
        """The text as the engine may see it, and the first rule that hid something."""
        by = None
        for rule, found in self._rules:
            if rule.label is None and _applies(rule, brands):
                text, times = found.subn(" ", text)
                by = rule if times and by is None else by
        return text, by

    def _forced(self, text: str, brands: Collection[str]) -> Ruled | None:
        for rule, found in self._rules:
            if rule.label is not None and _applies(rule, brands) and found.search(text):
                return Ruled(rule_id=rule.rule_id, label=rule.label, polarity=_POLARITY[rule.label])
        return None


def _applies(rule: PhraseRule, brands: Collection[str]) -> bool:
    return rule.brand is None or rule.brand in brands


def _reread(rule: PhraseRule, again: Sentiment) -> Ruled:
    if again.label is None or again.polarity is None:
        return Ruled(rule_id=rule.rule_id, label=Label.NEUTRAL, polarity=0.0)
    return Ruled(rule_id=rule.rule_id, label=again.label, polarity=again.polarity)
