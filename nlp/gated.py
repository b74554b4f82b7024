"""Topics and aspects behind the language gate: a text that the models cannot read names nothing."""

from collections.abc import Sequence

from domain.ports import AspectExtractor, TopicMatcher
from domain.records import Aspect, TopicMatch
from nlp.clean import is_empty
from nlp.language import ENGLISH, LanguageGate


class GatedTopics:
    """A topic matcher that is not asked about texts in other languages."""

    def __init__(self, matcher: TopicMatcher, gate: LanguageGate) -> None:
        self.version = matcher.version
        self._matcher = matcher
        self._gate = gate

    def match(self, texts: Sequence[str]) -> list[list[TopicMatch]]:
        """One list per text, in order; empty for what cannot be read."""
        return self._matcher.match(readable(texts, self._gate))


class GatedAspects:
    """An aspect extractor that is not asked about texts in other languages."""

    def __init__(self, extractor: AspectExtractor, gate: LanguageGate) -> None:
        self.name, self.version = extractor.name, extractor.version
        self._extractor = extractor
        self._gate = gate

    def extract(self, texts: Sequence[str]) -> list[list[Aspect]]:
        """One list per text, in order; empty for what cannot be read."""
        return self._extractor.extract(readable(texts, self._gate))


def readable(texts: Sequence[str], gate: LanguageGate) -> list[str]:
    """The texts, with nothing in the place of those in another language or without a word."""
    languages = gate.known(texts)
    return [t if lang == ENGLISH and not is_empty(t) else "" for t, lang in zip(texts, languages, strict=True)]
