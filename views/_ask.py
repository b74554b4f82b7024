"""The same questions, answered once per snapshot, whoever asks."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

from storage.queries import Queries
from views._kept import Kept

Opener = Callable[[], AbstractContextManager[Queries]]
_Found = TypeVar("_Found")
# Bytes: the answers of some hundred choices of filters.
ROOM = 24_000_000
_KEPT = Kept(ROOM)
# Questions at a time: more of them would only share the same processors, and the memory that a snapshot's readers have.
_AT_ONCE = threading.BoundedSemaphore(4)


def asked(opener: Opener, snapshot: str) -> Queries:
    """Something that answers as Queries does; a snapshot is opened only for what nobody has asked it yet."""
    return cast(Queries, _Cached(opener, snapshot, ()))


def once(queries: Queries, name: str, about: object, work: Callable[[], _Found]) -> _Found:
    """What `work` makes of a snapshot's answers, made once for each of what it is `about`, such as the filters.

    `name` tells one sort of work from another; what `about` says of itself (its repr) must be all that `work` heeds.
    """
    if not isinstance(queries, _Cached):
        return work()
    return _KEPT.get(queries.snapshot_of(), repr((name, about)), work)


def forget() -> None:
    """Ask everything anew: for whoever opens another database in this process."""
    _KEPT.clear()


class _Cached:
    """A path into Queries (`counts`, `counts.nps_answers`); calling it asks."""

    def __init__(self, opener: Opener, snapshot: str, path: tuple[str, ...]) -> None:
        self._opener, self._snapshot, self._path = opener, snapshot, path

    def __getattr__(self, name: str) -> "_Cached":
        if name.startswith("_"):
            raise AttributeError(name)
        return _Cached(self._opener, self._snapshot, (*self._path, name))

    def __call__(self, *args: object, **kwargs: object) -> Any:
        # One text as the key: hashing each part by itself costs more than many a question.
        question = repr((self._path, args, kwargs))
        return _KEPT.get(self._snapshot, question, lambda: self._answer(args, kwargs))

    def _answer(self, args: tuple[object, ...], kwargs: dict[str, object]) -> Any:
        with _AT_ONCE, self._opener() as queries:
            found: Any = queries
            for name in self._path:
                found = getattr(found, name)
            return found(*args, **kwargs)

    def snapshot_of(self) -> str:
        """The name of the snapshot that is asked."""
        return self._snapshot
