"""Scoring on Dask: the same answers as in one process, each score once, whoever dies on the way."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import ConfigError, StorageError
from nlp import batch, engines
from storage.connection import Database
from tests.scale import require
from tests.storage.conftest import commit, mention, sql
from wiring.many import DaskScorer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.scale,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TEXTS = [f"{word} number {n}" for n in range(300) for word in ("great", "awful", "")]


@pytest.fixture(scope="module")
def dask() -> Iterator[DaskScorer]:
    require()
    scorer = DaskScorer("vader", "local")
    yield scorer
    scorer.close()


def test_the_workers_say_what_one_process_says_in_the_same_order(dask: DaskScorer) -> None:
    alone = engines.load("vader")
    assert (dask.name, dask.version) == (alone.name, alone.version)
    assert dask.score(TEXTS) == alone.score(TEXTS)
    assert dask.score([]) == []


def test_a_killed_worker_costs_no_text(dask: DaskScorer) -> None:
    pids = list(dask.workers())

    def kill() -> None:
        time.sleep(0.05)
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    said = dask.score(TEXTS * 4)
    killer.join()
    assert said == engines.load("vader").score(TEXTS) * 4


def test_two_drivers_and_a_replay_leave_each_score_once(dask: DaskScorer, tmp_path: Path) -> None:
    db = Database(tmp_path / "house.duckdb", publish_every=0.0)
    commit(db, *(mention(str(n)) for n in range(40)))

    def drive() -> None:
        with db.write() as store:
            rows = store.scores.pending(dask.name, dask.version, 100)
        said = dask.score([row.text for row in rows])
        for _ in range(2):
            with db.write() as store:
                store.scores.add(dask.name, dask.version, list(zip(rows, said, strict=True)))

    drivers = [threading.Thread(target=drive) for _ in range(2)]
    for driver in drivers:
        driver.start()
    for driver in drivers:
        driver.join()
    db.publish()
    assert sql(db, "select count(*), count(distinct text_id) from scores") == [[40, 40]]
    assert db.verify() == {"ok": True, "problems": []}
    db.close()


def test_workers_that_all_went_away_are_said_and_no_text_is_waited_for(
    dask: DaskScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dask._cluster
    dask._cluster.scale(0)
    monkeypatch.setattr("wiring.many._LOOK", 0.1)
    monkeypatch.setattr("wiring.many._ALONE", 0.2)
    with pytest.raises(StorageError, match="its workers went away"):
        dask.score(TEXTS)
    dask._cluster.scale(2)
    monkeypatch.undo()
    assert dask.score(TEXTS[:3]) == engines.load("vader").score(TEXTS[:3])


def test_a_worker_with_another_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="a worker has version"):
        batch.score("vader", "0", ["text"])


def test_nobody_at_the_address_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    require()
    monkeypatch.setattr("wiring.many._PATIENCE", 0.2)
    with pytest.raises(ConfigError, match="nobody works at tcp"):
        DaskScorer("vader", "tcp://127.0.0.1:9")
