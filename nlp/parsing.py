"""Parses English texts with spaCy's model: the same as its own pipeline, with its attribute rules remembered.

Lemmas are made when they are asked for: few words of a text are.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer
    from spacy.tokens import Doc, Token

_AT_ONCE = 64
# What runs after the parser, text by text; the first of them is what is remembered.
_RULES, _LEMMAS = "attribute_ruler", "lemmatizer"


class Parser:
    """A model by its package's name, loaded when made; a model with other rules runs as it is."""

    def __init__(self, package: str) -> None:
        load: Callable[..., Language] = import_module(package).load
        self._nlp = load(disable=["ner"])
        self._rules: Callable[[Doc], Doc] | None = None
        self._lemmas: Lemmatizer | None = None
        self._left_out: list[str] = []
        if self._nlp.pipe_names[-2:] == [_RULES, _LEMMAS]:
            self._remember()

    def parsed(self, texts: Sequence[str]) -> "Iterator[Doc]":
        """One parsed text after the other, in order; half of a surrogate pair, which spaCy refuses, is read as `?`."""
        sound = [t if t.isascii() else t.encode("utf-8", "replace").decode("utf-8") for t in texts]
        for doc in self._nlp.pipe(sound, batch_size=_AT_ONCE, disable=self._left_out):
            yield doc if self._rules is None else self._rules(doc)

    def lemma(self, token: "Token") -> str:
        """Of a word of a parsed text; what the rules gave it, else what the model's lemmatiser says."""
        if self._lemmas is not None and not token.lemma:
            token.lemma_ = self._lemmas.lemmatize(token)[0]
        lemma: str = token.lemma_
        return lemma

    def _remember(self) -> None:
        # It imports spaCy, which takes a second: only where texts are parsed.
        remembered: Callable[[object], Callable[[Doc], Doc]] = import_module("nlp.attribute_rules").RememberedRules
        try:
            self._rules = remembered(self._nlp.get_pipe(_RULES))
        except ValueError:
            return
        self._lemmas = self._nlp.get_pipe(_LEMMAS)
        self._left_out = [_RULES, _LEMMAS]
