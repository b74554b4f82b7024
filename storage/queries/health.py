"""How the house is doing: sources, runs, and what is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from storage.frames import aware, utc
from storage.queries.ask import Ask
from storage.shapes import Growth, Size
from storage.writes.runs import OLD_RUNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What is stored: rows that are not deleted, texts that wait for the engine in force, times aware UTC."""

    mentions: int
    scored: int
    unscored: int
    stories: int
    surveys: int
    tickets: int
    customers: int
    topics: int
    first_day: object
    last_day: object
    last_run: datetime | None
    last_good_run: datetime | None
    engine: str
    engine_version: str
    size: Size


class Health:
    """Figures about Earshot itself."""

    def __init__(self, ask: Ask, size: Callable[[], Size]) -> None:
        self._ask = ask
        self._size = size

    def sources(self) -> pd.DataFrame:
        """The view source_health: one row per source, by name."""
        return self._ask.frame("select * from source_health order by configured desc, source")

    def runs(self, limit: int = 50, source: str | None = None) -> pd.DataFrame:
        """The view run, newest first, of one source or of all."""
        return self._ask.frame(
            """
            select * from run where source = coalesce($source, source)
            order by finished_at desc, run_id limit $limit
            """,
            {"source": source, "limit": limit},
        )

    def runs_before(self, before: datetime) -> int:
        """How many runs ended before a moment and are not the last of their source and outcome."""
        row = self._ask.row(f"select count(*) from ({OLD_RUNS})", {"before": utc(before)})  # noqa: S608 - our own names
        return int(str(row[0]))

    def waiting(self) -> int:
        """How many texts no stage has read yet that should; imports leave them to the next run."""
        found = self._ask.con.execute("select count(distinct text_id) from work_queue").fetchone()
        queued = int(found[0]) if found else 0
        return queued if self._ask.setting("engine") else self.totals().unscored

    def growth(self, days: int = 28) -> Growth:
        """How many mentions about a brand came in the last whole days (UTC), `days` at most.

        The first day is left out: it brings what the services still had. So are mentions of no brand: they go again.
        """
        row = self._ask.con.execute(
            """
            with kept as (
                select date_trunc('day', first_seen_at) as day
                from mentions where mention_id in (select mention_id from mention_brands)
            ),
            span as (
                select
                    date_trunc('day', timezone('UTC', now())) as today,
                    greatest(min(day) + interval 1 day, today - to_days($days::integer)) as begins
                from kept
            )
            select
                (select count(*) from kept),
                (select count(*) from kept where day >= begins and day < today),
                greatest(0, date_diff('day', begins, today))
            from span
            """,
            {"days": days},
        ).fetchone()
        mentions, new, covered = row or (0, 0, 0)
        return Growth(mentions=mentions, new=new, days=covered or 0)

    def asked_as(self) -> dict[str, tuple[str, datetime | None]]:
        """Per configured source the fingerprint of how it was to be asked at the last run, and when it is due (UTC)."""
        rows = self._ask.con.execute("select source, fingerprint, next_due from sources where configured").fetchall()
        return {name: (fingerprint or "", aware(due)) for name, fingerprint, due in rows}

    def totals(self) -> Totals:
        """Everything in one record; a mention of two brands counts once."""
        row = self._ask.con.execute("""
            with muted as materialized (select distinct mention_id from mention_brands where muted),
            hidden as materialized (
                select mention_id from muted
                where mention_id not in (
                    select mention_id from mention_brands
                    where not muted and mention_id in (select mention_id from muted)
                )
            ),
            unseen as materialized (
                select label, story_id, day from mentions
                where deleted_at is null and mention_id in (select mention_id from hidden)
            ),
            counted as (
                select sum(mentions) as mentions, sum(scored) as scored, min(first) as first_day, max(last) as last_day
                from (
                    select count(*) as mentions, count(label) as scored, min(day) as first, max(day) as last
                    from counted_mentions where len(beside) = 0 or brand < beside[1]
                    union all
                    select count(*), count(label), min(day), max(day) from unseen
                )
            ),
            told as (select story_id from counted_mentions union all select story_id from unseen)
            select
                c.mentions::bigint, c.scored::bigint, (c.mentions - c.scored)::bigint,
                (select count(distinct story_id) from told),
                (select count(*) from survey_responses), (select count(*) from tickets),
                (select count(*) from customers), (select count(*) from topic), c.first_day, c.last_day,
                (select max(finished_at) from runs where outcome <> 'skipped'),
                (select max(finished_at) from runs where outcome in ('ok', 'partial'))
            from counted c
        """).fetchone()
        assert row is not None, "an aggregate without groups has one row"  # noqa: S101 - SQL says so
        return Totals(
            mentions=row[0],
            scored=row[1],
            unscored=row[2],
            stories=row[3],
            surveys=row[4],
            tickets=row[5],
            customers=row[6],
            topics=row[7],
            first_day=row[8],
            last_day=row[9],
            last_run=aware(row[10]),
            last_good_run=aware(row[11]),
            engine=self._ask.setting("engine") or "",
            engine_version=self._ask.setting("engine_version") or "",
            size=self._size(),
        )
