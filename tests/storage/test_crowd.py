"""Many processes at once, and processes that die: every item once, no reader disturbed.

EARSHOT_TEST_KILLS=50 kills more often than the suite has time for.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import StorageBusy
from storage.connection import Database
from tests.storage.children import BATCH, write_on
from tests.storage.conftest import sql

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("EARSHOT_TEST_KILLS", "10"))

pytestmark = [
    pytest.mark.file_only,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its children"),
]


def child(*arguments: object, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.storage.children", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload]


def each_once(db: Database, source: str) -> int:
    """How many items a source has; fails unless they are those before its cursor, each once."""
    db.publish()
    ids = [
        str(row[0]) for row in sql(db, f"select external_id from mention where starts_with(external_id, '{source}-')")
    ]
    with db.write() as store:
        (cursor,) = [int(s.cursor or 0) for s in store.sources.state() if s.name == source]
    assert sorted(ids, key=lambda i: int(i.split("-")[1])) == [f"{source}-{n}" for n in range(cursor)]
    return len(ids)


@pytest.mark.slow
def test_every_item_is_stored_once_however_often_its_writer_is_killed(db: Database) -> None:
    process = child("kill", db.path, KILLS, 7)
    _, said = process.communicate(timeout=120 + 10 * KILLS)
    assert (process.returncode, said) == (0, "")
    write_on(db, "feed", until=0.0)
    assert db.verify() == {"ok": True, "problems": []}
    assert each_once(db, "feed") >= BATCH


@pytest.mark.slow
def test_two_writers_and_four_readers_do_not_disturb_each_other(db: Database) -> None:
    process = child("crowd", db.path, 3)
    _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, "")
    assert db.verify() == {"ok": True, "problems": []}
    assert each_once(db, "a") >= BATCH
    assert each_once(db, "b") >= BATCH


def test_who_holds_the_database_is_named(db: Database) -> None:
    process = child("hold", db.path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == "held\n"
    hurried = Database(db.path, lock_timeout=0.2)
    with pytest.raises(StorageBusy, match=rf"process {process.pid} \(children.py hold\) since 20"), hurried.write():
        pass
    process.communicate("go\n", timeout=60)
    with hurried.write():
        pass
