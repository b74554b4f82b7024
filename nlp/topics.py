"""Which topics of a taxonomy a text names, and in which sentence.

Each topic is the centroid of its name with description and its examples. A sentence's likeness to a topic is the
cosine of their embeddings plus the words that they share, less a share of its likeness to the other topics (a
sentence that is close to everything says nothing). A text's is the mean of its best sentence's and its whole's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Protocol

import numpy as np

from domain.records import Topic, TopicMatch
from nlp.clean import blanked
from nlp.sentences import sentences
from nlp.subjects import Subjects
from nlp.wording import Floats, TopicWords

_MOST_SENTENCES = 80
_TEXTS_AT_ONCE = 1_000
_VERSION = "topics2"


class SentenceEncoder(Protocol):
    """Turns texts into unit rows; close rows speak of the same thing."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """float32 (n, width), in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How likeness becomes a score, and when a topic is named.

    words: weight of shared words beside the cosine. others: share of the mean likeness to the other topics that is
    taken off. border: the likeness that scores 0.5 and names the best topic (9 of 10 texts about something else
    stay below it). spread: likeness to log-odds. vote: what a sentence must reach to name a further topic.
    """

    words: float
    others: float
    border: float
    spread: float
    vote: float


WITH_ENCODER = Calibration(words=0.4, others=0.3, border=0.20, spread=0.12, vote=0.40)
WITHOUT_ENCODER = Calibration(words=1.0, others=0.3, border=0.10, spread=0.08, vote=0.20)
_DESCRIPTION_COUNTS = 2.0


@dataclass(frozen=True, slots=True)
class _Text:
    spans: list[tuple[int, int]]
    by_sentence: Floats
    whole: Floats


class TaxonomyMatcher:
    """Matches texts with topics by meaning, or by words alone where there is no encoder."""

    def __init__(self, topics: Sequence[Topic], encoder: SentenceEncoder | None = None) -> None:
        self.topics = tuple(topics)
        self._encoder = encoder
        self._calibration = WITHOUT_ENCODER if encoder is None else WITH_ENCODER
        lines = [
            [(_DESCRIPTION_COUNTS, f"{t.name}: {t.description}"), *((1.0, example) for example in t.examples)]
            for t in self.topics
        ]
        self._words = TopicWords([[(2.0, t.name), *own] for t, own in zip(self.topics, lines, strict=True)])
        self._subjects = Subjects([" ".join(line for _, line in own) for own in lines])
        self._lines = lines
        self.version = f"{_VERSION}-{_fingerprint(self.topics, getattr(encoder, 'version', ''), encoder is None)}"

    @cached_property
    def _centroids(self) -> Floats | None:
        # Encoded when first wanted: a run without new texts asks for the version only.
        return None if self._encoder is None or not self._lines else _centroids(self._encoder, self._lines)

    def match(self, texts: Sequence[str]) -> list[list[TopicMatch]]:
        """One list per text, best first: the best topic where it scores 0.5, and what further sentences name."""
        return [self._matches(text) for text in self._read(texts)]

    def both(self, texts: Sequence[str]) -> Iterator[tuple[list[TopicMatch], Floats]]:
        """Matches and all scores of each text, in order, for the price of one."""
        return ((self._matches(text), self._score(self._likeness(text))) for text in self._read(texts))

    def scores(self, texts: Sequence[str]) -> Floats:
        """float32 (n, topics): 0 .. 1 for each topic, 0.5 where it would be named were it the best."""
        rows = [self._score(self._likeness(text)) for text in self._read(texts)]
        return np.array(rows, np.float32).reshape(len(texts), len(self.topics))

    def _matches(self, text: _Text) -> list[TopicMatch]:
        if not text.spans or not self.topics:
            return []
        likeness = self._likeness(text)
        best = int(likeness.argmax())
        if likeness[best] < self._calibration.border:
            return []
        votes = text.by_sentence.argmax(axis=1)
        strong = text.by_sentence.max(axis=1) >= self._calibration.vote
        named = {best, *(int(k) for k in votes[strong])}
        ordered = sorted(named, key=lambda k: (k != best, -float(likeness[k]), k))
        scores = self._score(likeness)
        return [self._named(text, k, float(scores[k])) for k in ordered]

    def _named(self, text: _Text, topic: int, score: float) -> TopicMatch:
        start, end = text.spans[int(text.by_sentence[:, topic].argmax())]
        return TopicMatch(topic_id=self.topics[topic].topic_id, score=score, start=start, end=end)

    def _likeness(self, text: _Text) -> Floats:
        if not text.spans:
            return np.full(len(self.topics), -1.0, np.float32)
        likeness: Floats = (text.by_sentence.max(axis=0) + text.whole) / 2
        return likeness

    def _score(self, likeness: Floats) -> Floats:
        odds = (likeness - self._calibration.border) / self._calibration.spread
        score: Floats = (1.0 / (1.0 + np.exp(-odds))).astype(np.float32)
        return score

    def _read(self, texts: Sequence[str]) -> Iterator[_Text]:
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            yield from self._read_some(texts[start : start + _TEXTS_AT_ONCE])

    def _read_some(self, texts: Sequence[str]) -> Iterator[_Text]:
        clean = [blanked(text) for text in texts]
        spans = [self._telling(text) for text in clean]
        said = [" ".join(c[a:b].split()) for c, own in zip(clean, spans, strict=True) for a, b in own]
        wholes = [
            " ".join(c[own[0][0] : own[-1][1]].split()) if own else "" for c, own in zip(clean, spans, strict=True)
        ]
        by_words = self._words.match(said) * self._calibration.words
        whole_words = self._words.match(wholes) * self._calibration.words
        embedded = self._encoder.encode(said) if self._encoder is not None and said else None
        first = 0
        for own, whole in zip(spans, whole_words, strict=True):
            rows = slice(first, first + len(own))
            first += len(own)
            by_sentence = by_words[rows]
            if embedded is not None and self._centroids is not None and own:
                by_sentence = by_sentence + embedded[rows] @ self._centroids.T
                whole = whole + _unit(embedded[rows].sum(axis=0)) @ self._centroids.T
            yield _Text(own, self._against_others(by_sentence), self._against_others(whole[None, :])[0])

    def _telling(self, clean: str) -> list[tuple[int, int]]:
        """The sentences that name a subject: one that only judges is near to some topic by chance."""
        found = sentences(clean)[:_MOST_SENTENCES]
        return [(start, end) for start, end in found if self._subjects.named(clean[start:end])]

    def _against_others(self, likeness: Floats) -> Floats:
        others = likeness.shape[1] - 1
        if others < 1:
            return likeness
        rest = (likeness.sum(axis=1, keepdims=True) - likeness) / others
        contrasted: Floats = likeness - self._calibration.others * rest
        return contrasted


def _centroids(encoder: SentenceEncoder, lines: Sequence[Sequence[tuple[float, str]]]) -> Floats:
    rows = encoder.encode([line for own in lines for _, line in own])
    centroids, first = [], 0
    for own in lines:
        weights = np.array([weight for weight, _ in own], np.float32)
        centroids.append(_unit(weights @ rows[first : first + len(own)]))
        first += len(own)
    return np.array(centroids, np.float32)


def _unit(row: Floats) -> Floats:
    unit: Floats = row / max(float(np.linalg.norm(row)), 1e-9)
    return unit


def _fingerprint(topics: Sequence[Topic], encoder: str, by_words: bool) -> str:
    digest = blake2b(digest_size=5)
    digest.update(f"{encoder}|{by_words}|{WITH_ENCODER}|{WITHOUT_ENCODER}".encode())
    for topic in topics:
        digest.update(repr((topic.topic_id, topic.name, topic.description, topic.examples)).encode("utf-8", "replace"))
    return digest.hexdigest()
