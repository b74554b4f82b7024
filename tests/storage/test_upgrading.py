"""From the first released schema to today's while pages are open, and the way back."""

import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from domain.identity import content_hash, mention_id
from domain.records import Mention
from storage import engine, migrate
from storage.connection import Database
from tests.storage.conftest import commit, mention, sql

FIRST = "0001_the_house"


def store_old(con: duckdb.DuckDBPyConnection, m: Mention) -> None:
    """One mention of one brand, as the first release wrote it."""
    key = mention_id(m.kind, m.namespace, m.external_id)
    values = {
        "id": key, "source": m.source, "kind": m.kind, "external": m.external_id, "text": m.text,
        "hash": content_hash("", m.text), "told": 1, "time": m.published_at,
    }  # fmt: skip
    con.execute(
        """
        insert into mentions (
            mention_id, source, kind, external_id, title, text, content_hash, row_hash, published_at, claimed_at,
            first_seen_at, changed_at, day, story_id
        )
        select $id, $source, $kind, $external, '', $text, $hash, $told, t, t, t, t, t::date, $id
        from (select timezone('UTC', $time::timestamptz) as t)
        """,
        values,
    )
    con.execute("insert into mention_brands values ($id, 'Acme', ['feed'])", {"id": key})
    con.execute("""
        insert into daily_counts select 'Acme', day, source, kind, 0, 0, 0, 1, 0, 0, 0, 0, 0 from mentions
    """)


@pytest.fixture
def old(tmp_path: Path) -> Database:
    """A database and its snapshot as the first release left them."""
    db = Database(tmp_path / "old.duckdb", publish_every=0.0)
    with duckdb.connect(db.path) as con:
        migrate._step(con, FIRST)
        con.execute("insert into settings values ('timezone', 'UTC')")
        store_old(con, mention("1"))
    db.snapshots.publish()
    return db


def test_all_steps_are_taken_while_a_page_of_the_old_code_is_open_and_the_rows_stay(old: Database) -> None:
    page = engine.reader(old.snapshots.path(old.snapshot_name), memory_limit="1GB")
    writers = [threading.Thread(target=lambda: Database(old.path).migrate()) for _ in range(2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert page.execute("select external_id from mentions").fetchall() == [("1",)]
        writers[0].join(0.05)
    assert page.execute("select external_id from mentions").fetchall() == [("1",)]
    page.close()
    assert sql(old, "select external_id, brand from mention") == [["1", "Acme"]]
    applied = sql(old, "select name, count(*) from schema_migrations group by name order by name")
    assert applied == [[name, 1] for name in migrate.steps()]
    # Read again, what the first release had stored is no news.
    found = commit(old, mention("1"), mention("2"))
    assert (found.new, found.changed, found.unchanged) == (1, 0, 1)
    assert old.verify() == {"ok": True, "problems": []}
    old.close()


def test_the_code_before_reads_the_copy_that_is_made_first(old: Database) -> None:
    folder = old.path.with_name("old.duckdb.backups")
    folder.mkdir()
    (folder / "old-20260101T000000000000-0001_the_house.duckdb.tmp").write_bytes(b"half of one that was killed")
    old.migrate()
    assert [p.suffix for p in folder.iterdir()] == [".duckdb"]
    (copy,) = migrate.backups(old.path)
    assert copy.name.endswith(f"-{FIRST}.duckdb")
    with duckdb.connect(copy, read_only=True) as con:
        assert migrate.schema(con) == migrate.Schema(applied=(FIRST,), views="")
        assert con.execute("select external_id from mentions").fetchall() == [("1",)]


def test_a_step_that_fails_leaves_the_first_schema_as_it_was(
    old: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "sql"
    shutil.copytree(migrate._SQL, folder)
    second = migrate.steps()[1]
    bad = folder / "migrations" / f"{second}.sql"
    bad.write_text(bad.read_text("utf-8") + "\nselect * from nowhere;", "utf-8")
    with duckdb.connect(old.path, read_only=True) as con:
        before = con.execute("select table_name, column_name from information_schema.columns order by all").fetchall()
    with monkeypatch.context() as patched, pytest.raises(duckdb.CatalogException):
        patched.setattr(migrate, "_SQL", folder)
        old.migrate()
    with duckdb.connect(old.path, read_only=True) as con:
        assert (
            con.execute("select table_name, column_name from information_schema.columns order by all").fetchall()
            == before
        )
        assert migrate.schema(con).applied == (FIRST,)
    assert old.migrate() == [*migrate.steps()[1:], "views"]
    assert sql(old, "select external_id from mention") == [["1"]]
    old.close()
