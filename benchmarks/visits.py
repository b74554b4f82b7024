"""One person at a desk, measured: what a click takes until nothing moves any more, and what the server spends on it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError

_PAGE = os.sysconf("SC_PAGE_SIZE")
# Milliseconds: what is not done by then counts as this.
LONGEST = 60_000.0

# Written by the page itself, so that the wire between this process and the browser is not measured: when the heading
# first stood there, when something was clicked, whether the server was asked and answered since, and when the last
# answer came or the page last changed. Whether the script runs is read off the page last: a browser that is busy shows
# a short run only when it has ended, so that nobody may wait to see it begin.
WATCH = """() => {
    const seen = window.__seen = { heading: null, clicked: null, asked: null, answered: null, done: null };
    const now = () => performance.now();
    document.addEventListener('click', () => {
        seen.clicked = now(); seen.asked = seen.answered = seen.done = null;
    }, true);
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
        constructor(...given) {
            super(...given);
            this.addEventListener('message', () => {
                if (seen.clicked === null || seen.asked !== null) seen.answered = seen.done = now();
            });
        }
        send(data) { if (seen.asked === null) seen.asked = now(); super.send(data); }
    };
    new MutationObserver(changes => {
        if (seen.heading === null && document.querySelector('.es-h1')) seen.heading = now();
        for (const change of changes) {
            const script = change.attributeName === 'data-test-script-state';
            if (script || (change.type === 'childList' && change.target.closest?.('.stMain'))) seen.done = now();
        }
    }).observe(document, { subtree: true, childList: true, attributes: true,
        attributeFilter: ['data-test-script-state'] });
}"""
_QUIET = """() => {
    if (!document.querySelector('.es-h1')) return false;
    const seen = window.__seen;
    const app = document.querySelector('[data-test-script-state]');
    return seen.answered !== null && performance.now() - seen.done > 500
        && app.getAttribute('data-test-script-state') === 'notRunning';
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that a person did: milliseconds until done in the browser, and of server CPU."""

    page: str
    what: str
    again: bool
    done: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The app's process, as the kernel sees it."""

    pid: int

    def cpu(self) -> float:
        """Milliseconds of CPU that it has used so far, all its threads together."""
        # Linux numbers every process's clock so (clock_getcpuclockid); /proc counts in hundredths of a second.
        return time.clock_gettime((~self.pid << 3) | 2) * 1000

    def megabytes(self) -> float:
        """What it holds in memory now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1]) * _PAGE / 1e6


def beside() -> str:
    """How much else the machine does: who waits for a processor shares in every millisecond."""
    return f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"


def opened(page: Any, address: str) -> float:
    """Open an address; milliseconds until the page's heading stands there."""
    page.goto(address)
    page.wait_for_function(_QUIET, timeout=120_000)
    return float(page.evaluate("window.__seen.heading"))


def settled(page: Any) -> float | None:
    """Milliseconds from the last click until nothing moved any more; None where an error stands there, or none ended."""
    try:
        page.wait_for_function(_QUIET, timeout=LONGEST)
    except TimeoutError:
        return None
    broken = page.locator('[data-testid="stException"], [role="dialog"]').count()
    return None if broken else float(page.evaluate("window.__seen.done - window.__seen.clicked"))


def clicked(page: Any, server: Server, target: Any) -> tuple[float, float]:
    """(milliseconds until nothing moves any more, milliseconds of server CPU) of one click."""
    before = server.cpu()
    target.click(timeout=LONGEST)
    page.wait_for_function(_QUIET, timeout=LONGEST)
    took = page.evaluate("window.__seen.done - window.__seen.clicked")
    return float(took), server.cpu() - before
