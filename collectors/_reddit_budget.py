"""How often this process may ask Reddit without a key: one budget for all sources, as Reddit counts it."""

import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

UNKNOWN_REST = 60.0
LONGEST_REST = 86_400.0


class Budget:
    """Requests a minute for each host. Times are seconds of whatever clock the callers share."""

    def __init__(self) -> None:
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
        with self._lock:
            # A clock that was set back must not block for ever: what lies ahead of now is not counted.
            asked = deque((at for at in self._asked.get(host, ()) if now - window < at <= now), maxlen=1000)
            self._asked[host] = asked
            if len(asked) >= allowed or now < self._rests_until.get(host, now) <= now + LONGEST_REST:
                return False
            asked.append(now)
            return True

    def rest(self, host: str, seconds: float, now: float) -> None:
        """Nobody asks this host for so long."""
        with self._lock:
            self._rests_until[host] = now + min(max(seconds, 0.0), LONGEST_REST)


def seconds_of_rest(headers: Mapping[str, str]) -> float:
    """Seconds until this host may be asked again; 0 where requests are left or nothing is said."""
    with suppress(ValueError):
        left, reset = (float(headers.get(f"x-ratelimit-{key}", "nan")) for key in ("remaining", "reset"))
        if left < 1 and reset > 0:
            return min(reset, LONGEST_REST)
    return 0.0


@cache
def of_this_process() -> Budget:
    """The one budget; it must be shared by sources that know nothing of each other."""
    return Budget()
