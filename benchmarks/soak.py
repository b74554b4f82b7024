"""Two collectors, a scorer, an importer and three readers at once for a while: python -m benchmarks.soak --minutes 60.

Memory and files are sampled; after the first sixth of the time memory must be flat: at most a fifth more at the end.
"""

import argparse
import gc
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.promise import Promise, p50, table
from benchmarks.storage_promises import SCOPE, _commit, _mentions
from nlp.vader import VaderScorer
from storage.connection import Database

MAY_GROW = 1.2
SAMPLES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the process and its files take at a moment, in MB; `seconds` since the start."""

    seconds: float
    memory: float
    database: float
    snapshots: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two batches of a collector")
    asked = parser.parse_args()
    print(table([soak(asked.minutes * 60, asked.pause)]))


def soak(seconds: float, pause: float) -> Promise:
    """Run all of it; the samples go to standard output as they are taken."""
    ended, errors, turns = threading.Event(), [], {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "soak.duckdb"
        Database(path).migrate()
        Database(path).publish()
        steps = {"collector 1": _collect(path, 1, 500), "collector 2": _collect(path, 2, 500)}
        steps |= {"importer": _collect(path, 3, 5_000), "scorer": _score(path)}
        steps |= {f"reader {n}": _read(path) for n in range(3)}
        pauses = {"importer": pause * 10}
        threads = [
            threading.Thread(target=_repeat, args=(name, step, pauses.get(name, pause), ended, turns, errors))
            for name, step in steps.items()
        ]
        for thread in threads:
            thread.start()
        samples = _sampled(path, seconds, ended)
        for thread in threads:
            thread.join()
        report = Database(path).verify()
    return _judged(samples, errors, turns, report["ok"])


def _judged(samples: list[Sample], errors: list[str], turns: dict[str, int], whole: bool) -> Promise:
    settled = samples[len(samples) // 6 :]
    quarter = max(1, len(settled) // 4)
    first, last = (p50([s.memory for s in part]) for part in (settled[:quarter], settled[-quarter:]))
    return Promise(
        subject="soak",
        promise=f"{samples[-1].seconds / 60:.0f} min of collectors, scorer, importer and readers at once: no error, verify finds "
        f"nothing, memory within {MAY_GROW} x after the first sixth",
        figure=f"{len(errors)} errors{': ' + errors[0] if errors else ''}; memory {first:.0f} MB, at the end {last:.0f} MB "
        f"({last / first:.2f} x); database {settled[0].database:.0f} to {samples[-1].database:.0f} MB, snapshots "
        f"{samples[-1].snapshots:.0f} MB; " + ", ".join(f"{name} {n}" for name, n in sorted(turns.items())),
        held=not errors and whole and last / first <= MAY_GROW,
    )


def _repeat(name: str, step: Callable[[], None], pause: float, ended: threading.Event, turns, errors) -> None:
    try:
        while not ended.wait(pause):
            step()
            turns[name] = turns.get(name, 0) + 1
    except Exception as error:
        errors.append(f"{name}: {error}")
        ended.set()


def _collect(path: Path, first: int, size: int) -> Callable[[], None]:
    database, seeds = Database(path), iter(range(first * 10**6, 10**9))
    return lambda: _commit(database, _mentions(size, first=next(seeds)))


def _score(path: Path) -> Callable[[], None]:
    database, engine = Database(path), VaderScorer()

    def step() -> None:
        with database.write() as store:
            texts = store.scores.pending("vader", "1", 2_000)
            said = engine.score([text.text for text in texts])
            store.scores.add("vader", "1", list(zip(texts, said, strict=True)))

    return step


def _read(path: Path) -> Callable[[], None]:
    database = Database(path)

    def step() -> None:
        with database.read() as queries:
            queries.daily.trend(SCOPE)
            queries.mentions.page(SCOPE, limit=50)

    return step


def _sampled(path: Path, seconds: float, ended: threading.Event) -> list[Sample]:
    began, samples = time.monotonic(), []
    while not ended.wait(seconds / SAMPLES):
        gc.collect()
        size = Database(path).size()
        now = time.monotonic() - began
        samples.append(
            Sample(seconds=now, memory=_resident(), database=size.database / 1e6, snapshots=size.snapshots / 1e6)
        )
        print(samples[-1], flush=True)
        if now >= seconds:
            ended.set()
    return samples


def _resident() -> float:
    """What the process holds now, in MB; Linux tells."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
