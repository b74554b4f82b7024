"""How passages feel, remembered for a while: the sentiment of texts and of their aspects read the same passages."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from nlp.network import Felt, Network, opened

# With what Python adds to each, about 40,000 tweets.
_MOST_BYTES = 32_000_000
_EACH = 450


class Moods:
    """The network's feelings, each passage computed once; the oldest is let go, `most` bytes are kept.

    Several threads may ask: one waits for the other, whose passages may be the very same, while the network is busy on
    every core anyway.
    """

    def __init__(self, network: Network, most: int = _MOST_BYTES) -> None:
        self._network, self._most = network, most
        self._known: dict[str, Felt] = {}
        self._size = 0
        self._lock = Lock()

    def felt(self, passages: Sequence[str]) -> list[Felt]:
        """One for each passage, in order."""
        with self._lock:
            distinct = dict.fromkeys(passages)
            found = {passage: self._known[passage] for passage in distinct if passage in self._known}
            unknown = [passage for passage in distinct if passage not in found]
            fresh = dict(zip(unknown, self._network.mood(unknown), strict=True))
            self._remember(fresh)
        found |= fresh
        return [found[passage] for passage in passages]

    def _remember(self, fresh: dict[str, Felt]) -> None:
        self._known |= fresh
        self._size += sum(_size(passage, felt) for passage, felt in fresh.items())
        while self._size > self._most:
            oldest = next(iter(self._known))
            self._size -= _size(oldest, self._known.pop(oldest))


@lru_cache(maxsize=2)
def moods(weights: Path | None = None) -> Moods:
    """The feelings of the network in a folder, one memory for all who ask; None means the bundled one."""
    return Moods(opened(weights))


def _size(passage: str, felt: Felt) -> int:
    return _EACH + len(passage) + int(felt.pieces.nbytes)
