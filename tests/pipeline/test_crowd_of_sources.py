"""Two hundred sources, a tenth of them broken in every way: one run is over in time and the healthy ones are fresh."""

import os
import time
from pathlib import Path

import pytest

from pipeline.collect import collect
from tests.house import bench, configure, earshot_json, feed, hasty
from tests.wire import Reply, Wire, gzipped, redirect

# On a quiet machine the whole takes 17 s and the slowest healthy one is fresh after 13; on a busy one the clock on the
# wall says nothing, and what was computed is bounded only.
SOURCES, BOUND, BUSY = 200, 60.0, 2.5
WAYS: dict[str, tuple[Reply, str]] = {
    "error": (Reply(status=500), "failed"),
    "gone": (Reply(status=404), "refused"),
    "block": (Reply(body=b"<!DOCTYPE html><html><body><h1>Checking your browser</h1></body></html>"), "refused"),
    "empty": (Reply(), "failed refused"),
    "drip": (Reply(body=feed([("1", "Acme")]) * 20, drip=(1, 0.5)), "failed"),
    "loop": (redirect("/loop"), "refused"),
    "bomb": (gzipped(b"\0" * 30_000_000), "refused"),
    "cut": (Reply(body=feed([(str(i), "Acme text") for i in range(50)]), cut=900), "failed"),
    "garbage": (
        Reply(body=bytes(range(256)) * 20, headers={"Content-Type": "text/xml; charset=utf-16"}),
        "failed refused",
    ),
    "busy": (Reply(status=429, headers={"Retry-After": "600"}), "failed"),
}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_one_run_over_two_hundred_sources_with_a_tenth_broken_is_over_in_time(tmp_path: Path, wire: Wire) -> None:
    broken = [f"{way}-{n}" for way in WAYS for n in range(SOURCES // 10 // len(WAYS))]
    healthy = [f"good-{n}" for n in range(SOURCES - len(broken))]
    for name in broken:
        wire.on(f"/{name}", WAYS[name.split("-")[0]][0])
    wire.on("/loop", redirect("/loop"))
    wire.otherwise(lambda asked: feed([(f"{asked.path}-{i}", f"Acme says {i} at {asked.path}") for i in range(10)]))
    # Broken and healthy ones stand mixed, as they would.
    names = sorted([*broken, *healthy], key=lambda name: name[::-1])
    config = configure(tmp_path, {name: f"{wire.url}/{name}" for name in names})
    tools = hasty(bench(config))
    fresh: dict[str, float] = {}
    busy = os.getloadavg()[0] > BUSY * (os.cpu_count() or 1)
    began, computing = time.monotonic(), time.process_time()
    runs = {
        c.run.source: c.run
        for c in collect(tools, on_done=lambda run: fresh.setdefault(run.source, time.monotonic() - began))
    }
    took = time.monotonic() - began
    assert (busy or took < BOUND) and time.process_time() - computing < BOUND, f"{took:.1f} s"
    assert {str(runs[name].outcome) for name in healthy} == {"ok"}
    assert {runs[name].new for name in healthy} == {10}
    wrong = {n: (str(runs[n].outcome), runs[n].error) for n in broken if runs[n].outcome not in WAYS[n[:-2]][1].split()}
    assert wrong == {}
    assert all(runs[name].error for name in broken)
    tools.database.publish()
    assert config.path
    assert earshot_json(config.path, "verify")["problems"] == []
    health = {s["source"]: s for s in earshot_json(config.path, "status")["sources"]}
    assert {health[name]["gap"] for name in healthy} == {None}
    assert all(health[name]["gap"] and health[name]["retry_at"] for name in broken)
    # The slowest of all is the drip, which ends when its request has taken as long as it may.
    assert busy or max(fresh[name] for name in healthy) < BOUND / 2
