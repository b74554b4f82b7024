"""Hacker News: stories and comments by words, from Algolia's search by date, one window of time after the other."""

from datetime import datetime
from functools import partial
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from collectors import World
from collectors._json import author, counts, each, moment, rows, text, whole
from collectors._options import Address, Pages, Words, link
from collectors._text import to_text
from collectors._walk import Page, Walk
from domain.ports import Collector
from domain.records import Mention, Source

_MOST = 1000
"""Hits that the service gives for one question, on all its pages together."""


class Options(BaseModel):
    """`queries` are words, "phrases" in quotes; `kinds` what is read: stories, comments or both."""

    model_config = ConfigDict(extra="forbid")

    queries: list[Words] = Field(min_length=1, max_length=100)
    kinds: list[Literal["story", "comment", "poll"]] = Field(default=["story", "comment"], min_length=1)
    pages: Pages = 20
    base_url: Address = "https://hn.algolia.com"


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of all its queries; each goes down by time, as the service gives no more than a thousand at once."""
    reader = _Reader(source, options, world)
    lists = {query: partial(reader.page, query) for query in dict.fromkeys(options.queries)}
    return Walk(source, world, lists, pages=options.pages, windowed=True)


class _Reader:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world

    def page(self, query: str, until: str | None, since: datetime | None) -> Page:
        """Hits from `until` (Unix seconds, inclusive: many share a second) down to `since`."""
        bounds = [f"created_at_i>={int(since.timestamp())}"] if since else []
        bounds += [f"created_at_i<={until}"] if until else []
        answer = self._world.fetcher.get(
            link(
                self._options.base_url,
                "/api/v1/search_by_date",
                query=query,
                tags=f"({','.join(self._options.kinds)})",
                numericFilters=",".join(bounds) or None,
                advancedSyntax="true",
                typoTolerance="false",
                hitsPerPage=_MOST,
            )
        )
        hits = rows(answer, "hits")
        total = whole(answer.json(), "nbHits") or 0
        seconds = [at for hit in hits if (at := whole(hit, "created_at_i")) is not None]
        more = bool(seconds) and len(hits) < total
        return Page(mentions=each(hits, self._mention, answer), following=_below(seconds, until) if more else None)

    def _mention(self, hit: object) -> Mention | None:
        number, thread = text(hit, "objectID"), text(hit, "story_id")
        comment = to_text(text(hit, "comment_text"))
        title = "" if comment else to_text(text(hit, "title"), plain=True)
        if not (comment or title):
            return None
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=number,
            title=title,
            text=comment or to_text(text(hit, "story_text")),
            url=f"https://news.ycombinator.com/item?id={number}",
            author=author(hit, "author"),
            published_at=moment(hit, "created_at_i") or moment(hit, "created_at"),
            parent=thread if comment and thread else None,
            site="news.ycombinator.com",
            engagement=counts(hit, points="points", comments="num_comments"),
        )


def _below(seconds: list[int], until: str | None) -> str:
    """Where the next question begins; one second lower where a whole page shared one."""
    lowest = min(seconds)
    return str(lowest - 1 if until == str(lowest) else lowest)
