"""Many machines: a lake on PostgreSQL and S3, both on loopback. Its processes are killed in kill_promises.py."""

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.promise import Promise, milliseconds, p50
from storage.lake import Lake
from tests.storage.conftest import commit, mention, sql
from tests.storage.lakes import Lakes, lakes


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Rows kept and doubled under two writers, and what a write costs."""
    with tempfile.TemporaryDirectory() as folder, lakes(Path(folder)) as made:
        yield _together(made, Path(folder), 10 if long else 3)
        yield _write(made, Path(folder))


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
