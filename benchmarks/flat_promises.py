"""Collecting while what is stored grows a thousandfold: its memory, its time and its cursor must stay as they are."""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.promise import Promise
from domain.records import Batch, Mention
from pipeline.collect import collect
from tests.house import ROOT, bench, configure, feed
from tests.wire import Wire

HISTORIES = (100, 1_000, 10_000, 100_000)
SHOWN, NEW, COLLECTS = 100, 10, 12
SLICE = 10_000


def promises(*, long: bool = False) -> Iterator[Promise]:
    """One process per size of history, so that one's memory is not another's."""
    measured = {history: _apart(history) for history in HISTORIES}
    first, last = measured[HISTORIES[0]], measured[HISTORIES[-1]]
    figures = "; ".join(
        f"{history:,} stored: {one['mb']:.0f} MB peak, {one['ms']:.0f} ms CPU, {one['publish_ms']:.0f} ms to publish, "
        f"cursor {one['cursor']:,.0f} characters"
        for history, one in measured.items()
    )
    yield Promise(
        subject="flat",
        promise=f"a collect of {SHOWN} shown, {NEW} of them new, while 100 to 100,000 are stored: memory within 1.25 x, "
        "CPU within 2 x, the cursor no longer",
        figure=figures,
        held=last["mb"] <= 1.25 * first["mb"]
        and last["ms"] <= 2 * first["ms"]
        and last["cursor"] <= 1.1 * first["cursor"],
    )


def _apart(history: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        _said("fill", folder, history)
        return _said("collect", folder, history)


def _said(what: str, folder: str, history: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.flat_promises", what, folder, str(history)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def fill(folder: Path, history: int) -> dict[str, float]:
    """What an hour's interval brought over years: `history` mentions of one source, and no more."""
    tools = bench(configure(folder, {"news": "http://127.0.0.1:9/feed"}))
    (source,) = tools.config.sources
    now = datetime.now(UTC)
    for numbers in _slices(history):
        moment = now - timedelta(hours=history - numbers[0])
        said = tuple(
            Mention(
                source="news",
                kind="rss",
                namespace="news",
                external_id=f"old-{n}",
                text=f"Acme text number {n} says that the grinder is loud and the espresso is fine, {n % 977}",
                published_at=now - timedelta(hours=history - n),
            )
            for n in numbers
        )
        with tools.database.write() as store:
            batch = Batch(mentions=said, cursor=None)
            store.mentions.commit(source, batch, [("Acme",)] * len(said), secret=tools.secret, now=moment)
    return {}


def _slices(history: int) -> Iterator[range]:
    """0 .. history in slices."""
    return (range(start, min(history, start + SLICE)) for start in range(0, history, SLICE))


def measure(folder: Path, history: int) -> dict[str, float]:
    """Collects of a feed that moves on by NEW items each time; the first one, which knows nothing, is not counted."""
    at = iter(range(0, 10**9, NEW))
    with Wire() as wire:
        wire.otherwise(
            lambda asked: feed(
                [(f"{n}", f"Acme says {n}") for start in [next(at)] for n in range(start + SHOWN, start, -1)]
            )
        )
        tools = bench(configure(folder, {"news": f"{wire.url}/feed"}))
        collect(tools, ["news"])
        took, published = [], []
        for _ in range(COLLECTS):
            began = time.process_time()
            (done,) = collect(tools, ["news"])
            took.append((time.process_time() - began) * 1000)
            assert (done.run.outcome, done.run.new, done.run.missed) == ("ok", NEW, 0), done.run
            began = time.process_time()
            tools.database.publish()
            published.append((time.process_time() - began) * 1000)
        with tools.database.write() as store:
            (state,) = store.sources.state()
    return {
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "ms": statistics.median(took),
        "publish_ms": statistics.median(published),
        "cursor": len(state.cursor or ""),
    }


if __name__ == "__main__":
    work = {"fill": fill, "collect": measure}[sys.argv[1]]
    print(json.dumps(work(Path(sys.argv[2]), int(sys.argv[3]))))
