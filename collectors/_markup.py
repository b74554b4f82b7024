"""What a page says in schema.org's words, as JSON-LD or as microdata, in one form: typed objects with properties."""

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from collectors._answer import Answer
from collectors._text import tidy

Thing = dict[str, object]

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_WRAP = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
# The parser's time grows with the square of how deep elements nest: 3 s for thirty thousand.
_MANY_TAGS = 30_000
# Properties inside properties repeat their text, so that a small page could hold gigabytes of it.
_MOST_TEXT = 20_000_000
_FROM_ATTRIBUTE = {"a": "href", "link": "href", "img": "src", "time": "datetime", "data": "value", "meter": "value"}


def json_ld(answer: Answer) -> list[object]:
    """The page's JSON-LD blocks; one that cannot be read is left out."""
    encoding = _encoding(answer)
    found: list[object] = []
    for block in _blocks(answer.body):
        try:
            # Not strict: line ends inside strings are the commonest mistake in the wild.
            found.append(json.loads(_WRAP.sub("", block.decode(encoding, "replace")), strict=False))
        except (ValueError, RecursionError):
            continue
    return found


def _blocks(body: bytes) -> Iterator[bytes]:
    """The contents of the scripts that hold JSON-LD, found in one pass however the page is built."""
    low, end = body.lower(), 0
    while (start := low.find(b"<script", end)) >= 0 and (inner := low.find(b">", start)) >= 0:
        end = low.find(b"</script", inner)
        if end < 0:
            return
        if b"application/ld+json" in low[start:inner]:
            yield body[inner + 1 : end]


def _encoding(answer: Answer) -> str:
    said = _CHARSET.search(answer.headers.get("content-type", "").encode()) or _CHARSET.search(answer.body[:4096])
    name = said[1].decode("ascii") if said else "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name


def microdata(answer: Answer) -> list[object]:
    """The page's items, the inner ones as properties of the outer; nothing from a page of too many elements."""
    if b"itemscope" not in answer.body or answer.body.count(b"<") > _MANY_TAGS:
        return []
    root = LexborHTMLParser(answer.body.decode(_encoding(answer), "replace")).root
    items: dict[int, Thing] = {}
    tops: list[object] = []
    for node in root.css("[itemscope]") if root else []:
        kinds = (node.attributes.get("itemtype") or "").split()
        items[node.mem_id] = {"@type": kinds, "@id": node.attributes.get("itemid")}
        if "itemprop" not in node.attributes:
            tops.append(items[node.mem_id])
    owners: dict[int, Thing | None] = {}
    left = _MOST_TEXT
    for node in root.css("[itemprop]") if root else []:
        owner = _owner(node, items, owners)
        if owner is None or left < 0:
            continue
        value = items.get(node.mem_id) or _value(node)
        left -= len(value)
        for name in (node.attributes.get("itemprop") or "").split()[:5]:
            several = owner.setdefault(name, [])
            if isinstance(several, list):
                several.append(value)
    return tops


def _owner(node: LexborNode, items: dict[int, Thing], owners: dict[int, Thing | None]) -> Thing | None:
    """The item around a property; `owners` remembers the way, or deep pages would take for ever."""
    way, above = [], node.parent
    while above is not None and above.mem_id not in items and above.mem_id not in owners:
        way.append(above.mem_id)
        above = above.parent
    found = None if above is None else items.get(above.mem_id) or owners.get(above.mem_id)
    owners.update(dict.fromkeys(way, found))
    return found


def _value(node: LexborNode) -> str:
    marks = node.attributes
    said = marks.get("content") or marks.get(_FROM_ATTRIBUTE.get(node.tag or "", ""))
    return tidy(said or node.text(deep=True, separator=" "))
