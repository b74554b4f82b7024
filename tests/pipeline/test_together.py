"""Writes that wait together are committed together, and one that fails harms none of the others."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.errors import StorageBusy
from pipeline.together import Together
from storage.connection import Database
from storage.store import Store


class Counted(Database):
    """A database that counts its transactions; the first one waits until it may begin."""

    transactions = 0
    may_begin: threading.Event

    @contextmanager
    def write(self, *, publish: bool = False, more: bool = False) -> Iterator[Store]:
        self.transactions += 1
        if self.transactions == 1:
            self.may_begin.wait(10)
        with super().write(publish=publish, more=more) as store:
            yield store


def told(database: Database, key: str) -> str | None:
    with Database(database.path).write() as store:
        return store.settings.get(key)


@pytest.fixture
def database(tmp_path: Path) -> Counted:
    made = Counted(tmp_path / "house.duckdb", lock_timeout=0.2)
    made.migrate()
    made.may_begin = threading.Event()
    return made


def remembering(key: str) -> object:
    def work(store: Store) -> str:
        store.settings.set(key, "told")
        if key == "bad":
            raise ValueError("this one is wrong")
        return key

    return work


def all_at_once(database: Counted, keys: list[str]) -> dict[str, object]:
    desk = Together(database)

    def write(key: str) -> object:
        try:
            return desk.write(remembering(key))  # type: ignore[arg-type]
        except (ValueError, StorageBusy) as error:
            return error

    with ThreadPoolExecutor(len(keys)) as pool:
        waiting = {key: pool.submit(write, key) for key in keys}
        threading.Timer(0.3, database.may_begin.set).start()
        return {key: future.result() for key, future in waiting.items()}


def test_what_waits_behind_one_write_is_one_transaction(database: Counted) -> None:
    keys = [f"key {i}" for i in range(12)]
    assert all_at_once(database, keys) == {key: key for key in keys}
    assert database.transactions <= 3
    assert [told(database, key) for key in keys] == ["told"] * 12


def test_one_that_fails_is_told_so_and_the_others_are_stored(database: Counted) -> None:
    found = all_at_once(database, ["a", "b", "bad", "c", "d"])
    assert isinstance(found.pop("bad"), ValueError)
    assert found == {key: key for key in "abcd"}
    assert [told(database, key) for key in ("a", "b", "c", "d", "bad")] == ["told"] * 4 + [None]


def test_a_busy_database_is_said_to_all(database: Counted) -> None:
    with Database(database.path).exclusive():
        found = all_at_once(database, ["a", "b", "c"])
    assert {type(error) for error in found.values()} == {StorageBusy}
