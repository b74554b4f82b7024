"""Mastodon: public posts under hashtags, and posts by words where the server knows us, from one server's view."""

from datetime import datetime
from functools import partial
from typing import Annotated, Self
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from collectors import World
from collectors._json import author, counts, each, moment, rows, text
from collectors._options import Address, Pages, Words, link, needed
from collectors._text import site_of, to_text, usable_url
from collectors._walk import Page, Walk
from domain.ports import Collector
from domain.records import Mention, Source

_MOST = 40
_TOKEN = "MASTODON_TOKEN"  # noqa: S105 - the name of a variable, not a token
_WHERE = "make a token with read:search under Preferences, Development, of your account on that server"


def _hashtag(written: str) -> str:
    if not (name := written.strip().removeprefix("#")) or any(letter.isspace() or letter in "#/?" for letter in name):
        raise ValueError(f"{written[:60]!r} is no hashtag; write one word, such as espresso")
    return name.casefold()


class Options(BaseModel):
    """`hashtags` are public on most servers; `queries` search all that the server knows and need MASTODON_TOKEN."""

    model_config = ConfigDict(extra="forbid")

    hashtags: list[Annotated[str, Field(max_length=100), AfterValidator(_hashtag)]] = Field(default=[], max_length=100)
    queries: list[Words] = Field(default=[], max_length=100)
    pages: Pages = 25
    base_url: Address = "https://mastodon.social"

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.hashtags and not self.queries:
            raise ValueError('add hashtags = ["..."] or queries = ["..."] to options')
        return self


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of all its hashtags and queries, newest first; both lists are ordered by the server's own ids."""
    reader = _Reader(source, options, world)
    tags = {f"#{tag}": partial(reader.tagged, tag) for tag in options.hashtags}
    found = {query: partial(reader.searched, query) for query in options.queries}
    return Walk(source, world, {**tags, **found}, pages=options.pages)


class _Reader:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._base, self._world = source, options.base_url, world
        self._token = world.environment.get(_TOKEN, "").strip()

    def tagged(self, tag: str, max_id: str | None, since: datetime | None) -> Page:
        """Posts under a hashtag that are older than `max_id`; an empty page is the last."""
        path = f"/api/v1/timelines/tag/{quote(tag, safe='')}"
        return self._page(link(self._base, path, limit=_MOST, max_id=max_id))

    def searched(self, query: str, offset: str | None, since: datetime | None) -> Page:
        """Posts by words; the server leaves out what we may not see, so that a page may be short."""
        needed(self._world, self._source, _TOKEN, where=_WHERE)
        url = link(self._base, "/api/v2/search", q=query, type="statuses", limit=_MOST, offset=offset)
        return self._page(url, "statuses", following=str(int(offset or 0) + _MOST))

    def _page(self, url: str, *path: str, following: str | None = None) -> Page:
        headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        answer = self._world.fetcher.get(url, headers=headers)
        posts = rows(answer, *path)
        last = (following or text(posts[-1], "id") or None) if posts else None
        return Page(mentions=each(posts, self._mention, answer), following=last)

    def _mention(self, post: object) -> Mention:
        url = usable_url(text(post, "url"))
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            # Ids differ from server to server; the address under which a post travels does not.
            external_id=text(post, "uri"),
            title=to_text(text(post, "spoiler_text"), plain=True),
            text=to_text(text(post, "content")),
            url=url or usable_url(text(post, "uri")),
            author=author(post, "account", "acct"),
            language=text(post, "language")[:2].lower() or None,
            published_at=moment(post, "created_at"),
            site=site_of(url),
            engagement=counts(post, replies="replies_count", boosts="reblogs_count", likes="favourites_count"),
        )
