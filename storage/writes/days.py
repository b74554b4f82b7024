"""Keeps the daily counts true: whatever touches a mention marks its (brand, day), and the end rebuilds those."""

import duckdb

from storage.writes.settings import Settings

# A local day from a UTC timestamp; both zones are named, so the server's and the session's do not matter.
LOCAL_DAY = "timezone($zone, timezone('UTC', {moment}))::date"

_COUNTS = """
    insert into daily_counts
    select
        b.brand,
        m.day,
        m.source,
        m.kind,
        count(*) filter (m.label = 'negative'),
        count(*) filter (m.label = 'neutral'),
        count(*) filter (m.label = 'positive'),
        count(*) filter (m.label is null),
        count(*) filter (m.rating < 1.5),
        count(*) filter (m.rating >= 1.5 and m.rating < 2.5),
        count(*) filter (m.rating >= 2.5 and m.rating < 3.5),
        count(*) filter (m.rating >= 3.5 and m.rating < 4.5),
        count(*) filter (m.rating >= 4.5)
    from mentions m
    join mention_brands b on b.mention_id = m.mention_id
    where m.deleted_at is null {restriction}
    group by all
    order by m.day, b.brand
"""


class Days:
    """The days of one transaction that are to be counted again."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, zone: str) -> None:
        self._con = con
        self._settings = settings
        self.zone = zone
        con.execute("create or replace temp table dirty_days (brand varchar, day date)")
        if settings.get("timezone") != zone:
            self._move(zone)

    def mark(self, ids: str) -> None:
        """Mark the days of all mentions whose `text_id` the temporary table `ids` holds."""
        self._con.execute(f"""
            insert into dirty_days
            select distinct b.brand, m.day
            from mentions m
            join mention_brands b on b.mention_id = m.mention_id
            where m.mention_id in (select text_id from {ids})
        """)  # noqa: S608 - our own names

    def rebuild(self) -> None:
        """Count every marked day again."""
        if self._con.execute("select 1 from dirty_days limit 1").fetchone() is None:
            return
        marked = "(select brand, day from dirty_days)"
        self._con.execute(f"delete from daily_counts where (brand, day) in {marked}")  # noqa: S608
        days = "and m.day in (select day from dirty_days)"
        self._con.execute(_COUNTS.format(restriction=f"{days} and (b.brand, m.day) in {marked}"))
        self._con.execute("delete from dirty_days")

    def rebuild_all(self) -> None:
        """Count everything again: the engine in force, or the time zone, is another one."""
        self._con.execute("delete from daily_counts")
        self._con.execute(_COUNTS.format(restriction=""))
        self._con.execute("delete from dirty_days")

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
