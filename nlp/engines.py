"""The sentiment engines by name, each behind the same gate: no engine sees a language that it does not know."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from domain.errors import ConfigError
from domain.ports import Scorer
from domain.records import Sentiment
from nlp.clean import is_empty
from nlp.language import ENGLISH, NO_WORDS, LanguageGate
from nlp.masking import MaskingScorer
from nlp.vader import VaderScorer

# Part of each version: a change of what the gate lets through is a change of the engine.
_GATE = "gate2"


class GatedScorer:
    """A scorer that leaves out what cannot be scored and runs each distinct text of a call once.

    A text in another language has label None, polarity None and reason "language"; one with nothing in it has
    reason "empty".
    """

    def __init__(self, engine: Scorer, gate: LanguageGate, languages: frozenset[str] = frozenset({ENGLISH})) -> None:
        self.name = engine.name
        self.version = f"{engine.version}+{_GATE}"
        self._engine = engine
        self._gate = gate
        self._languages = languages | {NO_WORDS}

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """As many results as texts, in their order."""
        distinct = list(dict.fromkeys(texts))
        found: dict[str, Sentiment] = {}
        readable: dict[str, str | None] = {}
        for text, language in zip(distinct, self._gate.known(distinct), strict=True):
            if is_empty(text):
                found[text] = Sentiment(polarity=None, label=None, reason="empty")
            elif language not in self._languages:
                found[text] = Sentiment(polarity=None, label=None, language=language, reason="language")
            else:
                readable[text] = None if language == NO_WORDS else language
        for (text, language), scored in zip(readable.items(), self._engine.score(list(readable)), strict=True):
            found[text] = _spoken(scored, language)
        return [found[text] for text in texts]


def _spoken(scored: Sentiment, language: str | None) -> Sentiment:
    return Sentiment(
        polarity=scored.polarity,
        label=scored.label,
        confidence=scored.confidence,
        language=language,
        reason=scored.reason,
    )


def load(
    name: str = "default",
    *,
    weights: Path | None = None,
    gate: LanguageGate | None = None,
    masked: Sequence[str] = (),
) -> Scorer:
    """The engine of that name, ready to score; loading takes from 30 ms (vader) to a second (default).

    weights: a file or folder to use instead of the one that comes along, for engines that have weights.
    masked: names of brands that the engine must not read a feeling into; none leaves it as it is.
    Raises ConfigError where there is no such engine, or its weights are missing.
    """
    engine = ungated(name, weights)
    return GatedScorer(MaskingScorer(engine, masked) if masked else engine, gate or LanguageGate())


def ungated(name: str, weights: Path | None = None) -> Scorer:
    """The same without the gate, for parts of texts that have passed it."""
    if name not in ENGINES:
        raise ConfigError(f"engine {name!r}: there is none of that name; write one of {', '.join(ENGINES)}")
    return ENGINES[name](weights)


def _vader(weights: Path | None) -> Scorer:
    return VaderScorer()


def _default(weights: Path | None) -> Scorer:
    remedy = 'put nlp/weights back (it comes with the project), or write engine = "vader"'
    try:
        engine: Scorer = import_module("nlp.default").DefaultScorer(weights)
    except (FileNotFoundError, ModuleNotFoundError) as error:
        raise ConfigError(f"engine 'default': its weights or its runtime are missing ({error}); {remedy}") from error
    return engine


ENGINES: Mapping[str, Callable[[Path | None], Scorer]] = MappingProxyType({"default": _default, "vader": _vader})
