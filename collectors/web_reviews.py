"""Reviews that any page carries in schema.org's words (JSON-LD, else microdata), where its robots.txt lets us read.

An AggregateRating is a mean of many and no utterance of one, so it becomes no mention; it tells how many reviews
the page has beside those that it shows.
"""

from datetime import datetime
from functools import partial
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from collectors import World
from collectors._addresses import shown, target, without_secrets
from collectors._feed_item import joined
from collectors._markup import json_ld, microdata
from collectors._options import Address
from collectors._reviews import mentions, number, typed
from collectors._robots import Robots, read_robots
from collectors._walk import Page, Walk
from domain.errors import SourceRefused
from domain.ports import Collector
from domain.records import Source

_LARGEST_ROBOTS = 512_000
_LONGEST_DELAY = 10.0
_LESS = "{page} says that it has {all} reviews and shows {some}; the others cannot be read from it"


class Options(BaseModel):
    """`urls` are the pages; one that begins with / lies under `base_url`."""

    model_config = ConfigDict(extra="forbid")

    urls: list[Annotated[str, Field(min_length=1, max_length=2000)]] = Field(min_length=1, max_length=500)
    base_url: Address | None = None


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of all its pages, each read whole on every run."""
    reader = _Reader(source, world)
    urls = [joined(f"{options.base_url}/", url) if options.base_url else url for url in dict.fromkeys(options.urls)]
    return Walk(source, world, {url: partial(reader.page, url) for url in urls}, pages=1)


class _Reader:
    def __init__(self, source: Source, world: World) -> None:
        self._source, self._world = source, world
        self._robots: dict[str, Robots] = {}

    def page(self, url: str, token: str | None, since: datetime | None) -> Page:
        """The reviews of one page; SourceRefused where it has none of schema.org's words, as a block page has."""
        target(url)  # what is no address is said before anything is taken apart
        self._ask_robots(url)
        answer = self._world.fetcher.get(url, headers={"accept": "text/html,application/xhtml+xml"})
        things = json_ld(answer)
        found = typed(things, "Review")
        if not found:
            things += microdata(answer)
            found = typed(things, "Review")
        if not things:
            raise SourceRefused(
                f"{shown(url)} has no schema.org data; it is a block page, or it shows its reviews by script only"
            )
        made = mentions(found, self._source, without_secrets(answer.url))
        counted = [number(one, key) for one in typed(things, "AggregateRating") for key in ("reviewCount",)]
        most = int(max((count for count in counted if count is not None), default=0))
        less = _LESS.format(page=shown(url), all=most, some=len(made))
        # Read now: the mark that this leaves tells a page that lost its reviews from one that never had any.
        times = (self._world.clock(),) if made else ()
        return Page(mentions=made, times=times, warnings=(less,) if most > len(made) else ())

    def _ask_robots(self, url: str) -> None:
        """SourceRefused where the site asks programs to stay away; waits as long as it asks between two pages."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        known = site in self._robots
        if not known:
            self._robots[site] = self._read_robots(site)
        rules = self._robots[site]
        if not rules.allow(url):
            raise SourceRefused(f"robots.txt of {parts.hostname} does not allow {shown(url)}; remove it from urls")
        if known and rules.delay:
            self._world.sleep(min(rules.delay, _LONGEST_DELAY))

    def _read_robots(self, site: str) -> Robots:
        try:
            said = self._world.fetcher.get(f"{site}/robots.txt").body[:_LARGEST_ROBOTS]
        except SourceRefused:
            # RFC 9309: none there means no rules; one that cannot be had just now (an error of its own) means wait.
            said = b""
        return read_robots(said.decode("utf-8-sig", "replace"), self._world.fetcher.user_agent.partition("/")[0])
