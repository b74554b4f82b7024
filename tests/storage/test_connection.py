"""Publishing, migrating and recovering: what a reader sees, and when."""

import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from domain.errors import StorageBusy, StorageError
from domain.records import Batch
from storage import engine, migrate
from storage.connection import Database
from tests.storage.conftest import NOW, SECRET, SOURCE, acme, commit, mention, sql

pytestmark = pytest.mark.file_only


def count(db: Database) -> int:
    with db.read() as q:
        return q.counts.mention_count(acme())


def test_importing_and_making_a_database_touches_nothing(tmp_path: Path) -> None:
    db = Database(tmp_path / "sub" / "a.duckdb")
    assert (db.exists(), db.snapshot_name, list(tmp_path.iterdir())) == (False, "", [])
    assert db.size().database == 0
    assert db.size().free > 0


def test_reading_before_anything_is_published_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="python -m earshot run"), Database(tmp_path / "a.duckdb").read():
        pass


def test_a_reader_sees_a_commit_once_it_is_published_and_not_before(db: Database) -> None:
    commit(db, mention("1"))
    slow = Database(db.path, publish_every=3600)
    name = slow.snapshot_name
    with slow.write() as store:
        store.settings.set("seen", "no")
    assert slow.snapshot_name == name
    with slow.read() as q:
        assert q.setting("seen") is None
        # A question in progress keeps its snapshot while others move on.
        slow.publish()
        assert q.setting("seen") is None
    with slow.read() as q:
        assert (q.setting("seen"), q.snapshot) == ("no", slow.snapshot_name)
    with slow.write(publish=True) as store:
        store.settings.set("seen", "yes")
    with slow.read() as q:
        assert q.setting("seen") == "yes"
    slow.close()


def test_two_snapshots_are_kept_and_their_names_never_repeat(db: Database) -> None:
    names = [db.publish() for _ in range(5)]
    assert len(set(names)) == 5
    assert sorted(p.name for p in db.snapshots.folder.iterdir()) == ["CURRENT", *names[-2:]]


def test_a_reader_whose_snapshot_is_gone_reads_the_name_again(db: Database) -> None:
    commit(db, mention("1"))
    first = db.snapshot_name
    assert count(db) == 1
    for _ in range(3):
        db.publish()
    assert not db.snapshots.path(first).exists()
    assert count(db) == 1
    (db.snapshots.folder / "CURRENT").write_text(first)
    db.close()
    with pytest.raises(StorageError, match="missing"), db.read():
        pass


