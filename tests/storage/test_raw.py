"""Payloads lie in a file of their own: the last one per mention, for so many days, and erased to the last byte."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import StorageError
from storage.raw import Erased, Payload, RawFile
from tests.storage.conftest import NOW
from tests.storage.test_erasing import TOKEN, anywhere

LONG_AGO = NOW - timedelta(days=30)


def nobody() -> Erased:
    return Erased()


def payload(key: int, text: str, **changes: object) -> Payload:
    values: dict[str, object] = {"author_key": "a", "source": "news", "kind": "rss", "seen_at": NOW}
    return Payload(mention_id=key, payload=text, **{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def raw(tmp_path: Path) -> RawFile:
    return RawFile(tmp_path / "house.duckdb")


def test_the_last_payload_of_a_mention_is_kept_and_the_same_again_is_none(raw: RawFile) -> None:
    assert raw.find(1) is None and not raw.exists()
    assert raw.keep([payload(1, "one"), payload(2, "two")], nobody, before=LONG_AGO) == 2
    assert raw.keep([payload(1, "one"), payload(2, "\ud800 zwei", seen_at=NOW)], nobody, before=LONG_AGO) == 1
    found = raw.find(2)
    assert found == payload(2, "? zwei")
    assert raw.find(1) == payload(1, "one")
    assert raw.find(3) is None


def test_what_was_kept_for_long_enough_goes(raw: RawFile) -> None:
    raw.keep([payload(1, "old", seen_at=LONG_AGO - timedelta(seconds=1)), payload(2, "new")], nobody, before=LONG_AGO)
    assert raw.keep([], nobody, before=LONG_AGO) == 0
    assert (raw.find(1), raw.find(2)) == (None, payload(2, "new"))
    assert raw.drop() and not raw.exists() and not raw.drop()
    assert raw.keep([], nobody, before=LONG_AGO) == 0 and not raw.exists()


def test_what_is_erased_is_in_no_byte_and_not_taken_again(raw: RawFile, tmp_path: Path) -> None:
    theirs = [payload(n, f"{TOKEN} {n}", author_key="ann") for n in range(3)]
    raw.keep([*theirs, payload(7, f"{TOKEN} seven"), payload(8, "of somebody else")], nobody, before=LONG_AGO)
    raw.keep([payload(1, "said otherwise now", author_key="ann")], nobody, before=LONG_AGO)
    assert anywhere(tmp_path, TOKEN)
    erased = Erased(mentions={7}, authors={"ann"})
    assert raw.erase(erased) == 4
    assert anywhere(tmp_path, TOKEN) == []
    assert raw.keep([*theirs, payload(7, TOKEN)], lambda: erased, before=LONG_AGO) == 0
    assert raw.find(8) == payload(8, "of somebody else")


def test_a_file_that_cannot_be_read_is_no_hiding_place(raw: RawFile) -> None:
    raw.path.write_bytes(b"no database at all, " * 1000)
    with pytest.raises(StorageError):
        raw.find(1)
    assert raw.erase(Erased(authors={"ann"})) == 0
    assert not raw.exists()
