"""The `default` engine: a small network that finds complaints which hold no angry word; offline, on one thread."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from domain.records import Label, Sentiment
from nlp.clean import is_empty
from nlp.felt import moods
from nlp.network import Felt, Floats, opened
from nlp.plain import MAX_CHARACTERS, plain
from nlp.sentences import sentences
from nlp.verdicts import worded

LABELS = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)
# Part of the version: how a text is cleaned and cut, which changes scores though the weights stay.
_READING = "r2"
_PASSAGE = 400
# A missed complaint costs more than a false alarm. Of the leans 0, 0.1 .. 0.5 this one gave the best mF1 + Fneg on
# licensed held-out texts: the same mF1, and 17% instead of 24% of the negative tweets missed.
LEAN = np.array([0.4, 0.0, 0.0], np.float32)
_TEXTS_A_SLICE = 2_048
_MOST_WORDS = 40
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Why a label: text[start:end] and its say in it, -1 .. +1.

    For a text of several sentences `polarity` is each sentence's own; for a single sentence it is what the
    text's polarity loses without the word.
    """

    start: int
    end: int
    text: str
    polarity: float


class DefaultScorer:
    """Polarity is P(positive) - P(negative); confidence is the calibrated probability of the label.

    Where negative and another label are near to each other, the label is negative.

    weights: a folder with the model and its tokeniser; None means the bundled one. Reads English; what language
    a text is in is for the caller to know. Raises ConfigError where the weights are missing.
    """

    name = "default"

    def __init__(self, weights: Path | None = None) -> None:
        self._network = opened(weights)
        self._moods = moods(weights)
        self.version = f"{self._network.version}-{_READING}"

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """As many results as texts, in order; blank or deleted texts have reason "empty"."""
        found: list[Sentiment] = []
        for start in range(0, len(texts), _TEXTS_A_SLICE):
            part = texts[start : start + _TEXTS_A_SLICE]
            rows = zip(part, self.probabilities(part), strict=True)
            found.extend(nothing() if is_empty(text) else sentiment(row) for text, row in rows)
        return found

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """P(negative), P(neutral), P(positive) for each text: float32 (n, 3), rows sum to one.

        A text longer than a passage (400 characters) gets the mean over its passages, each of whole sentences.
        """
        means = [
            np.array([one.row for one in own]).mean(axis=0) for own in self.felt([plain(worded(t)) for t in texts])
        ]
        return softmax(np.asarray(means, np.float32).reshape(-1, len(LABELS)))

    def felt(self, cleaned: Sequence[str]) -> Iterator[list[Felt]]:
        """Of each cleaned text, in order, how its passages feel and each word piece of them."""
        parts = [passages(text) for text in cleaned]
        found = iter(self._moods.felt([passage for own in parts for passage in own]))
        return (list(islice(found, len(own))) for own in parts)

    def about(self, texts: Sequence[str]) -> Floats:
        """What texts speak of, by the same network: float32 (n, 384), unit rows, in order."""
        return self._network.about([plain(text) for text in texts])

    def explain(self, text: str) -> tuple[Contribution, ...]:
        """What spoke for the label: each sentence, or each word of a single sentence, in the text's order."""
        text = text[:MAX_CHARACTERS]
        spans = sentences(text)
        if len(spans) > 1:
            return self._contributions(text, spans, self._polarities([text[a:b] for a, b in spans]))
        words = [found.span() for found in _WORD.finditer(text)][:_MOST_WORDS]
        without = self._polarities([text, *(text[:a] + text[b:] for a, b in words)])
        return self._contributions(text, words, without[0] - without[1:])

    def _polarities(self, texts: Sequence[str]) -> Floats:
        rows = self.probabilities(texts)
        difference: Floats = rows[:, 2] - rows[:, 0]
        return difference

    def _contributions(
        self, text: str, spans: Sequence[tuple[int, int]], polarities: Floats
    ) -> tuple[Contribution, ...]:
        rows = zip(spans, polarities.tolist(), strict=True)
        clipped = ((a, b, max(-1.0, min(1.0, p))) for (a, b), p in rows)
        return tuple(Contribution(start=a, end=b, text=text[a:b], polarity=p) for a, b, p in clipped)


def passages(text: str) -> list[str]:
    """Whole sentences put together up to 400 characters each; a short text is one passage."""
    if len(text) <= _PASSAGE:
        return [text]
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if found and end - found[-1][0] <= _PASSAGE:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [text[start:end] for start, end in found] or [text[:_PASSAGE]]


def softmax(logits: Floats) -> Floats:
    """Rows of logits as probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def sentiment(row: Floats) -> Sentiment:
    """Three probabilities as the record that is stored."""
    negative, neutral, positive = (float(p) for p in row)
    best = int((np.log(row.clip(1e-9)) + LEAN).argmax())
    return Sentiment(
        polarity=max(-1.0, min(1.0, positive - negative)),
        label=LABELS[best],
        confidence=min(1.0, (negative, neutral, positive)[best]),
    )


def nothing() -> Sentiment:
    """For a text in which nobody says anything."""
    return Sentiment(polarity=None, label=None, reason="empty")
