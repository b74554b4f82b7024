"""The same database on many machines: DuckLake on PostgreSQL and S3, real ones on loopback."""

import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import StorageBusy, StorageError
from domain.records import Batch, Label
from storage.backup import back_up
from storage.lake import Lake, lock
from tests.storage.conftest import NOW, SECRET, SOURCE, acme, commit, label_all, mention, sql
from tests.storage.lakes import Lakes
from tests.storage.victims import parent

pytestmark = [pytest.mark.slow, pytest.mark.scale]


@pytest.fixture
def lake(many: Lakes, tmp_path: Path) -> Iterator[Lake]:
    database = many.new(tmp_path)
    yield database
    database.close()


def other(lake: Lake, **options: object) -> Lake:
    """Another machine on the same lake."""
    return Lake(lake.address, lake.path.parent, **options)  # type: ignore[arg-type]


def test_a_mention_that_comes_again_is_one_row_and_an_edited_one_is_scored_anew(lake: Lake) -> None:
    assert commit(lake, mention("1"), mention("2")).new == 2
    label_all(lake, {"number": Label.NEGATIVE})
    again = commit(lake, mention("1"), mention("2", text="Now it says another thing"))
    assert (again.new, again.changed, again.unchanged) == (0, 1, 1)
    assert sql(lake, "select external_id, sentiment from mention order by 1") == [["1", "negative"], ["2", None]]
    assert lake.verify() == {"ok": True, "problems": []}


def test_readers_see_a_commit_at_once_and_one_block_sees_one_snapshot(lake: Lake) -> None:
    commit(lake, mention("1"))
    reader = other(lake)
    with reader.read() as queries:
        before = queries.mentions.count(acme())
        commit(lake, mention("2"))
        assert queries.mentions.count(acme()) == before == 1
    with reader.read() as queries:
        assert queries.mentions.count(acme()) == 2
        assert queries.snapshot == reader.snapshot_name
    reader.close()


def test_what_a_block_raises_leaves_nothing_behind(lake: Lake) -> None:
    with pytest.raises(RuntimeError), lake.write() as store:
        store.mentions.commit(SOURCE, Batch(mentions=(mention("1"),), cursor="c"), [("Acme",)], secret=SECRET, now=NOW)
        raise RuntimeError
    assert sql(lake, "select count(*) from mention") == [[0]]


def test_two_collectors_on_one_source_store_each_item_once(lake: Lake) -> None:
    def collect(machine: Lake) -> None:
        for at in range(0, 30, 10):
            commit(machine, *(mention(str(n)) for n in range(at, at + 15)))

    machines = [lake, other(lake)]
    threads = [threading.Thread(target=collect, args=(one,)) for one in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sql(lake, "select count(*), count(distinct mention_id) from mention") == [[35, 35]]
    assert lake.verify() == {"ok": True, "problems": []}
    machines[1].close()


def test_a_writer_waits_for_another_machine_and_then_says_that_it_is_busy(lake: Lake) -> None:
    hurried = other(lake, lock_timeout=0.3)
    with lake.write(), pytest.raises(StorageBusy, match="another machine is writing"), hurried.write():
        pass
    with hurried.write():
        pass
    hurried.close()


def test_a_writer_that_lost_its_lock_cannot_commit(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "acquire", lambda *_: None)
    late = other(lake)
    with pytest.raises(StorageBusy, match="took over"), ExitStack() as both:
        for machine in (lake, late):
            store = both.enter_context(machine.write())
            store.mentions.commit(
                SOURCE, Batch(mentions=(mention("1"),), cursor="c"), [("Acme",)], secret=SECRET, now=NOW
            )
    assert sql(lake, "select count(*), count(distinct mention_id) from mention") == [[1, 1]]
    late.close()


def test_named_locks_hold_between_machines(lake: Lake) -> None:
    second = other(lake)
    with lake.lock("run") as mine, second.lock("run") as theirs, second.lock("another") as free:
        assert (mine, theirs, free) == (True, False, True)
    with second.lock("run") as theirs:
        assert theirs
    second.close()


def test_maintenance_keeps_every_row_and_a_reader_that_slept_goes_on(lake: Lake) -> None:
    commit(lake, *(mention(str(n)) for n in range(5)))
    before = sql(lake, "select * from mention order by mention_id")
    machine = other(lake)
    machine.maintain()
    machine.rewrite()
    assert sql(lake, "select * from mention order by mention_id") == before
    assert commit(lake, mention("1"), mention("9")).new == 1
    assert lake.verify() == {"ok": True, "problems": []}
    machine.close()


def test_erased_text_is_in_no_file_of_the_bucket_nor_in_the_catalogue(many: Lakes, tmp_path: Path) -> None:
    lake = many.empty(tmp_path)
    commit(lake, mention("1", author="Eve", text="Zanzibar17 is what Eve said"), mention("2"))
    lake.maintain()
    assert many.holds(lake, "Zanzibar17")
    with lake.write() as store:
        store.erasures.author("Eve", secret=SECRET, now=NOW)
    lake.rewrite()
    assert not many.holds(lake, "Zanzibar17")
    assert sql(lake, "select external_id from mention") == [["2"]]
    lake.close()


def test_a_persons_sql_reaches_nothing_but_the_lakes_tables_and_a_copy_says_what_to_do(
    lake: Lake, tmp_path: Path
) -> None:
    for text in (
        "select * from postgres_query('__ducklake_metadata_lake', 'select 1')",
        "select * from read_text('/etc/passwd')",
        "select * from __DUCKLAKE_metadata_lake.public.ducklake_metadata",
        "select * from duckdb_secrets()",
        "select * from '/etc/passwd'",
        "delete from mentions",
        "set lock_configuration = false",
    ):
        with pytest.raises(StorageError, match="sql:"):
            sql(lake, text)
    with pytest.raises(StorageError, match="pg_dump"):
        back_up(lake, tmp_path / "copies")


def test_keys_stand_in_no_message(lake: Lake) -> None:
    wrong = replace(lake.address, password="not-the-password")
    assert "password" not in repr(wrong) and "s3-key" not in repr(wrong)
    with pytest.raises(StorageError) as told:
        Lake(wrong, lake.path.parent).migrate()
    assert "not-the-password" not in str(told.value)


def test_a_new_lake_has_no_snapshot_until_it_is_migrated(many: Lakes, tmp_path: Path) -> None:
    new = many.empty(tmp_path)
    assert (new.snapshot_name, new.exists()) == ("", False)
    with pytest.raises(StorageError, match="earshot migrate"), new.read():
        pass
    new.close()


def test_killed_writers_lose_nothing_and_double_nothing(lake: Lake) -> None:
    chance = random.Random(7)
    with parent("write", lake) as processes:
        for _ in range(2):
            processes.kill(chance)
    with lake.write() as store:
        cursor = int(next((s.cursor for s in store.sources.state() if s.name == "feed"), None) or 0)
    ids = {str(row[0]) for row in sql(lake, "select external_id from mention")}
    assert sql(lake, "select count(*) from mention") == [[cursor]]
    assert ids == {f"feed-{n}" for n in range(cursor)}
    assert lake.verify() == {"ok": True, "problems": []}
