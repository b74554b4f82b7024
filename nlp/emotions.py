"""Which emotion a text shows, by a small head in numpy on the embeddings that topics need anyway, and on its words.

The head gives a probability for each of two sets that people labelled at once: Ekman's six with neutral, which it is
measured by, and the eight that customers see. `nlp/training/emotions.py` makes its weights.
"""

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from domain.errors import ConfigError
from domain.traits import Emotion
from nlp.network import WEIGHTS, file_hash
from nlp.wording import Floats

HEAD_FILE = "emotions.npz"
EKMAN = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")
SHOWN = tuple(Emotion)
BUCKETS = 1 << 15
# A rare emotion's best border lies at one in seven; nobody should be called confused on such a chance.
_LEAST = 0.25
_MOST_WORDS = 400
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[!?]+|[^\x00-\x7f]")


class EmotionHead:
    """Probabilities of emotions from a text's embedding and words; raises ConfigError where the weights are missing."""

    def __init__(self, weights: Path | None = None) -> None:
        path = (weights or WEIGHTS) / HEAD_FILE
        if not path.is_file():
            raise ConfigError(f"{path} is missing: install Earshot again")
        with np.load(path, allow_pickle=False) as stored:
            self._w = {name: stored[name].astype(np.float32) for name in stored.files if name != "words"}
            self._words = stored["words"]
        self.version = file_hash(path)[:8]

    def probabilities(self, texts: Sequence[str], rows: Floats) -> Floats:
        """P of EKMAN, then of SHOWN, each on its own: float32 (n, 15). rows: the texts' unit embeddings, (n, 384)."""
        w = self._w
        hidden = gelu(((rows - w["mean"]) / w["spread"]) @ w["up"] + w["up_bias"])
        logits = hidden @ w["out"] + w["out_bias"]
        for row, text in enumerate(texts):
            if found := buckets(text):
                by_words = self._words[found].astype(np.float32).sum(axis=0) * w["words_scale"]
                logits[row] += by_words / len(found) ** 0.5
        chances: Floats = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
        return chances

    def main(self, chances: Floats) -> list[tuple[Emotion, float]]:
        """The emotion that reaches furthest over its border, with its probability; NONE where none reaches it.

        chances: rows of `probabilities`. The borders gave the best F1 each on held-out comments; none lies under 0.25.
        """
        shown = chances[:, len(EKMAN) :]
        over = shown[:, :-1] / self.borders[len(EKMAN) : -1].clip(_LEAST)
        best = over.argmax(axis=1)
        return [
            (SHOWN[k], float(row[k])) if ratio[k] >= 1 else (Emotion.NONE, float(row[-1]))
            for row, ratio, k in zip(shown, over, best.tolist(), strict=True)
        ]

    @property
    def borders(self) -> Floats:
        """From which probability on each of the fifteen holds."""
        found: Floats = self._w["borders"]
        return found


def buckets(text: str) -> list[int]:
    """Where a text's words, pairs of words, marks and emoji lie in the table of words; each once, in order.

    CRC-32 and not Python's hash, which differs from run to run.
    """
    words = _WORD.findall(text.lower().replace("\u2019", "'"))[:_MOST_WORDS]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return sorted({zlib.crc32(term.encode("utf-8", "ignore")) % BUCKETS for term in (*words, *pairs)})


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU (Hendrycks and Gimpel 2016), with which the head was trained."""
    raised: Floats = (0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))).astype(np.float32)
    return raised
