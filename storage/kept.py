"""The mentions that a brand's query can be tried on: all of the last weeks, matched or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from domain.records import Mention
from storage.frames import aware, utc

# One row per mention that is not deleted, with the brands it has and the sources that say so, side by side.
_PAGE = """
    with page as (
        select mention_id, source, kind, external_id, title, text, url, site, published_at, content_hash
        from mentions
        where deleted_at is null and {which}
    ),
    matched as (
        select mention_id, list(brand order by brand) as brands, list(sources order by brand) as sources
        from mention_brands
        where mention_id in (select mention_id from page)
        group by mention_id
    )
    select p.*, coalesce(b.brands, []), coalesce(b.sources, [])
    from page p
    left join matched b on b.mention_id = p.mention_id
    order by p.mention_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMention:
    """A stored mention without its author, who is kept as a keyed hash only.

    `brands`: each brand that it has, with the names of the sources that say so.
    """

    mention_id: int
    content_hash: int
    mention: Mention
    brands: dict[str, frozenset[str]]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who found it: the first finder, then those that stand for a brand."""
        others = {name for names in self.brands.values() for name in names} - {self.mention.source}
        return (self.mention.source, *sorted(others))


_SLICE = "first_seen_at >= $since and mention_id > $after order by mention_id limit $limit"


class Kept:
    """Reads of one connection, a page at a time by id."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def page(self, since: datetime, *, after: int = -1, limit: int = 5_000) -> list[KeptMention]:
        """At most `limit` mentions first seen at `since` or later, with ids above `after`, by id."""
        values = {"since": utc(since), "after": after, "limit": limit}
        return [_kept(*row) for row in self._con.execute(_PAGE.format(which=_SLICE), values).fetchall()]

    def of(self, ids: Sequence[int]) -> list[KeptMention]:
        """The mentions of these ids, by id; those that are gone are left out."""
        which = "mention_id in (select unnest($ids::bigint[]))"
        return [_kept(*row) for row in self._con.execute(_PAGE.format(which=which), {"ids": list(ids)}).fetchall()]

    def hashes(self, ids: Collection[int]) -> dict[int, int]:
        """What the mentions of these ids say today, as a hash; those that are gone are left out."""
        rows = self._con.execute(
            "select mention_id, content_hash from mentions where list_contains($ids, mention_id)", {"ids": list(ids)}
        ).fetchall()
        return dict(rows)


def _kept(
    mention_id: int,
    source: str,
    kind: str,
    external_id: str,
    title: str | None,
    text: str | None,
    url: str | None,
    site: str | None,
    published_at: datetime | None,
    content_hash: int,
    brands: list[str],
    sources: list[list[str]],
) -> KeptMention:
    mention = Mention(
        source=source,
        kind=kind,
        external_id=external_id,
        title=title or "",
        text=text or "",
        url=url,
        site=site,
        published_at=aware(published_at),
    )
    standing = {brand: frozenset(names) for brand, names in zip(brands, sources, strict=True)}
    return KeptMention(mention_id=mention_id, content_hash=content_hash, mention=mention, brands=standing)
