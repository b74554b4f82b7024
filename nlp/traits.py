"""Reads the traits of texts, emotion and intents, from one pass of the encoder that the topics use as well."""

from collections.abc import Sequence

import numpy as np

from domain.traits import Traits
from nlp.emotions import EmotionHead
from nlp.gated import readable
from nlp.intents import IntentReader
from nlp.language import LanguageGate
from nlp.said import embedded, whole
from nlp.topics import SentenceEncoder

_VERSION = "traits1"
_TEXTS_AT_ONCE = 1_000


class TraitReader:
    """Emotion and intents of English texts; a text that cannot be read has emotion None and no intents."""

    def __init__(self, encoder: SentenceEncoder, gate: LanguageGate, head: EmotionHead | None = None) -> None:
        self._encoder, self._gate = encoder, gate
        self._head = head or EmotionHead()
        self._intents = IntentReader(encoder)
        encoded = getattr(encoder, "version", "")
        self.version = f"{_VERSION}-{self._head.version}-{self._intents.version}-{encoded}"

    def read(self, texts: Sequence[str], polarities: Sequence[float | None]) -> list[Traits]:
        """One result per text, in order; a polarity of None is one that is not known."""
        found: list[Traits] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = slice(start, start + _TEXTS_AT_ONCE)
            found.extend(self._some(readable(texts[part], self._gate), polarities[part]))
        return found

    def _some(self, texts: Sequence[str], polarities: Sequence[float | None]) -> list[Traits]:
        parts = list(embedded(texts, self._encoder))
        rows = np.array([whole(own) for _, own in parts], np.float32).reshape(len(texts), -1)
        shown = self._head.main(self._head.probabilities(texts, rows)) if parts else []
        wanted = self._intents.read_all(parts, polarities)
        return [
            Traits(emotion=emotion, emotion_score=round(score, 4), intents=intents) if said else Traits(emotion=None)
            for (said, _), (emotion, score), intents in zip(parts, shown, wanted, strict=True)
        ]
