"""Reddit without a key: subreddits joined into one feed, within one budget of requests for all sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from collectors import World
from collectors._feed import ACCEPT
from collectors._reddit_budget import UNKNOWN_REST, Budget, of_this_process, seconds_of_rest
from collectors._reddit_entries import mentions_of
from collectors._reddit_memory import Memory, Plan
from domain.errors import SourceRefused, SourceUnavailable
from domain.records import Batch, Mention, Source

NO_KEY = (
    "Reddit is read by its feeds: scores, edits, deletions and whatever is older than a feed's last 100 "
    "entries are missed; REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET bring them"
)
_JOINED = 50
_AGAIN_AFTER = 60.0
"""Seconds until what the budget left out is tried again, however seldom the source is read."""
_COURTESY = 2.0
"""Seconds that a source which was served last time waits before it asks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One address to read: `name` keeps it apart in the cursor, `shown` says it to a person."""

    name: str
    shown: str
    path: str
    params: tuple[tuple[str, str], ...] = ()


class Feeds:
    """Reads as many listings as the budget allows, and goes on with the next one in the next run."""

    def __init__(self, source: Source, plan: Plan, world: World) -> None:
        self._source, self._plan, self._world = source, plan, world
        self._host = urlsplit(plan.base).netloc
        self._token = _token(world.environment)
        self._budget: Budget = of_this_process(world.folder)
        self._budget.join(self._host, source.name)

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """A batch for each listing; those that the budget leaves out come first in the next run."""
        memory, listings = Memory.read(cursor), self._listings()
        memory.forget_listings_but(listing.name for listing in listings)
        first = memory.turn % len(listings)
        notes: tuple[str, ...] = (NO_KEY,)
        refusals: list[SourceRefused] = []
        seen: set[str] = set()
        memory.owed = min(memory.owed or len(listings), len(listings))
        order = (listings[first:] + listings[:first])[: memory.owed]
        self._let_hungrier_ones_go_first(memory)
        for number, listing in enumerate(order):
            if not self._may_ask():
                waiting = ", ".join(one.shown for one in order[number:])
                notes = (*notes, f"the budget of requests to Reddit is used up; next time: {waiting}")
                memory.hunger += number == 0
                yield Batch(
                    mentions=(),
                    cursor=memory.cursor(),
                    warnings=notes,
                    again_after=_AGAIN_AFTER,
                    asked=number > 0,
                )
                break
            memory.hunger = 0
            memory.owed -= 1
            memory.turn = (first + number + 1) % len(listings)
            try:
                batch = self._batch(listing, memory, self._read(listing), seen)
            except SourceRefused as error:
                refusals.append(error)
                batch = Batch(mentions=(), cursor=memory.cursor(), complete=False, warnings=(str(error),))
            yield replace(batch, warnings=(*notes, *batch.warnings))
            notes = ()
            if len(refusals) == len(listings):
                raise refusals[0]
        if refusals and not seen:
            raise refusals[0]

    def _let_hungrier_ones_go_first(self, memory: Memory) -> None:
        """Sources start together; without this the first of the configuration would take the budget every time."""
        if self._budget.is_shared(self._host):
            self._world.sleep(_COURTESY / (1 + memory.hunger))

    def _may_ask(self) -> bool:
        return self._budget.take(self._host, self._plan.requests_per_minute, self._now())

    def _now(self) -> float:
        return self._world.clock().timestamp()

    def _read(self, listing: Listing) -> list[Mention]:
        """The mentions of one feed, newest first. What Reddit says about waiting holds for all sources."""
        address = f"{self._plan.base}{listing.path}?{urlencode((*listing.params, ('limit', '100'), *self._token))}"
        try:
            answer = self._world.fetcher.get(address, headers={"accept": ACCEPT})
            found = mentions_of(answer, self._source)
        except SourceUnavailable as error:
            wait = UNKNOWN_REST if error.retry_after is None else error.retry_after
            self._budget.rest(self._host, wait, self._now())
            raise SourceUnavailable(f"{listing.shown}: {error}", retry_after=error.retry_after) from error
        except SourceRefused as error:
            raise SourceRefused(f"{listing.shown}: {error}") from error
        if (seconds := seconds_of_rest(answer.headers)) > 0:
            self._budget.rest(self._host, seconds, self._now())
        return found

    def _batch(self, listing: Listing, memory: Memory, found: list[Mention], seen: set[str]) -> Batch:
        ids = [one.external_id for one in found]
        complete = memory.reached(listing.name, ids)
        doubt = f"{listing.shown}: nothing in the feed was there last time; read it more often"
        memory.anchor(listing.name, ids)
        fresh = tuple(one for one in reversed(found) if one.external_id not in seen)
        seen.update(ids)
        return Batch(mentions=fresh, cursor=memory.cursor(), complete=complete, warnings=() if complete else (doubt,))

    def _listings(self) -> list[Listing]:
        """New posts of the subreddits, their comments where wanted, then a search for each query."""
        found = []
        for start in range(0, len(self._plan.subreddits), _JOINED):
            names = "+".join(self._plan.subreddits[start : start + _JOINED])
            found.append(Listing(name=f"new:{start}", shown=f"r/{_short(names)}", path=f"/r/{names}/new/.rss"))
            if self._plan.comments:
                shown = f"comments of r/{_short(names)}"
                found.append(Listing(name=f"comments:{start}", shown=shown, path=f"/r/{names}/comments/.rss"))
        for query in self._plan.queries:
            params = (("q", query), ("sort", "new"))
            found.append(
                Listing(name=f"search:{query}", shown=f"search for {query!r}", path="/search.rss", params=params)
            )
        return found


def _short(names: str) -> str:
    return names if len(names) <= 60 else f"{names[:59]}…"


def _token(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The personal feed token (reddit.com/prefs/feeds), alone or as the whole address of such a feed."""
    written = environment.get("REDDIT_FEED_TOKEN", "").strip()
    said = dict(parse_qsl(written.partition("?")[2] or written))
    token, user = said.get("feed", written), said.get("user", environment.get("REDDIT_FEED_USER", "").strip())
    return tuple((key, value) for key, value in (("feed", token), ("user", user)) if token and value)
