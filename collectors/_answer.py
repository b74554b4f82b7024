"""What a service said, and what its status means for us: an answer, try later, or a person must act."""

import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from collectors._addresses import shown
from domain.errors import SourceRefused, SourceUnavailable

_A_MOMENT = 1e9
"""Seconds from which on a number is a point in Unix time and no wait: services write either there."""
LONGEST_WAIT = 86_400.0
"""Seconds; a service that asks for more than a day is asked again after a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service said: header names in lower case, the body decompressed, the URL after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def not_modified(self) -> bool:
        """Whether the service says that nothing changed since the validators we sent."""
        return self.status == 304

    @property
    def etag(self) -> str | None:
        """What to send as `etag` next time."""
        return validator(self.headers.get("etag"))

    @property
    def last_modified(self) -> str | None:
        """What to send as `last_modified` next time."""
        return validator(self.headers.get("last-modified"))

    def json(self) -> object:
        """The body read as JSON; SourceRefused where it is something else, such as a block page."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise SourceRefused(
                f"{shown(self.url)} answered {len(self.body)} bytes that are not JSON; "
                "open the address in a browser: it may be a block page or a log-in page"
            ) from error


def accepted(answer: Answer) -> Answer:
    """The answer where it is one, else the error that says who must act."""
    status, name = answer.status, shown(answer.url)
    if 200 <= status < 300 or status == 304:
        return answer
    if status in (408, 425, 429) or status >= 500:
        raise SourceUnavailable(f"{name} answered {status}", retry_after=retry_after(answer.headers))
    raise SourceRefused(f"{name} answered {status}; {_remedy(status)}")


def _remedy(status: int) -> str:
    if status in (401, 407):
        return "check the login, key or token of this source"
    if status == 403:
        return "it refuses this program: check the key or token, or ask its owner"
    if status in (404, 410):
        return "nothing is there (any more): check the address or remove the source"
    return "open the address in a browser and correct it"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the service asks us to wait, at most a day; None where it says nothing sensible."""
    for name in ("retry-after", "x-ratelimit-reset"):
        seconds = _seconds(headers.get(name, "").strip())
        if name == "x-ratelimit-reset" and seconds is not None and _A_MOMENT < seconds < 10 * _A_MOMENT:
            seconds = max(0.0, seconds - datetime.now(UTC).timestamp())
        if seconds is not None and seconds >= 0:
            return min(seconds, LONGEST_WAIT)
    return None


def _seconds(value: str) -> float | None:
    with contextlib.suppress(ValueError, OverflowError):
        number = float(value)
        return None if math.isnan(number) else number
    with contextlib.suppress(ValueError, TypeError, OverflowError, IndexError):
        moment = datetime.fromisoformat(value) if value[:4].isdigit() else parsedate_to_datetime(value)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    return None


def validator(value: str | None) -> str | None:
    """A header value that may be sent back: strangers write it, so no control characters and no novels."""
    return value if value and len(value) <= 512 and value.isascii() and value.isprintable() else None
