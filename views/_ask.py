"""The same questions, answered once per snapshot: queries behind Streamlit's cache."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

import streamlit as st

from storage.queries import Queries

Opener = Callable[[], AbstractContextManager[Queries]]
_Found = TypeVar("_Found")


def asked(opener: Opener, snapshot: str) -> Queries:
    """Something that answers as Queries does; a snapshot is opened only for what nobody has asked it yet."""
    return cast(Queries, _Cached(opener, snapshot, ()))


def once(queries: Queries, name: str, about: object, work: Callable[[], _Found]) -> _Found:
    """What `work` makes of a snapshot's answers, made once for each of what it is `about`, such as the filters.

    `name` tells one sort of work from another; what `about` says of itself (its repr) must be all that `work` heeds.
    """
    if not isinstance(queries, _Cached):
        return work()
    return cast(_Found, _made(work, queries.snapshot_of(), name, repr(about)))


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
        return _answer(self._opener, self._path, (args, kwargs), self._snapshot, repr((self._path, args, kwargs)))

    def snapshot_of(self) -> str:
        """The name of the snapshot that is asked."""
        return self._snapshot


# `snapshot` is part of the key and nothing else: a new snapshot makes every answer new.
@st.cache_data(max_entries=1500, show_spinner=False)  # type: ignore[untyped-decorator]  # not followed
def _answer(
    _opener: Opener,
    _path: tuple[str, ...],
    _values: tuple[tuple[object, ...], dict[str, object]],
    snapshot: str,
    question: str,
) -> Any:
    with _opener() as queries:
        found: Any = queries
        for name in _path:
            found = getattr(found, name)
        args, kwargs = _values
        return found(*args, **kwargs)


@st.cache_data(max_entries=1500, show_spinner=False)  # type: ignore[untyped-decorator]  # not followed
def _made(_work: Callable[[], object], snapshot: str, name: str, about: str) -> object:
    return _work()
