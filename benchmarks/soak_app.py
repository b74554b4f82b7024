"""What runs as processes in a soak: `serve` on feeds that change, commands beside it, and a visitor in Chromium."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks import visits as desk
from benchmarks.soak_parts import SAID, SECRET
from domain.errors import StorageBusy
from storage.connection import Database
from tests.house import ROOT, feed
from tests.scale import free_port
from tests.wire import Reply, Wire
from views import VIEWS

OWN = os.getpid()
FEEDS = ("north", "south", "west")
# Items that a feed shows at a time, of so many that come round again.
SHOWN, POOL = 40, 400
# A visitor leaves after so many pages, and another one comes.
STAY = 12
PATIENCE = 600


def configure(folder: Path, wire: Wire) -> Path:
    """An earshot.toml for one brand on three feeds; gives its path."""
    began = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=20)
    for name in FEEDS:
        wire.on(f"/{name}", _changing(name, began))
    sources = "".join(
        f'[[source]]\nname = "{name}"\nkind = "rss"\nevery = "1m"\noptions = {{ url = "{wire.url}/{name}" }}\n'
        for name in FEEDS
    )
    path = folder / "earshot.toml"
    path.write_text(
        f'database = "{folder / "soak.duckdb"}"\ndata_dir = "{folder}"\nengine = "vader"\n'
        f'allow_private_addresses = true\n[backup]\ndir = "{folder / "copies"}"\nevery = "5m"\nkeep = 3\n'
        f'[[brand]]\nname = "Acme"\n{sources}',
        "utf-8",
    )
    return path


def _changing(name: str, began: datetime) -> Callable[[object], Reply]:
    """A feed whose window moves on by ten items each time that it is asked for."""
    asked = itertools.count(step=10)

    def answer(_: object) -> Reply:
        first = next(asked)
        numbers = [(first + n) % POOL for n in range(SHOWN)]
        return Reply(body=feed([(f"{name}-{n}", f"{SAID[n % len(SAID)]}, {name} {n}") for n in numbers], began))

    return answer


@contextmanager
def serving(config: Path) -> Iterator[tuple[str, list[int]]]:
    """`serve` with its schedule: (address, the ids of its processes that stay); ended with the block."""
    port, log = free_port(), config.with_name("serve.log")
    command = [sys.executable, "-m", "earshot", "--config", str(config), "serve", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"EARSHOT_SECRET": SECRET}, stdout=out, stderr=out
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}", [process.pid, *_app(process.pid)]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Until somebody answers; a crowded machine takes minutes to start a process."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"serve ended by itself with {process.returncode}")
        with suppress(OSError), urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"serve did not answer within {PATIENCE} s")


def _app(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    return [int(pid) for pid in children if b"streamlit" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def commands(config: Path) -> Callable[[], None]:
    """One command a turn, as cron and notebooks call them; RuntimeError where one fails."""
    copies = str(config.with_name("copies"))
    asked = itertools.cycle([
        ("sql", "select sentiment, count(*) as n from mention group by all", "--json"),
        ("metric", "net_sentiment", "--brand", "Acme", "--json"),
        ("status", "--json"),
        ("backup", copies, "--keep", "3", "--json"),
        ("digest", "--brand", "Acme", "--json"),
    ])  # fmt: skip

    def step() -> None:
        words = next(asked)
        command = [sys.executable, "-m", "earshot", "--config", str(config), *words]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | {"EARSHOT_SECRET": SECRET}, capture_output=True, text=True, check=False
        )
        if done.returncode == 3:
            raise StorageBusy(done.stderr)
        if done.returncode:
            raise RuntimeError(f"{words[0]}: exit {done.returncode}: {done.stderr[-500:]}")

    return step


def visits(address: str, ended: threading.Event, pause: float) -> Iterator[str]:
    """Open page after page until told to end, and say of each how it went; nothing where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS

    chromium = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    if chromium is None:
        return
    slugs, periods = itertools.cycle(VIEWS), itertools.cycle(("7d", "30d", "90d"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        while not ended.is_set():
            context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            context.add_init_script(f"({desk.WATCH})()")
            page = context.new_page()
            for slug in itertools.islice(slugs, STAY):
                if ended.wait(pause):
                    break
                yield _seen(page, f"{address}/{'' if slug == 'overview' else slug}?period={next(periods)}")
            context.close()
        browser.close()


def _seen(page: Any, address: str) -> str:
    from playwright.sync_api import Error

    try:
        desk.opened(page, address)
    except Error:
        return "pages given up after two minutes"
    if page.locator(".stException").count():
        raise RuntimeError(f"{address}: {page.locator('.stException').first.inner_text()[:500]}")
    return "pages seen"


def complaints(config: Path, database: Database) -> list[str]:
    """What the scheduled runs could not do, and what `serve` was surprised by."""
    database.publish()
    with database.read() as queries:
        asked = "select source, outcome, error from run where outcome not in ('ok', 'partial', 'skipped')"
        found = [f"{source}: {outcome}: {error}" for source, outcome, error in queries.sql(asked)[1]]
    said = config.with_name("serve.log").read_text("utf-8")
    return [*found, *(f"serve: {said[-1000:]}" for _ in range("Traceback" in said))]
