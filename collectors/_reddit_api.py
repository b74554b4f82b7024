"""Reddit with a key: new posts, comments, searches and whole threads, then edits and deletions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

import praw
from praw.models import Comment, Submission

from collectors import World
from collectors._reddit_errors import LoginRefused, translated
from collectors._reddit_items import Item, is_gone, mention
from collectors._reddit_listing import Listing
from collectors._reddit_memory import Memory, Plan
from collectors._reddit_threads import Threads
from collectors._reddit_wire import Line, Login, connect
from domain.errors import SourceRefused
from domain.records import Batch, Source

# Listings show so many recent items anyway; only those below are asked for again.
_SHOWN = 300


class Api:
    """One source read through praw."""

    def __init__(self, source: Source, plan: Plan, world: World, login: Login) -> None:
        self._source, self._plan, self._world, self._login = source, plan, world, login
        connect(login, world.fetcher, world.sleep)  # says now what is wrong with the login's form

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """Listings first, then what threads hold, then the recent items again."""
        reddit, line = connect(self._login, self._world.fetcher, self._world.sleep)
        yield from _Run(reddit, line, Memory.read(cursor), self._plan, self._world, self._source).batches()


class _Run:
    """One run: what it has read so far decides what it asks next."""

    def __init__(
        self, reddit: praw.Reddit, line: Line, memory: Memory, plan: Plan, world: World, source: Source
    ) -> None:
        self._reddit, self._memory, self._plan = reddit, memory, plan
        self._world, self._source = world, source
        self._threads = Threads(reddit, line, memory, plan.comment_calls)
        self._known = frozenset(memory.recent)
        self._read: dict[str, tuple[float, int | None]] = {}  # fullname: created_utc, comments of a post
        self._heard: Counter[str] = Counter()

    def batches(self) -> Iterator[Batch]:
        listings = list(self._listings())
        self._memory.forget_listings_but(listing.name for listing in listings)
        refusals: list[SourceRefused] = []
        for listing in listings:
            try:
                yield from self._listing(listing)
            except LoginRefused:
                raise
            except SourceRefused as error:
                refusals.append(error)
        if refusals and len(refusals) == len(listings):
            raise refusals[0]
        if refusals:
            yield self._batch([], complete=False, warnings=tuple(str(error) for error in refusals))
        if self._plan.comments:
            self._threads.want(self._posts(), self._heard)
            for found, missed, warnings in self._threads.read():
                yield self._batch(found, missed=missed, warnings=warnings)
        yield self._again()

    def _listings(self) -> Iterator[Listing]:
        for name in self._plan.subreddits:
            subreddit = self._reddit.subreddit(name)
            yield Listing(name=f"new:{name}", shown=f"r/{name}", ask=subreddit.new)
            if self._plan.comments:
                yield Listing(name=f"comments:{name}", shown=f"comments of r/{name}", ask=subreddit.comments)
        everywhere = self._reddit.subreddit("all").search
        for query in self._plan.queries:
            ask = partial(everywhere, query, sort="new")
            yield Listing(name=f"search:{query}", shown=f"search for {query!r}", ask=ask)

    def _listing(self, listing: Listing) -> Iterator[Batch]:
        known = frozenset(self._memory.anchors.get(listing.name, ()))
        for page in listing.pages(self._memory, lambda: self._world.fetcher.seconds_left):
            for item in takewhile(lambda one: one.fullname not in known, page.items):
                if isinstance(item, Comment):
                    self._heard[str(vars(item).get("link_id"))] += 1
            with translated(listing.shown):
                batch = self._batch(page.items, complete=page.complete, warnings=page.warnings)
            yield batch

    def _posts(self) -> dict[str, int]:
        return {name: comments for name, (_, comments) in self._read.items() if comments is not None}

    def _batch(
        self, items: Sequence[Item], *, missed: int = 0, warnings: tuple[str, ...] = (), complete: bool = True
    ) -> Batch:
        """Oldest first; what another listing of this run brought already is left out."""
        fresh = {one.fullname: one for one in reversed(items) if one.fullname not in self._read}
        self._read.update((name, _standing(one)) for name, one in fresh.items())
        gone = [name for name, one in fresh.items() if name in self._known and is_gone(one)]
        return Batch(
            mentions=tuple(mention(one, self._source) for name, one in fresh.items() if name not in gone),
            cursor=self._memory.cursor(),
            complete=complete and not missed,
            missed=missed,
            deleted=tuple(gone),
            warnings=warnings,
        )

    def _again(self) -> Batch:
        """Asks for recent items that no listing showed: they were edited, deleted, or moved down."""
        names = [name for name in self._memory.recent if name not in self._read][: self._plan.refresh]
        warnings: tuple[str, ...] = ()
        newest = sorted(self._read, key=lambda name: -self._read[name][0])
        items: list[Item] = []
        try:
            with translated("recent items"):
                items = [one for one in self._reddit.info(fullnames=names) if isinstance(one, Submission | Comment)]
        except LoginRefused:
            raise
        except SourceRefused as error:
            warnings = (str(error),)
        gone = {one.fullname for one in items if is_gone(one)}
        kept = dict.fromkeys(name for name in (*newest, *self._memory.recent) if name not in gone)
        self._memory.recent = list(kept)[: self._plan.refresh and self._plan.refresh + _SHOWN]
        return self._batch(items, warnings=warnings)


def _standing(item: Item) -> tuple[float, int | None]:
    said = vars(item)
    moment, comments = said.get("created_utc"), said.get("num_comments")
    counts = isinstance(item, Submission) and isinstance(comments, int)
    return float(moment) if isinstance(moment, int | float) else 0.0, comments if counts else None
