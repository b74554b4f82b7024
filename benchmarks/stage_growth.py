"""The whole stage of analysis on N real tweets, in a process of its own: rate, processor time, peak memory.

python -m benchmarks.stage_growth N ENGINE      prints one JSON document
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count as count_from
from itertools import pairwise
from pathlib import Path

import wiring
from benchmarks.measured import SHARED, airline
from benchmarks.promise import Promise
from config import load
from domain.records import Batch, Mention, Source
from pipeline.analyze import analyze
from pipeline.workbench import Workbench

Found = dict[str, float]

SOURCE = Source(name="bench", kind="rss", brands=("Acme",))
_AT_ONCE = 5_000
ROOT = Path(__file__).resolve().parent.parent


def measure(count: int, engine: str) -> Found:
    """Fill a database with so many distinct texts, analyse it, and say how long that took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "earshot.toml"
        path.write_text(f'engine = "{engine}"\n[[brand]]\nname = "Acme"\n', "utf-8")
        bench = wiring.workbench(load(path), {})
        bench.database.migrate()
        _fill(bench, count)
        began, worked = time.perf_counter(), time.process_time()
        done = analyze(bench)
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return {
        "texts": count,
        "scored": done.scored,
        "seconds": seconds,
        "rate": count / seconds,
        "peak_mb": _peak_mb(),
        "cpu": worked,
    }


def _peak_mb() -> float:
    """Most memory of this process so far; `getrusage` would tell the parent's where that was larger when it forked."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def texts(count: int) -> list[str]:
    """So many distinct texts of a tweet's length: real ones, then the first half of one with the second of another."""
    real = list(dict.fromkeys(text for text, _ in airline(SHARED)))
    words = [text.split() for text in real]
    halves = ([" ".join(w[: len(w) // 2]) for w in words], [" ".join(w[len(w) // 2 :]) for w in words])
    found = dict.fromkeys(real)
    for shift in count_from(1):
        if len(found) >= count:
            return list(found)[:count]
        found |= dict.fromkeys(f"{one} {halves[1][(i + 97 * shift) % len(real)]}" for i, one in enumerate(halves[0]))
    return []


def _fill(bench: Workbench, count: int) -> None:
    said = texts(count)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with bench.database.write() as store:
        store.sources.sync((), [SOURCE])
        for first in range(0, count, _AT_ONCE):
            mentions = tuple(
                Mention(
                    source="bench",
                    kind="rss",
                    external_id=str(i),
                    text=text,
                    author=f"a{i % 9_000}",
                    published_at=start + timedelta(days=60 * i / count),
                )
                for i, text in enumerate(said[first : first + _AT_ONCE], first)
            )
            store.mentions.commit(
                SOURCE,
                Batch(mentions=mentions, cursor="1"),
                [("Acme",)] * len(mentions),
                secret=b"bench",
                now=datetime.now(UTC),
            )


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Growth by ten, each size in a process of its own; 100,000 in the long run only."""
    sizes = (1_000, 10_000, 100_000) if long else (1_000, 10_000)
    for engine in ("vader", "default"):
        found = []
        for count in sizes:
            found.append(_alone(count, engine))
            yield Promise(
                subject="whole stage",
                promise=f"`{engine}`, {count:,} tweets, all stages from a cold start: 500 tweets/s on 2 cores",
                figure=_told(found[-1]),
                held=found[-1]["rate"] >= 500 if count >= 10_000 else None,
            )
        yield from _growth(engine, found)


def _alone(count: int, engine: str) -> Found:
    words = [sys.executable, "-m", "benchmarks.stage_growth", str(count), engine]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def _growth(engine: str, found: Sequence[Found]) -> Iterator[Promise]:
    """What a further text costs, without what starting costs; and whether memory stays."""
    steps = [(less, more, _further(less, more)) for less, more in pairwise(found)]
    for less, more, each in steps:
        size = more["peak_mb"] / less["peak_mb"]
        yield Promise(
            subject="whole stage",
            promise=f"`{engine}`, from {less['texts']:,} to {more['texts']:,} tweets: as dear, and memory by at most half",
            figure=f"{each:.1f} ms of processor time a further tweet, so at most {2000 / each:,.0f}/s on 2 cores; "
            f"memory {size:.2f} times",
            held=size <= 1.5 and each <= 1.2 * steps[0][2],
        )


def _further(less: Found, more: Found) -> float:
    return 1000 * (more["cpu"] - less["cpu"]) / (more["texts"] - less["texts"])


def _told(found: Found) -> str:
    each = 1000 * found["cpu"] / found["texts"]
    return (
        f"{found['rate']:,.0f}/s, {found['seconds']:,.0f} s, {each:.1f} ms of processor time a tweet, "
        f"so at most {2000 / each:,.0f}/s on 2 cores; peak {found['peak_mb']:,.0f} MB"
    )


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), sys.argv[2])))
