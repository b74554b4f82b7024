"""One page of Apple's customer-reviews feed, in its XML form (which has the dates) or its JSON form.

The first entry may be the app itself: only an entry with a rating is a review. Without reviews there is no
`entry`, with one it may be an object instead of a list; the XML has two contents per review, text and table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from collectors._answer import Answer
from collectors._feed import parse
from collectors._raw import raw_of
from collectors._text import parse_date, tidy, to_text, usable_url, utc
from domain.errors import SourceRefused
from domain.records import Mention, Source

PAGE = 50
"""Reviews on a full page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The reviews of one page, newest first, and whether the feed says that there is another one."""

    reviews: tuple[Mention, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Review:
    """A review in Apple's words: all of them text, numbers too."""

    id: str
    title: str
    text: str
    rating: str
    version: str
    author: str
    link: str
    votes: Mapping[str, str]
    moment: datetime | None
    raw: str | None


def read_page(answer: Answer, source: Source, country: str) -> Page:
    """The reviews in either form; SourceRefused where the answer is neither."""
    if answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        feed = _object(answer.json(), "feed")
        if not feed:
            raise SourceRefused("the answer is JSON without a feed of reviews; check app_id, countries and base_url")
        reviews, following = list(_from_json(feed)), _next_of(_list(feed.get("link")))
    else:
        document = parse(answer)
        reviews = list(_from_xml(cast("list[dict[str, object]]", document["entries"])))
        about = cast("dict[str, object]", document["feed"])
        following = next((_text(one, "href") for one in _list(about.get("links")) if one.get("rel") == "next"), None)
    found = tuple(_mention(review, source, country) for review in reviews if review.id)
    more = bool(following) if following is not None else len(found) >= PAGE
    return Page(reviews=found, more=more and bool(found))


def _from_xml(entries: list[dict[str, object]]) -> Iterator[_Review]:
    for entry in entries:
        if "im_rating" not in entry:
            continue
        contents = _list(dict.get(entry, "content"))
        texts = [one for one in contents if "html" not in _text(one, "type")] or contents[:1]
        links = _list(dict.get(entry, "links"))
        yield _Review(
            id=_text(entry, "id"),
            title=_text(entry, "title"),
            text=_text(texts[0], "value") if texts else "",
            rating=_text(entry, "im_rating"),
            version=_text(entry, "im_version"),
            author=_text(entry, "author"),
            link=_text(links[0], "href") if links else "",
            votes={"vote_sum": _text(entry, "im_votesum"), "votes": _text(entry, "im_votecount")},
            moment=utc(dict.get(entry, "updated_parsed")),
            raw=raw_of(entry),
        )


def _from_json(feed: Mapping[str, object]) -> Iterator[_Review]:
    for entry in _list(feed.get("entry")):
        if "im:rating" not in entry:
            continue
        links = _list(entry.get("link"))
        yield _Review(
            id=_label(entry, "id"),
            title=_label(entry, "title"),
            text=next((_text(one, "label") for one in _list(entry.get("content"))), ""),
            rating=_label(entry, "im:rating"),
            version=_label(entry, "im:version"),
            author=_label(_object(entry, "author"), "name"),
            link=_text(_object(links[0], "attributes"), "href") if links else "",
            votes={"vote_sum": _label(entry, "im:voteSum"), "votes": _label(entry, "im:voteCount")},
            moment=parse_date(_label(entry, "updated")),
            raw=raw_of(entry),
        )


def _mention(review: _Review, source: Source, country: str) -> Mention:
    stars = _number(review.rating)
    counted = {name: _number(said) for name, said in review.votes.items()}
    return Mention(
        source=source.name,
        kind=source.kind,
        external_id=review.id,
        title=to_text(review.title, plain=True),
        text=to_text(review.text, plain=True),
        url=usable_url(review.link),
        author=tidy(review.author)[:200] or None,
        rating=float(stars) if stars is not None and 1 <= stars <= 5 else None,
        published_at=review.moment,
        country=country,
        app_version=tidy(review.version)[:50] or None,
        raw=review.raw,
        engagement={name: count for name, count in counted.items() if count is not None},
    )


def _next_of(links: list[dict[str, object]]) -> str | None:
    """The address of the next page; empty where the feed says there is none, None where it does not say."""
    heads = [_object(link, "attributes") for link in links]
    return next((_text(head, "href") for head in heads if head.get("rel") == "next"), None)


def _list(value: object) -> list[dict[str, object]]:
    """Apple writes one thing as an object, several as a list and none as nothing."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, dict)]


def _object(value: object, key: str) -> dict[str, object]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _label(value: object, key: str) -> str:
    return _text(_object(value, key), "label")


def _text(value: Mapping[str, object], key: str) -> str:
    inner = dict.get(cast("dict[str, object]", value), key)
    return inner.strip() if isinstance(inner, str) else ""


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.lstrip("-").isdigit() and len(said) < 10 else None
