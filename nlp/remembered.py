"""An encoder that remembers the sentences that it was asked about last: two stages of analysis read the same ones."""

from collections.abc import Sequence

import numpy as np

from nlp.encoder import Encoder
from nlp.network import Progress
from nlp.wording import Floats

# 384 numbers of four bytes each: 37 MB at most.
_MOST = 24_000


class RememberingEncoder:
    """The same rows as the encoder's; what is remembered is let go, oldest first."""

    def __init__(self, encoder: Encoder, most: int = _MOST) -> None:
        self.version = encoder.version
        self._encoder, self._most = encoder, most
        self._rows: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """float32 (n, 384), unit rows, in the order of the texts."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._rows]
        fresh = dict(zip(unknown, self._encoder.encode(unknown, progress), strict=True))
        found = [fresh[text] if text in fresh else self._rows[text] for text in texts]
        self._rows |= fresh
        for text in list(self._rows)[: max(0, len(self._rows) - self._most)]:
            del self._rows[text]
        return np.array(found, np.float32).reshape(len(texts), -1) if found else self._encoder.encode([])
