"""Processes to kill: one parent that has imported everything and opened nothing forks them, one at a time.

A writer commits batch after batch from the cursor on, and scores; a collector does the same without scores; a driver
has Dask score what is not scored yet, and commits that.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from storage.connection import Database
from storage.lake import Lake
from storage.lake.address import LakeAddress
from tests.storage.children import collect, fork, write_on

ROOT = Path(__file__).resolve().parent.parent.parent
# Texts that a driver takes at a time: few, so that it commits often.
SLICE = 20


class Parent:
    """The parent's two ends; `kill` starts a process and kills it in the middle of its work."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        # Seconds between two steps, of late.
        self._took = deque([0.6], maxlen=9)

    def kill(self, chance: random.Random) -> bool:
        """Let one begin, wait for its first, second or third step, then some part of what a step takes; then SIGKILL.

        Whether it was still at work then. The wait is up to the longest of the last steps, so that every moment of
        one is hit, its commit included.
        """
        pid = int(self._told("go").split()[1])
        began = 0.0
        for step in range(chance.randint(1, 3)):
            if self._heard() != "step":
                return False
            if step:
                self._took.append(time.monotonic() - began)
            began = time.monotonic()
        time.sleep(chance.uniform(0.0, max(self._took)))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return self._ended() == f"ended {-signal.SIGKILL}"

    def finish(self) -> None:
        """Let one work until there is nothing left to do."""
        self._told("finish")
        assert self._ended() == "ended 0"

    def _ended(self) -> str:
        while not (line := self._heard()).startswith("ended"):
            pass
        return line

    def _told(self, word: str) -> str:
        assert self._process.stdin
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        assert line, "the parent ended"
        return line


@contextmanager
def parent(work: str, db: Database, scheduler: str = "") -> Iterator[Parent]:
    """A parent of processes that "write", "collect" or "drive" on this database."""
    where = repr(asdict(db.address)) if isinstance(db, Lake) else ""
    command = [sys.executable, "-m", "tests.storage.victims", work, where, str(db.path), scheduler]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        yield Parent(process)
        assert process.stdin
        process.stdin.close()


def _opened(where: str, path: Path) -> Database:
    import ast

    if where:
        return Lake(LakeAddress(**ast.literal_eval(where)), path.parent, lock_timeout=600.0)
    return Database(path, publish_every=0.1)


def _drive(db: Database, scheduler: str, begun: Callable[[], object]) -> None:
    """Score all that is pending on Dask, a few texts at a time."""
    from wiring.many import DaskScorer

    scorer = DaskScorer("vader", scheduler)
    while True:
        with db.write() as store:
            store.scores.use(scorer.name, scorer.version)
            rows = store.scores.pending(scorer.name, scorer.version, SLICE)
        if not rows:
            break
        begun()
        said = scorer.score([row.text for row in rows])
        begun()
        with db.write() as store:
            store.scores.add(scorer.name, scorer.version, list(zip(rows, said, strict=True)))
            begun()
    scorer.close()


def main(work: str, where: str, path: str, scheduler: str) -> None:
    """Fork one process for each line of standard input, and say when it has ended."""

    def told(word: str) -> None:
        # One call, so that a killed process leaves no half line.
        os.write(1, f"{word}\n".encode())

    def one(until: float) -> None:
        db = _opened(where, Path(path))
        if work == "write":
            write_on(db, "feed", until, lambda: told("step"))
        elif work == "collect":
            with db.write() as store:
                collect(store, "feed")
        else:
            _drive(db, scheduler, lambda: told("step"))

    for line in sys.stdin:
        until = time.monotonic() + (600 if line.strip() == "go" else 0)
        # The child waits for the line that names it, so that its own come after.
        ready, go = os.pipe()

        def begin(ready: int = ready, until: float = until) -> None:
            os.read(ready, 1)
            one(until)

        pid = fork(begin)
        told(f"pid {pid}")
        os.write(go, b".")
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(ready)
        os.close(go)
        told(f"ended {code}")


if __name__ == "__main__":
    if sys.argv[1] == "drive":
        # Before forking, which is what this parent is for.
        import distributed  # noqa: F401

        import wiring.many  # noqa: F401

    main(*sys.argv[1:])
