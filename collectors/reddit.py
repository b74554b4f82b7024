"""Reddit: posts and comments by subreddit and by query; with an API key, or without by feeds."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from collectors import World
from collectors._addresses import shown
from collectors._reddit_feeds import Feeds
from collectors._reddit_memory import Plan
from collectors._text import usable_url
from domain.errors import ConfigError
from domain.ports import Collector
from domain.records import Source

_NAME = re.compile(r"[a-z0-9][a-z0-9_]{1,30}")
REDDIT, OAUTH, SHORT = "https://www.reddit.com", "https://oauth.reddit.com", "https://redd.it"


def _subreddit(written: str) -> str:
    name = written.strip().casefold().removeprefix("/").removeprefix("r/").rstrip("/")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{shown(written)[:60]!r} is no subreddit; write its name alone, such as espresso")
    return name


def _query(written: str) -> str:
    if not written.strip():
        raise ValueError("an empty query finds everything; write what to search for")
    return written.strip()


def _address(written: str) -> str:
    if not usable_url(written):
        raise ValueError("write an address such as https://www.reddit.com")
    return written.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]


class Options(BaseModel):
    """What to listen to.

    `comments` reads comments too; `comment_calls` a run may go into whole threads. `refresh` is how many
    recent items are asked for again, to learn of edits and deletions. Without a key `requests_per_minute` holds
    for all Reddit sources together. `base_url` stands in for all of Reddit's addresses.
    """

    model_config = ConfigDict(extra="forbid")

    subreddits: list[Annotated[str, AfterValidator(_subreddit)]] = Field(default=[], max_length=500)
    queries: list[Annotated[str, Field(max_length=512), AfterValidator(_query)]] = Field(default=[], max_length=100)
    comments: bool = False
    comment_calls: int = Field(20, ge=0, le=500)
    refresh: int = Field(100, ge=0, le=1000)
    requests_per_minute: float = Field(1.0, gt=0, le=600)
    base_url: Address | None = None
    oauth_url: Address | None = None
    reddit_url: Address | None = None
    short_url: Address | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.subreddits and not self.queries:
            raise ValueError('add subreddits = ["..."] or queries = ["..."] to options')
        self.subreddits = list(dict.fromkeys(self.subreddits))
        self.queries = list(dict.fromkeys(self.queries))
        return self


def build(source: Source, options: Options, world: World) -> Collector:
    """Through the API where the environment holds a key, else by feeds; ConfigError for half a key."""
    said = {name: world.environment.get(f"REDDIT_{name}", "").strip() for name in ("CLIENT_ID", "CLIENT_SECRET")}
    if any(said.values()) and not all(said.values()):
        raise ConfigError(
            f"source '{source.name}': set both REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, or neither to read feeds"
        )
    reddit_url = options.reddit_url or options.base_url or REDDIT
    if not any(said.values()):
        return Feeds(source, _plan(options, reddit_url), world)
    # praw takes a while to load, and most people have no key.
    from collectors._reddit_api import Api  # noqa: PLC0415
    from collectors._reddit_wire import Login  # noqa: PLC0415

    login = Login(
        client_id=said["CLIENT_ID"],
        client_secret=said["CLIENT_SECRET"],
        user_agent=world.environment.get("REDDIT_USER_AGENT", "").strip() or world.fetcher.user_agent,
        oauth_url=options.oauth_url or options.base_url or OAUTH,
        reddit_url=reddit_url,
        short_url=options.short_url or options.base_url or SHORT,
    )
    return Api(source, _plan(options, reddit_url), world, login)


def _plan(options: Options, base: str) -> Plan:
    return Plan(
        base=base,
        subreddits=tuple(options.subreddits),
        queries=tuple(options.queries),
        comments=options.comments,
        comment_calls=options.comment_calls,
        refresh=options.refresh,
        requests_per_minute=options.requests_per_minute,
    )
