"""The line to a host: how many may be open, when it is hung up, and which certificates are believed."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator

from collectors._addresses import Target
from domain.errors import SourceUnavailable


class Lines:
    """How many requests may be open at one host and port."""

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._lock = threading.Lock()
        self._open: dict[tuple[str, int], threading.BoundedSemaphore] = {}

    @contextlib.contextmanager
    def hold(self, where: Target, ends: float) -> Iterator[None]:
        with self._lock:
            gate = self._open.setdefault(where.line, threading.BoundedSemaphore(self._per_host))
        left = ends - time.monotonic()
        if left <= 0 or not gate.acquire(timeout=min(left, threading.TIMEOUT_MAX)):
            raise SourceUnavailable(f"{where.host}: the time for this run is used up; the rest comes next time")
        try:
            yield
        finally:
            gate.release()


class Tls:
    """The certificates of this machine, read when the first https source asks: that takes a while."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._lock = threading.Lock()

    def context(self) -> ssl.SSLContext:
        with self._lock:
            self._context = self._context or ssl.create_default_context()
            return self._context


class Alarm:
    """Hangs up at the deadline, wherever the talk is: handshake, head or body.

    A time-out per read would let a service that sends a byte a second hold us for ever.
    """

    def __init__(self, ends: float) -> None:
        self._ends = ends
        self.rang = False

    @contextlib.contextmanager
    def watching(self, line: socket.socket) -> Iterator[None]:
        with contextlib.closing(line.dup()) as wire:  # TLS takes the first handle away; this one stays
            timer = threading.Timer(max(0.0, self._ends - time.monotonic()), self._ring, [wire])
            timer.daemon = True
            timer.start()
            try:
                yield
            finally:
                timer.cancel()
                timer.join()

    def _ring(self, wire: socket.socket) -> None:
        self.rang = True
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)


def connect(addresses: list[str], port: int, ends: float) -> socket.socket:
    """The first address that lets us in; OSError of the last one where none does.

    Each gets its share of the time: behind an address that swallows all we send (IPv6 often does) another may answer.
    """
    problem = OSError("no address to connect to")
    for place, address in enumerate(addresses):
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("no time left to connect")
        try:
            line = socket.create_connection((address, port), timeout=left / (len(addresses) - place))
        except OSError as error:
            problem = error
            continue
        line.settimeout(max(0.001, ends - time.monotonic()))
        return line
    raise problem
