"""The `calibrated` engine: the default one, and a head fitted to the user's own labels (`earshot calibrate`)."""

import re
from collections.abc import Sequence

import numpy as np

from domain.records import Sentiment
from nlp.clean import is_empty
from nlp.default import LABELS, LEAN, DefaultScorer, nothing
from nlp.head import Head, Matrix, probabilities
from nlp.network import ABOUT_WIDTH
from nlp.vader import VaderScorer

# Part of the version: how a text becomes the numbers that a head reads.
READING = "h1"
_TEXTS_A_SLICE = 1_024
_DENIAL = re.compile(r"\b(?:no|not|never|cannot|without)\b|n['’]t\b", re.IGNORECASE)
_TURN = re.compile(r"\b(?:but|however|although|though|except|only|wish|could|would|should)\b", re.IGNORECASE)
_CUES = 10
GROUPS = ("logits",) * len(LABELS) + ("cues",) * _CUES + ("about",) * ABOUT_WIDTH


class OwnReader:
    """Turns texts into what a head reads, with the default engine's network and VADER's lexicon."""

    def __init__(self, generic: DefaultScorer) -> None:
        self._generic = generic
        self._vader = VaderScorer()
        self.version = f"{generic.version}-{READING}"

    def read(self, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Rows (n, 397) whose columns `GROUPS` names, and the generic log-probabilities, lean included (n, 3)."""
        logs = np.log(self._generic.probabilities(texts).astype(np.float64).clip(1e-9))
        cues = np.array([self._cues(text) for text in texts], np.float64).reshape(-1, _CUES)
        rows = np.hstack([logs - logs.mean(axis=1, keepdims=True), cues, self._generic.about(texts)])
        return rows, logs + LEAN

    def _cues(self, text: str) -> tuple[float, ...]:
        vader = self._vader.scores([text])[0]
        counts = (
            text.count("!"),
            text.count("?"),
            len(_DENIAL.findall(text)),
            len(_TURN.findall(text)),
        )
        length = float(np.log1p(len(text.split())))
        told = (float(min(3, n)) for n in counts)
        return (vader.neg, vader.neu, vader.pos, vader.compound, length, *told, float("http" in text))


class CalibratedScorer:
    """Polarity is P(positive) - P(negative) by the head; confidence its probability of the label.

    The head was fitted with every class weighing the same: probabilities are of a world with as many of each.
    `version` names the generic engine and the head, so that a new head scores everything again.
    """

    name = "calibrated"

    def __init__(self, generic: DefaultScorer, head: Head) -> None:
        self._reader = OwnReader(generic)
        self._head = head
        self.version = version_of(self._reader.version, head)

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """As many results as texts, in order; blank or deleted texts have reason "empty"."""
        found: list[Sentiment] = []
        for start in range(0, len(texts), _TEXTS_A_SLICE):
            part = texts[start : start + _TEXTS_A_SLICE]
            shares = probabilities(self._head.scores(*self._reader.read(part)))
            found += [nothing() if is_empty(t) else _sentiment(row) for t, row in zip(part, shares, strict=True)]
        return found


def version_of(generic: str, head: Head) -> str:
    """How scores by this head on that generic engine are called."""
    return f"{generic}+{head.hash}"


def _sentiment(row: Matrix) -> Sentiment:
    best = int(row.argmax())
    polarity = float(row[2] - row[0])
    return Sentiment(polarity=max(-1.0, min(1.0, polarity)), label=LABELS[best], confidence=min(1.0, float(row[best])))
