"""What a changed brand query would add and drop among the mentions that are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.records import Source
from pipeline.anew import Anew, Match
from pipeline.rematch import standing
from storage.kept import KeptMention
from storage.queries import Queries

EXAMPLES = 5


@dataclass(slots=True, kw_only=True)
class Preview:
    """Counts of mentions first seen since a moment, and the first few of those that come or go."""

    brand: str
    since: datetime
    looked_at: int = 0
    kept: int = 0
    added: int = 0
    dropped: int = 0
    examples_added: tuple[KeptMention, ...] = ()
    examples_dropped: tuple[KeptMention, ...] = ()


def preview(queries: Queries, sources: Mapping[str, Source], match: Match, brand: str, since: datetime) -> Preview:
    """Try the query that `match` takes for the brand's own on everything stored; nothing is changed.

    `sources` are the configured ones by name: what others found is nobody's to match anew.
    """
    found, last = Preview(brand=brand, since=since), -1
    while page := queries.kept.page(since, after=last):
        for one in page:
            _count(found, one, sources, match)
        last = page[-1].mention_id
    return found


def _count(found: Preview, one: KeptMention, sources: Mapping[str, Source], match: Match) -> None:
    found.looked_at += 1
    had = found.brand in one.brands
    has = any(
        found.brand in names for names in standing(one, sources, match, Anew(brands=frozenset({found.brand}))).values()
    )
    found.kept += had and has
    if has and not had:
        found.added += 1
        found.examples_added = (*found.examples_added, one)[:EXAMPLES]
    if had and not has:
        found.dropped += 1
        found.examples_dropped = (*found.examples_dropped, one)[:EXAMPLES]
