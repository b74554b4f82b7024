"""Commits what a source gave: each mention once, its brands, the cursor, and the days that it touched."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from domain.identity import mention_id
from domain.records import Batch, Source
from storage.frames import BIGINT, TEXTS, arrive, land, utc
from storage.shapes import Changes
from storage.writes import mention_rows, mention_sql
from storage.writes.ages import Ages
from storage.writes.author_names import AuthorNames
from storage.writes.days import Days
from storage.writes.labels import Labels
from storage.writes.mutes import Mutes
from storage.writes.settings import Settings
from storage.writes.sources import Sources
from storage.writes.tombstones import OF_CONTENT, remove_all_of, withhold
from storage.writes.work import Work

_PEOPLE = (("mention", "mention_id::varchar"), ("author", "author_key"))


class Mentions:
    """Mentions by id; the same utterance found again, or by two sources, is one row."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, settings: Settings, days: Days, labels: Labels, work: Work
    ) -> None:
        self._con = con
        self._settings = settings
        self._days = days
        self._labels = labels
        self._work = work
        self._mutes = Mutes(con, days)
        self._names = AuthorNames(con, settings)
        self._ages = Ages(con, settings)

    def commit(
        self, source: Source, batch: Batch, brands: Sequence[tuple[str, ...]], *, secret: bytes, now: datetime
    ) -> Changes:
        """Store a batch and the cursor that is true once it is; brands[i] are those that mention i matches.

        Counted as changed: another content, rating, reply, version, address or date. Votes are stored and count
        as unchanged. What was erased on request, or is too old, is withheld. Raises ConfigError for another secret.
        """
        self._settings.check_secret(secret)
        self._arrive(mention_rows.reader(batch.mentions, brands, secret), now)
        kept, withheld = withhold(self._con, "arriving", _PEOPLE)
        if old := self._ages.withhold("arriving", "kind", "happened_at"):
            kept, withheld = kept - old, withheld + old
        known = self._find() if kept else 0
        new, changed = kept - known, self._merge(now) if known else 0
        if known:
            self._set_brands(source.name)
        if new:
            self._insert(source.name, now)
        if kept:
            self._mutes.apply("arriving")
            self._names.add(batch.mentions, brands, secret, now)
        deleted = self._delete(source, batch.deleted, now)
        Sources(self._con).keep_cursor(source, batch.cursor, now)
        unchanged = len(batch.mentions) - new - changed - withheld
        return Changes(new=new, changed=changed, unchanged=unchanged, deleted=deleted, withheld=withheld)

    def rematch(self, source: str, brands: Mapping[int, tuple[str, ...]]) -> None:
        """Say anew which brands a source's mentions match, by mention id: a query was changed."""
        rows = [(key, sorted(set(names))) for key, names in brands.items()]
        arrive(self._con, "arriving", {"mention_id": BIGINT, "brands": TEXTS}, rows)
        self._con.execute("create or replace temp table places as select mention_id from arriving")
        self._con.execute(mention_sql.NOTHING_MERGED)
        self._set_brands(source)
        self._mutes.apply("arriving")

    def knows(self, ids: Collection[int]) -> bool:
        """Whether any mention of these ids is stored, deleted or not."""
        found = "select 1 from mentions where mention_id in (select unnest($ids::bigint[])) limit 1"
        return self._con.execute(found, {"ids": list(ids)}).fetchone() is not None

    def found_by(self, source: str) -> bool:
        """Whether anything is stored that this source gave, be it the first to do so or not."""
        found = """
            select 1 where exists (select 1 from mentions where source = $source)
                or exists (select 1 from mention_brands where list_contains(sources, $source))
        """
        return self._con.execute(found, {"source": source}).fetchone() is not None

    def drop_unmatched(self, before: datetime) -> int:
        """Remove mentions of no brand that were first seen before a moment; returns how many.

        What a person has corrected, tagged, or made a case of, stays.
        """
        self._con.execute(
            """
            create or replace temp table unmatched as
            select mention_id as text_id from mentions
            where first_seen_at < $before and mention_id not in (select mention_id from mention_brands)
                and mention_id not in (
                    select text_id from overrides
                    union all select text_id from care_cases
                    union all select text_id from topic_overrides
                    union all select text_id from own_labels
                    union all select text_id from mention_tags where rule_id = 0
                )
            """,
            {"before": utc(before)},
        )
        removed = self._con.execute(
            "delete from mentions where mention_id in (select text_id from unmatched)"
        ).fetchone()
        remove_all_of(self._con, "unmatched")
        if removed and removed[0]:
            self._names.forget()
        return int(removed[0]) if removed else 0

    def _arrive(self, rows: pa.RecordBatchReader, now: datetime) -> None:
        """Land a batch, which comes in the order of its dates: what is read by days then lies together."""
        land(self._con, rows, mention_sql.ARRIVING, {"now": utc(now), "zone": self._days.zone})
        if self._count("arriving") > self._count("(select distinct mention_id from arriving)"):
            self._con.execute(mention_sql.NEWEST)

    def _find(self) -> int:
        """Look up what is stored of those that arrive; returns how many are."""
        self._con.execute(mention_sql.PLACES)
        self._con.execute(mention_sql.FRESH)
        return self._count("places")

    def _insert(self, source: str, now: datetime) -> None:
        """Store what nobody has seen before: nothing can be said of it yet, so that nothing else is looked up."""
        self._con.execute(mention_sql.INSERT, {"now": utc(now)})
        self._con.execute(mention_sql.INSERT_BRANDS, {"source": source})
        self._days.insert("fresh")
        self._con.execute(mention_sql.FRESH_TO_READ)
        self._work.insert("fresh_to_read")

    def _merge(self, now: datetime) -> int:
        """Write over what is told differently now; returns how many are a change to a reader."""
        self._con.execute(mention_sql.ANEW)
        if not self._count("anew"):
            self._con.execute(mention_sql.NOTHING_MERGED)
            return 0
        self._con.execute(mention_sql.STORED)
        self._con.execute(mention_sql.MERGED, {"now": utc(now), "zone": self._days.zone})
        changed = self._count("merged where changed")
        if changed:
            self._days.mark("merged")
        self._con.execute(mention_sql.UPDATE)
        # Also what counts as no change to a reader: a name, a country that was not told before.
        self._days.touch("merged")
        if changed:
            self._days.mark("merged")
        if self._count("merged where rewritten"):
            self._forget_readings()
        return changed

    def _count(self, rows: str) -> int:
        found = self._con.execute(f"select count(*) from {rows}").fetchone()  # noqa: S608 - our own names
        return int(found[0]) if found else 0

    def _forget_readings(self) -> None:
        self._con.execute("create or replace temp table stale as select text_id from merged where rewritten")
        for table in OF_CONTENT:
            self._con.execute(f"delete from {table} where text_id in (select text_id from stale)")  # noqa: S608
        self._labels.refresh("stale", ("mention",))

    def _set_brands(self, source: str) -> None:
        """Say of those in `places`, which are stored, which brands they match."""
        self._con.execute(mention_sql.BRANDS, {"source": source})
        moved = self._count("brand_changes")
        if moved:
            self._con.execute(mention_sql.BRAND_DAYS)
            self._days.touch("brand_changes")
            self._con.execute(mention_sql.DROP_BRANDS)
            self._con.execute(mention_sql.ADD_BRANDS)
            self._con.execute(mention_sql.ADDED)
            self._days.add("added")
            self._con.execute(mention_sql.UNMATCHED)
            self._work.drop("unmatched")
        if moved or self._count("merged"):
            self._con.execute(mention_sql.TO_READ)
            self._work.add("to_read")

    def _delete(self, source: Source, external_ids: Sequence[str], now: datetime) -> int:
        """Mark what the source says is gone; its ids may be global, or this source's own."""
        if not external_ids:
            return 0
        keys = {mention_id(source.kind, space, i) for i in external_ids for space in ("", source.namespace)}
        arrive(self._con, "gone", {"text_id": BIGINT}, [(key,) for key in keys])
        removed = self._con.execute(
            """
            update mentions set deleted_at = $now, deleted_by = 'source'
            where deleted_at is null and mention_id in (select text_id from gone)
            """,
            {"now": utc(now)},
        ).fetchone()
        self._days.mark("gone")
        self._work.drop("gone")
        return int(removed[0]) if removed else 0
