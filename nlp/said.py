"""A text's sentences as the encoder reads them, the same as topics are matched by, and their embeddings as one."""

from collections.abc import Iterator, Sequence

import numpy as np

from nlp.clean import blanked
from nlp.sentences import sentences
from nlp.topics import SentenceEncoder
from nlp.wording import Floats

_MOST_SENTENCES = 80


def said(text: str) -> list[str]:
    """The first 80 sentences of a text without links, handles and tags; white space collapsed."""
    clean = blanked(text)
    return [" ".join(clean[start:end].split()) for start, end in sentences(clean)[:_MOST_SENTENCES]]


def embedded(texts: Sequence[str], encoder: SentenceEncoder) -> Iterator[tuple[list[str], Floats]]:
    """Of each text, in order, its sentences and their unit rows, float32 (sentences, width)."""
    parts = [said(text) for text in texts]
    rows = encoder.encode([sentence for own in parts for sentence in own])
    first = 0
    for own in parts:
        yield own, rows[first : first + len(own)]
        first += len(own)


def whole(rows: Floats) -> Floats:
    """One unit row for all of a text's sentences; zeros for none."""
    total = rows.sum(axis=0)
    unit: Floats = total / max(float(np.linalg.norm(total)), 1e-9)
    return unit
