"""How far the work on a file is, told to whoever listens while it goes on; without a listener nothing is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# The stage, the rows so far, and of how many where that is known.
Listener = Callable[[str, int, int | None], None]

COUNTING, CHECKING, STORING, PUBLISHING = "counting", "checking", "storing", "publishing"
EVERY = 1000
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard(listener: Listener | None) -> Iterator[None]:
    """Let `listener` be told what happens inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(stage: str, rows: int, total: int | None = None) -> None:
    """Say how far the work is."""
    if listener := _listener.get():
        listener(stage, rows, total)


def told(rows: int, total: int | None) -> None:
    """The same while rows are read, now and then: the first time for the end of the file, then against that."""
    if rows % EVERY == 0:
        tell(COUNTING if total is None else CHECKING, rows, total)
