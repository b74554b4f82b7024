"""YouTube: comments under a channel's videos, or under single videos, with their replies, from the Data API.

Threads come newest first by their first comment. Replies are read with their thread, for a week on every run and for
two months once a day; what is said later under an older comment is not seen.
"""

from datetime import datetime
from functools import partial
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from collectors import World
from collectors._answer import Answer
from collectors._json import author, counts, each, moment, rows, text, under, whole
from collectors._options import Address, Pages, link, needed
from collectors._walk import SEASON, WEEK, Page, Walk
from domain.ports import Collector
from domain.records import Mention, Source

_KEY, _WHERE = "YOUTUBE_API_KEY", "make a key for YouTube Data API v3 in the Google Cloud console"
_MORE = "some threads have more replies than were read; raise reply_calls to read them"


class Options(BaseModel):
    """`channels` are ids that begin with UC, `videos` what follows v=; `reply_calls` go into long threads a run."""

    model_config = ConfigDict(extra="forbid")

    channels: list[Annotated[str, Field(pattern=r"^UC[\w-]{22}$")]] = Field(default=[], max_length=100)
    videos: list[Annotated[str, Field(pattern=r"^[\w-]{11}$")]] = Field(default=[], max_length=500)
    reply_calls: int = Field(50, ge=0, le=1000)
    pages: Pages = 20
    base_url: Address = "https://www.googleapis.com"

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.channels and not self.videos:
            raise ValueError('add channels = ["UC..."] or videos = ["..."] to options')
        return self


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of all its channels and videos, a list for each."""
    reader = _Reader(source, options, world)
    channels = {f"channel {one}": partial(reader.page, "allThreadsRelatedToChannelId", one) for one in options.channels}
    videos = {f"video {one}": partial(reader.page, "videoId", one) for one in options.videos}
    return Walk(source, world, {**channels, **videos}, pages=options.pages, overlap=WEEK, deep=SEASON)


class _Reader:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._base, self._world = source, options.base_url, world
        self._calls = options.reply_calls

    def page(self, of: str, which: str, token: str | None, since: datetime | None) -> Page:
        """A hundred threads, each with its replies after it."""
        answer = self._get("commentThreads", part="snippet,replies", order="time", pageToken=token, **{of: which})
        threads = rows(answer, "items")
        found: list[object] = []
        cut = False
        for thread in threads:
            replies = self._replies(thread)
            cut |= len(replies) < (whole(thread, "snippet", "totalReplyCount") or 0)
            video = text(thread, "snippet", "videoId")
            found += [(video, one) for one in (under(thread, "snippet", "topLevelComment"), *replies)]
        firsts = (moment(one, "snippet", "topLevelComment", "snippet", "publishedAt") for one in threads)
        return Page(
            mentions=each(found, self._mention, answer),
            following=text(answer.json(), "nextPageToken") or None,
            times=tuple(filter(None, firsts)),
            warnings=(_MORE,) if cut else (),
        )

    def _replies(self, thread: object) -> list[object]:
        """All replies; the thread brings but a few of them along."""
        given = under(thread, "replies", "comments")
        replies: list[object] = given if isinstance(given, list) else []
        if (whole(thread, "snippet", "totalReplyCount") or 0) <= len(replies):
            return replies
        brought, token = replies, None
        replies = []
        while self._calls > 0:
            self._calls -= 1
            answer = self._get("comments", part="snippet", parentId=text(thread, "id"), pageToken=token)
            replies += rows(answer, "items")
            if not (token := text(answer.json(), "nextPageToken") or None):
                break
        return replies or brought

    def _get(self, what: str, **query: object) -> Answer:
        (key,) = needed(self._world, self._source, _KEY, where=_WHERE)
        url = link(self._base, f"/youtube/v3/{what}", maxResults=100, textFormat="plainText", **query)
        # In a header: addresses end up in logs.
        return self._world.fetcher.get(url, headers={"x-goog-api-key": key})

    def _mention(self, row: object) -> Mention:
        video, comment = row if isinstance(row, tuple) else ("", row)
        number = text(comment, "id")
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=number,
            text=text(comment, "snippet", "textDisplay"),
            url=link("https://www.youtube.com", "/watch", v=video, lc=number) if video else None,
            author=author(comment, "snippet", "authorDisplayName"),
            published_at=moment(comment, "snippet", "publishedAt"),
            parent=text(comment, "snippet", "parentId") or None,
            site="www.youtube.com",
            engagement=counts(under(comment, "snippet"), likes="likeCount"),
        )
