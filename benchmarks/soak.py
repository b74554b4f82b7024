"""The whole house at once for a while: python -m benchmarks.soak --minutes 60.

`serve` with its schedule on feeds that change, a visitor in Chromium, commands, two collectors, an importer, a scorer, a
person and readers, all on one database whose items are as many at the end as soon after the start. So what grows after
the first sixth of the time (ten minutes of an hour) is a leak: memory and files may be at most a fifth larger at the end.
"""

import argparse
import gc
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import page, soak_app, soak_parts
from benchmarks.promise import Promise, p50, table
from benchmarks.visits import Server
from domain.errors import StorageBusy
from storage.connection import Database
from tests.wire import Wire

MAY_GROW = 1.2
SAMPLES = 120
# A shorter run says whether anything breaks, and nothing about growth: the house is still filling up.
LONG_ENOUGH = 30 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the threads' process, the app's processes and the files take at a moment, in MB."""

    threads: float
    app: float
    database: float
    snapshots: float
    raw: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two batches of a collector")
    parser.add_argument("--write", action="store_true", help="put the row into docs/benchmarks.md")
    asked = parser.parse_args()
    found = soak(asked.minutes * 60, asked.pause)
    print(table([found]))
    if asked.write:
        page.put([found], long=True)


def soak(seconds: float, pause: float) -> Promise:
    """Run all of it; the samples go to standard output as they are taken."""
    ended, errors, turns = threading.Event(), [], {}
    with tempfile.TemporaryDirectory() as name, Wire() as wire:
        config = soak_app.configure(Path(name), wire)
        database = Database(Path(name) / "soak.duckdb")
        with soak_app.serving(config) as (address, pids):
            steps = soak_parts.steps(database.path, pause)
            steps |= {"commands": (soak_app.commands(config), pause * 20)}
            threads = [
                threading.Thread(target=_repeat, args=(what, *step, ended, turns, errors))
                for what, step in steps.items()
            ]
            threads.append(threading.Thread(target=_visit, args=(address, pause * 8, ended, turns, errors)))
            for thread in threads:
                thread.start()
            samples = _sampled(database, pids, seconds, ended)
            for thread in threads:
                thread.join()
        errors += soak_app.complaints(config, database)
        report = database.verify()
    return _judged(samples, errors, turns, report["problems"], seconds)


def _repeat(name: str, step: Callable[[], None], pause: float, ended: threading.Event, turns, errors) -> None:
    try:
        while not ended.wait(pause):
            try:
                step()
            except StorageBusy:
                # What a crowded machine says in words; nothing was lost, and the next turn tries again.
                turns["told that it is busy"] = turns.get("told that it is busy", 0) + 1
                continue
            turns[name] = turns.get(name, 0) + 1
    except Exception as error:
        errors.append(f"{name}: {error}")
        ended.set()


def _visit(address: str, pause: float, ended: threading.Event, turns, errors) -> None:
    try:
        for went in soak_app.visits(address, ended, pause):
            turns[went] = turns.get(went, 0) + 1
    except Exception as error:
        errors.append(f"visitor: {error}")
        ended.set()


def _sampled(database: Database, pids: list[int], seconds: float, ended: threading.Event) -> list[Sample]:
    began, samples = time.monotonic(), []
    while not ended.wait(seconds / SAMPLES):
        gc.collect()
        size, own = database.size(), Server(pid=soak_app.OWN).megabytes()
        app = sum(Server(pid=pid).megabytes() for pid in pids)
        files = {"database": size.database / 1e6, "snapshots": size.snapshots / 1e6, "raw": size.raw / 1e6}
        samples.append(Sample(threads=own, app=app, **files))
        told = ", ".join(f"{name} {value:.1f}" for name, value in asdict(samples[-1]).items())
        print(f"{time.monotonic() - began:.0f} s: {told} MB", flush=True)
        if time.monotonic() - began >= seconds:
            ended.set()
    return samples


def _judged(
    samples: list[Sample], errors: list[str], turns: dict[str, int], problems: list[str], seconds: float
) -> Promise:
    settled = samples[len(samples) // 6 :]
    quarter = max(1, len(settled) // 4)
    told, grown = [], []
    for name in asdict(samples[0]):
        first, last = (p50([getattr(s, name) for s in part]) for part in (settled[:quarter], settled[-quarter:]))
        told.append(f"{name} {first:.0f} MB, at the end {last:.0f} MB")
        grown.append(last > first * MAY_GROW + 1)
    well = not errors and not problems and not (seconds >= LONG_ENOUGH and any(grown))
    done = ", ".join(f"{name} {n:,}" for name, n in sorted(turns.items()))
    return Promise(
        subject="soak",
        promise=f"{seconds / 60:.0f} min of everything at once: no error, verify finds nothing, memory and files within "
        f"{MAY_GROW} x after the first sixth (judged from {LONG_ENOUGH // 60} min on)",
        figure=f"{len(errors)} errors{''.join(f': {e}' for e in errors[:3])}; {len(problems)} problems"
        f"{''.join(f': {p}' for p in problems[:3])}; {'; '.join(told)}; turns: {done}",
        held=well,
    )


if __name__ == "__main__":
    main()
