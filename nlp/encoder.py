"""What a text is about, as 384 numbers: the original all-MiniLM-L6-v2, int8, through the bundled network."""

from collections.abc import Sequence
from pathlib import Path

from nlp.network import Floats, Progress, opened


class Encoder:
    """Sentence embeddings whose dot product is the cosine: close texts speak of the same thing.

    weights: a folder with the model and its tokeniser; None means the bundled one. `version` names the model, so
    that what was matched with another one can be told.
    """

    def __init__(self, weights: Path | None = None) -> None:
        self._network = opened(weights)
        self.version = self._network.version

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Embed texts: float32 (n, 384), unit rows, in their order; identical texts are computed once.

        progress: called after each batch with how many distinct texts are done, and how many there are.
        """
        return self._network.about(texts, progress)
