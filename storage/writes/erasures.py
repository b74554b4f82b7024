"""Takes a person's rows out for good and leaves a keyed tombstone, so that no source or import brings them back."""

from datetime import UTC, datetime

import duckdb

from domain.identity import keyed_hash
from storage.writes.ages import Ages
from storage.writes.author_names import AuthorNames
from storage.writes.days import Days
from storage.writes.reports import remove_quotes
from storage.writes.settings import Settings
from storage.writes.tombstones import bury, remove_all_of
from storage.writes.topic_words import drop_words, remember_words

_TABLES = {
    "mentions": "mention_id",
    "survey_responses": "response_id",
    "tickets": "ticket_id",
    "customers": "customer_id",
    "employee_answers": "answer_id",
}

# What each kind of tombstone stands for, in the tables that hold people.
BURIED = {
    "mentions": """
        mention_id::varchar in (select key from tombstones where kind = 'mention')
        or author_key in (select key from tombstones where kind = 'author')
    """,
    "survey_responses": """
        respondent_key in (select key from tombstones where kind = 'respondent')
        or customer_key in (select key from tombstones where kind = 'respondent')
    """,
    "tickets": "customer_key in (select key from tombstones where kind = 'respondent')",
    "customers": "customer_key in (select key from tombstones where kind = 'respondent')",
    "employee_answers": "respondent_key in (select key from tombstones where kind = 'respondent')",
}

_AUTHORS = "select key from tombstones where kind = 'author'"


class Erasures:
    """Erasing in the database; Database.rewrite() then takes the text out of the files."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, days: Days) -> None:
        self._con = con
        self._settings = settings
        self._days = days
        self._ages = Ages(con, settings)

    def author(self, name: str, *, secret: bytes, now: datetime) -> dict[str, int]:
        """Erase all that an author wrote; returns rows by table. Raises ConfigError for another secret."""
        self._settings.check_secret(secret)
        bury(self._con, "author", keyed_hash(secret, name.strip()), now)
        return self.apply()

    def mention(self, mention_id: int, *, now: datetime) -> dict[str, int]:
        """Erase one mention; returns rows by table."""
        bury(self._con, "mention", str(mention_id), now)
        return self.apply()

    def respondent(self, name: str, *, secret: bytes, now: datetime) -> dict[str, int]:
        """Erase a respondent's or customer's answers, cases and record; returns rows by table."""
        self._settings.check_secret(secret)
        bury(self._con, "respondent", keyed_hash(secret, name), now)
        return self.apply()

    def add(self, tombstones: list[tuple[str, str, datetime]]) -> dict[str, int]:
        """Erase what was erased elsewhere: what another copy of this database remembers as (kind, key, when)."""
        for kind, key, made_at in tombstones:
            bury(self._con, kind, key, made_at)
        return self.apply()

    def known(self) -> list[tuple[str, str, datetime]]:
        """All tombstones as (kind, key, when)."""
        return self._con.execute("select kind, key, made_at from tombstones order by all").fetchall()

    def ids(self) -> frozenset[int]:
        """The texts that the last erasure of this transaction took."""
        return frozenset(row[0] for row in self._con.execute("select text_id from erased").fetchall())

    def apply(self) -> dict[str, int]:
        """Remove every row that a tombstone stands for; returns rows by table, tables without any left out."""
        self._con.execute("create or replace temp table erased (text_id bigint)")
        for table, condition in BURIED.items():
            self._con.execute(f"insert into erased select {_TABLES[table]} from {table} where {condition}")  # noqa: S608
        return self._remove()

    def aged(self, now: datetime) -> dict[str, int]:
        """Remove what is older than its kind is kept for, as if it had been erased but for the tombstone."""
        self._con.execute("create or replace temp table erased (text_id bigint)")
        self._ages.collect(now)
        return self._remove()

    def _remove(self) -> dict[str, int]:
        if self._con.execute("select 1 from erased limit 1").fetchone():
            self._days.mark("erased")
        self._talk()
        remember_words(self._con, "erased")
        counts = {table: self._delete(table, key) for table, key in _TABLES.items()}
        counts["mention_brands"] = self._delete("mention_brands", "mention_id")
        counts |= remove_all_of(self._con, "erased")
        counts["topics"] = drop_words(self._con)
        counts["report_quotes"] = remove_quotes(self._con, "erased", datetime.now(UTC))
        counts["author_names"] = AuthorNames(self._con, self._settings).forget()
        counts["mutes"] = self._count(f"delete from mutes where kind = 'author' and value in ({_AUTHORS})")  # noqa: S608
        self._con.execute("delete from audit_log where subject in (select text_id::varchar from erased)")
        self._con.execute(f"delete from audit_log where subject in ({_AUTHORS})")  # noqa: S608
        return {table: n for table, n in counts.items() if n}

    def _talk(self) -> None:
        """Comments on erased texts and their cases, and the log of those cases, hold words about the person."""
        for table, more in (("comments", ""), ("audit_log", " and verb = 'case'")):
            self._con.execute(f"""
                delete from {table} where subject in (
                    select text_id::varchar from erased
                    union all
                    select case_id::varchar from care_cases where text_id in (select text_id from erased)
                ){more}
            """)  # noqa: S608 - our own names

    def _delete(self, table: str, key: str) -> int:
        statement = f"delete from {table} where {key} in (select text_id from erased)"  # noqa: S608 - our own names
        return self._count(statement)

    def _count(self, statement: str) -> int:
        removed = self._con.execute(statement).fetchone()
        return int(removed[0]) if removed else 0
