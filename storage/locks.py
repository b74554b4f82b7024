"""Named locks between processes, released by the kernel when their holder dies."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from domain.identity import stable_id


@contextmanager
def try_lock(folder: Path, name: str) -> Iterator[bool]:
    """Enter with True where the lock `name` is ours until we leave, with False where another holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    # A source may be called anything; its lock file may not.
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:40]
    with (folder / f"{readable}-{stable_id(name):x}.lock").open("a") as file:
        try:
            portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.exceptions.LockException:
            yield False
            return
        yield True
