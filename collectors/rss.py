"""RSS, Atom, RDF and JSON Feed, and the services that speak them: one address, read again and again."""

from collections.abc import Iterator
from typing import Literal, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, model_validator

from collectors import World
from collectors._answer import Answer
from collectors._feed import ACCEPT, Feed, read
from collectors._seen import Seen
from domain.errors import SourceUnavailable
from domain.identity import stable_id
from domain.ports import Collector
from domain.records import Batch, Source

# preset: (the option that it needs, where the service lives, the path there)
_PRESETS = {
    "google_news": (
        "query",
        "https://news.google.com",
        "/rss/search?q={query}&hl={language}&gl={country}&ceid={country}:{language}",
    ),
    "youtube_channel": ("channel", "https://www.youtube.com", "/feeds/videos.xml?channel_id={channel}"),
    "subreddit": ("subreddit", "https://www.reddit.com", "/r/{subreddit}/new/.rss?limit=100"),
    "wordpress_comments": ("url", "", "/comments/feed/"),
    "google_alerts": ("url", "", ""),
    "json_feed": ("url", "", ""),
}


class Options(BaseModel):
    """Either `url`, or a `preset` with what it needs. `base_url` stands in for the preset's service."""

    model_config = ConfigDict(extra="forbid")

    url: str | None = None
    preset: (
        Literal["google_news", "youtube_channel", "subreddit", "wordpress_comments", "google_alerts", "json_feed"]
        | None
    ) = None
    query: str | None = None
    channel: str | None = None
    subreddit: str | None = None
    language: str = Field("en", pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,4})?$")
    country: str = Field("US", pattern=r"^[a-zA-Z]{2}$")
    base_url: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = _PRESETS[self.preset][0] if self.preset else "url"
        if not getattr(self, needed):
            raise ValueError(f'add {needed} = "..." to options' + ("" if self.preset else ", or a preset"))
        return self

    @property
    def address(self) -> str:
        """Where the feed is."""
        if self.preset is None:
            return self.url or ""
        _, base, path = _PRESETS[self.preset]
        said = {key: quote(str(value), safe="") for key, value in self.model_dump(exclude_none=True).items() if value}
        return (self.base_url or base or self.url or "").rstrip("/" if path else "") + path.format(**said)


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of one feed."""
    return _Rss(source, options.address, world)


class _Rss:
    def __init__(self, source: Source, address: str, world: World) -> None:
        self._source, self._address, self._world = source, address, world

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """What is new or changed in the document, oldest first, in one batch.

        A feed is a window on its last entries. One that has nothing in common with the window before may have
        dropped entries in between, and one that lost all its entries is not believed; both are incomplete.
        """
        seen = Seen(cursor)
        place = f"{stable_id(self._address):x}"
        known = seen.notes if seen.notes.get("place") == place else {}
        etag, modified = (str(known[key]) if known.get(key) else None for key in ("etag", "modified"))
        answer = self._world.fetcher.get(self._address, headers={"accept": ACCEPT}, etag=etag, last_modified=modified)
        if answer.not_modified:
            if not (etag or modified):
                raise SourceUnavailable("the answer is 'not modified' (304), but nothing was asked before")
            yield Batch(mentions=(), cursor=cursor)
            return
        yield self._batch(seen, read(answer, self._source), answer, place)

    def _batch(self, seen: Seen, feed: Feed, answer: Answer, place: str) -> Batch:
        moved = seen.notes.get("place") not in (None, place)
        doubts = [*feed.doubts] if moved else [*feed.doubts, *_doubts(seen, feed)]
        news = [mention for mention in feed.mentions if seen.is_news(mention)]
        now = self._world.clock()
        for mention in reversed(feed.mentions):  # newest last, so that they are remembered longest
            seen.add(mention, now=now)
        # A document that may be cut short must be asked for again, so its validators are not kept.
        sure = feed.whole and bool(feed.mentions)
        return Batch(
            mentions=tuple(reversed(news)),
            cursor=seen.cursor(
                place=place,
                etag=answer.etag if sure else None,
                modified=answer.last_modified if sure else None,
            ),
            complete=not doubts,
            warnings=(*doubts, *feed.warnings),
        )


def _doubts(seen: Seen, feed: Feed) -> Iterator[str]:
    if len(seen) and not feed.mentions:
        yield "the feed has no entries, although it had some before"
    elif len(seen) and not any(seen.knows(mention) for mention in feed.mentions):
        yield "nothing in the feed was there last time; entries in between may be lost: read it more often"
