"""How a text feels where a thing is named: the default engine's word pieces around it, in its sentence.

The network says of each word piece, which has seen all others, how it feels; a text's feeling is their mean. An
aspect's is their mean weighted by how near they stand, by a bell of three word pieces (chosen on SemEval-14 laptops'
training sentences). No pass of the network is spent on it where the text was scored before.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from domain.records import Sentiment
from nlp.default import DefaultScorer, passages, sentiment, softmax
from nlp.judges import Span
from nlp.network import Felt, Floats
from nlp.plain import plain

_READING = "near1"
_REACH = 3.0


class NearbyJudge:
    """Says how a text feels around places in it; `weights` as `DefaultScorer`'s."""

    name = "default"

    def __init__(self, weights: Path | None = None) -> None:
        self._scorer = DefaultScorer(weights)
        self.version = f"{self._scorer.version}-{_READING}"

    def judge(self, texts: Sequence[str], places: Sequence[Sequence[tuple[Span, Span]]]) -> list[list[Sentiment]]:
        """For each text, in order, one for each of its places: a place is the thing's span and its sentence's."""
        wanted = [i for i, own in enumerate(places) if own]
        read = [plain(texts[i]) for i in wanted]
        found: list[list[Sentiment]] = [[] for _ in texts]
        for i, clean, felt in zip(wanted, read, self._scorer.felt(read), strict=True):
            found[i] = _around(texts[i], clean, _pieces(clean, felt), places[i])
        return found


def _pieces(clean: str, felt: Sequence[Felt]) -> Floats:
    """All passages' pieces as one table, each piece's middle counted from the beginning of the text."""
    parts, begins = [], 0
    for passage, one in zip(passages(clean), felt, strict=True):
        begins = max(begins, clean.find(passage, begins))
        part = one.pieces.copy()
        part[:, 0] += begins
        parts.append(part)
        begins += len(passage)
    return np.concatenate(parts)


def _around(text: str, clean: str, pieces: Floats, places: Sequence[tuple[Span, Span]]) -> list[Sentiment]:
    """Where a place stands in the clean text is found sentence by sentence, for cleaning keeps no positions."""
    rows, begins, here = [], 0, (-1, -1)
    said = ""
    for (start, end), sentence in places:
        if sentence != here:
            begins += len(said)
            here, said = sentence, plain(text[slice(*sentence)])
            found = clean.find(said, begins)
            begins = found if found >= 0 else max(begins, len(plain(text[: sentence[0]])))
        first = begins + len(plain(text[sentence[0] : end])) - (end - start)
        rows.append(_row(pieces, (begins, begins + len(said)), first + (end - start) / 2))
    return [sentiment(row) for row in softmax(np.array(rows, np.float32))]


def _row(pieces: Floats, sentence: Span, middle: float) -> Floats:
    """Logits (3,) at a place; the whole text's where the sentence lies behind what is read of it."""
    own = pieces[(pieces[:, 0] >= sentence[0]) & (pieces[:, 0] <= sentence[1])]
    if not len(own):
        whole: Floats = pieces[:, 1:].sum(axis=0) / max(1, len(pieces))
        return whole
    far = np.arange(len(own)) - int(np.abs(own[:, 0] - middle).argmin())
    near = np.exp(-0.5 * (far / _REACH) ** 2).astype(np.float32)
    row: Floats = near @ own[:, 1:] / near.sum()
    return row
