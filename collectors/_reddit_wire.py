"""praw over our own way out to the web."""

import configparser
import math
import re
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import urlencode

import praw
import prawcore
import requests
from praw.config import Config

from collectors._answer import Answer
from collectors._http import Fetcher
from collectors._reddit_budget import seconds_of_rest
from collectors._reddit_errors import CHECK_LOGIN, LoginRefused
from domain.errors import ConfigError, SourceRefused, SourceUnavailable

LONGEST_SLEEP = 5.0
_STUMBLE = re.compile(r"answered 5\d\d$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An API key and where to use it."""

    client_id: str
    client_secret: str = field(repr=False)
    user_agent: str
    oauth_url: str
    reddit_url: str
    short_url: str


class Line(prawcore.Requestor):  # type: ignore[misc]  # praw has no types that mypy may follow
    """Sends praw's requests through the Fetcher: its limits of time, size and addresses hold for Reddit too.

    `calls` counts requests. praw's own rate limiter would sleep for minutes, so it never sees the headers
    that it reads; here a short wait is slept and a long one is an error that says when to come back.
    """

    def __init__(self, *, fetcher: Fetcher, sleep: Callable[[float], None], **settings: str) -> None:
        super().__init__(**settings)
        self._fetcher = fetcher.within(math.inf)
        self._fetcher.max_redirects = 0  # an unknown subreddit redirects to a search: that is no listing
        self._sleep = sleep
        self._free_at = 0.0
        self.calls = 0

    def request(self, method: str, url: str, **said: object) -> requests.Response:
        """One request; only a good answer comes back, everything else is raised as a SourceError."""
        self._wait()
        self.calls += 1
        login = url.endswith("/api/v1/access_token")
        try:
            answer = self._send_again_once(method.upper(), url, said)
        except SourceRefused as error:
            if not login:
                raise
            raise LoginRefused(f"Reddit refuses the login ({error}); {CHECK_LOGIN}") from error
        self._note(answer.headers)
        if answer.body.lstrip()[:1] not in (b"{", b"["):
            raise SourceRefused("the answer is not JSON; it may be a block page or a log-in page")
        response = requests.Response()
        response.status_code, response.url, response.encoding = answer.status, answer.url, "utf-8"
        response._content = answer.body
        return response

    def _send_again_once(self, method: str, url: str, said: Mapping[str, object]) -> Answer:
        """Reddit stumbles for a second rather often; a limit or a time-out is no stumble and is not asked again."""
        try:
            return self._send(method, url, said)
        except SourceUnavailable as error:
            if error.retry_after is not None or not _STUMBLE.search(str(error)):
                raise
        self._sleep(1.0)
        self.calls += 1
        return self._send(method, url, said)

    def _send(self, method: str, url: str, said: Mapping[str, object]) -> Answer:
        headers = {"user-agent": str(self._http.headers["User-Agent"])}
        headers |= {name.lower(): str(value) for name, value in _pairs(said.get("headers"))}
        if isinstance(auth := said.get("auth"), tuple):
            headers["authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
        if params := _pairs(said.get("params")):
            url = f"{url}?{urlencode(params)}"
        if method == "GET":
            return self._fetcher.get(url, headers=headers)
        headers["content-type"] = "application/x-www-form-urlencoded"
        return self._fetcher.post(url, urlencode(_pairs(said.get("data"))).encode(), headers=headers)

    def _wait(self) -> None:
        seconds = self._free_at - time.monotonic()
        if seconds > LONGEST_SLEEP:
            raise SourceUnavailable("Reddit's rate limit is used up for now", retry_after=seconds)
        if seconds > 0:
            self._sleep(seconds)

    def _note(self, headers: Mapping[str, str]) -> None:
        if (seconds := seconds_of_rest(headers)) > 0:
            self._free_at = time.monotonic() + seconds


def connect(login: Login, fetcher: Fetcher, sleep: Callable[[float], None]) -> tuple[praw.Reddit, Line]:
    """praw and the line that it speaks on; nothing is asked yet."""
    _read_no_praw_ini()
    made: list[Line] = []

    def line(**settings: str) -> Line:
        made.append(Line(fetcher=fetcher, sleep=sleep, **settings))
        return made[0]

    try:
        reddit = praw.Reddit(
            "DEFAULT",
            requestor_class=line,
            check_for_updates=False,
            check_for_async=False,
            client_id=login.client_id,
            client_secret=login.client_secret,
            user_agent=login.user_agent,
            oauth_url=login.oauth_url,
            reddit_url=login.reddit_url,
            short_url=login.short_url,
            username=None,
            password=None,
            refresh_token=None,
            redirect_uri=None,
        )
    except prawcore.exceptions.InvalidInvocation as error:
        raise ConfigError("REDDIT_USER_AGENT is too short; write a name and how to reach you") from error
    return reddit, made[0]


def _read_no_praw_ini() -> None:
    """praw reads praw.ini from the working directory and the home, which could send our key elsewhere."""
    with Config.LOCK:
        settings = configparser.ConfigParser(interpolation=None)
        settings.read_string(files("praw").joinpath("praw.ini").read_text("utf-8"))
        Config.CONFIG = settings


def _pairs(said: object) -> list[tuple[str, object]]:
    if isinstance(said, Mapping):
        return list(said.items())
    return list(said) if isinstance(said, list) else []
