"""DuckDB beside SQLite, PostgreSQL and pandas: the same questions on the same rows, in turn; lost rows are told too."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.promise import Promise, milliseconds
from storage import engine
from storage.connection import Database
from tests.scale import _BINARIES, Postgres

TIMES = 7
COLUMNS = "mention_id, day::varchar as day, label, author_key, (md5_number_lower(author_key) >> 1)::bigint as author, published_at"
TABLE = "mention_id bigint, day text, label text, author_key text, author bigint, published_at timestamp"
INDEX = "create index by_time on mentions (published_at)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in SQL and in pandas; how many times as quick as each other one DuckDB is to be, None: told.

    `table` is where Earshot keeps what is asked for, and `moment` what it is called there; the others have one table
    with all of it.
    """

    name: str
    sql: str
    pandas: Callable[[pd.DataFrame], object]
    over_pandas: float
    over_servers: float | None = None
    table: str = "mentions"
    moment: str = "published_at"


QUESTIONS = (
    Question(
        name="negatives a day",
        sql="select day, count(*) from {table} where label = 'negative' group by day",
        pandas=lambda f: f[f["label"] == "negative"].groupby("day").size(),
        over_pandas=3,
        over_servers=4,
    ),
    Question(
        name="authors by label",
        sql="select label, count(distinct author_key) from {table} group by label",
        pandas=lambda f: f.groupby("label")["author_key"].nunique(),
        over_pandas=3,
        over_servers=4,
    ),
    Question(
        name="authors by label, by their number, as pages ask",
        sql="select label, count(distinct author) from {table} group by label",
        pandas=lambda f: f.groupby("label")["author"].nunique(),
        over_pandas=3,
        over_servers=4,
        table="counted_mentions",
    ),
    Question(
        name="latest 50",
        sql="select mention_id from {table} order by published_at desc limit 50",
        pandas=lambda f: f.nlargest(50, "published_at"),
        over_pandas=3,
    ),
    Question(
        name="latest 50, the later id first where two share a moment, as pages ask",
        sql="select mention_id from {table} order by {moment} desc, mention_id desc limit 50",
        pandas=lambda f: f.nlargest(50, ["published_at", "mention_id"]),
        over_pandas=3,
        table="counted_mentions",
        moment="happened_at",
    ),
)


def promises(database: Database, rows: int) -> Iterator[Promise]:
    """A row per question and peer, on the database's published snapshot, in milliseconds.

    The quickest of seven: other work on the machine only adds.
    """
    database.close()
    with closing(engine.shared_reader(database.snapshots.path(database.snapshot_name))) as con:
        frame = con.execute(f"select {COLUMNS} from mentions").df()
        with _sqlite(frame) as lite, _postgres(frame) as server:
            for question in QUESTIONS:
                yield from _compared(question, con, frame, lite, server, rows)


def _compared(question, con: duckdb.DuckDBPyConnection, frame, lite, server, rows: int) -> Iterator[Promise]:
    ours_sql = question.sql.format(table=question.table, moment=question.moment)
    theirs_sql = question.sql.format(table="mentions", moment="published_at")
    ours = min(milliseconds(lambda: con.execute(ours_sql).fetchall(), TIMES))
    peers = {
        "pandas": (min(milliseconds(lambda: question.pandas(frame), TIMES)), question.over_pandas),
        "SQLite": (min(milliseconds(lambda: lite.execute(theirs_sql).fetchall(), TIMES)), question.over_servers),
        "PostgreSQL": (server(theirs_sql) if server else None, question.over_servers),
    }
    for name, (theirs, wanted) in peers.items():
        if theirs is None:
            figure, held = f"{name} is not installed here", None
        else:
            figure = f"DuckDB {ours:.1f} ms, {name} {theirs:.2f} ms ({theirs / ours:.2f} x)"
            held = None if wanted is None else theirs / ours >= wanted
        target = f">= {wanted} x {name}" if wanted else f"beside {name}; its index wins"
        yield Promise(subject="storage", promise=f"{question.name}, {rows:,} rows: {target}", figure=figure, held=held)


@contextmanager
def _sqlite(frame: pd.DataFrame) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "peer.sqlite")) as lite:
        lite.execute(f"create table mentions ({TABLE})")
        told = frame.assign(published_at=frame["published_at"].astype(str))
        lite.executemany("insert into mentions values (?, ?, ?, ?, ?, ?)", told.itertuples(index=False, name=None))
        lite.execute(INDEX)
        lite.commit()
        yield lite


@contextmanager
def _postgres(frame: pd.DataFrame) -> Iterator[Callable[[str], float] | None]:
    """A server of its own with Debian's settings; its time is the server's own, without any client."""
    if not _BINARIES:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="earshot-peer-"))
    folder.chmod(0o755)
    server = Postgres(folder / "postgres")
    try:
        server.start()
        rows = folder / "rows.csv"
        frame.to_csv(rows, index=False, header=False)
        rows.chmod(0o644)
        server.sql(f"create table mentions ({TABLE})")
        server.sql(f"copy mentions from '{rows}' (format csv)")
        server.sql(INDEX)
        server.sql("vacuum analyze mentions")
        yield lambda sql: min(_executions(server, sql))
    finally:
        server.stop()
        shutil.rmtree(folder)


def _executions(server: Postgres, sql: str) -> list[float]:
    plans = [server.sql(f"explain (analyze, timing off) {sql}") for _ in range(TIMES)]
    return [float(found[1]) for plan in plans if (found := re.search(r"Execution Time: ([\d.]+) ms", plan))]
