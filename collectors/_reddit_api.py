"""Reddit with a key: new posts, comments, searches and whole threads, then edits and deletions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

import praw
from praw.models import Comment, Submission

from collectors import World
from collectors._reddit_errors import LoginRefused, translated
from collectors._reddit_items import Item, mention
from collectors._reddit_listing import Listing
from collectors._reddit_memory import Memory, Plan
from collectors._reddit_recent import Recent
from collectors._reddit_threads import Threads
from collectors._reddit_wire import Line, Login, connect
from domain.errors import SourceRefused
from domain.records import Batch, Source

_SECONDS_FOR_THE_REST = 10.0


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
        self._recent = Recent(memory, plan.refresh)
        self._read: dict[str, tuple[float, int | None]] = {}  # fullname: created_utc, comments of a post
        self._heard: Counter[str] = Counter()

    def batches(self) -> Iterator[Batch]:
        yield from self._all_listings(list(self._listings()))
        if self._plan.comments:
            self._threads.want(self._posts(), self._heard)
            for found, missed, warnings in self._threads.read(self._has_time):
                yield self._batch(found, missed=missed, warnings=warnings)
        yield self._again()

    def _all_listings(self, listings: list[Listing]) -> Iterator[Batch]:
        """Each listing; where time runs out the next run begins with the ones that were left out."""
        self._memory.forget_listings_but(listing.name for listing in listings)
        first, self._memory.turn = self._memory.turn % len(listings), 0
        refusals: list[SourceRefused] = []
        notes: tuple[str, ...] = ()
        for number, listing in enumerate(listings[first:] + listings[:first]):
            if number and not self._has_time():
                self._memory.turn = (first + number) % len(listings)
                notes = (f"time ran out; {len(listings) - number} listings wait for the next run",)
                break
            try:
                yield from self._listing(listing)
            except LoginRefused:
                raise
            except SourceRefused as error:
                refusals.append(error)
        if len(refusals) == len(listings):
            raise refusals[0]
        if refusals or notes:
            notes = (*(str(error) for error in refusals), *notes)
            yield self._batch([], complete=not refusals, warnings=notes)

    def _has_time(self) -> bool:
        return self._world.fetcher.seconds_left > _SECONDS_FOR_THE_REST

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
        for page in listing.pages(self._memory, self._has_time):
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
        kept, gone = self._recent.parted(fresh.values())
        return Batch(
            mentions=tuple(mention(one, self._source) for one in kept),
            cursor=self._memory.cursor(),
            complete=complete and not missed,
            missed=missed,
            deleted=tuple(gone),
            warnings=warnings,
        )

    def _again(self) -> Batch:
        newest = sorted(self._read, key=lambda name: -self._read[name][0])
        items: list[Item] = []
        warnings: tuple[str, ...] = ()
        try:
            items = self._recent.again(self._reddit, self._read) if self._has_time() else []
        except LoginRefused:
            raise
        except SourceRefused as error:
            warnings = (str(error),)
        batch = self._batch(items, warnings=warnings)
        self._recent.remember(newest)
        return replace(batch, cursor=self._memory.cursor())


def _standing(item: Item) -> tuple[float, int | None]:
    said = vars(item)
    moment, comments = said.get("created_utc"), said.get("num_comments")
    counts = isinstance(item, Submission) and isinstance(comments, int)
    return float(moment) if isinstance(moment, int | float) else 0.0, comments if counts else None
