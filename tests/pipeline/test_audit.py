"""A blind sample that is repeatable and fair, and labels that correct the engine."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import ConfigError, ImportFileError
from domain.records import Label
from metrics.audit import allocate
from pipeline.audit import Verdict, draw, judge
from storage.connection import Database
from tests.storage.conftest import acme, commit, label_all, mention

NEG, NEU, POS = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
# What the engine sees in a text; "grumble" is a complaint that it calls neutral.
ENGINE = {"good": POS, "bad": NEG, "plain": NEU, "grumble": NEU}
PERSON = {"good": POS, "bad": NEG, "plain": NEU, "grumble": NEG}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """400 rows: 40 bad, 120 good, 120 plain, 120 grumbles; a quarter of each from `forum`; 20 without a label."""
    database = Database(tmp_path_factory.mktemp("audit") / "house.duckdb", publish_every=0.0)
    words = ["bad"] * 40 + [word for word in ("good", "plain", "grumble") for _ in range(120)] + ["none"] * 20
    rows = [
        mention(str(n), text=f"=A {word} thing number {n} to say", source="forum" if n % 4 == 0 else "shop")
        for n, word in enumerate(words)
    ]
    commit(database, *rows)
    label_all(database, ENGINE)
    yield database
    database.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def word(row: dict[str, str]) -> str:
    return row["text"].split()[1]


def fill(path: Path, labels: dict[int, str], rows: list[dict[str, str]]) -> Path:
    """The file as a person saves it; `labels` by position go before what PERSON would say."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "label": labels.get(n, str(PERSON[word(row)]))} for n, row in enumerate(rows))
    return path


def drawn(db: Database, out: Path, n: int = 100) -> list[dict[str, str]]:
    with db.read() as queries:
        found = draw(queries, acme(), n, out)
    rows = rows_of(out)
    assert found.rows == len(rows) and found.by_source == dict(Counter(row["source"] for row in rows))
    return rows


def judged(db: Database, labels: Path) -> Verdict:
    with db.read() as queries:
        return judge(queries, acme(), labels)


def test_the_sample_is_blind_fair_and_the_same_again(db: Database, tmp_path: Path) -> None:
    rows = drawn(db, tmp_path / "a.csv")
    assert list(rows[0]) == ["row", "mention_id", "source", "title", "text", "label"]
    assert len(rows) == len({row["mention_id"] for row in rows}) == 100
    assert {row["label"] for row in rows} == {""} and {word(row) for row in rows} == set(ENGINE)
    assert Counter(ENGINE[word(row)] for row in rows) == {NEG: 10, POS: 30, NEU: 60}
    assert 24 <= Counter(row["source"] for row in rows)["forum"] <= 26
    assert all(row["text"].startswith("'=") for row in rows)
    in_order = [ENGINE[word(row)] for row in rows]
    assert sum(a != b for a, b in pairwise(in_order)) > 30, "the order tells the label"
    assert drawn(db, tmp_path / "b.csv") == rows
    other = drawn(db, tmp_path / "c.csv", n=101)
    assert len({row["row"] for row in other} & {row["row"] for row in rows}) < 70


def test_every_row_is_as_likely_as_another(db: Database) -> None:
    with db.read() as queries:
        taken = Counter(
            row.mention_id
            for i in range(40)
            for row in queries.audit.draw(acme(), {POS: 30}, seed=f"s{i}", start=(i + 0.5) / 40)
        )
    assert sum(taken.values()) == 40 * 30
    assert len(taken) == 120 and max(taken.values()) < 24, "each of 120 is expected ten times in forty draws"


def test_labels_give_the_confusion_and_the_corrected_net_sentiment(db: Database, tmp_path: Path) -> None:
    rows = drawn(db, tmp_path / "a.csv")
    found = judged(db, fill(tmp_path / "a.csv", {}, rows))
    grumbles = sum(word(row) == "grumble" for row in rows)
    assert found.confusion == {(NEG, NEG): 10, (POS, POS): 30, (NEU, NEU): 60 - grumbles, (NEU, NEG): grumbles}
    assert found.plain and found.corrected and found.agreement
    assert found.plain.value == 20.0, "(120 - 40) of 400"
    assert found.corrected.value == pytest.approx(100 * (0.3 - 0.1 - 0.6 * grumbles / 60))
    assert found.corrected.low < -10 < found.corrected.high  # type: ignore[operator]
    assert found.corrected.high - found.corrected.low > found.plain.high - found.plain.low  # type: ignore[operator]
    assert found.agreement.value == 100 - grumbles and (found.engine, found.rejected) == ("vader", ())


def test_what_a_person_leaves_out_or_mistypes_is_said(db: Database, tmp_path: Path) -> None:
    rows = drawn(db, tmp_path / "a.csv")
    rows[5]["row"], rows[6]["row"], rows[7]["row"] = "m1", "mx", rows[8]["row"]
    found = judged(db, fill(tmp_path / "a.csv", {0: "", 1: "dunno", 2: " POS ", 3: "-1", 4: "0"}, rows))
    assert (found.unlabelled, found.gone) == (1, 1)
    assert [sentence.split(":")[0] for sentence in found.rejected] == ["line 3", "line 8", "line 10"]
    assert sum(found.confusion.values()) == 95


def test_a_rounded_id_does_no_harm_and_a_plain_one_will_do(db: Database, tmp_path: Path) -> None:
    rows = drawn(db, tmp_path / "a.csv")
    rounded = [{**row, "mention_id": f"{float(row['mention_id']):.5E}"} for row in rows]
    first = judged(db, fill(tmp_path / "a.csv", {}, rounded))
    bare = [{key: row[key] for key in ("mention_id", "text", "label")} for row in rows]
    assert judged(db, fill(tmp_path / "b.csv", {}, bare)) == first and first.gone == 0


def test_a_label_without_an_audited_row_corrects_nothing(db: Database, tmp_path: Path) -> None:
    rows = [row for row in drawn(db, tmp_path / "a.csv") if word(row) != "bad"]
    found = judged(db, fill(tmp_path / "b.csv", {}, rows))
    assert found.corrected is None and found.plain is not None


def test_files_that_exist_or_say_nothing_are_refused(db: Database, tmp_path: Path) -> None:
    rows = drawn(db, tmp_path / "a.csv")
    with pytest.raises(ConfigError, match="is there already"):
        drawn(db, tmp_path / "a.csv")
    with pytest.raises(ImportFileError, match="no row has a label"):
        judged(db, tmp_path / "a.csv")
    with pytest.raises(ImportFileError, match="needs the columns"):
        judged(db, fill(tmp_path / "b.csv", {}, [{"text": row["text"], "label": ""} for row in rows]))
    with db.read() as queries, pytest.raises(ConfigError, match="scored"):
        draw(queries, acme(brand="Nobody"), 10, tmp_path / "c.csv")


@settings(max_examples=100, deadline=None)
@given(sizes=st.fixed_dictionaries(dict.fromkeys(Label, st.integers(0, 500))), n=st.integers(1, 300))
def test_every_row_of_the_sample_has_a_label_to_come_from(sizes: dict[Label, int], n: int) -> None:
    found = allocate(sizes, n)
    assert sum(found.values()) == min(n, sum(sizes.values()))
    assert all(0 <= found[label] <= sizes[label] for label in sizes)
    if n >= 30:
        assert all(found[label] >= min(10, size) for label, size in sizes.items() if sum(sizes.values()) >= 30)
