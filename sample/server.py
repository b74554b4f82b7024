"""A small server on 127.0.0.1 that stands in for the services, so that real collectors collect the sample."""

import hashlib
import re
import threading
from collections.abc import Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from sample import posts, reviews, wire
from sample.timeline import Timeline

_APPLE = re.compile(r"/appstore/([a-z]{2})/rss/customerreviews/(.+)/xml", re.IGNORECASE)
_REDDIT = re.compile(r"/reddit/r/([a-z0-9_+]+)/(new|comments)/\.rss", re.IGNORECASE)
_LONGEST_LISTING = 100


class SampleServer:
    """Serves /feeds/news.xml, /feeds/forum.xml, /appstore and /reddit until closed; `url` has no slash at its end.

    The texts are made once, when the server is made; `until` is their last day.
    """

    def __init__(self, until: date, *, seed: int = 7, port: int = 0) -> None:
        timeline = Timeline(until)
        self._feeds = {
            "/feeds/news.xml": wire.rss("News about coffee equipment (sample)", posts.news(timeline, seed)),
            "/feeds/forum.xml": wire.rss("Home barista forum (sample)", posts.forum(timeline, seed)),
        }
        self._apps = {app: reviews.app_reviews(timeline, seed, app) for app in reviews.APP_COUNTS}
        self._reddit = posts.reddit(timeline, seed)
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.sample = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sample-server", daemon=True
        )

    @property
    def url(self) -> str:
        """Where it listens, such as http://127.0.0.1:40123."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Self:
        """Begin to answer, in a thread of its own."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop answering and free the port; safe to repeat."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def document(self, path: str, query: Mapping[str, list[str]]) -> bytes | None:
        """What lies at a path; None where nothing does."""
        if path in self._feeds:
            return self._feeds[path]
        if found := _APPLE.fullmatch(path):
            return self._apple(found[1].lower(), found[2].lower())
        if found := _REDDIT.fullmatch(path):
            return self._listing(found[1].lower(), found[2].lower(), query)
        return None

    def _apple(self, country: str, rest: str) -> bytes | None:
        said = dict(part.split("=", 1) for part in rest.split("/") if "=" in part)
        app, page = said.get("id", ""), said.get("page", "1")
        if not (app.isdecimal() and page.isdecimal() and 1 <= int(page) <= wire.PAGES) or int(app) not in self._apps:
            return None
        found = [review for review in self._apps[int(app)] if review.country == country]
        return wire.apple(f"{self.url}/appstore", country, int(app), int(page), found)

    def _listing(self, places: str, what: str, query: Mapping[str, list[str]]) -> bytes:
        mark = "t3_" if what == "new" else "t1_"
        asked = query.get("limit", ["25"])[0]
        limit = min(int(asked), _LONGEST_LISTING) if asked.isdecimal() else 25
        wanted = set(places.split("+"))
        found = [one for one in self._reddit if one.external_id.startswith(mark) and one.site in wanted]
        return wire.reddit(places, found[-limit:] if limit else [])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    sample: SampleServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 15
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.server.sample.document(parts.path, parse_qs(parts.query))
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"' if body is not None else ""
        if body is not None and self.headers.get("If-None-Match") == tag:
            return self._answer(304, b"", tag)
        if body is None:
            return self._answer(404, b"No such part of the sample.", "")
        return self._answer(200, body, tag)

    def _answer(self, status: int, body: bytes, tag: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/xml; charset=utf-8" if status != 404 else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what is asked here is the collectors' business."""
