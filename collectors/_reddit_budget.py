"""How often this process may ask Reddit without a key: one budget for all sources, as Reddit counts it."""

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from collectors._reddit_ledger import Ledger

UNKNOWN_REST = 60.0
LONGEST_REST = 86_400.0


class Budget:
    """Requests a minute for each host. Times are seconds of whatever clock the callers share.

    With a `ledger` the budget is that of all processes which keep the same one.
    """

    def __init__(self, ledger: Ledger | None = None) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._asked: dict[str, deque[float]] = {}
        self._rests_until: dict[str, float] = {}
        self._sources: dict[str, set[str]] = {}

    def join(self, host: str, source: str) -> None:
        """A source tells that it will share this host's budget."""
        with self._lock:
            self._sources.setdefault(host, set()).add(source)

    def is_shared(self, host: str) -> bool:
        """Whether more than one source has joined."""
        with self._lock:
            return len(self._sources.get(host, ())) > 1

    def take(self, host: str, per_minute: float, now: float) -> bool:
        """True, and counted, where one more request is within the budget."""
        allowed = max(1, int(per_minute))
        window = 60.0 * allowed / per_minute
        with self._lock, self._open(host) as mine:
            if not mine:
                return False
            # A clock that was set back must not block for ever: what lies ahead of now is not counted.
            asked = deque((at for at in self._asked.get(host, ()) if now - window < at <= now), maxlen=1000)
            self._asked[host] = asked
            if len(asked) >= allowed or now < self._rests_until.get(host, now) <= now + LONGEST_REST:
                return False
            asked.append(now)
            self._note(host)
            return True

    def rest(self, host: str, seconds: float, now: float) -> None:
        """Nobody asks this host for so long."""
        with self._lock, self._open(host) as mine:
            self._rests_until[host] = now + min(max(seconds, 0.0), LONGEST_REST)
            if mine:
                self._note(host)

    @contextmanager
    def _open(self, host: str) -> Iterator[bool]:
        """Learn what other processes have asked; False where one of them is asking at this moment."""
        if self._ledger is None:
            yield True
            return
        with self._ledger.turn(host) as mine:
            page = self._ledger.read(host)
            self._asked[host] = deque(sorted({*self._asked.get(host, ()), *page.asked}), maxlen=1000)
            if page.rests_until is not None:
                self._rests_until[host] = max(page.rests_until, self._rests_until.get(host, page.rests_until))
            yield mine

    def _note(self, host: str) -> None:
        if self._ledger is not None:
            self._ledger.write(host, self._asked.get(host, ()), self._rests_until.get(host))


def seconds_of_rest(headers: Mapping[str, str]) -> float:
    """Seconds until this host may be asked again; 0 where requests are left or nothing is said."""
    with suppress(ValueError):
        left, reset = (float(headers.get(f"x-ratelimit-{key}", "nan")) for key in ("remaining", "reset"))
        if left < 1 and reset > 0:
            return min(reset, LONGEST_REST)
    return 0.0


@cache
def of_this_process(folder: Path | None = None) -> Budget:
    """The one budget; it must be shared by sources that know nothing of each other, and lasts in `folder`."""
    return Budget(Ledger(folder) if folder else None)
