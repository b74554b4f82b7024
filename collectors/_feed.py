"""From a feed's bytes to mentions: RSS, Atom and RDF as feedparser reads them, or a JSON Feed."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import feedparser

from collectors._answer import Answer
from collectors._cut import is_cut_short, without_half_character
from collectors._feed_item import Item, joined, mention_of, rank
from collectors._feed_json import json_items
from collectors._raw import raw_of
from collectors._text import parse_date, site_of, tidy, to_text, usable_url, utc, without_reddit_foot
from domain.errors import SourceRefused
from domain.records import Mention, Source

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_SLOW_DATES = 100
"""Dates in words that one document may cost us; each takes a twentieth of a second."""
_SURROGATE = re.compile(rb"&#(?:x[dD][89a-fA-F][0-9a-fA-F]{2}|5(?:5[3-9]|6\d|7[0-3])\d\d);")
_PAGE = re.compile(rb"(?>\s*<!--.*?-->)*+\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL)
_CUT_SHORT = "the document ends in the middle; what comes after that is missing, and it is asked for again next time"
# feedparser reads these by halves: a year and today's month, an hour and today's date, seconds as a year.
_MISREAD = re.compile(r"\d{4}(?![-\d년]|$)|\d{9,13}$|\d{1,2}:\d\d")
_MAILBOX = re.compile(r"(.+?) \([^\s()@]+@[^\s()@]+\)|(.+?) <[^\s<>@]+@[^\s<>@]+>|[^\s()@]+@[^\s()@]+ \((.+)\)")
# What feedparser may raise on documents made to break it; anything else would be a bug of ours.
_PARSER_ERRORS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One document: its mentions in its order, whether it was read to its end, what to tell a person.

    `doubts` say why something of it may be missing.
    """

    mentions: tuple[Mention, ...]
    whole: bool
    warnings: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def read(answer: Answer, source: Source) -> Feed:
    """The mentions of a feed; SourceRefused where it is none: an HTML page, nothing, other JSON."""
    if answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        items: Iterable[Item] = json_items(answer)
        whole, cut = True, False
    else:
        document, whole, cut = _read_xml(answer)
        base = usable_url(joined(answer.url, answer.headers.get("content-location", ""))) or answer.url
        items = _xml_items(cast("list[Entry]", document["entries"]), base)
    chosen: dict[str, Mention] = {}
    unusable = 0
    for item in items:
        if not (item.guid or item.link or item.title or item.text):
            continue
        mention = mention_of(item, source)
        unusable += bool(item.link and mention.url is None)
        known = chosen.get(mention.external_id)
        if known is None or rank(mention) > rank(known):
            chosen[mention.external_id] = mention
    warning = f"{unusable} items have a link that no browser could open; it was left out"
    return Feed(
        mentions=tuple(chosen.values()),
        whole=whole,
        warnings=(warning,) if unusable else (),
        doubts=(_CUT_SHORT,) if cut else (),
    )


def _read_xml(answer: Answer) -> tuple[Mapping[str, object], bool, bool]:
    """(the document, whether all of it could be read, whether it was cut short on its way)."""
    document = parse(answer)
    # SAX gave up: the loose parser took what it could, and the end may be missing.
    whole = type(document.get("bozo_exception")).__name__ != "SAXParseException"
    cut = not whole and is_cut_short(answer.body)
    if cut and (body := without_half_character(answer.body)) != answer.body:
        document = parse(replace(answer, body=body))
    return document, whole, cut


def parse(answer: Answer) -> Mapping[str, object]:
    """feedparser's reading of RSS, Atom, RDF; SourceRefused where it is none of them.

    Its own cleaning of HTML is off: text is all that is kept, and it costs two thirds of the time.
    """
    try:
        try:
            document = _parse(answer.body, answer.headers)
        except UnicodeEncodeError:  # one reference to half a character must not cost the whole feed
            document = _parse(_SURROGATE.sub(b" ", answer.body), answer.headers)
    except _PARSER_ERRORS as error:
        raise SourceRefused(f"the feed cannot be read ({type(error).__name__}); report its address") from error
    named = document.get("version") or (document["entries"] and not _PAGE.match(answer.body))
    if not named:
        raise SourceRefused(_no_feed(answer.body))
    return document


