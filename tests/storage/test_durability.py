"""A full, read-only or damaged disk, a clock set back: nothing acknowledged is lost, and words say what to do."""

import os
import random
import resource
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from domain.errors import StorageError
from domain.identity import mention_id
from domain.records import Batch
from storage.backup import back_up, copies
from storage.connection import Database
from storage.raw import Erased, Payload, RawFile
from storage.restore import restore
from tests.storage.conftest import NOW, SECRET, SOURCE, commit, mention, sql

pytestmark = pytest.mark.file_only

NOBODY = 65534


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """A disk on which no file grows beyond a size: the write fails as on a full one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    quiet = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, quiet)


@contextmanager
def nobody() -> Iterator[None]:
    """Permissions do not hold for root, so root steps down for a moment."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def ids(db: Database) -> set[str]:
    return {str(row[0]) for row in sql(db, "select external_id from mention")}


@pytest.mark.parametrize("share", [1.001, 0.5])
def test_a_full_disk_loses_nothing_acknowledged_and_says_to_make_room(db: Database, share: float) -> None:
    commit(db, mention("kept"))
    chance = random.Random(1)
    many = [mention(f"late-{n}", text=chance.randbytes(600).hex()) for n in range(2_000)]
    with full_at(int(db.path.stat().st_size * share)), pytest.raises(StorageError, match=r"make room|disk full"):
        commit(db, *many)
    # What is published stays readable meanwhile; with room again all goes on, also what was half done.
    assert "kept" in ids(db)
    commit(db, mention("after"), *many)
    assert ids(db) == {"kept", "after", *(m.external_id for m in many)}
    assert db.verify()["ok"]


def test_what_a_full_disk_did_not_take_does_not_stay_there_to_keep_it_full(db: Database) -> None:
    commit(db, mention("kept"))
    folder = db.path.parent
    back_up(db, folder / "copies")
    before = {p for p in folder.rglob("*") if p.is_file()}
    for work, place in (
        (db.publish, r"snap-\d+\.duckdb"),
        (lambda: back_up(db, folder / "copies"), r"copies/house-\w+\.duckdb"),
        (lambda: restore(db, folder / "copies"), r"house\.duckdb\.restoring"),
        (db.rewrite, "house.duckdb"),
    ):
        with full_at(db.path.stat().st_size // 2), pytest.raises(StorageError, match=f"{place}: .*make room"):
            work()
        assert {p for p in folder.rglob("*") if p.is_file()} == before
    assert ids(db) == {"kept"}


def test_a_disk_without_a_byte_left_is_no_reason_to_hold_the_lock_for_ever(db: Database) -> None:
    commit(db, mention("kept"))
    with full_at(0):
        assert db.verify()["ok"]
    assert db.verify()["ok"]


def test_a_folder_that_takes_no_file_is_named_and_reading_goes_on(db: Database) -> None:
    commit(db, mention("kept"))
    db.close()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in [db.path, *db.snapshots.folder.iterdir()]:
            target = folder / file.relative_to(db.path.parent)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.read_bytes())
            target.chmod(0o444)
        sealed = Database(folder / db.path.name)
        sealed.snapshots.folder.chmod(0o555)
        folder.chmod(0o555)
        try:
            with nobody():
                with pytest.raises(StorageError, match="let this user read and write in"):
                    commit(sealed, mention("late"))
                assert ids(sealed) == {"kept"}
                sealed.close()
        finally:
            for place in (folder, sealed.snapshots.folder):
                place.chmod(0o755)


def test_a_damaged_database_says_to_restore_and_never_replaces_the_good_snapshot(db: Database) -> None:
    commit(db, mention("kept"))
    back_up(db, db.path.parent / "copies")
    whole = db.path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"not a database" * 1000, b""):
        db.path.write_bytes(damaged)
        for work in (lambda: commit(db, mention("late")), db.publish, db.migrate, db.verify):
            with pytest.raises(StorageError, match="earshot restore DIR"):
                work()
        db.close()
        assert ids(db) == {"kept"}
        restore(db, db.path.parent / "copies")
        assert ids(db) == {"kept"}


