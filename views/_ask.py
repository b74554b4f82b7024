"""The same questions, answered once per snapshot: queries behind Streamlit's cache."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, cast

import streamlit as st

from storage.queries import Queries

Opener = Callable[[], AbstractContextManager[Queries]]


def asked(opener: Opener, snapshot: str) -> Queries:
    """Something that answers as Queries does; a snapshot is opened only for what nobody has asked it yet."""
    return cast(Queries, _Cached(opener, snapshot, ()))


class _Cached:
    """A path into Queries (`counts`, `counts.nps_answers`); calling it asks."""

    def __init__(self, opener: Opener, snapshot: str, path: tuple[str, ...]) -> None:
        self._opener, self._snapshot, self._path = opener, snapshot, path

    def __getattr__(self, name: str) -> "_Cached":
        if name.startswith("_"):
            raise AttributeError(name)
        return _Cached(self._opener, self._snapshot, (*self._path, name))

    def __call__(self, *args: object, **kwargs: object) -> Any:
        return _answer(self._opener, self._snapshot, self._path, args, kwargs)


@st.cache_data(max_entries=1500, show_spinner=False)  # type: ignore[untyped-decorator]  # not followed
def _answer(
    _opener: Opener, snapshot: str, path: tuple[str, ...], args: tuple[object, ...], kwargs: dict[str, object]
) -> Any:
    # `snapshot` is part of the key and nothing else: a new snapshot makes every answer new.
    with _opener() as queries:
        found: Any = queries
        for name in path:
            found = getattr(found, name)
        return found(*args, **kwargs)
