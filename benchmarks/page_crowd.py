"""Many people at once on the pages: what they hold in memory side by side, and how long clicks take while all click."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import visits
from benchmarks.promise import Promise, p50, p95
from benchmarks.visits import Server
from views import VIEWS

MEMORY, DONE = 300.0, 300.0
SESSIONS = (1, 5, 20)
PERIODS = ("7 days", "90 days", "30 days")
# Everybody clicks once in so many seconds.
EVERY = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Open pages, each in a session of its own, and what the server held at so many of them."""

    pages: Sequence[Any]
    megabytes: dict[int, float]


def gathered(pages: Sequence[Any], address: str, server: Server) -> Crowd:
    """Sessions open side by side, each on the page after the last one's; the later ones on another period."""
    held: dict[int, float] = {}
    slugs = list(VIEWS)
    for number, page in enumerate(pages, start=1):
        slug = slugs[(number - 1) % len(slugs)]
        period = "30d" if number <= 10 else "90d"
        visits.opened(page, f"{address}/{'' if slug == 'overview' else slug}?period={period}")
        if number in SESSIONS:
            held[number] = server.megabytes()
    return Crowd(pages=pages, megabytes=held)


def remembered(crowd: Crowd) -> Promise:
    """What the app held at 1, 5 and 20 sessions."""
    figure = ", ".join(f"{megabytes:.0f} MB at {sessions}" for sessions, megabytes in crowd.megabytes.items())
    most = crowd.megabytes[max(crowd.megabytes)]
    return Promise(
        subject="pages",
        promise=f"memory of the app at {max(SESSIONS)} sessions <= {MEMORY:.0f} MB",
        figure=figure,
        held=most <= MEMORY,
    )


def together(crowd: Crowd, server: Server, rounds: int) -> Promise:
    """Each session clicks another period once a round, all within EVERY seconds; the browser shares the machine.

    A click is timed by the page itself; one that the page did not end, or that ended in an error, is counted.
    """
    took: list[float] = []
    failed = 0
    began, worked = time.monotonic(), server.cpu()
    for turn in range(rounds):
        clicked = [page for page in crowd.pages if _clicked(page, PERIODS[turn % len(PERIODS)])]
        rest = began + EVERY * (turn + 1) - time.monotonic()
        crowd.pages[0].wait_for_timeout(max(0.0, rest * 1000))
        for page in clicked:
            done = visits.settled(page)
            failed += done is None
            took += [] if done is None else [done]
    seconds = time.monotonic() - began
    cpu = (server.cpu() - worked) / max(1, len(took) + failed)
    return Promise(
        subject="pages",
        promise=f"{len(crowd.pages)} people who each click once in {EVERY:.0f} s: 0 errors, click to done p50 <= {DONE:.0f} ms",
        figure=f"{failed} errors in {len(took) + failed} clicks over {seconds:.0f} s, p50 {p50(took):.0f} ms, "
        f"p95 {p95(took):.0f} ms, {cpu:.0f} ms of server CPU a click; {visits.beside()}",
        held=not failed and p50(took) <= DONE,
    )


def _clicked(page: Any, period: str) -> bool:
    """Whether the page has that period to click on, and it was clicked."""
    button = page.locator(".st-key-es_period").get_by_text(period, exact=True)
    if not button.count():
        return False
    button.first.click(timeout=visits.LONGEST, no_wait_after=True)
    return True
