"""The faked wire: a small replay server on 127.0.0.1 whose answers a test programs.

with Wire() as wire:
    wire.on("/feed.xml", b"<rss/>", Reply(status=503))     # in turn; the last one stays
    wire.on("/search", lambda asked: Reply(body=asked.query["q"].encode()))
    wire.otherwise(Reply(status=404))                      # every other path
    ... wire.url + "/feed.xml" ... wire.asked[0].headers["user-agent"]
"""

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer. `drip` = (bytes, seconds): that many bytes at a time, with a pause before each.

    `headers_drip` sends the head itself one byte at a time with that pause; `length` False leaves
    Content-Length out; `cut` closes the connection after that many bytes of the body.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: tuple[int, float] | None = None
    headers_drip: float = 0.0
    length: bool = True
    cut: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in; header names in lower case, the last value of a repeated query key."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


Answer = Reply | bytes | str | Callable[[Asked], "Reply | bytes | str"]


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


def as_json(value: object, **changes: object) -> Reply:
    headers = {"Content-Type": "application/json"}
    return Reply(body=json.dumps(value).encode(), headers=headers, **changes)  # type: ignore[arg-type]


def gzipped(body: bytes) -> Reply:
    return Reply(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})


class Wire:
    """The server. `asked` lists what came in, `busiest` the most requests that awaited their answer at once."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.busiest = 0
        self.open = 0
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self._answers: dict[str, list[Answer]] = {}
        self._otherwise: list[Answer] = [Reply(status=404)]
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.wire = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: Answer) -> None:
        """Answer `path` (no query) with these in turn; the last one is repeated. Replaces what was there."""
        self._answers[path] = list(answers)

    def otherwise(self, *answers: Answer) -> None:
        """What every path without its own answer gets, in turn; 404 until said otherwise."""
        self._otherwise = list(answers)

    def always(self, answer: Answer) -> None:
        """From now on this for every path, whatever was programmed before."""
        self._answers.clear()
        self.otherwise(answer)

    def answer(self, asked: Asked) -> Reply:
        with self.lock:
            self.asked.append(asked)
            queue = self._answers.get(asked.path, self._otherwise)
            chosen = queue.pop(0) if len(queue) > 1 else queue[0]
        given = chosen(asked) if callable(chosen) else chosen
        if isinstance(given, str):
            given = given.encode()
        return given if isinstance(given, Reply) else Reply(body=given)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    wire: Wire

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in the middle on purpose here; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""

    def handle_any(self) -> None:
        wire = self.server.wire
        with wire.lock:
            wire.open += 1
            wire.busiest = max(wire.busiest, wire.open)
        try:
            self.close_connection = True
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            reply = wire.answer(asked)
            self.pause(reply.delay)
        finally:
            # Before the last byte goes out: the client may ask again the moment that it has it.
            with wire.lock:
                wire.open -= 1
        with contextlib.suppress(OSError):
            self.send(reply)

    def do_GET(self) -> None:
        self.handle_any()

    def do_POST(self) -> None:
        self.handle_any()

    def do_HEAD(self) -> None:
        self.handle_any()

    def send(self, reply: Reply) -> None:
        head = [f"HTTP/1.1 {reply.status} Replayed", "Connection: close"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        if reply.length and not any(name.lower() == "content-length" for name in reply.headers):
            head.append(f"Content-Length: {len(reply.body)}")
        top = "\r\n".join([*head, "", ""]).encode("latin-1")
        self.pieces(top, (1, reply.headers_drip) if reply.headers_drip else None)
        if self.command != "HEAD":
            self.pieces(reply.body[: reply.cut], reply.drip)
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)

    def pieces(self, data: bytes, drip: tuple[int, float] | None) -> None:
        size, seconds = drip or (1 << 16, 0.0)
        for start in range(0, len(data), size):
            self.pause(seconds)
            if self.server.wire.closing.is_set():
                return
            self.wfile.write(data[start : start + size])

    def pause(self, seconds: float) -> None:
        if seconds:
            self.server.wire.closing.wait(seconds)