def test_threads_read_side_by_side(db: Database) -> None:
    commit(db, *(mention(str(n)) for n in range(5)))
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.extend(count(db) for _ in range(5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [5] * 20


def test_what_a_killed_writer_left_in_its_log_is_published(db: Database) -> None:
    commit(db, mention("1"))
    with duckdb.connect(db.path) as con:
        con.execute("pragma disable_checkpoint_on_shutdown")
        con.execute("insert into settings values ('late', 'yes')")
    assert db.path.with_name(db.path.name + ".wal").exists()
    db.publish()
    assert not db.path.with_name(db.path.name + ".wal").exists()
    with db.read() as q:
        assert q.setting("late") == "yes"


def test_what_is_not_published_yet_lies_in_the_log_and_the_next_publication_takes_it(tmp_path: Path) -> None:
    seldom = Database(tmp_path / "house.duckdb", publish_every=3600.0)
    log = seldom.path.with_name("house.duckdb.wal")

    def store(key: str) -> None:
        with seldom.write(more=True) as writes:
            batch = Batch(mentions=(mention(key),), cursor=key)
            writes.mentions.commit(SOURCE, batch, [("Acme",)], secret=SECRET, now=NOW)

    for key in "123":
        store(key)
    assert log.exists()
    assert count(seldom) == 1
    with seldom.exclusive():
        assert not log.exists()
    store("4")
    seldom.publish()
    assert not log.exists()
    assert count(seldom) == 4
    assert seldom.verify()["ok"]
    seldom.close()


def test_a_program_that_holds_the_file_is_busy_and_not_broken(db: Database, tmp_path: Path) -> None:
    text = 'IO Error: Could not set lock on file "a": Conflicting lock is held'
    from storage import engine

    with pytest.raises(StorageBusy, match="close that program"), engine.translated(tmp_path):
        raise duckdb.IOException(text)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StorageError, match=r"a\.duckdb"), Database(path).write():
        pass


def test_a_new_file_is_migrated_once(tmp_path: Path) -> None:
    db = Database(tmp_path / "a.duckdb")
    assert db.migrate() == [*migrate.steps(), "views"]
    assert db.migrate() == []
    assert not (tmp_path / "a.duckdb.backups").exists()


def test_an_existing_file_is_backed_up_before_it_is_migrated(
    db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commit(db, mention("1"))
    folder = tmp_path / "sql"
    shutil.copytree(migrate._SQL, folder)
    (folder / "migrations" / "9999_a_word.sql").write_text("alter table settings add column since timestamp;")
    monkeypatch.setattr(migrate, "_SQL", folder)
    known = (*migrate.steps(), "9999_a_word")
    monkeypatch.setattr(migrate, "steps", lambda: known)
    later = Database(db.path, publish_every=0)
    with pytest.raises(StorageError, match="python -m earshot migrate"), later.read():
        pass
    assert later.migrate() == ["9999_a_word"]
    with later.read() as q:
        assert q.counts.mention_count(acme()) == 1
    later.close()
    (backup,) = (tmp_path / "house.duckdb.backups").iterdir()
    monkeypatch.undo()
    with pytest.raises(StorageError, match="newer Earshot"), db.write():
        pass
    with duckdb.connect(backup, read_only=True) as con:
        assert con.execute("select count(*) from mentions").fetchall() == [(1,)]


def test_a_step_that_fails_changes_nothing(db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "sql"
    shutil.copytree(migrate._SQL, folder)
    (folder / "migrations" / "9999_bad.sql").write_text("create table half (a integer); select * from nowhere;")
    monkeypatch.setattr(migrate, "_SQL", folder)
    known = (*migrate.steps(), "9999_bad")
    monkeypatch.setattr(migrate, "steps", lambda: known)
    with pytest.raises(duckdb.CatalogException):
        Database(db.path).migrate()
    monkeypatch.undo()
    assert db.migrate() == []
    with duckdb.connect(db.path) as con:
        assert con.execute("select * from duckdb_tables() where table_name = 'half'").fetchall() == []


def test_a_writer_that_migrates_publishes_whatever_the_throttle_says(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(db, mention("1"))
    monkeypatch.setattr(migrate, "fingerprint", lambda: "another")
    slow = Database(db.path, publish_every=3600)
    with slow.write():
        pass
    with slow.read() as q:
        assert q.counts.mention_count(acme()) == 1
    slow.close()


def test_a_damaged_pointer_is_no_snapshot(db: Database) -> None:
    db.publish()
    (db.snapshots.folder / "CURRENT").write_bytes(b"../../etc/passwd\xff")
    assert db.snapshot_name == ""
    assert db.snapshots.due(60)
    assert db.publish() == db.snapshot_name


def test_views_are_rebuilt_only_when_their_text_changed(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert db.migrate() == []
    monkeypatch.setattr(migrate, "fingerprint", lambda: "another")
    assert Database(db.path).migrate() == ["views"]
    assert Database(db.path).migrate() == []


def test_a_clock_that_was_set_back_does_not_stop_publishing(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    db.publish()
    assert not db.snapshots.due(60)
    ahead = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: ahead - 10**12)
    assert db.snapshots.due(60)


def test_a_commit_is_visible_within_ten_seconds(db: Database) -> None:
    commit(db, mention("1"), now=NOW - timedelta(days=1))
    assert count(db) == 1
    assert sql(db, "select count(*) from run") == [[0]]


def test_what_a_killed_reader_spilled_goes_with_the_snapshots(db: Database) -> None:
    db.publish()
    left = db.snapshots.folder / "spill-1"
    left.mkdir()
    (left / "part.tmp").write_text("a stranger's words", "utf-8")
    db.publish()
    assert left.exists(), "a question may need it still"
    os.utime(left, (1, 1))
    db.publish()
    assert not left.exists()
    left.mkdir()
    db.snapshots.forget()
    assert not left.exists()


def test_a_question_beyond_the_memory_of_the_pages_is_answered_all_the_same(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.publish()
    monkeypatch.setattr(engine, "_ROOM", 20_000_000)
    monkeypatch.setattr(engine, "_THREADS", 1)
    db.close()
    many = "select count(*) from (select distinct md5(i::varchar) from range(600000) t(i))"
    assert sql(db, many) == [[600_000]]
    assert not list(db.snapshots.folder.glob("spill-*/*")), "nothing of it is left"


def test_what_one_snapshot_spilled_stays_when_the_reader_of_another_closes(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_ROOM", 20_000_000)
    monkeypatch.setattr(engine, "_THREADS", 1)
    many = "select distinct md5(i::varchar) from range(600000) t(i)"
    db.publish()
    older = engine.shared_reader(db.snapshots.path(db.snapshot_name))
    db.publish()
    newer = engine.shared_reader(db.snapshots.path(db.snapshot_name))
    for reader in (older, newer):
        reader.execute(f"create temp table seen as {many}")
    older.close()
    assert newer.execute("select count(*) from seen").fetchone() == (600_000,)
    newer.execute("drop table seen")
    assert newer.execute(f"select count(*) from ({many})").fetchone() == (600_000,)
    newer.close()
    assert not list(db.snapshots.folder.glob("spill-*")), "each took its own away"


def test_a_question_too_large_to_spill_gets_memory_of_its_own(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    db.publish()
    monkeypatch.setattr(engine, "_ROOM", 20_000_000)
    monkeypatch.setattr(engine, "_THREADS", 1)
    db.close()
    whole = "select len(list(md5(i::varchar))) from range(1000000) t(i)"
    with db.read() as queries:
        assert queries.sql(whole)[1] == [[1_000_000]]
        assert queries.sql("select 1")[1] == [[1]], "what is asked after it has that memory, too"
    assert not list(db.snapshots.folder.glob("spill-*/*")), "nothing of it is left"
    small = Database(db.path, memory_limit="20MB")
    with pytest.raises(StorageError, match="Out of Memory"), small.read() as queries:
        queries.sql(whole)


def test_whoever_still_asks_an_older_snapshot_is_not_cut_off_when_another_opens_the_newer(db: Database) -> None:
    commit(db, mention("1"))
    with db.read() as slow:
        db.publish()
        with db.read() as quick:
            assert quick.snapshot != slow.snapshot
        assert slow.sql("select count(*) from mention")[1] == [[1]]
        db.close()
        assert slow.sql("select count(*) from mention")[1] == [[1]]


def test_what_is_read_whole_is_read_where_nothing_can_be_written_beside_the_snapshot(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(db, mention("1"))
    db.publish()
    monkeypatch.setattr(engine, "spill", lambda path, part="": path / part)
    with db.read() as queries:
        assert queries.export.mentions(acme()).read_all().num_rows == 1
