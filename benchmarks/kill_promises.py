"""Processes killed with SIGKILL in the middle of their work, each followed by `verify`: 50 of each kind with --long.

A writer on a file; on a lake (PostgreSQL and S3 rows, both on loopback) a writer, a driver and a worker of Dask.
"""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.promise import Promise
from storage.connection import Database
from storage.lake import Lake
from tests.storage.conftest import commit, mention, sql
from tests.storage.lakes import Lakes, lakes
from tests.storage.victims import Parent, parent
from wiring.many import DaskScorer

# Texts that come between two kills.
TEXTS = 60


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Rows lost, doubled or at odds under kills, and under two drivers at once."""
    kills = 50 if long else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = Database(folder / "house.duckdb", publish_every=0.1)
        file.migrate()
        yield _writer("a writer on a file", file, kills)
        with lakes(folder) as made:
            yield from _on_a_lake(made, folder, kills)


def _on_a_lake(made: Lakes, folder: Path, kills: int) -> Iterator[Promise]:
    yield _writer("a writer on a lake", made.new(folder), kills)
    scorer = DaskScorer("vader", "local")
    try:
        address = scorer.scheduler()
        yield _driver(made.new(folder), address, kills)
        yield _two_drivers(made.new(folder), address)
        yield _worker(made.new(folder), scorer, kills)
    finally:
        scorer.close()


def _writer(who: str, db: Database, kills: int) -> Promise:
    chance, wrong = random.Random(7), 0
    with parent("write", db) as processes:
        for number in range(kills):
            processes.kill(chance, 0.6)
            wrong += _problems(db) + _differing(db)
            _told(who, number, wrong)
    rows = _count(db, "mention")
    db.close()
    return _promise(f"kill -9 of {who}", kills, f"{rows:,} mentions", wrong)


def _driver(lake: Lake, scheduler: str, kills: int) -> Promise:
    chance, wrong = random.Random(8), 0
    with parent("drive", lake, scheduler) as processes:
        for number in range(kills):
            commit(lake, *_texts(number))
            processes.kill(chance, 0.3)
            wrong += _problems(lake)
            _told("driver", number, wrong)
        processes.finish()
    return _scored(lake, "kill -9 of a driver of Dask on a lake", kills, wrong)


def _worker(lake: Lake, scorer: DaskScorer, kills: int) -> Promise:
    chance, wrong = random.Random(9), 0
    for number in range(kills):
        commit(lake, *_texts(number))
        victim = chance.choice(list(scorer.workers()))
        killer = threading.Thread(target=_kill_soon, args=(victim, chance.uniform(0.0, 0.1)))
        killer.start()
        _score_all(lake, scorer)
        killer.join()
        wrong += _problems(lake)
        _told("worker", number, wrong)
    return _scored(lake, "kill -9 of a worker of Dask on a lake", kills, wrong)


def _two_drivers(lake: Lake, scheduler: str) -> Promise:
    commit(lake, *_texts(0))
    with parent("drive", lake, scheduler) as one, parent("drive", lake, scheduler) as other:
        both = [threading.Thread(target=Parent.finish, args=(each,)) for each in (one, other)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
    return _scored(lake, "two drivers of Dask on one lake", 0, _problems(lake))


def _kill_soon(pid: int, seconds: float) -> None:
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _score_all(lake: Lake, scorer: DaskScorer) -> None:
    with lake.write() as store:
        store.scores.use(scorer.name, scorer.version)
        rows = store.scores.pending(scorer.name, scorer.version, TEXTS)
    said = scorer.score([row.text for row in rows])
    with lake.write() as store:
        store.scores.add(scorer.name, scorer.version, list(zip(rows, said, strict=True)))


def _texts(number: int) -> list[object]:
    return [mention(str(n)) for n in range(number * TEXTS, (number + 1) * TEXTS)]


def _scored(lake: Lake, what: str, kills: int, wrong: int) -> Promise:
    """All texts scored, each once."""
    rows, distinct = sql(lake, "select count(*), count(distinct text_id) from scores")[0]
    lost = _count(lake, "mention") - int(str(distinct))
    lake.close()
    figure = f"{rows:,} scores of {distinct:,} texts"
    return _promise(what, kills, figure, wrong + abs(lost) + int(str(rows)) - int(str(distinct)))


def _promise(what: str, kills: int, figure: str, wrong: int) -> Promise:
    times = f"{kills} kills, each verified; " if kills else ""
    return Promise(
        subject="kills",
        promise=f"{what}: 0 lost, 0 doubled",
        figure=f"{times}{figure}, {wrong} lost, doubled or at odds",
        held=wrong == 0,
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


def _told(who: str, number: int, wrong: int) -> None:
    print(f"{who}: {number + 1} killed, {wrong} wrong", file=sys.stderr, flush=True)
