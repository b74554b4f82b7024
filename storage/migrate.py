"""Brings a database file to today's schema: numbered steps, each one transaction with its record; then the views."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb

from domain.errors import StorageError
from domain.identity import stable_id
from storage.copying import copy_whole

_SQL = Path(__file__).parent / "sql"
_BACKUPS = 3

# In the order in which they can be created: a view stands on those before it.
VIEWS = (
    "sentiment", "mention_brand", "mention", "topic", "aspect", "pain_point", "survey_response", "ticket",
    "touchpoint", "touchpoint_topic", "text_touchpoint", "trait", "relevance",
    "topic_mention", "mention_tag",
    "goal", "goal_checkin", "team_note",
    "customer", "care_case", "run", "source_health", "daily", "metric_daily",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Which steps a file has seen, by file name, and which text its views were made from."""

    applied: tuple[str, ...]
    views: str


@cache
def steps() -> tuple[str, ...]:
    """The names of all migrations, oldest first."""
    return tuple(sorted(p.stem for p in (_SQL / "migrations").glob("*.sql")))


@cache
def fingerprint() -> str:
    """What the views' texts come to; a file whose views have another one is rebuilt."""
    return f"{stable_id(*(_view(name) for name in VIEWS)):x}"


def schema(con: duckdb.DuckDBPyConnection) -> Schema:
    """What the open file has; an empty file has seen nothing."""
    try:
        # Asking which tables there are would read the whole catalogue: on a lake a third of what a write costs.
        applied = con.execute("select name from schema_migrations order by name").fetchall()
    except duckdb.CatalogException:
        return Schema(applied=(), views="")
    views = con.execute("select value from settings where key = 'views'").fetchall()
    return Schema(applied=tuple(row[0] for row in applied), views=views[0][0] if views else "")


def missing(found: Schema, path: Path) -> list[str]:
    """The steps still to take; raises StorageError where the file knows steps that we do not."""
    if unknown := set(found.applied) - set(steps()):
        raise StorageError(f"{path}: made by a newer Earshot ({', '.join(sorted(unknown))}); upgrade this one")
    return [name for name in steps() if name not in found.applied]


def behind(con: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether the open file lacks a step, or has views of another text; StorageError where it is ahead of us."""
    found = schema(con)
    return bool(missing(found, path)) or found.views != fingerprint()


def readable(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raise StorageError where a snapshot's schema is not today's."""
    if behind(con, path):
        raise StorageError(f"{path}: its schema is older than this Earshot; run: python -m earshot migrate")


def migrate(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Take the missing steps and rebuild changed views; returns the names of what was applied."""
    found = schema(con)
    todo = missing(found, path)
    for name in todo:
        _step(con, name)
    if found.views != fingerprint():
        _rebuild_views(con)
        todo.append("views")
    return todo


def back_up(path: Path, found: Schema) -> Path | None:
    """Copy a closed database that holds something before it is migrated; the last three copies stay.

    Half of one, of a process that was killed, goes.
    """
    if not found.applied:
        return None
    folder = _backups(path)
    folder.mkdir(exist_ok=True)
    for left in folder.glob("*.tmp"):
        left.unlink()
    # `restore` brings it back as any other copy: it goes by these names.
    copy = folder / f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{found.applied[-1]}.duckdb"
    copy_whole(path, copy)
    for old in backups(path)[:-_BACKUPS]:
        # Where the clock was set back, the new copy sorts before older ones.
        if old != copy:
            old.unlink()
    return copy


def backups(path: Path) -> list[Path]:
    """The copies of a database that were made before it was migrated, oldest first."""
    return sorted(_backups(path).glob("*.duckdb"))


def drop_backups(path: Path) -> int:
    """Remove those copies, and the half of one that was killed; returns how many there were."""
    found = list(_backups(path).glob("*.duckdb*"))
    for copy in found:
        copy.unlink()
    return len(found)


def _backups(path: Path) -> Path:
    return path.with_name(f"{path.name}.backups")


def _step(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.begin()
    try:
        con.execute((_SQL / "migrations" / f"{name}.sql").read_text("utf-8"))
        con.execute("create table if not exists schema_migrations (name varchar, applied_at timestamp)")
        con.execute(
            "insert into schema_migrations values ($name, $now)",
            {"name": name, "now": datetime.now(UTC).replace(tzinfo=None)},
        )
        con.commit()
    except BaseException:
        con.rollback()
        raise


def _rebuild_views(con: duckdb.DuckDBPyConnection) -> None:
    con.begin()
    try:
        for name in VIEWS:
            con.execute(_view(name))
        con.execute("delete from settings where key = 'views'")
        con.execute("insert into settings values ('views', $mark)", {"mark": fingerprint()})
        con.commit()
    except BaseException:
        con.rollback()
        raise


def _view(name: str) -> str:
    return (_SQL / "views" / f"{name}.sql").read_text("utf-8")
