"""The `vader` engine: upstream's four scores exactly, without upstream's quadratic work.

Upstream lower-cases the whole word list for each lexicon hit and walks every character looking for emoji.
Here each distinct token is looked at once, only lexicon words are visited, and most of those stand among words
that change nothing. The arithmetic keeps upstream's order of operations, so the floats are the same bit for bit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from itertools import compress, count

from vaderSentiment.vaderSentiment import C_INCR, SentimentIntensityAnalyzer, normalize

from domain.records import Label, Sentiment
from nlp.vader_rules import Surroundings, contrast
from nlp.vader_words import EMOJI, Word, Words

BORDER = 0.05
_MOST_TOTALS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class VaderScores:
    """Upstream's four figures: shares of negative, neutral and positive words, and the compound -1 .. +1."""

    neg: float
    neu: float
    pos: float
    compound: float


class VaderScorer:
    """Scores a text as it is. It knows English words only and does not look at the language itself."""

    name = "vader"

    def __init__(self) -> None:
        """Read the lexicon and the emoji descriptions that the installed package carries."""
        upstream = SentimentIntensityAnalyzer()
        content = f"{upstream.lexicon_full_filepath}\0{upstream.emoji_full_filepath}".encode()
        self.version = f"{version('vaderSentiment')}-{blake2b(content, digest_size=4).hexdigest()}"
        # Upstream looks emoji up one character at a time, so those of several are never found.
        emojis = {char: words for char, words in upstream.emojis.items() if len(char) == 1}
        # Tokens are split at white space: a surplus blank before a description changes nothing.
        self._describe = str.maketrans({char: f" {words}" for char, words in emojis.items()})
        self._words = Words(upstream.lexicon, frozenset(emojis))
        self._sentiments: dict[float, Sentiment] = {}

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """One result per text, in order: `polarity` is upstream's compound, the label's border is 0.05."""
        seen, made, total = self._sentiments, self._sentiment, self._total
        return [seen.get(sum_) or made(sum_) for sum_ in map(total, texts)]

    def compound(self, text: str) -> float:
        """Upstream's compound of one text: -1 .. +1, four digits."""
        return float(round(normalize(self._total(text)), 4))

    def scores(self, texts: Sequence[str]) -> list[VaderScores]:
        """Upstream's four scores of each text, in order."""
        return [self._scores(text) for text in texts]

    def _scores(self, text: str) -> VaderScores:
        tokens, marks, text = self._read(text)
        if not tokens:
            return VaderScores(neg=0.0, neu=0.0, pos=0.0, compound=0.0)
        values = self._valences(tokens, marks)
        emphasis = _emphasis(text)
        positive = negative = 0.0
        for value in values:
            if value > 0:
                positive += value + 1
            elif value < 0:
                negative += value - 1
        neutral = len(tokens) - sum(1 for value in values if value != 0)
        if positive > math.fabs(negative):
            positive += emphasis
        elif positive < math.fabs(negative):
            negative -= emphasis
        whole = positive + math.fabs(negative) + neutral
        return VaderScores(
            neg=round(math.fabs(negative / whole), 3),
            neu=round(math.fabs(neutral / whole), 3),
            pos=round(math.fabs(positive / whole), 3),
            compound=round(normalize(_emphasised(values, text)), 4),
        )

    def _total(self, text: str) -> float:
        tokens, marks, text = self._read(text)
        return _emphasised(self._valences(tokens, marks), text)

    def _sentiment(self, total: float) -> Sentiment:
        compound = float(round(normalize(total), 4))
        label = Label.NEUTRAL
        if compound >= BORDER:
            label = Label.POSITIVE
        elif compound <= -BORDER:
            label = Label.NEGATIVE
        if len(self._sentiments) >= _MOST_TOTALS:
            self._sentiments.clear()
        return self._sentiments.setdefault(total, Sentiment(polarity=compound, label=label))

    def _read(self, text: str) -> tuple[list[str], list[Word | None], str]:
        """Tokens, what is known of each that matters, and the text with its emoji described."""
        words = self._words
        if words.full:
            words.clear()
        tokens = text.split()
        marks = list(map(words.__getitem__, tokens))
        if EMOJI in marks:
            text = text.translate(self._describe)
            tokens = text.split()
            marks = list(map(words.__getitem__, tokens))
        return tokens, marks, text

    def _valences(self, tokens: list[str], marks: list[Word | None]) -> list[float]:
        """Valences of the lexicon words, in order; every other token is a zero, which changes no sum."""
        values: list[float] = []
        places: list[int] = []
        but: int | None = None
        around = Surroundings(tokens, self._words.known)
        active = self._words.active
        for place in compress(count(), marks):
            word = marks[place]
            if word is None or word.valence is None:
                but = place if but is None else but
                continue
            if not active.isdisjoint(tokens[place - 3 if place > 3 else 0 : place + 3]):
                values.append(around.valence(place, word, word.valence))
            elif word.upper and around.mixed():
                values.append(word.valence + (C_INCR if word.valence > 0 else -C_INCR))
            else:
                values.append(word.valence)
            places.append(place)
        return values if but is None else contrast(values, places, but)


def _emphasised(values: list[float], text: str) -> float:
    total = float(sum(values))
    if total == 0:
        return total
    return total + _emphasis(text) if total > 0 else total - _emphasis(text)


def _emphasis(text: str) -> float:
    exclamations = min(text.count("!"), 4) * 0.292
    questions = text.count("?")
    if questions <= 1:
        return exclamations
    return exclamations + (questions * 0.18 if questions <= 3 else 0.96)
