"""Is a text about the brand, or about the fruit of the same name? Its sentences are held against a description.

The name itself is masked on both sides, for it is near to itself in any sense (with the name left in, 7 of 23
sentences of our own went wrong, without it none). A text is not about the brand where it is far from the description
and nearer to one of twenty other senses that names have. Only texts that hold a name of the brand are judged: "it
broke" on the brand's own page names nobody, and cannot be told.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b

import numpy as np

from domain.records import Brand
from domain.traits import Relevance
from nlp.gated import readable
from nlp.language import LanguageGate
from nlp.masking import masked, pattern
from nlp.other_senses import SENSES
from nlp.said import embedded, whole
from nlp.subjects import Subjects
from nlp.topics import SentenceEncoder
from nlp.wording import Floats

_VERSION = "relevance2"
# Cosine with the description, and its lead over the nearest other sense: above either, a text is about the brand.
# Set on 23 sentences of our own about four names.
_NEAR, _LEAD, _SPREAD = 0.055, -0.03, 0.05
_TEXTS_AT_ONCE = 1_000


class BrandRelevance:
    """Judges texts for one brand that says what it is `about`."""

    def __init__(self, brand: Brand, encoder: SentenceEncoder) -> None:
        self._names = pattern((brand.name, *brand.aliases))
        self._subjects = Subjects(())
        self._about, self._encoder = masked(brand.about, self._names, "it"), encoder
        told = repr((brand.name, brand.aliases, brand.about, getattr(encoder, "version", "")))
        self.version = f"{_VERSION}-{blake2b(told.encode('utf-8', 'replace'), digest_size=5).hexdigest()}"

    def judge(self, texts: Sequence[str]) -> list[Relevance]:
        """One result per text, in order; 0.5 and more is about the brand. Score None: names none, or only judges."""
        found: list[Relevance] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[start : start + _TEXTS_AT_ONCE]
            found.extend(self._judged(rows) for _, rows in embedded([self._told(t) for t in part], self._encoder))
        return found

    def _told(self, text: str) -> str:
        """The text with the name masked; nothing where it holds no name, or says only how somebody feels about it."""
        if self._names is None or not self._names.search(text):
            return ""
        told = masked(text, self._names, "this")
        return told if self._subjects.named(told) else ""

    @cached_property
    def _senses(self) -> Floats:
        return self._encoder.encode([self._about, *SENSES])

    def _judged(self, rows: Floats) -> Relevance:
        if not len(rows):
            return Relevance(score=None)
        likeness = np.vstack([rows, whole(rows)]) @ self._senses.T
        near, other = float(likeness[:, 0].max()), float(likeness[:, 1:].max())
        over = max(near - _NEAR, near - other - _LEAD)
        score = 1.0 / (1.0 + math.exp(-over / _SPREAD))
        return Relevance(score=round(score, 4), relevant=score >= 0.5)


class GatedRelevance:
    """A judge that is not asked about texts in other languages: of those it cannot be told."""

    def __init__(self, judge: BrandRelevance, gate: LanguageGate) -> None:
        self.version = judge.version
        self._judge, self._gate = judge, gate

    def judge(self, texts: Sequence[str]) -> list[Relevance]:
        """One result per text, in order."""
        return self._judge.judge(readable(texts, self._gate))
