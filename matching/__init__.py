"""Which mentions are about which brand: the brand's query, its matches, and what changing it would change.

A query is made of words, "phrases", wild*cards, AND (or nothing at all), OR, NOT, parentheses, NEAR/n (at
most n words between, in either order) and the fields title: text: author: site: subreddit:. NEAR binds
tightest, then NOT, AND, OR. Case and Unicode's spellings do not matter; a word is matched as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.records import Brand, Mention, Role
from matching._grammar import parse
from matching._terms import Node
from matching._words import Document

__all__ = ["Query", "compile_query", "fields_of", "match_brands", "preview"]


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query; equal, hashed and pickled by what it was written as."""

    text: str
    root: Node

    def matches(self, fields: Mapping[str, str]) -> bool:
        """Does it hold for title, text, author, site, subreddit, url? Missing ones are empty."""
        return self.holds(Document(fields))

    def holds(self, document: Document) -> bool:
        """The same for a document that several queries are asked about."""
        return self.root.possible(document.folded) and self.root.holds(document)


@lru_cache(maxsize=512)
def compile_query(text: str) -> Query:
    """The query that `text` says; ConfigError names the column and what to write instead."""
    return Query(text, parse(text))


def fields_of(mention: Mention) -> dict[str, str]:
    """What a query can ask of a mention."""
    site = mention.site or ""
    return {
        "title": mention.title,
        "text": mention.text,
        "author": mention.author or "",
        "site": site,
        "subreddit": site if site.startswith("r/") else "",
        "url": mention.url or "",
    }


def match_brands(brands: Sequence[Brand], mention: Mention, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the brands that the mention is about, in the order of `brands`.

    `allowed` is what its source lists: then only those brands. A source that lists none is searched for every
    brand. A brand without a query keeps all that its sources give; a source that lists none is our own brands'.
    """
    document = Document(fields_of(mention))
    return tuple(brand.name for brand in brands if _is_about(brand, document, allowed))


def _is_about(brand: Brand, document: Document, allowed: tuple[str, ...]) -> bool:
    if allowed and brand.name not in allowed:
        return False
    if not brand.query:
        return bool(allowed) or brand.role == Role.OWN
    return compile_query(brand.query).holds(document)


def preview(
    old: str | None, new: str | None, mentions: Iterable[Mention]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """(added, dropped) among `mentions` by changing a query from `old` to `new`; None keeps everything."""
    before, after = (None if text is None else compile_query(text) for text in (old, new))
    added: list[Mention] = []
    dropped: list[Mention] = []
    for mention in mentions:
        document = Document(fields_of(mention))
        had, has = (query is None or query.holds(document) for query in (before, after))
        if had != has:
            (added if has else dropped).append(mention)
    return tuple(added), tuple(dropped)
