"""Every page on a million mentions, in the real browser: first paint, click to done, server CPU, and a crowd."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError, sync_playwright

from benchmarks import million, page_crowd, visits
from benchmarks.page_crowd import SESSIONS
from benchmarks.promise import Promise, p50, p95
from benchmarks.visits import Server, Step
from tests.browser.conftest import FLAGS, ROOT, _wait, chromium
from views import VIEWS

ROWS = 1_000_000
PERIODS = ("7 days", "90 days", "12 months", "30 days")
DONE, CPU, PAINT = 300.0, 150.0, 2000.0
ROUNDS = 6
# A database that stands there already: the folder of one that an earlier run was told to keep.
KEPT = "EARSHOT_BENCH_FOLDER"


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Needs Chromium; the database is made first, unless EARSHOT_BENCH_FOLDER names a folder that keeps one."""
    if chromium() is None:
        return
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(os.environ.get(KEPT) or spare)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "earshot.toml").exists():
            made = million.build(folder, ROWS * (10 if long else 1), datetime.now(UTC).date())
            made.close()
            (folder / "earshot.toml").write_text(million.config_text(made.path), "utf-8")
        with _served(folder) as (address, server), sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            yield from _walked(browser, address, server)
            browser.close()
        with _served(folder) as (address, server), sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            crowd = page_crowd.gathered([_page(browser) for _ in range(max(SESSIONS))], address, server)
            yield page_crowd.remembered(crowd)
            yield page_crowd.together(crowd, server, ROUNDS * (2 if long else 1))
            browser.close()


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, Server]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"EARSHOT_CONFIG": str(folder / "earshot.toml")}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}", Server(pid=process.pid)
        finally:
            process.terminate()
            process.wait(20)


def _walked(browser: Any, address: str, server: Server) -> Iterator[Promise]:
    """Twice through all pages and periods: the first time nobody has asked yet, the second time everything is known."""
    paints = [_painted(browser, address) for _ in range(3)]
    page = _page(browser)
    visits.opened(page, address)
    steps = [step for again in (False, True) for slug in VIEWS for step in _visited(page, server, slug, again=again)]
    page.context.close()
    for slug in VIEWS:
        own = [step for step in steps if step.page == slug]
        yield _row(f"page {slug}: click to done <= {DONE:.0f} ms, server CPU <= {CPU:.0f} ms (medians)", own)
    whole = _row("all pages: click to done and server CPU (medians)", steps)
    yield replace(whole, figure=f"{whole.figure}; {visits.beside()}")
    yield Promise(
        subject="pages",
        promise=f"first paint of the Overview <= {PAINT:.0f} ms",
        figure=f"{paints[0]:.0f} ms the first time, then {', '.join(f'{p:.0f}' for p in paints[1:])} ms",
        held=p50(paints) <= PAINT,
    )


def _row(promise: str, steps: list[Step]) -> Promise:
    parts = []
    for name, again in (("new", False), ("known", True)):
        done = [s.done for s in steps if s.again == again]
        cpu = [s.cpu for s in steps if s.again == again]
        slowest = max((s for s in steps if s.again == again), key=lambda s: s.done)
        parts.append(
            f"{name}: {p50(done):.0f} ms (p95 {p95(done):.0f}, {slowest.what}), CPU {p50(cpu):.0f} ms (p95 {p95(cpu):.0f})"
        )
    done, cpu = [s.done for s in steps], [s.cpu for s in steps]
    return Promise(
        subject="pages", promise=promise, figure="; ".join(parts), held=p50(done) <= DONE and p50(cpu) <= CPU
    )


def _page(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.add_init_script(f"({visits.WATCH})()")
    return context.new_page()


def _painted(browser: Any, address: str) -> float:
    page = _page(browser)
    took = visits.opened(page, address)
    page.context.close()
    return took


def _visited(page: Any, server: Server, slug: str, *, again: bool) -> Iterator[Step]:
    """To the page by its link in the menu, then through the periods."""
    link = page.locator(f"header a[href$='/{'' if slug == 'overview' else slug}']").first
    if not link.is_visible():
        page.get_by_role("button", name=getattr(VIEWS[slug], "SECTION", ""), exact=True).first.click()
        link = page.locator(f"a[href$='/{slug}']").first
    yield _step(slug, "opened", page, server, link, again=again)
    if "period" in VIEWS[slug].FILTERS:
        for period in PERIODS:
            button = page.locator(".st-key-es_period").get_by_text(period, exact=True)
            yield _step(slug, period, page, server, button, again=again)


def _step(slug: str, what: str, page: Any, server: Server, target: Any, *, again: bool) -> Step:
    try:
        done, cpu = visits.clicked(page, server, target)
    except TimeoutError:
        done, cpu = visits.LONGEST, 0.0
    return Step(page=slug, what=what, again=again, done=done, cpu=cpu)
