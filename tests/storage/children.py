"""Processes for the tests to run and to kill: writers that go on from the cursor, readers that never stop.

The children are forked from one parent that has imported everything and opened nothing.
"""

import contextlib
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from domain.errors import StorageError
from domain.records import Batch, Label, Sentiment
from storage.connection import Database
from storage.store import Store
from tests.storage.conftest import NOW, SECRET, SOURCE, acme, mention

BATCH = 40


def write_on(db: Database, source: str, until: float, begun: Callable[[], object] = lambda: None) -> None:
    """Commit batch after batch, each starting where the cursor says, at least one; `begun` hears of each."""
    first = True
    while first or time.monotonic() < until:
        first = False
        with db.write() as store:
            begun()
            collect(store, source)
            texts = store.scores.pending("vader", "1", 30)
            said = Sentiment(polarity=0.5, label=Label.POSITIVE)
            store.scores.add("vader", "1", [(text, said) for text in texts])


def collect(store: Store, source: str) -> None:
    """Take the next batch of a source, from where its cursor says."""
    cursors = {state.name: state.cursor for state in store.sources.state()}
    at = int(cursors.get(source) or 0)
    new = tuple(mention(f"{source}-{n}") for n in range(at, at + BATCH))
    # The last ten of the batch before come again, as a feed's do.
    old = tuple(mention(f"{source}-{n}") for n in range(max(0, at - 10), at))
    batch = Batch(mentions=(*old, *new), cursor=str(at + BATCH))
    mine = replace(SOURCE, name=source)
    store.mentions.commit(mine, batch, [("Acme",)] * len(batch.mentions), secret=SECRET, now=NOW)


def read_on(db: Database, until: float) -> None:
    """Ask the same questions over and over; rows and daily counts of one snapshot must agree."""
    seen = 0
    while time.monotonic() < until:
        try:
            with db.read() as q:
                counted, paged = q.counts.mention_count(acme()), q.mentions.count(acme())
                q.mentions.page(acme(), limit=5)
        except StorageError as error:
            if "nothing is published" not in str(error):
                raise
            time.sleep(0.05)
            continue
        assert counted == paged >= seen, (counted, paged, seen)
        seen = counted


def fork(what: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        what()
        code = 0
    except BaseException:  # noqa: BLE001 - a forked child must never return into the test's own code
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def kill_at_random(path: Path, kills: int, seed: int) -> None:
    """Start a writer and kill it at some moment of one of its first transactions, again and again."""
    chance = random.Random(seed)
    for _ in range(kills):
        db = Database(path, publish_every=0.1)
        heard, tells = os.pipe()
        pid = fork(
            lambda db=db, tells=tells: write_on(db, "feed", time.monotonic() + 60, lambda: os.write(tells, b"."))
        )
        for _ in range(chance.randint(1, 3)):
            os.read(heard, 1)
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(heard)
        os.close(tells)


def crowd(path: Path, seconds: float) -> int:
    """Two writers and two readers with two threads each; returns how many of them failed."""
    until = time.monotonic() + seconds

    def both() -> None:
        db, failed = Database(path), []

        def one() -> None:
            try:
                read_on(db, until)
            except BaseException as error:  # noqa: BLE001 - reported by the exit code
                traceback.print_exc()
                failed.append(error)

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed

    writers = [lambda name=name: write_on(Database(path, publish_every=0.2), name, until) for name in ("a", "b")]
    children = [fork(what) for what in [*writers, both, both]]
    return sum(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0 for pid in children)


def hold(path: Path) -> None:
    """Take the writer's lock, say so, and keep it until told to go."""
    with Database(path).write():
        print("held", flush=True)
        with contextlib.suppress(EOFError):
            input()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["kill", path, kills, seed]:
            kill_at_random(Path(path), int(kills), int(seed))
        case ["crowd", path, seconds]:
            sys.exit(crowd(Path(path), float(seconds)))
        case ["hold", path]:
            hold(Path(path))
