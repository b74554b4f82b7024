"""Commits what a source gave: each mention once, its brands, the cursor, and the days that it touched."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb

from domain.identity import mention_id
from domain.records import Batch, Source
from storage.frames import BIGINT, TEXTS, arrive, utc
from storage.shapes import Changes
from storage.writes import mention_rows, mention_sql
from storage.writes.days import Days
from storage.writes.labels import Labels
from storage.writes.settings import Settings
from storage.writes.sources import Sources
from storage.writes.tombstones import remove_all_of, withhold
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

    def commit(
        self, source: Source, batch: Batch, brands: Sequence[tuple[str, ...]], *, secret: bytes, now: datetime
    ) -> Changes:
        """Store a batch and the cursor that is true once it is; brands[i] are those that mention i matches.

        Counted as changed: another content, rating, reply, version, address or date. Votes are stored and count
        as unchanged. What was erased on request is withheld. Raises ConfigError for another secret.
        """
        self._settings.check_secret(secret)
        rows = mention_rows.rows(batch.mentions, brands, secret)
        arrive(self._con, "arriving", mention_rows.COLUMNS, rows)
        kept, withheld = withhold(self._con, "arriving", _PEOPLE)
        new, changed = self._merge(now) if kept else (0, 0)
        if kept:
            self._set_brands(source.name)
        deleted = self._delete(source, batch.deleted, now)
        Sources(self._con).keep_cursor(source, batch.cursor, now)
        unchanged = len(batch.mentions) - new - changed - withheld
        return Changes(new=new, changed=changed, unchanged=unchanged, deleted=deleted, withheld=withheld)

    def rematch(self, source: str, brands: Mapping[int, tuple[str, ...]]) -> None:
        """Say anew which brands a source's mentions match, by mention id: a query was changed."""
        rows = [(key, sorted(set(names))) for key, names in brands.items()]
        arrive(self._con, "arriving", {"mention_id": BIGINT, "brands": TEXTS}, rows)
        self._con.execute("create or replace temp table merged (text_id bigint, rewritten boolean, returned boolean)")
        self._set_brands(source)

    def drop_unmatched(self, before: datetime) -> int:
        """Remove mentions of no brand that were first seen before a moment; returns how many.

        What a person has corrected, or made a case of, stays.
        """
        self._con.execute(
            """
            create or replace temp table unmatched as
            select mention_id as text_id from mentions
            where first_seen_at < $before and mention_id not in (select mention_id from mention_brands)
                and mention_id not in (select text_id from overrides union all select text_id from care_cases)
            """,
            {"before": utc(before)},
        )
        removed = self._con.execute(
            "delete from mentions where mention_id in (select text_id from unmatched)"
        ).fetchone()
        remove_all_of(self._con, "unmatched")
        return int(removed[0]) if removed else 0

    def _merge(self, now: datetime) -> tuple[int, int]:
        values = {"now": utc(now)}
        for statement in (mention_sql.KNOWN, mention_sql.DIFFERENT, mention_sql.STORED):
            self._con.execute(statement)
        self._con.execute(mention_sql.MERGED, {**values, "zone": self._days.zone})
        counted = self._con.execute("""
            select
                count(*), count(*) filter (fresh), count(*) filter (changed), count(*) filter (rewritten and not fresh)
            from merged
        """).fetchone()
        writes, new, changed, rewritten = counted or (0, 0, 0, 0)
        if changed:
            self._days.mark("merged")
        if writes:
            self._con.execute(mention_sql.MERGE, values)
        if changed:
            self._days.mark("merged")
        if rewritten:
            self._forget_readings()
        return int(new), int(changed)

    def _forget_readings(self) -> None:
        self._con.execute(
            "create or replace temp table stale as select text_id from merged where rewritten and not fresh"
        )
        for table in ("text_topics", "topic_reads", "aspects"):
            self._con.execute(f"delete from {table} where text_id in (select text_id from stale)")  # noqa: S608
        self._labels.refresh("stale", ("mention",))

    def _set_brands(self, source: str) -> None:
        self._con.execute(mention_sql.BRANDS, {"source": source})
        moved = self._con.execute("select 1 from brand_changes limit 1").fetchone()
        if moved:
            self._con.execute(mention_sql.BRAND_DAYS)
            self._con.execute(mention_sql.DROP_BRANDS)
            self._con.execute(mention_sql.ADD_BRANDS)
            self._con.execute(mention_sql.UNMATCHED)
            self._work.drop("unmatched")
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
