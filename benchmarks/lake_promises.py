"""Many machines: a lake on PostgreSQL and S3, both on loopback. Its processes are killed in kill_promises.py."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.promise import Promise, milliseconds, p50
from storage.lake import Lake
from tests.storage.children import BATCH
from tests.storage.conftest import commit, mention, sql
from tests.storage.lakes import Lakes, lakes
from tests.storage.victims import parent
from wiring.many import DaskScorer


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Rows kept and doubled under two collectors and two drivers, and what a write costs."""
    with tempfile.TemporaryDirectory() as folder, lakes(Path(folder)) as made:
        yield _machines(made, Path(folder), 10 if long else 5)
        yield _write(made, Path(folder))


def _machines(made: Lakes, folder: Path, rounds: int) -> Promise:
    """Four processes at once on one lake: two collect one source from its cursor on, two have Dask score what came."""
    lake = made.new(folder)
    scorer = DaskScorer("vader", "local")
    with ExitStack() as ending:
        ending.callback(lake.close)
        ending.callback(scorer.close)
        collectors = [ending.enter_context(parent("collect", lake)) for _ in range(2)]
        drivers = [ending.enter_context(parent("drive", lake, scorer.scheduler())) for _ in range(2)]
        threads = [threading.Thread(target=_again, args=(each.finish, rounds)) for each in (*collectors, *drivers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        drivers[0].finish()
        rows, distinct = _counted(lake, "mention_id", "mention")
        scores, texts = _counted(lake, "text_id", "scores")
        problems = len(lake.verify()["problems"])
    return Promise(
        subject="lake",
        promise="two collectors on one source and two drivers of Dask at once, each its own process: rows = distinct",
        figure=f"{rows} mentions, {distinct} distinct; {scores} scores of {texts} texts; {problems} problems",
        held=rows == distinct == scores == texts == 2 * rounds * BATCH and not problems,
    )


def _again(work: Callable[[], object], times: int) -> None:
    for _ in range(times):
        work()


def _counted(lake: Lake, column: str, table: str) -> list[int]:
    return [int(str(n)) for n in sql(lake, f"select count(*), count(distinct {column}) from {table}")[0]]


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