def _parse(body: bytes, headers: Mapping[str, str]) -> Mapping[str, object]:
    # No content-location: feedparser would glue the address before every guid, and addresses move.
    kept = {key: headers[key] for key in ("content-type", "content-language") if key in headers}
    document = feedparser.parse(
        io.BytesIO(body), response_headers=kept, resolve_relative_uris=False, sanitize_html=False
    )
    return cast("Mapping[str, object]", document)


def _no_feed(body: bytes) -> str:
    if not body.strip():
        return "the answer is empty, not a feed; open the address in a browser"
    if _PAGE.match(body) or b"<html" in body[:2000].lower():
        title = re.search(rb"<title[^>]*>(.{1,200}?)</title", body[:20000], re.IGNORECASE | re.DOTALL)
        named = f" ('{to_text(title[1].decode('utf-8', 'replace'))[:60]}')" if title else ""
        return f"the answer is a web page{named}, not a feed: a block or log-in page, or the site's own address"
    return "the answer is not a feed (no RSS, Atom, RDF or JSON Feed); open the address in a browser"


def _xml_items(entries: Iterable[Entry], base: str) -> Iterator[Item]:
    slow = _SLOW_DATES
    for entry in entries:
        moment = next((found for key in _WRITTEN if (found := _moment(entry, key))), None)
        written = next((said for key in _WRITTEN if (said := _string(entry, key))), None)
        if moment is None and written and (moment := parse_date(written, quick=True)) is None and slow:
            slow -= 1
            moment = parse_date(written)
        guid, link = _string(entry, "id"), _string(entry, "link")
        if link == guid and "://" not in guid:
            link = ""  # RSS takes a guid for a link unless told otherwise; "item-7" is none
        item = Item(
            guid=guid,
            link=link,
            url=joined(base, link),
            title=_prose(_string(entry, "title"), _field(entry, "title_detail")),
            text=without_reddit_foot(_body(entry)),
            author=_author(entry),
            published_at=moment,
            site=_outlet(entry),
            raw=raw_of(entry),
        )
        yield item


_WRITTEN = ("published", "updated", "created")


def _field(entry: Entry, key: str) -> object:
    """feedparser's own look-up maps old names to new ones, with a warning, and is slow."""
    return dict.get(cast("dict[str, object]", entry), key)


def _string(entry: Entry, key: str) -> str:
    value = _field(entry, key)
    return value.strip() if isinstance(value, str) else ""


def _moment(entry: Entry, key: str) -> datetime | None:
    return None if _MISREAD.match(_string(entry, key)) else utc(_field(entry, f"{key}_parsed"))


def _author(entry: Entry) -> str | None:
    """The name without the mailbox that may stand beside it: people are asked for, and forgotten, by their names."""
    written = tidy(_string(entry, "author")[:500])
    named = _MAILBOX.fullmatch(written)
    return (next(filter(None, named.groups())) if named else written)[:200] or None


def _body(entry: Entry) -> str:
    """The content where it has any text, else the summary: a summary is often the content cut short."""
    contents = cast("list[Entry]", _field(entry, "content") or [])
    for part in sorted(contents, key=lambda part: -len(_string(part, "value"))):
        readable = not _string(part, "type").startswith(("image/", "audio/", "video/", "font/"))
        if readable and (text := _prose(_string(part, "value"), part)):
            return text
    return _prose(_string(entry, "summary"), _field(entry, "summary_detail"))


def _prose(value: str, detail: object) -> str:
    plain = isinstance(detail, Mapping) and detail.get("type") == "text/plain"
    return to_text(value, plain=plain)


def _outlet(entry: Entry) -> str | None:
    """The site that an aggregator names as the origin of an entry."""
    origin = _field(entry, "source")
    return site_of(usable_url(_string(origin, "href"))) if isinstance(origin, dict) else None
