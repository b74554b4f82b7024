"""Bluesky: public posts by words or hashtag, from its search, which answers only those who are logged in."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from pydantic import BaseModel, ConfigDict, Field

from collectors import World
from collectors._json import author, counts, each, moment, rows, text
from collectors._options import Address, Pages, Words, link, needed
from collectors._walk import Page, Walk
from domain.errors import SourceRefused
from domain.ports import Collector
from domain.records import Batch, Mention, Source

_VARIABLES = ("BLUESKY_IDENTIFIER", "BLUESKY_APP_PASSWORD")
_WHERE = "the handle of an account and an app password from its settings, never its main password"


class Options(BaseModel):
    """`queries` in Bluesky's own words: espresso, "a phrase", #hashtag. `base_url` is the account's server."""

    model_config = ConfigDict(extra="forbid")

    queries: list[Words] = Field(min_length=1, max_length=100)
    pages: Pages = 25
    base_url: Address = "https://bsky.social"


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of all its queries; one login a run, as logins are counted."""
    return _Bluesky(source, options, world)


class _Bluesky:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """One batch per query, oldest post first; SourceRefused names the variables that a login needs."""
        token = self._login()
        lists = {query: partial(self._page, token, query) for query in dict.fromkeys(self._options.queries)}
        yield from Walk(self._source, self._world, lists, pages=self._options.pages, windowed=True).collect(cursor)

    def _login(self) -> str:
        identifier, password = needed(self._world, self._source, *_VARIABLES, where=_WHERE)
        url = link(self._options.base_url, "/xrpc/com.atproto.server.createSession")
        body = json.dumps({"identifier": identifier, "password": password}).encode()
        try:
            answer = self._world.fetcher.post(url, body, headers={"content-type": "application/json"})
        except SourceRefused as error:
            raise SourceRefused(f"{error}; check {' and '.join(_VARIABLES)}") from error
        if not (token := text(answer.json(), "accessJwt")):
            raise SourceRefused("the answer to the login holds no session; check base_url")
        return token

    def _page(self, token: str, query: str, cursor: str | None, since: datetime | None) -> Page:
        """A hundred posts; the service orders and bounds them by the time it saw them, if that is the earlier."""
        floor = f"{since:%Y-%m-%dT%H:%M:%SZ}" if since else None
        asked = {"q": query, "sort": "latest", "since": floor, "limit": 100, "cursor": cursor}
        url = link(self._options.base_url, "/xrpc/app.bsky.feed.searchPosts", **asked)
        answer = self._world.fetcher.get(url, headers={"authorization": f"Bearer {token}"})
        posts = rows(answer, "posts")
        return Page(mentions=each(posts, self._mention, answer), following=text(answer.json(), "cursor") or None)

    def _mention(self, post: object) -> Mention | None:
        uri, did = text(post, "uri"), text(post, "author", "did")
        # Writers set createdAt themselves: one in the future is worth less than the time the service saw the post.
        times = [at for at in (moment(post, "record", "createdAt"), moment(post, "indexedAt")) if at]
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=uri,
            text=text(post, "record", "text"),
            url=f"https://bsky.app/profile/{did}/post/{uri.rpartition('/')[2]}" if did else None,
            author=author(post, "author", "handle"),
            language=text(post, "record", "langs", 0)[:2].lower() or None,
            published_at=min(times, default=None),
            parent=text(post, "record", "reply", "parent", "uri") or None,
            site="bsky.app",
            engagement=counts(
                post, likes="likeCount", replies="replyCount", reposts="repostCount", quotes="quoteCount"
            ),
        )
