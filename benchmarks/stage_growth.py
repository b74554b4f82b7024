"""The whole stage of analysis on N real tweets, in a process of its own: rate, processor time, peak memory.

python -m benchmarks.stage_growth N ENGINE      prints one JSON document
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

import wiring
from benchmarks.measured import SHARED, airline
from benchmarks.promise import Promise
from config import load
from domain.records import Batch, Mention, Source
from pipeline.analyze import analyze
from pipeline.workbench import Workbench

SOURCE = Source(name="bench", kind="rss", brands=("Acme",))
_AT_ONCE = 5_000
ROOT = Path(__file__).resolve().parent.parent


def measure(count: int, engine: str) -> dict[str, float]:
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
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {
        "texts": count,
        "scored": done.scored,
        "seconds": seconds,
        "rate": count / seconds,
        "peak_mb": peak,
        "cpu": worked,
    }


def _fill(bench: Workbench, count: int) -> None:
    found = dict.fromkeys(text for text, _ in airline(SHARED))
    numbered = enumerate(islice(cycle(found), count))
    texts = [text if i < len(found) else f"{text} ({i})" for i, text in numbered]
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
                for i, text in enumerate(texts[first : first + _AT_ONCE], first)
            )
            store.mentions.commit(
                SOURCE,
                Batch(mentions=mentions, cursor="1"),
                [("Acme",)] * len(mentions),
                secret=b"bench",
                now=datetime.now(UTC),
            )


def promises(*, long: bool = False) -> list[Promise]:
    """Growth by ten; 100,000 with `vader` only in the long run."""
    sizes = [(1_000, "vader"), (1_000, "default"), (10_000, "vader"), (10_000, "default")]
    rows = []
    for count, engine in [*sizes, *([(100_000, "vader")] if long else [])]:
        words = [sys.executable, "-m", "benchmarks.stage_growth", str(count), engine]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        fast = found["rate"] >= 500
        rows.append(
            Promise(
                subject="whole stage",
                promise=f"`{engine}`, {count:,} tweets: 500 tweets/s on 2 cores",
                figure=_told(found),
                held=fast if count >= 10_000 else None,
            )
        )
    return rows


def _told(found: dict[str, float]) -> str:
    each = 1000 * found["cpu"] / found["texts"]
    return (
        f"{found['rate']:,.0f}/s, {found['seconds']:,.0f} s, {each:.1f} ms of processor time a tweet, "
        f"so at most {2000 / each:,.0f}/s on 2 cores; peak {found['peak_mb']:,.0f} MB"
    )


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), sys.argv[2])))
