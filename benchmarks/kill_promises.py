"""Processes killed with SIGKILL in the middle of their work, each followed by `verify`: 50 of each kind with --long.

A writer, a driver of Dask and one of its workers, each on a file and on a lake (PostgreSQL on loopback). Only a kill that
hit somebody at work counts, at a random moment of the whole write or of the scoring.
"""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from benchmarks.promise import Promise
from domain.records import Mention, Sentiment
from storage.connection import Database
from storage.shapes import PendingText
from tests.storage.conftest import commit, mention, sql
from tests.storage.lakes import lakes
from tests.storage.victims import parent
from wiring.many import DaskScorer

# Texts that come before each kill: for a driver, three slices; for the workers, two parts.
SHORT, LONG = 60, 500


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Rows lost, doubled or at odds under kills."""
    kills = 50 if long else 5
    _workers_fork()
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        folder = Path(name)
        scorer = DaskScorer("vader", "local")
        ending.callback(scorer.close)
        yield from _three("file", lambda which: _file(folder / f"{which}.duckdb"), scorer, kills)
        made = ending.enter_context(lakes(folder))
        yield from _three("lake", lambda _: made.new(folder), scorer, kills)


def _workers_fork() -> None:
    """Have Dask fork workers from a process that has imported everything, so that a killed one is soon replaced."""
    import dask
    from distributed.utils import get_mp_context

    dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"})
    get_mp_context().set_forkserver_preload(["distributed", "nlp.batch"])


def _three(store: str, new: Callable[[str], Database], scorer: DaskScorer, kills: int) -> Iterator[Promise]:
    yield _writer(f"a writer on a {store}", new("writer"), kills)
    yield _driver(f"a driver of Dask on a {store}", new("driver"), scorer.scheduler(), kills)
    yield _worker(f"a worker of Dask on a {store}", new("worker"), scorer, kills)


def _file(path: Path) -> Database:
    file = Database(path, publish_every=0.1)
    file.migrate()
    return file


def _writer(who: str, db: Database, kills: int) -> Promise:
    chance, tally = random.Random(7), _Tally(who)
    with parent("write", db) as processes:
        while tally.kills < kills:
            hit = processes.kill(chance)
            tally.add(hit, _problems(db) + _differing(db))
    rows = _count(db, "mention")
    db.close()
    return _promise(tally, f"{rows:,} mentions")


def _driver(who: str, db: Database, scheduler: str, kills: int) -> Promise:
    chance, tally = random.Random(8), _Tally(who)
    with parent("drive", db, scheduler) as processes:
        while tally.kills < kills:
            commit(db, *_texts(tally.rounds, SHORT))
            hit = processes.kill(chance)
            tally.add(hit, _problems(db))
        processes.finish()
    return _scored(tally, db)


def _worker(who: str, db: Database, scorer: DaskScorer, kills: int) -> Promise:
    chance, tally = random.Random(9), _Tally(who)
    took = deque([0.2], maxlen=9)
    while tally.kills < kills:
        commit(db, *_texts(tally.rounds, LONG))
        rows = _pending(db, scorer)
        if not (living := _workers(scorer)):
            # Dask's nanny does not always bring a worker back that dies while it starts.
            scorer.close()
            scorer = DaskScorer(scorer.name, "local")
            continue
        victim = chance.choice(living)
        killer = _Killer(victim, chance.uniform(0.0, max(took)))
        began = time.monotonic()
        killer.start()
        said = scorer.score([row.text for row in rows])
        answered = time.monotonic()
        took.append(answered - began)
        _keep(db, scorer, list(zip(rows, said, strict=True)))
        killer.join()
        tally.add(killer.at < answered, _problems(db))
    return _scored(tally, db)


def _workers(scorer: DaskScorer) -> list[int]:
    """Those that live; none where after half a minute none has come back."""
    for _ in range(300):
        if found := list(scorer.workers()):
            return found
        time.sleep(0.1)
    return []


class _Tally:
    """Kills that hit somebody at work, rounds with those that came too late, and what was wrong after each."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.kills = self.rounds = self.wrong = 0

    def add(self, hit: bool, wrong: int) -> None:
        self.rounds += 1
        self.kills += hit
        self.wrong += wrong
        print(f"{self.who}: {self.kills} killed, {self.wrong} wrong", file=sys.stderr, flush=True)


class _Killer(threading.Thread):
    """Kills a process after some seconds and remembers when."""

    def __init__(self, pid: int, seconds: float) -> None:
        super().__init__()
        self._pid, self._seconds = pid, seconds
        self.at = 0.0

    def run(self) -> None:
        time.sleep(self._seconds)
        self.at = time.monotonic()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def _pending(db: Database, scorer: DaskScorer) -> list[PendingText]:
    with db.write() as store:
        store.scores.use(scorer.name, scorer.version)
        return store.scores.pending(scorer.name, scorer.version, LONG)


def _keep(db: Database, scorer: DaskScorer, rows: list[tuple[PendingText, Sentiment]]) -> None:
    with db.write() as store:
        store.scores.add(scorer.name, scorer.version, rows)


def _texts(number: int, many: int) -> list[Mention]:
    return [
        mention(str(n), text=f"Text number {n} says that it is one of a kind. " * 10)
        for n in range(number * many, (number + 1) * many)
    ]


def _scored(tally: _Tally, db: Database) -> Promise:
    """All texts scored, each once."""
    db.publish()
    rows, distinct = (int(str(n)) for n in sql(db, "select count(*), count(distinct text_id) from scores")[0])
    tally.wrong += abs(_count(db, "mention") - distinct) + rows - distinct
    db.close()
    return _promise(tally, f"{rows:,} scores of {distinct:,} texts")


def _promise(tally: _Tally, figure: str) -> Promise:
    return Promise(
        subject="kills",
        promise=f"kill -9 of {tally.who}: 0 lost, 0 doubled",
        figure=f"{tally.kills} kills, each verified; {figure}, {tally.wrong} lost, doubled or at odds",
        held=tally.wrong == 0,
    )


def _problems(db: Database) -> int:
    return len(db.verify()["problems"])


def _count(db: Database, view: str) -> int:
    return int(str(sql(db, f"select count(*) from {view}")[0][0]))


def _differing(db: Database) -> int:
    """How many items are not those before the cursor, each once."""
    with db.write(publish=True) as store:
        cursor = int(next((s.cursor for s in store.sources.state() if s.name == "feed"), None) or 0)
    found = [str(row[0]) for row in sql(db, "select external_id from mention")]
    wanted = {f"feed-{n}" for n in range(cursor)}
    return len(wanted.symmetric_difference(found)) + len(found) - len(set(found))
