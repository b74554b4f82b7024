"""Keeps what is counted true: whatever touches a mention names it and its days, and the end rebuilds those."""

import duckdb

from storage.writes import counted
from storage.writes.settings import Settings

# A local day from a UTC timestamp; both zones are named, so the server's and the session's do not matter.
LOCAL_DAY = "timezone($zone, timezone('UTC', {moment}))::date"

_FIGURES = (
    "negative", "neutral", "positive", "unscored", "stars_1", "stars_2", "stars_3", "stars_4", "stars_5",
)  # fmt: skip
_COUNTS = """
    select
        brand,
        day,
        source,
        kind,
        count(*) filter (label = 'negative') as negative,
        count(*) filter (label = 'neutral') as neutral,
        count(*) filter (label = 'positive') as positive,
        count(*) filter (label is null) as unscored,
        count(*) filter (rating < 1.5) as stars_1,
        count(*) filter (rating >= 1.5 and rating < 2.5) as stars_2,
        count(*) filter (rating >= 2.5 and rating < 3.5) as stars_3,
        count(*) filter (rating >= 3.5 and rating < 4.5) as stars_4,
        count(*) filter (rating >= 4.5) as stars_5
    from {counted}
    where true {restriction}
    group by all
    order by day, brand
"""

# What new pairs of mention and brand add; where the day is counted again, nothing.
_MORE = f"""
    merge into daily_counts as t
    using ({_COUNTS}) as s
    on t.brand = s.brand and t.day = s.day and t.source = s.source and t.kind = s.kind
    when matched then update set {", ".join(f"{name} = t.{name} + s.{name}" for name in _FIGURES)}
    when not matched then insert (brand, day, source, kind, {", ".join(_FIGURES)})
        values (s.brand, s.day, s.source, s.kind, {", ".join(f"s.{name}" for name in _FIGURES)})
"""  # noqa: S608 - our own names
_NEW = """
    and (mention_id, brand) in (select text_id, brand from new_pairs)
    and (brand, day) not in (select brand, day from dirty_days)
"""


class Days:
    """The days of one transaction that are to be counted again."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, zone: str) -> None:
        self._con = con
        self._settings = settings
        self.zone = zone
        con.execute("create or replace temp table dirty_days (brand varchar, day date)")
        con.execute("create or replace temp table new_pairs (text_id bigint, brand varchar)")
        counted.begin(con)
        if settings.get("timezone") != zone:
            self._move(zone)

    def mark(self, ids: str) -> None:
        """Mark all mentions, and their days, whose `text_id` the temporary table `ids` holds."""
        counted.touch(self._con, ids)
        self._con.execute(f"""
            insert into dirty_days
            select distinct b.brand, m.day
            from mentions m
            join mention_brands b on b.mention_id = m.mention_id
            where m.mention_id in (select text_id from {ids})
        """)  # noqa: S608 - our own names

    def add(self, pairs: str) -> None:
        """Say that the pairs (text_id, brand) of a temporary table are new: their days only grow by them."""
        counted.touch(self._con, pairs)
        self._con.execute(f"insert into new_pairs select text_id, brand from {pairs}")  # noqa: S608 - our own names

    def insert(self, mentions: str) -> None:
        """Count mentions that nobody has seen before, as they arrived, in a temporary table or view.

        What is marked afterwards is counted again with the rest of its day.
        """
        counted.insert(self._con, mentions)
        self._con.execute(_MORE.format(counted=counted.UNREAD, restriction=""))

    def touch(self, ids: str) -> None:
        """Mark the mentions alone: something is counted of them that no day is counted by."""
        counted.touch(self._con, ids)

    def rebuild(self) -> None:
        """Derive every marked mention and count every marked day again, and add what is new to the others."""
        counted.refresh(self._con)
        if self._holds("new_pairs"):
            self._con.execute(_MORE.format(counted="counted_mentions", restriction=_NEW))
        if self._holds("dirty_days"):
            self._recount()
        self._forget()

    def _recount(self) -> None:
        marked = "(select brand, day from dirty_days)"
        self._con.execute(f"delete from daily_counts where (brand, day) in {marked}")  # noqa: S608
        self._count(f"and day in (select day from dirty_days) and (brand, day) in {marked}")  # noqa: S608

    def rebuild_all(self) -> None:
        """Count everything again: the engine in force, or the time zone, is another one."""
        counted.derive_all(self._con)
        self._con.execute("delete from daily_counts")
        self._count("")
        self._forget()

    def _count(self, restriction: str) -> None:
        self._con.execute(
            f"insert into daily_counts {_COUNTS.format(counted='counted_mentions', restriction=restriction)}"
        )

    def _holds(self, table: str) -> bool:
        return self._con.execute(f"select 1 from {table} limit 1").fetchone() is not None  # noqa: S608 - our own names

    def _forget(self) -> None:
        for table in ("dirty_days", "new_pairs"):
            self._con.execute(f"delete from {table}")  # noqa: S608 - our own names

    def _move(self, zone: str) -> None:
        moments = {
            "mentions": "coalesce(published_at, first_seen_at)",
            "survey_responses": "coalesce(answered_at, first_seen_at)",
            "tickets": "coalesce(created_at, first_seen_at)",
        }
        for table, moment in moments.items():
            day = LOCAL_DAY.format(moment=moment)
            self._con.execute(f"update {table} set day = {day}", {"zone": zone})  # noqa: S608
        self._settings.set("timezone", zone)
        self.rebuild_all()
