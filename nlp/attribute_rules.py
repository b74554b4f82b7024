"""spaCy's attribute rules at a fraction of their price: what they say of a token is found once and remembered.

The rules set part of speech, morphology and some lemmas from a token's tag, dependency and word. Nearly all look at one
token alone and name few words, so that known combinations need not be matched again; the few over two tokens are
matched by themselves, where a word of theirs stands. The result is the same to the last attribute.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher
from spacy.tokens._retokenize import set_token_attrs

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

_LOOKED_AT = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_ALIKE = 0
_MOST_WORDS = 50_000
Key = tuple[int, int, int, int]
Pattern = Sequence[Mapping[str, Any]]


class RememberedRules:
    """Does to a parsed text what the ruler would do. Raises ValueError where its rules are of an unknown kind."""

    def __init__(self, ruler: "AttributeRuler") -> None:
        numbered = [(i, list(pattern)) for i, rule in enumerate(ruler.patterns) for pattern in rule["patterns"]]
        if not all(_understood(pattern) for _, pattern in numbered):
            raise ValueError("attribute rules of a kind that cannot be remembered")
        self._ruler, self._strings = ruler, ruler.vocab.strings
        self._named = _naming(token for _, pattern in numbered for token in pattern)
        self._pairs = Matcher(ruler.vocab)
        for i, pattern in numbered:
            if len(pattern) > 1:
                self._pairs.add(str(i), [pattern])
        firsts = [pattern[0] for _, pattern in numbered if len(pattern) > 1]
        self._begins = _naming(firsts)
        self._begins_by = {self._strings.add(token["DEP"]) for token in firsts if "LOWER" not in token}
        # Of each word, what rules know it by, and whether a pair may begin with it.
        self._words: dict[int, tuple[int, bool]] = {}
        self._known: dict[Key, list[int]] = {}
        self._merged: dict[Key, dict[int, Any]] = {}

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the attributes in place."""
        keys, paired = self._keys(doc)
        if any(key not in self._known for key in keys):
            self._learn(doc, keys)
        pairs = self._found_pairs(doc) if paired else {}
        for i, key in enumerate(keys):
            attributes = self._attributes([*self._known[key], *pairs[i]]) if i in pairs else self._merged[key]
            if attributes:
                set_token_attrs(doc[i], attributes)
        return doc

    def _keys(self, doc: "Doc") -> tuple[list[Key], bool]:
        """What decides each token's attributes, and whether two tokens may decide together."""
        keys: list[Key] = []
        paired = False
        for tag, dep, lower, space in doc.to_array([TAG, DEP, LOWER, IS_SPACE]).tolist():
            word, begins = self._words.get(lower) or self._word(lower)
            paired = paired or begins or dep in self._begins_by
            keys.append((tag, dep, word, space))
        return keys, paired

    def _word(self, lower: int) -> tuple[int, bool]:
        # Strangers make up words without end.
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        text = self._strings[lower]
        # Words that no rule names are alike to all rules.
        self._words[lower] = lower if self._named(text) else _ALIKE, self._begins(text)
        return self._words[lower]

    def _learn(self, doc: "Doc", keys: Sequence[Key]) -> None:
        """Ask the ruler which of its rules fit each token alone."""
        found: list[list[int]] = [[] for _ in keys]
        for rule, _, start, end in self._ruler.match(doc):
            if end - start == 1:
                found[start].append(rule)
        for key, rules in zip(keys, found, strict=True):
            # In this order, for another thread may look in between.
            self._merged[key] = self._attributes(rules)
            self._known[key] = rules

    def _found_pairs(self, doc: "Doc") -> dict[int, list[int]]:
        """Rules over two tokens, by the token that they change."""
        found: dict[int, list[int]] = {}
        for name, start, _ in self._pairs(doc, allow_missing=True):
            rule = int(self._strings[name])
            found.setdefault(start + self._ruler.indices[rule], []).append(rule)
        return found

    def _attributes(self, rules: Sequence[int]) -> dict[int, Any]:
        """All that the rules set; a later rule wins."""
        return {name: value for rule in sorted(rules) for name, value in self._ruler.attrs[rule].items()}


def _understood(pattern: Pattern) -> bool:
    """Whether a pattern looks at one or two tokens, and only at what the memory goes by."""
    plain = all(set(token) <= _LOOKED_AT and _is_word(token.get("LOWER", "")) for token in pattern)
    return plain and (len(pattern) == 1 or (len(pattern) == 2 and _begins_plainly(pattern[0])))


def _is_word(word: Any) -> bool:
    return isinstance(word, str) or set(word) <= {"IN", "REGEX"}


def _begins_plainly(token: Mapping[str, Any]) -> bool:
    return "LOWER" in token or isinstance(token.get("DEP"), str)


def _naming(tokens: Iterable[Mapping[str, Any]]) -> Callable[[str], bool]:
    """Whether a word is one of those that the tokens name, as it is or by an expression."""
    named: set[str] = set()
    shapes: list[re.Pattern[str]] = []
    for word in [token["LOWER"] for token in tokens if "LOWER" in token]:
        if isinstance(word, str):
            named.add(word)
        else:
            named.update(word.get("IN", ()))
            shapes.extend(re.compile(word[kind]) for kind in word if kind == "REGEX")
    return lambda text: text in named or any(shape.search(text) for shape in shapes)
