import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

import collectors
from domain.errors import ConfigError, SourceRefused
from domain.records import Batch, Source
from tests.collectors.contract import CollectorContract, Item, mentions, world
from tests.wire import Wire


class TestFile(CollectorContract):
    kind = "file"

    @pytest.fixture(autouse=True)
    def at(self, tmp_path: Path) -> None:
        self.path = tmp_path / "reviews.csv"

    def options(self, wire: Wire) -> dict[str, object]:
        return {"path": str(self.path)}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "text", "date"])
            writer.writerows([one.id, one.text, one.at.isoformat() if one.at else ""] for one in items)

    def spoil(self, wire: Wire, body: bytes) -> None:
        self.path.write_bytes(body)


def run(path: Path, cursor: str | None = None, **options: object) -> list[Batch]:
    source = Source(name="shop", kind="file", stable_id="s1", options={"path": str(path), **options})
    return list(collectors.build(source, world()).collect(cursor))


def test_an_unchanged_file_is_not_read_again_and_a_changed_map_reads_it(tmp_path: Path) -> None:
    path, column_map = tmp_path / "a.csv", tmp_path / "map.toml"
    path.write_text("Words,Stars\ngood,8\n")
    column_map.write_text('[columns]\ntext = "Words"\n')
    cursor = run(path, map=str(column_map))[-1].cursor
    assert run(path, cursor, map=str(column_map)) == [Batch(mentions=(), cursor=cursor)]
    column_map.write_text('[columns]\ntext = "Words"\nrating = "Stars"\n[options]\nrating_max = 10\n')
    again = run(path, cursor, map=str(column_map))
    assert [one.rating for one in mentions(again)] == [4.0]
    assert again[-1].cursor != cursor


def test_a_long_file_comes_in_batches_and_the_cursor_moves_with_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "fine\n" * 2500)
    batches = run(path)
    assert [len(batch.mentions) for batch in batches] == [1000, 1000, 500]
    assert [batch.cursor is None for batch in batches] == [True, True, False]
    assert len({one.external_id for one in mentions(batches)}) == 2500


def test_rejected_rows_are_warnings_and_the_run_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,rating\nfine,5\n" + "bad,9\n" * 25)
    last = run(path)[-1]
    assert last.complete
    assert len(last.mentions) == 1
    assert last.warnings[0].startswith('line 3, column "rating" was left out')
    assert last.warnings[-1] == "and 5 more rows were left out"


def test_ids_live_in_the_sources_stable_namespace(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,fine\n")
    [mention] = mentions(run(path))
    assert (mention.source, mention.namespace, mention.external_id) == ("shop", "s1", "1")


def test_a_missing_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="check 'path'"):
        run(tmp_path / "absent.csv")


def test_a_wrong_map_is_said_before_the_first_run(tmp_path: Path) -> None:
    column_map = tmp_path / "map.toml"
    column_map.write_text('[columns]\ntextt = "Words"\n')
    with pytest.raises(ConfigError, match="did you mean 'text'"):
        run(tmp_path / "a.csv", map=str(column_map))


def test_encoding_and_delimiter_can_be_stated_without_a_map(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("text~rating\n좋아요~5\n".encode("euc-kr"))
    [mention] = mentions(run(path, encoding="euc-kr", delimiter="~"))
    assert (mention.text, mention.rating) == ("좋아요", 5.0)
    with pytest.raises(ConfigError, match="one character"):
        run(path, delimiter="~~")


def test_a_file_of_stars_only_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("rating\n5\n5\n1\n")
    assert [one.rating for one in mentions(run(path))] == [5.0, 5.0, 1.0]


def test_a_file_that_lost_its_rows_is_doubted_until_it_has_some_and_a_new_one_without_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\n")
    cursor = run(path)[-1].cursor
    assert run(path, cursor) == [Batch(mentions=(), cursor=cursor)]
    path.write_text("text\nfine\n")
    cursor = run(path, cursor)[-1].cursor
    path.write_text("text\n")
    for _ in range(2):
        [emptied] = run(path, cursor)
        assert (emptied.complete, emptied.cursor) == (False, cursor)
        assert "no rows, although it had some" in emptied.warnings[0]
    path.write_text("text\nfine\nbetter\n")
    assert [one.text for one in mentions(run(path, cursor))] == ["fine", "better"]
