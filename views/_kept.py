"""What was made once is kept for the next who asks: as bytes, so that nobody changes what another is given."""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

_Found = TypeVar("_Found")


class Kept:
    """Things by key, made of one snapshot: those of another one go at once, the longest unused where room runs out.

    room: bytes for all of them together; what is larger by itself is made anew each time.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._snapshot = ""
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}

    def get(self, snapshot: str, key: str, make: Callable[[], _Found]) -> _Found:
        """What is kept under a key, else what `make` makes; of several who ask at once only one makes it."""
        found = self._find(snapshot, key)
        if found is None:
            with self._turn(f"{snapshot} {key}"):
                found = self._find(snapshot, key)
                if found is None:
                    made = make()
                    self._keep(snapshot, key, pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
                    return made
        return cast(_Found, pickle.loads(found))  # noqa: S301 - bytes of our own that never left the process

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._held.clear()
            self._size = 0

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    def _find(self, snapshot: str, key: str) -> bytes | None:
        with self._lock:
            found = self._held.get(key) if snapshot == self._snapshot else None
            if found is not None:
                self._held.move_to_end(key)
            return found

    def _keep(self, snapshot: str, key: str, made: bytes) -> None:
        if len(made) > self._room:
            return
        with self._lock:
            if snapshot != self._snapshot:
                self._held.clear()
                self._size, self._snapshot = 0, snapshot
            self._size += len(made) - len(self._held.pop(key, b""))
            self._held[key] = made
            while self._size > self._room:
                self._size -= len(self._held.popitem(last=False)[1])

    @contextmanager
    def _turn(self, key: str) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        try:
            with turn:
                yield
        finally:
            # Who waits holds the lock itself; who comes later finds what was made.
            with self._lock:
                self._turns.pop(key, None)
