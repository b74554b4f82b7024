"""Reviews of one's own places on Google, through the Business Profile API, the last changed first.

An access token lasts an hour, so a schedule needs the three variables with which a new one is got on every run.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from collectors import World
from collectors._answer import Answer
from collectors._json import author, each, moment, rows, text, under
from collectors._options import Address, Pages, link, needed
from collectors._text import to_text
from collectors._walk import SEASON, WEEK, Page, Walk
from domain.errors import SourceRefused
from domain.ports import Collector
from domain.records import Batch, Mention, Source

_TOKEN = "GOOGLE_BUSINESS_TOKEN"  # noqa: S105 - the name of a variable, not a token
_RENEWAL = tuple(f"GOOGLE_BUSINESS_{name}" for name in ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"))
_WHERE = f"an OAuth access token of the owner with the scope business.manage, or for a schedule {', '.join(_RENEWAL)}"
_STARS = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0}
_TRANSLATED, _ORIGINAL = "(Translated by Google)", "(Original)"
_SAID_WITHOUT_REVIEWS = {"averageRating", "totalReviewCount"}


class Options(BaseModel):
    """`locations` as the API names them: accounts/123/locations/456. `token_url` is where tokens are renewed."""

    model_config = ConfigDict(extra="forbid")

    locations: list[Annotated[str, Field(pattern=r"^accounts/\d+/locations/\d+$")]] = Field(
        min_length=1, max_length=200
    )
    pages: Pages = 20
    base_url: Address = "https://mybusiness.googleapis.com"
    token_url: Address = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address, not a token


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of all its places, a list for each."""
    return _GoogleBusiness(source, options, world)


class _GoogleBusiness:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """One batch per place; SourceRefused names the variables that a login needs."""
        token = self._token()
        lists = {place: partial(self._page, token, place) for place in dict.fromkeys(self._options.locations)}
        walk = Walk(self._source, self._world, lists, pages=self._options.pages, overlap=WEEK, deep=SEASON)
        yield from walk.collect(cursor)

    def _token(self) -> str:
        if not self._world.environment.get(_RENEWAL[-1], "").strip():
            return needed(self._world, self._source, _TOKEN, where=_WHERE)[0]
        values = needed(self._world, self._source, *_RENEWAL, where=_WHERE)
        form = dict(zip(("client_id", "client_secret", "refresh_token"), values, strict=True))
        body = urlencode({**form, "grant_type": "refresh_token"}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        try:
            answer = self._world.fetcher.post(self._options.token_url, body, headers=headers)
        except SourceRefused as error:
            raise SourceRefused(f"{error}; check {', '.join(_RENEWAL)}") from error
        if not (token := text(answer.json(), "access_token")):
            raise SourceRefused("the answer to the renewal holds no token; check token_url")
        return token

    def _page(self, token: str, place: str, following: str | None, since: datetime | None) -> Page:
        """Fifty reviews and the token of the next page."""
        query = {"pageSize": 50, "orderBy": "updateTime desc", "pageToken": following}
        url = link(self._options.base_url, f"/v4/{place}/reviews", **query)
        answer = self._world.fetcher.get(url, headers={"authorization": f"Bearer {token}"})
        reviews = _reviews(answer)
        changed = tuple(filter(None, (moment(one, "updateTime") for one in reviews)))
        more = text(answer.json(), "nextPageToken") or None
        return Page(mentions=each(reviews, self._mention, answer), following=more, times=changed)

    def _mention(self, review: object) -> Mention:
        anonymous = under(review, "reviewer", "isAnonymous") is True
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=text(review, "reviewId") or text(review, "name").rpartition("/")[2],
            text=_original(text(review, "comment")),
            author=None if anonymous else author(review, "reviewer", "displayName"),
            rating=_STARS.get(text(review, "starRating")),
            published_at=moment(review, "createTime"),
            site="www.google.com",
            reply_at=moment(review, "reviewReply", "updateTime"),
            reply_text=_original(text(review, "reviewReply", "comment")) or None,
        )


def _reviews(answer: Answer) -> list[object]:
    """The list of reviews, which is left out where there are none."""
    said = answer.json()
    return [] if isinstance(said, dict) and said.keys() <= _SAID_WITHOUT_REVIEWS else rows(answer, "reviews")


def _original(comment: str) -> str:
    """What the writer wrote: Google puts its translation before or after it."""
    before, translated, after = comment.partition(_TRANSLATED)
    return to_text(before if before.strip() or not translated else after.partition(_ORIGINAL)[2] or after, plain=True)
