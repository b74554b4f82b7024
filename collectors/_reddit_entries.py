"""From the entries of Reddit's feeds to mentions, with the same ids as the API gives."""

import re
from collections.abc import Mapping
from typing import cast

from collectors._answer import Answer
from collectors._feed import parse
from collectors._raw import raw_of
from collectors._text import tidy, to_text, usable_url, utc
from domain.errors import SourceRefused
from domain.records import NEVER_SCORED, Mention, Source

Entry = Mapping[str, object]

_FULLNAME = re.compile(r"t[13]_[0-9a-z]{1,20}")
_LINK = re.compile(r"/comments/([0-9a-z]{1,20})(?:/[^/?#]*(?:/([0-9a-z]{1,20}))?)?/?(?:[?#]|$)", re.IGNORECASE)
_PLACE = re.compile(r"/r/([A-Za-z0-9_]{1,40})/")
# Reddit marks where a writer's own words begin and end; around them stand a thumbnail and "submitted by".
_WRITTEN = re.compile(r"<!-- SC_OFF -->(.*)<!-- SC_ON -->", re.DOTALL)
_FRAME = re.compile(r"<table>.*?</table>|(?:&#32;|\s)*submitted by(?:&#32;|\s)*<a\b.*", re.DOTALL)


def mentions_of(answer: Answer, source: Source) -> list[Mention]:
    """Each post and comment once, in the feed's order; SourceRefused where it is no feed of Reddit's."""
    entries = cast("list[Entry]", parse(answer)["entries"])
    found: dict[str, Mention] = {}
    for entry in entries:
        if (fullname := _fullname(entry)) and fullname not in found:
            found[fullname] = _mention(entry, fullname, source)
    if entries and not found and not any(_string(entry, "id").startswith("t5_") for entry in entries):
        raise SourceRefused("the feed holds no posts or comments of Reddit; check the address")
    return list(found.values())


def _fullname(entry: Entry) -> str | None:
    """t3_... or t1_...; older feeds give the permalink alone. None for communities and people in a search."""
    given = _string(entry, "id")
    if _FULLNAME.fullmatch(given):
        return given
    if re.match(r"t\d_", given) or not (found := _LINK.search(given) or _LINK.search(_string(entry, "link"))):
        return None
    post, comment = found.groups()
    return f"t1_{comment.lower()}" if comment else f"t3_{post.lower()}"


def _mention(entry: Entry, fullname: str, source: Source) -> Mention:
    link = _string(entry, "link")
    post = fullname.startswith("t3_")
    within = _LINK.search(link)
    place = _PLACE.search(link)
    return Mention(
        source=source.name,
        kind=source.kind,
        external_id=fullname,
        # A comment's title only repeats whose words on which post they are.
        title=to_text(_string(entry, "title")) if post else "",
        text=_body(entry),
        url=usable_url(link),
        author=_author(entry),
        published_at=utc(_field(entry, "published_parsed")) or utc(_field(entry, "updated_parsed")),
        parent=f"t3_{within[1].lower()}" if within and not post else None,
        site=f"r/{place[1].lower()}" if place else None,
        raw=raw_of(entry),
    )


def _body(entry: Entry) -> str:
    """The writer's own words; nothing for a post that is only a link."""
    contents = cast("list[Entry]", _field(entry, "content") or [])
    markup = next((_string(part, "value") for part in contents), "") or _string(entry, "summary")
    written = _WRITTEN.search(markup)
    return to_text(written[1] if written else _FRAME.sub("", markup))


def _author(entry: Entry) -> str | None:
    name = tidy(_string(entry, "author")).removeprefix("/").removeprefix("u/")[:200]
    return None if name in {"", *NEVER_SCORED} else name


def _field(entry: Entry, key: str) -> object:
    """feedparser's own look-up maps old names to new ones, with a warning."""
    return dict.get(cast("dict[str, object]", entry), key)


def _string(entry: Entry, key: str) -> str:
    value = _field(entry, key)
    return value.strip() if isinstance(value, str) else ""
