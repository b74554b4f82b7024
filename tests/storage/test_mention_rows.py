"""How mentions become columns: piece by piece, in the order of their dates, with the hashes of one by one."""

import re
import sys
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from domain.identity import keyed_hash, mention_id, stable_id, stable_ids
from domain.records import Batch, Mention
from storage.connection import Database
from storage.writes import mention_rows
from tests.storage.conftest import NOW, SECRET, SOURCE

AWKWARD = ("", "a", "ab", "c", "é", "日本", "🙂", "\ud800", "\udfffx", "\x00", "a\x00b", "ß" * 300, "word " * 2000)
LINK = re.compile(r"https?://\S+|www\.\S+")


def test_ids_of_whole_columns_are_those_of_one_by_one() -> None:
    turned = AWKWARD[::-1]
    assert stable_ids(("kind", ""), AWKWARD) == [stable_id("kind", "", one) for one in AWKWARD]
    assert stable_ids(("é",), AWKWARD, turned) == [stable_id("é", *pair) for pair in zip(AWKWARD, turned, strict=True)]
    assert stable_ids((), AWKWARD, turned) == [stable_id(*pair) for pair in zip(AWKWARD, turned, strict=True)]
    assert stable_ids(("kind",), ()) == []


def test_an_id_is_the_same_for_ever() -> None:
    assert mention_id("rss", "", "1") == 1124983933680517273
    assert stable_ids(("rss", ""), ["1"]) == [1124983933680517273]


def _split(title: str, text: str) -> str:
    """The words of a story, the plain way: always split, always joined."""
    bare = LINK.sub(" ", text.lower())
    words = bare.split()
    if len(words) < 5 or bare != text.lower():
        words = [*LINK.sub(" ", title.lower()).split(), *words]
    return " ".join(words) if len(words) >= 5 else ""


@pytest.mark.parametrize("space", ["", " ", "  ", "\t", "\n", "\r\n", "\x1c", "\x85", "\u00a0", "\u2028", "\u3000"])
def test_a_story_has_the_same_words_however_they_are_spaced(space: str) -> None:
    words = ("One", "two", "Ünï", "日本", "🙂", "www.shop.example", "http", "https://a.example/b", "\ud800", "six")
    for count in range(len(words) + 1):
        for gap in (" ", space + " ", f" {space}"):
            text = space + gap.join(words[:count]) + space
            for title in ("", f"A{space} title", f"{space}https://a.example{space}"):
                assert mention_rows.story_words(title, text) == _split(title, text), (title, text)


def test_what_separates_words_is_never_taken_for_one() -> None:
    spaces = [chr(i) for i in range(sys.maxunicode + 1) if chr(i).isspace() and chr(i) != " "]
    assert spaces and not any(space.isprintable() for space in spaces)


def test_more_rows_than_a_piece_come_in_the_order_of_their_dates_each_with_its_own() -> None:
    count = 9_000
    days = [(i * 7919) % count for i in range(count)]
    mentions = [
        Mention(
            source="feed",
            kind="rss",
            external_id=str(day),
            text=f"text {day}",
            author=f"author {day % 5}",
            published_at=None if day % 100 == 99 else datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=day),
        )
        for day in days
    ]
    rows = mention_rows.reader(mentions, [(f"brand {day}",) for day in days], SECRET).read_all()
    dated = [day for day in range(count) if day % 100 != 99]
    undated = [day for day in days if day % 100 == 99]
    told = [*map(str, [*dated, *undated])]
    assert rows["external_id"].to_pylist() == told
    assert rows["text"].to_pylist() == [f"text {day}" for day in told]
    assert rows["brands"].to_pylist() == [[f"brand {day}"] for day in told]
    assert rows["mention_id"].to_pylist() == [mention_id("rss", "", day) for day in told]
    assert rows["author_key"].to_pylist() == [keyed_hash(SECRET, f"author {int(day) % 5}") for day in told]
    assert rows["claimed_at"].null_count == len(undated)


def test_no_mentions_are_no_rows() -> None:
    assert mention_rows.reader((), (), SECRET).read_all().num_rows == 0


def test_what_no_column_can_hold_keeps_the_whole_batch_out(db: Database) -> None:
    sound = [Mention(source="feed", kind="rss", external_id=str(i), text="x", published_at=NOW) for i in range(8_300)]
    late = NOW + timedelta(hours=1)
    bad = Mention(source="feed", kind="rss", external_id="bad", text="x", rating="four", published_at=late)  # type: ignore[arg-type]
    batch = Batch(mentions=(*sound, bad), cursor="1")
    with pytest.raises(duckdb.Error, match="four"), db.write() as store:
        store.mentions.commit(SOURCE, batch, [("Acme",)] * len(batch.mentions), secret=SECRET, now=NOW)
    with db.write(publish=True) as store:
        assert store.sources.state() == []
    with db.read() as queries:
        assert queries.health.totals().mentions == 0
