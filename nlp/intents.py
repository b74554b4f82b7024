"""What a writer wants: turns of phrase, nearness to written examples, and the sentiment that is known already.

No labels were learned from. A cue or a near example says that a sentence has an intent; the text's polarity decides
where words alone mislead ("best" in a complaint), and makes complaint and praise of what is felt strongly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.traits import Intent
from nlp.intent_cues import CUES, NOT_RECOMMENDED
from nlp.intent_examples import EXAMPLES, PLAIN
from nlp.topics import SentenceEncoder
from nlp.wording import Floats

VERSION = "intents2"
_MOST_CHARACTERS = 600
_NEAR = 0.62
_MARGIN = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """The polarities, -1 .. +1, at which an intent may hold.

    by_words: at most (or least, where positive) this with a cue or a near example; alone: this without any.
    """

    by_words: float
    alone: float | None = None


# Written down before any labelled set was looked at; -1 and +1 as far as they go are the network's certainty.
_UNHAPPY = {
    Intent.COMPLAINT: Feeling(by_words=0.0, alone=-0.4),
    # Calm goodbyes ("I'm done with you guys") read as friendly.
    Intent.CHURN_RISK: Feeling(by_words=0.5),
    Intent.WARNS_AGAINST: Feeling(by_words=0.3),
}
_HAPPY = {Intent.PRAISE: Feeling(by_words=0.2, alone=0.5), Intent.RECOMMENDS: Feeling(by_words=-0.3)}


class IntentReader:
    """Says which intents a text has, from its sentences, their embeddings and its polarity."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.version = VERSION
        self._encoder = encoder

    @cached_property
    def _examples(self) -> dict[Intent, Floats]:
        # Encoded when first wanted: a stage with nothing to read asks for the version only.
        return {intent: self._encoder.encode(lines) for intent, lines in EXAMPLES.items()}

    @cached_property
    def _plain(self) -> Floats:
        return self._encoder.encode(PLAIN)

    def read(self, sentences: Sequence[str], rows: Floats, polarity: float | None) -> tuple[Intent, ...]:
        """The intents in the order of `Intent`; none is an answer. rows: unit embeddings, (sentences, 384).

        A polarity of None (not scored) leaves the words alone to say.
        """
        return self.read_all([(sentences, rows)], [polarity])[0]

    def read_all(
        self, parts: Sequence[tuple[Sequence[str], Floats]], polarities: Sequence[float | None]
    ) -> list[tuple[Intent, ...]]:
        """The same for several texts, whose sentences are held against the examples all at once."""
        told = [rows for said, rows in parts if said]
        near = self._near(np.concatenate(told)) if told else {}
        found: list[tuple[Intent, ...]] = []
        first = 0
        for (said, _), polarity in zip(parts, polarities, strict=True):
            own = slice(first, first + len(said))
            first += len(said)
            fits = (i for i in Intent if said and _has(i, said, near[i][own], polarity))
            found.append(tuple(fits))
        return found

    def _near(self, rows: Floats) -> dict[Intent, NDArray[np.bool_]]:
        """Of each intent, which sentences are near to one of its examples, and nearer than to plain ones."""
        plain = (rows @ self._plain.T).max(axis=1) + _MARGIN
        likeness = {intent: (rows @ own.T).max(axis=1) for intent, own in self._examples.items()}
        return {i: (found >= _NEAR) & (found >= plain) for i, found in likeness.items()}


def _has(intent: Intent, sentences: Sequence[str], near: NDArray[np.bool_], polarity: float | None) -> bool:
    # Most feelings decide by themselves: then nobody needs to search the words.
    if (with_words := _fits(intent, True, polarity)) == _fits(intent, False, polarity):
        return with_words
    return _fits(intent, _said(intent, sentences, bool(near.any())), polarity)


def _said(intent: Intent, sentences: Sequence[str], near: bool) -> bool:
    if near and intent is not Intent.QUESTION:
        return intent is not Intent.RECOMMENDS or not any(NOT_RECOMMENDED.search(s) for s in sentences)
    return any(_cue(intent, sentence[:_MOST_CHARACTERS]) for sentence in sentences)


def _cue(intent: Intent, sentence: str) -> bool:
    if intent is Intent.RECOMMENDS and NOT_RECOMMENDED.search(sentence):
        return False
    return CUES[intent].search(sentence) is not None


def _fits(intent: Intent, said: bool, polarity: float | None) -> bool:
    if polarity is None:
        return said
    if (low := _UNHAPPY.get(intent)) is not None:
        return (said and polarity <= low.by_words) or (low.alone is not None and polarity <= low.alone)
    if (high := _HAPPY.get(intent)) is not None:
        return (said and polarity >= high.by_words) or (high.alone is not None and polarity >= high.alone)
    return said
