"""Many machines: a lake on PostgreSQL and S3 (both on loopback), whose writers are killed; 50 times with --long."""

import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from benchmarks.promise import Promise, milliseconds, p50
from storage.lake import Lake
from tests.storage.conftest import commit, mention, sql
from tests.storage.lakes import Lakes, lakes

ROOT = Path(__file__).resolve().parent.parent


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Rows kept and doubled under kills and under two writers, and what a write costs."""
    with tempfile.TemporaryDirectory() as folder, lakes(Path(folder)) as made:
        yield _killed(made, Path(folder), 50 if long else 5)
        yield _together(made, Path(folder), 10 if long else 3)
        yield _write(made, Path(folder))


def _killed(made: Lakes, folder: Path, kills: int) -> Promise:
    lake, chance, wrong = made.new(folder), random.Random(7), 0
    command = [sys.executable, "-m", "tests.storage.lake_children", repr(asdict(lake.address)), str(folder)]
    for _ in range(kills):
        child = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        assert child.stdout
        for _ in range(chance.randint(1, 2)):
            child.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(0.0, 1.5))
        child.kill()
        child.wait()
        child.stdout.close()
        wrong += len(lake.verify()["problems"]) + _differing(lake)
    rows = sql(lake, "select count(*) from mention")[0][0]
    lake.close()
    figure = f"{kills} kills, {rows} rows, {wrong} lost, doubled or at odds"
    return Promise(subject="lake", promise="kill -9 of a writer: 0 lost, 0 doubled", figure=figure, held=wrong == 0)


def _differing(lake: Lake) -> int:
    """How many items are not those before the cursor, each once."""
    with lake.write() as store:
        cursor = int(next((s.cursor for s in store.sources.state() if s.name == "feed"), None) or 0)
    found = [str(row[0]) for row in sql(lake, "select external_id from mention")]
    wanted = {f"feed-{n}" for n in range(cursor)}
    return len(wanted.symmetric_difference(found)) + len(found) - len(set(found))


def _together(made: Lakes, folder: Path, rounds: int) -> Promise:
    lake = made.new(folder)
    machines = [lake, Lake(lake.address, folder)]

    def collect(machine: Lake) -> None:
        for at in range(rounds):
            commit(machine, *(mention(str(n)) for n in range(at * 100, at * 100 + 150)))

    threads = [threading.Thread(target=collect, args=(one,)) for one in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((rows, distinct),) = sql(lake, "select count(*), count(distinct mention_id) from mention")
    well = rows == distinct == (rounds - 1) * 100 + 150 and lake.verify()["ok"]
    for machine in machines:
        machine.close()
    return Promise(
        subject="lake",
        promise="two machines on one source: rows = distinct",
        figure=f"{rows} rows, {distinct} distinct",
        held=well,
    )


def _write(made: Lakes, folder: Path) -> Promise:
    lake = made.new(folder)
    commit(lake, mention("first"))
    at = iter(range(0, 10**6, 500))

    def one() -> None:
        start = next(at)
        commit(lake, *(mention(str(n)) for n in range(start, start + 500)))

    took = milliseconds(one, 5)
    began = time.perf_counter()
    lake.maintain()
    kept = time.perf_counter() - began
    lake.close()
    return Promise(
        subject="lake",
        promise="a commit of 500 new mentions, and maintaining after five",
        figure=f"{p50(took):,.0f} ms p50; {kept:.1f} s",
        held=None,
    )
