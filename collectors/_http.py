"""The one way out to the web: bounded in time, size, redirects and addresses; it speaks in SourceErrors."""

import contextlib
import copy
import http.client
import math
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Self
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError

from collectors._addresses import Target, resolve, shown, target
from collectors._answer import Answer, accepted, validator
from collectors._line import Alarm, Lines, Tls, connect
from domain.errors import SourceRefused, SourceUnavailable

USER_AGENT = "Earshot/0.1 (self-hosted reader of public feeds and reviews)"
_REDIRECTS = (301, 302, 303, 307, 308)
_SECRETS = ("authorization", "cookie", "x-api-key", "x-goog-api-key", "apikey")
_CHUNK = 1 << 16


class Fetcher:
    """Fetches with limits. All sources share one, so that no host gets more than four requests at once."""

    def __init__(
        self,
        *,
        allow_private_addresses: bool = False,
        request_seconds: float = 15.0,
        max_bytes: int = 20_000_000,
        max_redirects: int = 5,
        per_host: int = 4,
        user_agent: str = USER_AGENT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.allow_private_addresses = allow_private_addresses
        self.request_seconds = request_seconds
        self.max_bytes = max_bytes
        self.max_redirects = max_redirects
        self.user_agent = user_agent
        self._lines = Lines(per_host)
        self._tls = Tls(tls)
        self._ends = math.inf

    def within(self, seconds: float) -> Self:
        """The same fetcher, all of whose requests together may take this long from now on."""
        bounded = copy.copy(self)
        bounded._ends = min(self._ends, time.monotonic() + seconds)
        return bounded

    @property
    def seconds_left(self) -> float:
        """What is left of `within`; infinite without it."""
        return self._ends - time.monotonic()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Answer:
        """GET; a 2xx or 304 answer, else SourceUnavailable (try later) or SourceRefused (a person acts)."""
        wanted = {"if-none-match": validator(etag), "if-modified-since": validator(last_modified)}
        conditions = {name: value for name, value in wanted.items() if value}
        return self._ask("GET", url, {**(headers or {}), **conditions}, None)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Answer:
        """POST; answers and errors as `get`. A redirect is followed only where it keeps method and body."""
        return self._ask("POST", url, headers or {}, body)

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        ends = min(self._ends, time.monotonic() + self.request_seconds)
        where = target(url)
        for _ in range(self.max_redirects + 1):
            with self._lines.hold(where, ends):
                answer = self._converse(method, where, headers, body, ends)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return accepted(answer)
            there = _next(where, answer)
            if method == "POST" and answer.status not in (307, 308):
                raise SourceRefused(f"{shown(url)} redirects a POST to {shown(there.address)}; use that address")
            if not _same_host(there, where):
                # A login is meant for the host it was written for.
                headers = {name: value for name, value in headers.items() if name.lower() not in _SECRETS}
            where = there
        raise SourceRefused(f"{shown(url)} redirects more than {self.max_redirects} times; check the address")

    def _converse(
        self, method: str, where: Target, headers: Mapping[str, str], body: bytes | None, ends: float
    ) -> Answer:
        """One request to one address, without following anything; foreign errors become ours here."""
        name = shown(where.address)
        addresses = resolve(where, allow_private=self.allow_private_addresses)
        alarm = Alarm(ends)
        try:
            with contextlib.closing(connect(addresses, where.port, ends)) as line, alarm.watching(line):
                if where.scheme == "https":
                    line = self._tls.context().wrap_socket(line, server_hostname=where.host)
                with contextlib.closing(line):
                    answer = self._exchange(method, where, line, self._sent(where, headers), body)
        except ssl.SSLCertVerificationError as error:
            raise SourceRefused(f"{name}: its certificate is not valid ({error.verify_message})") from error
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            why = "took too long" if alarm.rang or isinstance(error, TimeoutError) else "broke off or could not be read"
            raise SourceUnavailable(f"{name}: the answer {why} ({type(error).__name__})") from error
        if alarm.rang:
            raise SourceUnavailable(f"{name}: the answer took longer than {self.request_seconds:g} s")
        return answer

    def _sent(self, where: Target, headers: Mapping[str, str]) -> dict[str, str]:
        given = {name.lower(): value for name, value in headers.items()}
        standard = {
            "host": where.host_header,
            "user-agent": self.user_agent,
            "accept-encoding": "gzip, deflate",
            "connection": "close",
        }
        login = {"authorization": f"Basic {where.login}"} if where.login else {}
        return {**standard, **login, **given}

    def _exchange(
        self, method: str, where: Target, line: socket.socket, headers: dict[str, str], body: bytes | None
    ) -> Answer:
        connection = http.client.HTTPConnection(where.host, where.port)
        connection.response_class = _FinalResponse
        connection.sock = line  # already connected to an address that was checked
        connection.request(method, where.path, body, headers)
        with contextlib.closing(connection.getresponse()) as raw:
            heads = {key.lower(): value for key, value in raw.headers.items()}
            response = urllib3.HTTPResponse(
                body=raw,
                headers=urllib3.HTTPHeaderDict(raw.headers.items()),
                status=raw.status,
                preload_content=False,
                original_response=raw,
                request_method=method,
            )
            read = b"" if raw.status in (*_REDIRECTS, 304) else self._read(response, where)
            return Answer(status=raw.status, headers=heads, body=read, url=where.address)

    def _read(self, response: urllib3.HTTPResponse, where: Target) -> bytes:
        """The whole body, decompressed a piece at a time so that a bomb is stopped while it unfolds."""
        pieces, size = [], 0
        for piece in response.stream(_CHUNK, decode_content=True):
            size += len(piece)
            if size > self.max_bytes:
                raise SourceRefused(
                    f"{shown(where.address)} answers more than {self.max_bytes / 1e6:g} MB; check the address"
                )
            pieces.append(piece)
        return b"".join(pieces)


class _FinalResponse(http.client.HTTPResponse):
    """Takes every interim answer (103 Early Hints) for a 100: that one the standard library knows to pass over."""

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]  # there, but in no stub
        return version, http.HTTPStatus.CONTINUE if 101 < status < 200 else status, reason


def _next(where: Target, answer: Answer) -> Target:
    """Where a redirect leads; the login in the configured address stays with its host."""
    try:
        there = target(urljoin(answer.url, _as_sent(answer.headers["location"])))
    except ValueError:
        raise SourceRefused(f"{shown(answer.url)} redirects to something that is no address") from None
    return replace(there, login=there.login or where.login) if _same_host(there, where) else there


def _as_sent(location: str) -> str:
    """Heads are read as latin-1; many services write an address in UTF-8 there, without escaping it."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _same_host(there: Target, where: Target) -> bool:
    """Whether a redirect to `there` stays at home: also where a site sends us from plain HTTP on to HTTPS."""
    ways = (where.scheme, where.port, there.scheme, there.port)
    return there.host == where.host and (ways[:2] == ways[2:] or ways == ("http", 80, "https", 443))
