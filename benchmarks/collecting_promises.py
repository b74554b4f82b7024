"""From bytes on loopback to stored rows, against feedparser alone on the same bytes; and a file's import."""

import csv
import gzip
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import feedparser

from benchmarks.promise import Promise
from pipeline.collect import collect
from pipeline.imports import Order, import_file
from tables.column_map import ColumnMap
from tests.conftest import SHARED
from tests.house import bench, configure
from tests.wire import Reply, Wire

IMPORT_ROWS = 50_000
OBSEI = 400


def promises(*, long: bool = False) -> Iterator[Promise]:
    """CPU seconds of this process; the replaying server's own share is inside, so the truth is a little better."""
    with tempfile.TemporaryDirectory() as folder:
        if SHARED.is_dir():
            yield from _feeds(Path(folder) / "feeds")
        yield from _import(Path(folder) / "import", 4 * IMPORT_ROWS if long else IMPORT_ROWS)


def _feeds(folder: Path) -> Iterator[Promise]:
    folder.mkdir()
    bodies = {f.stem: gzip.decompress(f.read_bytes()) for f in sorted((SHARED / "feeds/realworld").glob("*.gz"))}
    began = time.process_time()
    entries = sum(len(feedparser.parse(body)["entries"]) for body in bodies.values())
    alone = entries / (time.process_time() - began)
    with Wire() as wire:
        for name, body in bodies.items():
            wire.on(f"/{name}", Reply(body=body, headers={"Content-Type": "application/xml"}))
        tools = bench(configure(folder, {name: f"{wire.url}/{name}" for name in bodies}))
        tools.database.migrate()
        began, wall = time.process_time(), time.perf_counter()
        new = sum(c.run.new for c in collect(tools))
        rate, took = new / (time.process_time() - began), time.perf_counter() - wall
    yield Promise(
        subject="collecting",
        promise=f"{len(bodies)} real feeds, bytes to stored rows: at least half of feedparser alone",
        figure=f"{rate:,.0f} items per CPU second ({rate / alone:.2f} x feedparser's {alone:,.0f}); {new:,} items in {took:.0f} s",
        held=rate >= alone / 2,
    )


def _import(folder: Path, rows: int) -> Iterator[Promise]:
    folder.mkdir()
    path = folder / "reviews.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date", "stars", "text"])
        for i in range(rows):
            writer.writerow(
                [i, f"2026-01-{1 + i % 28:02d}", 1 + i % 5, f"Review number {i}: the grinder is loud but fine"]
            )
    tools = bench(configure(folder, {}))
    tools.database.migrate()
    columns = ColumnMap.read({"columns": {"id": "id", "published_at": "date", "rating": "stars", "text": "text"}})
    began = time.process_time()
    receipt = import_file(tools, Order(what="reviews", path=path, brand="Acme", column_map=columns))
    rate = receipt.new / (time.process_time() - began)
    yield Promise(
        subject="collecting",
        promise=f"a CSV of {rows:,} reviews, file to stored rows: 20 x the nearest peer's {OBSEI} documents a CPU second",
        figure=f"{rate:,.0f} rows per CPU second ({rate / OBSEI:.0f} x)",
        held=rate >= 20 * OBSEI,
    )
