"""Whether mentions are about a brand at all; what a strict brand leaves out is hidden as a mute hides it."""

from collections.abc import Sequence

import duckdb

from domain.traits import Relevance
from storage.frames import BIGINT, BOOLEAN, DOUBLE, TEXT, arrive
from storage.shapes import PendingText
from storage.writes.mutes import Mutes
from storage.writes.tombstones import drop_gone

_COLUMNS = {
    "text_id": BIGINT,
    "brand": TEXT,
    "version": TEXT,
    "content_hash": BIGINT,
    "score": DOUBLE,
    "relevant": BOOLEAN,
}

# Not by the work queue: a mention may become a brand's long after it was first read.
_PENDING = """
    select m.mention_id, m.content_hash, m.title, m.text, m.language
    from mentions m
    join mention_brands b on b.mention_id = m.mention_id and b.brand = $brand
    where m.deleted_at is null and not exists (
        select 1 from brand_relevance r
        where r.text_id = m.mention_id and r.brand = $brand and r.version = $version
            and r.content_hash = m.content_hash
    )
    limit $limit
"""

_OUT = """
    create or replace temp table now_out as
    select r.text_id, r.brand
    from brand_relevance r
    join mentions m on m.mention_id = r.text_id and m.content_hash = r.content_hash
    where not r.relevant and list_contains($strict::varchar[], r.brand)
"""

_TURNED = """
    create or replace temp table turned as
    select text_id as mention_id from (
        (select text_id, brand from now_out except select text_id, brand from left_out)
        union all
        (select text_id, brand from left_out except select text_id, brand from now_out)
    )
"""


class RelevanceRows:
    """Relevance by mention and brand; a pair's row is replaced as a whole."""

    def __init__(self, con: duckdb.DuckDBPyConnection, mutes: Mutes) -> None:
        self._con = con
        self._mutes = mutes

    def pending(self, brand: str, version: str, limit: int) -> list[PendingText]:
        """At most `limit` mentions of the brand that this version has not judged; empty once there are none."""
        rows = self._con.execute(_PENDING, {"brand": brand, "version": version, "limit": limit}).fetchall()
        return [
            PendingText(text_id=i, kind="mention", content_hash=h, title=title or "", text=text or "", language=lang)
            for i, h, title, text, lang in rows
        ]

    def add(self, brand: str, version: str, rows: Sequence[tuple[PendingText, Relevance]]) -> None:
        """Keep what was judged, in place of what was known of each mention and this brand."""
        judged = {p.text_id: (p.text_id, brand, version, p.content_hash, r.score, r.relevant) for p, r in rows}
        arrive(self._con, "judged", _COLUMNS, list(judged.values()))
        drop_gone(self._con, "judged")
        self._con.execute(
            "delete from brand_relevance where brand = $brand and text_id in (select text_id from judged)",
            {"brand": brand},
        )
        self._con.execute("insert into brand_relevance select * from judged")

    def forget(self, brands: Sequence[str]) -> None:
        """Drop what is known of brands that no longer say what they are about."""
        self._con.execute(
            "delete from brand_relevance where not list_contains($brands::varchar[], brand)", {"brands": list(brands)}
        )

    def settle(self, strict: Sequence[str]) -> int:
        """Leave out what is probably not about these brands, and let in again what is; returns how many rows turned."""
        self._con.execute(_OUT, {"strict": list(strict)})
        self._con.execute(_TURNED)
        found = self._con.execute("select count(*) from turned").fetchone()
        if not found or not found[0]:
            return 0
        self._con.execute("delete from left_out")
        self._con.execute("insert into left_out select text_id, brand from now_out")
        self._mutes.settle("turned")
        return int(found[0])
