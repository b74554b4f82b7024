"""What must hold while things go wrong or happen at once: kill -9, a second writer, a page that reads."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import wiring
from tests.house import ROOT, bench, configure, earshot, earshot_json, feed
from tests.wire import Asked, Wire

KILLS = int(os.environ.get("EARSHOT_KILLS", "3"))


@pytest.mark.timeout(240 + 15 * KILLS)
def test_after_kill_9_in_the_middle_of_collecting_every_item_is_there_once(tmp_path: Path, wire: Wire) -> None:
    """Every run finds five more items in each feed, and is killed some moment after it asked for the first."""
    shown = [35]
    wire.otherwise(
        lambda asked: feed([(f"{asked.path}-{i}", f"Acme text {asked.path} {i}") for i in range(shown[0], 0, -1)])
    )
    config = configure(tmp_path, {f"s{i}": f"{wire.url}/{i}" for i in range(8)})
    assert config.path
    names = [source.name for source in config.sources]
    command = [sys.executable, "-m", "earshot", "--config", str(config.path), "collect", *names]
    chance = random.Random(7)
    for _ in range(KILLS):
        shown[0] += 5
        before = len(wire.asked)
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(wire.asked) == before and child.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 1.0))
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert len(wire.asked) > before
    earshot(config.path, "collect", *names)
    counted = earshot_json(config.path, "sql", "select count(*) as n, count(distinct external_id) as ids from mention")
    assert counted == [{"n": 8 * shown[0], "ids": 8 * shown[0]}]
    assert earshot_json(config.path, "verify")["problems"] == []


def test_sigterm_ends_a_run_cleanly_and_the_next_one_goes_on(tmp_path: Path, wire: Wire) -> None:
    def slow(asked: Asked) -> bytes:
        time.sleep(0.3)
        return feed([(f"{asked.path}-{i}", "Acme text") for i in range(5)])

    wire.otherwise(slow)
    config = configure(tmp_path, {f"s{i}": f"{wire.url}/{i}" for i in range(4)})
    command = [sys.executable, "-m", "earshot", "--config", str(config.path), "collect"]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not wire.asked and child.poll() is None:
        time.sleep(0.02)
    child.terminate()
    _, said = child.communicate(timeout=400)
    assert child.returncode == 0, said
    assert config.path
    earshot(config.path, "collect", *[f"s{i}" for i in range(4)])
    assert earshot_json(config.path, "sql", "select count(*) as n from mention") == [{"n": 20}]


def test_collecting_and_reading_at_the_same_time_give_no_error(tmp_path: Path, wire: Wire) -> None:
    seconds = float(os.environ.get("EARSHOT_TOGETHER_SECONDS", "2"))
    counter = iter(range(10**9))
    wire.otherwise(lambda asked: feed([(f"{next(counter)}", f"Acme text {i}") for i in range(10)]))
    config = configure(tmp_path, {"news": f"{wire.url}/feed", "more": f"{wire.url}/more"})
    tools = bench(config)
    from domain.measures import Scope
    from pipeline.collect import collect

    collect(tools)
    tools.database.publish()
    errors: list[Exception] = []
    ends = time.monotonic() + seconds
    seen: list[int] = []
    over = threading.Event()

    def read() -> None:
        app = wiring.App(config=config, database=wiring.database(config))
        try:
            while not over.is_set():
                with app.queries() as queries:
                    queries.daily.trend(Scope(brand="Acme"))
                    seen.append(queries.health.totals().mentions)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must show it
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    runs = []
    # On a busy machine both have their turns all the same, and something new is published (one in five seconds is).
    while not errors and (time.monotonic() < ends or len(runs) < 6 or len(set(seen)) < 2 or len(seen) < 12):
        runs += collect(tools, ["news", "more"])
    over.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert [c.run.error for c in runs if c.run.error] == []
    assert len(seen) > 10 and max(seen) > min(seen)
    tools.database.publish()
    assert earshot_json(config.path or Path(), "verify")["ok"]
