"""Bringing a copy back, killed at every step of it: the database is the old one or the new one, and nobody is back."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import pytest

from domain.errors import StorageError
from storage.backup import back_up
from storage.connection import Database
from storage.migrate import steps
from storage.restore import restore
from tests.storage.conftest import NOW, SECRET, commit, mention, sql

pytestmark = pytest.mark.file_only

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "xyzzyplughtoken"


def holding(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.is_file() and TOKEN.encode() in p.read_bytes()]


@pytest.fixture
def copied(db: Database) -> Database:
    """Copied with what ann wrote; since then ann was erased and something new came."""
    commit(db, mention("1", text=f"My telephone is {TOKEN} and it hurts", author="ann"), mention("2", author="bob"))
    back_up(db, db.path.parent / "copies")
    with db.write() as store:
        store.erasures.author("ann", secret=SECRET, now=NOW)
    db.rewrite()
    commit(db, mention("later"))
    db.close()
    return db


def scene(copied: Database, folder: Path) -> Path:
    """All that lies there, moved below one folder."""
    (folder / "scene").mkdir()
    for path in [p for p in folder.iterdir() if p.name.startswith(("house.", "copies"))]:
        path.rename(folder / "scene" / path.name)
    return folder / "scene"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its children")
def test_a_restore_that_is_killed_at_any_step_loses_no_tombstone(copied: Database, tmp_path: Path) -> None:
    scene(copied, tmp_path)
    command = [sys.executable, "-m", "tests.storage.killed", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    steps = sorted(tmp_path.glob("step-*"))
    found = []
    for step in steps:
        db = Database(step / "house.duckdb")
        db.publish()
        found.append(sorted(str(row[0]) for row in sql(db, "select distinct external_id from mention")))
        with db.write() as store:
            assert [kind for kind, _, _ in store.erasures.known()] == ["author"], step.name
        db.close()
    assert len(steps) > 8
    # The one in place, until the one that was made ready takes its name.
    assert {tuple(ids) for ids in found} == {("2", "later"), ("2",)}


def test_what_a_killed_restore_left_behind_goes_with_the_next_rewriting(copied: Database) -> None:
    folder = copied.path.parent
    for name in (".restoring", ".restoring.wal", ".fresh"):
        (folder / f"house.duckdb{name}").write_text(TOKEN, "utf-8")
    for spilled in ("house.duckdb.tmp", "house.duckdb.restoring.tmp"):
        (folder / spilled).mkdir()
        (folder / spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_text(TOKEN, "utf-8")
    (folder / "house.duckdb.backups").mkdir()
    (folder / "house.duckdb.backups" / f"20260101T000000000000-{steps()[0]}.duckdb.tmp").write_text(TOKEN, "utf-8")
    (copy,) = (folder / "copies").iterdir()
    left = folder / "copies" / "house-20260101T000000000000.duckdb.tmp"
    left.write_text(TOKEN, "utf-8")
    copied.rewrite()
    assert {p for p in folder.rglob("*") if p.is_file() and TOKEN.encode() in p.read_bytes()} == {copy, left}
    back_up(copied, folder / "copies", keep=1)
    assert holding(folder / "copies") == []


def test_a_broken_database_with_a_log_beside_it_is_replaced_and_the_erased_stay_out(copied: Database) -> None:
    copied.path.write_bytes(b"not a database" * 1000)
    copied.path.with_name("house.duckdb.wal").write_bytes(b"nor a log" * 100)
    restore(copied, copied.path.parent / "copies")
    assert sql(copied, "select external_id from mention") == [["2"]]
    assert holding(copied.path.parent) == []
    assert copied.verify()["ok"]


def test_a_copy_that_is_broken_leaves_the_database_as_it_was(copied: Database) -> None:
    newest = f"house-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"
    (copied.path.parent / "copies" / newest).write_bytes(b"torn" * 1000)
    with pytest.raises(StorageError, match=f"{newest}: is damaged, and nothing was changed; move it away"):
        restore(copied, copied.path.parent / "copies")
    copied.publish()
    assert sql(copied, "select external_id from mention order by 1") == [["2"], ["later"]]


def test_a_copy_that_is_dated_ahead_is_brought_back_only_where_there_is_no_other(copied: Database) -> None:
    folder = copied.path.parent / "copies"
    (good,) = folder.iterdir()
    (folder / "house-29990101T000000000000.duckdb").write_bytes(b"made by a clock that was ahead")
    assert restore(copied, folder) == good


def test_a_file_that_nothing_was_written_to_yet_is_replaced(copied: Database) -> None:
    copied.path.unlink()
    rmtree(copied.snapshots.folder)
    restore(copied, copied.path.parent / "copies")
    assert [row[0] for row in sql(copied, "select external_id from mention order by 1")] == ["1", "2"]
