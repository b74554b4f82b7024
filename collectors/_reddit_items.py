"""From praw's posts and comments to mentions; read by `vars`, since praw would fetch what is missing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias, cast

from praw.models import Comment, Submission

from collectors._raw import raw_of
from collectors._text import usable_url
from domain.records import NEVER_SCORED, Mention, Source

SITE = "https://www.reddit.com"
Item: TypeAlias = "Submission | Comment"


def mention(item: Item, source: Source) -> Mention:
    """A post or comment as its service gave it; a deleted one has "[deleted]" as its text."""
    said = cast("Mapping[str, object]", vars(item))
    post = isinstance(item, Submission)
    return Mention(
        source=source.name,
        kind=source.kind,
        external_id=item.fullname,
        title=_words(said.get("title")) if post else "",
        text=_words(said.get("selftext" if post else "body")),
        url=usable_url(SITE + _path(said)),
        author=_author(said),
        published_at=_moment(said.get("created_utc")),
        parent=_parent(said),
        site=f"r/{said['subreddit']}".lower() if said.get("subreddit") else None,
        engagement=_engagement(said),
        raw=raw_of(said),
    )


def is_gone(item: Item) -> bool:
    """Whether its author deleted it or a moderator removed it; a deleted account's words stay."""
    said = vars(item)
    return bool({said.get("selftext"), said.get("body")} & NEVER_SCORED or said.get("removed_by_category"))


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _author(said: Mapping[str, object]) -> str | None:
    name = str(said["author"]) if said.get("author") else ""
    return None if name in {"", *NEVER_SCORED} else name


def _path(said: Mapping[str, object]) -> str:
    """Where the item is; old comments come without a permalink."""
    if said.get("permalink"):
        return str(said["permalink"])
    post = _words(said.get("link_id")).removeprefix("t3_") or str(said.get("id"))
    comment = f"_/{said.get('id')}/" if said.get("link_id") else ""
    return f"/r/{said.get('subreddit')}/comments/{post}/{comment}"


def _parent(said: Mapping[str, object]) -> str | None:
    return _words(said.get("parent_id")) or _words(said.get("crosspost_parent")) or None


def _moment(value: object) -> datetime | None:
    """`created_utc`; the field `created` beside it is hours off."""
    if not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _engagement(said: Mapping[str, object]) -> dict[str, int]:
    names = {"score": "score", "num_comments": "comments", "num_crossposts": "crossposts"}
    return {name: value for key, name in names.items() if isinstance(value := said.get(key), int)}
