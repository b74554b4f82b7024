"""An encoder that remembers the sentences that it was asked about last: two stages of analysis read the same ones."""

from collections.abc import Sequence
from threading import Lock

import numpy as np

from nlp.encoder import Encoder
from nlp.network import Progress
from nlp.wording import Floats

# 384 numbers of four bytes each: 37 MB at most.
_MOST = 24_000


class RememberingEncoder:
    """The same rows as the encoder's; what is remembered is let go, oldest first. Several threads may ask at once."""

    def __init__(self, encoder: Encoder, most: int = _MOST) -> None:
        self.version = encoder.version
        self._encoder, self._most = encoder, most
        self._rows: dict[str, Floats] = {}
        self._lock = Lock()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """float32 (n, 384), unit rows, in the order of the texts."""
        with self._lock:
            rows = {text: self._rows[text] for text in dict.fromkeys(texts) if text in self._rows}
        unknown = [text for text in dict.fromkeys(texts) if text not in rows]
        fresh = dict(zip(unknown, self._encoder.encode(unknown, progress), strict=True))
        self._remember(fresh)
        rows |= fresh
        return np.array([rows[text] for text in texts], np.float32) if texts else self._encoder.encode([])

    def _remember(self, fresh: dict[str, Floats]) -> None:
        with self._lock:
            self._rows |= fresh
            for text in list(self._rows)[: max(0, len(self._rows) - self._most)]:
                del self._rows[text]