@pytest.mark.parametrize("place", [0, 2_000])
def test_a_damaged_log_is_refused_in_words_and_never_written_over(db: Database, place: int) -> None:
    patient = Database(db.path, publish_every=3600.0)
    patient.publish()
    with patient.write(more=True) as store:
        store.mentions.commit(SOURCE, Batch(mentions=(mention("1"),), cursor="c"), [("Acme",)], secret=SECRET, now=NOW)
    log = db.path.with_name(f"{db.path.name}.wal")
    whole = log.read_bytes()
    log.write_bytes(whole[:place] + bytes(50) + whole[place + 50 :])
    for work in (db.verify, db.publish, lambda: commit(db, mention("2"))):
        with pytest.raises(StorageError, match=r"earshot restore DIR; or, .* move house\.duckdb\.wal away"):
            work()
    log.write_bytes(whole)
    db.publish()
    assert ids(db) == {"1"}


def test_an_empty_file_hides_no_erasure_from_a_restore(db: Database) -> None:
    commit(db, mention("kept"), mention("gone"))
    back_up(db, db.path.parent / "copies")
    with db.write(publish=True) as store:
        store.erasures.mention(mention_id("rss", "feed", "gone"), now=NOW)
    db.path.write_bytes(b"")
    restore(db, db.path.parent / "copies")
    assert ids(db) == {"kept"}


def test_a_full_disk_costs_payloads_and_the_file_of_them_goes_on(db: Database) -> None:
    raw, chance = RawFile(db.path), random.Random(1)

    def keep(first: int, count: int) -> int:
        sent = [
            Payload(
                mention_id=n,
                author_key=None,
                source="feed",
                kind="rss",
                seen_at=NOW,
                payload=chance.randbytes(900).hex(),
            )
            for n in range(first, first + count)
        ]
        return raw.keep(sent, Erased, before=NOW - timedelta(days=30))

    assert keep(0, 10) == 10
    with full_at(int(raw.path.stat().st_size * 1.001)), pytest.raises(StorageError, match="make room"):
        keep(10, 2_000)
    assert raw.find(3) is not None
    assert keep(10, 50) == 50
    raw.path.write_bytes(b"")
    assert keep(0, 10) == 10


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None])
def test_a_damaged_or_missing_snapshot_says_to_publish_and_that_helps(db: Database, damage: bytes | None) -> None:
    commit(db, mention("kept"))
    db.close()
    snapshot = db.snapshots.path(db.snapshot_name)
    if damage is None:
        snapshot.unlink()
    else:
        snapshot.write_bytes(damage)
    with pytest.raises(StorageError, match="python -m earshot run"):
        ids(db)
    db.publish()
    assert ids(db) == {"kept"}


def test_a_block_that_turns_bad_under_a_question_is_said_in_words(db: Database) -> None:
    commit(db, mention("kept"))
    with pytest.raises(StorageError, match="publish a new one"), db.read():
        raise duckdb.IOException("IO Error: Corrupt database file: computed checksum 1 does not match 2")


@pytest.mark.parametrize("garbage", [b"", b"\x00\xff" * 50, b"snap-1.duckdb/../../x", b"snap-99.duckdb"])
def test_a_pointer_of_garbage_says_what_to_run_and_the_next_write_mends_it(db: Database, garbage: bytes) -> None:
    commit(db, mention("kept"))
    db.close()
    (db.snapshots.folder / "CURRENT").write_bytes(garbage)
    with pytest.raises(StorageError, match="python -m earshot run"):
        ids(db)
    commit(db, mention("next"))
    assert ids(db) == {"kept", "next"}


def test_a_clock_that_is_set_back_loses_no_mention_and_no_copy(db: Database) -> None:
    folder = db.path.parent / "copies"
    folder.mkdir()
    commit(db, mention("first"), now=NOW)
    for day in range(1, 4):
        (folder / f"house-2999010{day}T000000000000.duckdb").write_bytes(b"made when the clock was ahead")
    made = back_up(db, folder, keep=2)
    assert made in copies(db, folder)
    yesterday = NOW - timedelta(days=1)
    found = commit(db, mention("first"), mention("second", published_at=None), now=yesterday)
    assert (found.new, found.unchanged) == (1, 1)
    assert ids(db) == {"first", "second"}
    assert db.verify()["ok"]
