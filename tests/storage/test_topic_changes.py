"""What people do to topics, and taking it back: ids stay, texts follow at once, every change is logged."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import StorageError
from domain.measures import Scope
from domain.records import Batch, Brand, Mention, Source, Topic, TopicMatch
from storage.connection import Database
from storage.store import Store
from tests.storage.conftest import Copying

SOURCE = Source(name="s", kind="rss")
LATE, COLD = Topic(topic_id=7, name="Late", examples=("Too late",)), Topic(topic_id=8, name="Cold food")
TEXTS = ("late pizza", "late again", "cold pizza", "late and cold", "fine", "The solid late LIDS broke")


def build(db: Database) -> None:
    """Two topics and six texts."""
    with db.write() as store:
        store.sources.sync([Brand(name="Acme")], [SOURCE])
        tell(store, TEXTS)
        store.topics.sync([LATE, COLD])
        read(store)


@pytest.fixture
def db(built_once: Copying, store: str, tmp_path: Path) -> Iterator[Database]:
    """A copy of it for one test."""
    database = built_once(build, store, tmp_path)
    yield database
    database.close()


def tell(store: Store, texts: tuple[str, ...], first: int = 0, secret: bytes = b"k") -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    mentions = tuple(
        Mention(source="s", kind="rss", external_id=str(i), text=text, published_at=now)
        for i, text in enumerate(texts, first)
    )
    store.mentions.commit(
        SOURCE, Batch(mentions=mentions, cursor="1"), [("Acme",)] * len(mentions), secret=secret, now=now
    )


def read(store: Store, version: str = "1") -> None:
    rows = store.topics.pending(version, 100)
    words = {"late": 7, "cold": 8}
    store.topics.add(
        version,
        [
            (row, [TopicMatch(topic_id=i, score=0.9, start=0, end=4) for w, i in words.items() if w in row.text])
            for row in rows
        ],
    )


def named(db: Database) -> dict[str, set[str]]:
    """Texts by the topic that they name."""
    found: dict[str, set[str]] = {}
    db.publish()
    with db.read() as q:
        rows = q.sql("""
            select t.name, m.text from text_topics x
            join topics t using (topic_id) join mentions m on m.mention_id = x.text_id
        """)[1]
    for name, text in rows:
        found.setdefault(str(name), set()).add(str(text))
    return found


BEFORE = {
    "Late": {"late pizza", "late again", "late and cold", "The solid late LIDS broke"},
    "Cold food": {"cold pizza", "late and cold"},
}


def test_a_persons_name_stays_whatever_the_taxonomy_says_and_matching_does_not_change(db: Database) -> None:
    with db.write() as store:
        matched = store.topics.to_match()
        change = store.topic_changes.rename(7, "  Never  on time ", "ann")
        store.topics.sync([LATE, COLD])
        assert store.topics.to_match() == matched
        assert [t.name for t in store.topics.known()] == ["Cold food", "Never on time"]
        with pytest.raises(StorageError, match="exists"):
            store.topic_changes.rename(7, "cold FOOD")
        assert store.topic_changes.undo(change) == "taken back: rename of Late"
        assert [t.name for t in store.topics.known()] == ["Cold food", "Late"]
        with pytest.raises(StorageError, match="taken back already"):
            store.topic_changes.undo(change)


@pytest.mark.both
def test_a_merge_moves_texts_now_and_later_and_its_undo_moves_them_back(db: Database) -> None:
    with db.write() as store:
        change = store.topic_changes.merge(7, 8, "ann")
    assert named(db) == {"Cold food": BEFORE["Late"] | BEFORE["Cold food"]}
    with db.write() as store:
        tell(store, ("late once more",), first=50)
        read(store)
    assert "late once more" in named(db)["Cold food"]
    assert db.verify()["problems"] == []
    with db.write() as store:
        store.topic_changes.undo(change)
    assert named(db) == {**BEFORE, "Late": BEFORE["Late"] | {"late once more"}}
    assert db.verify()["problems"] == []


def test_a_chain_of_merges_is_taken_back_in_any_order(db: Database) -> None:
    with db.write() as store:
        store.topics.sync([Topic(topic_id=9, name="All")])
        first = store.topic_changes.merge(7, 8)
        second = store.topic_changes.merge(8, 9)
    assert set(named(db)) == {"All"}
    with db.write() as store:
        store.topic_changes.undo(first)
    assert named(db) == {"Late": BEFORE["Late"], "All": BEFORE["Cold food"]}
    with db.write() as store:
        store.topic_changes.undo(second)
    assert named(db) == BEFORE


def test_a_split_takes_the_texts_that_hold_its_words_now_and_later(db: Database) -> None:
    with db.write() as store:
        change = store.topic_changes.split(7, "Late pizza", ["pizza", "lid"], "ann")
    took = {"late pizza", "The solid late LIDS broke"}
    assert named(db) == {**BEFORE, "Late": BEFORE["Late"] - took, "Late pizza": took}
    with db.write() as store:
        tell(store, ("late pizza twice", "solid but late"), first=50)
        read(store, version="2")
        names = {t.name: t.topic_id for t in store.topics.known()}
    assert named(db)["Late pizza"] == took | {"late pizza twice"}
    assert "solid but late" in named(db)["Late"]
    with db.write() as store:
        store.topic_changes.undo(change)
        assert "Late pizza" not in [t.name for t in store.topics.known()]
    assert named(db)["Late"] == BEFORE["Late"] | {"late pizza twice", "solid but late"}
    with db.read() as q:
        table = q.topics.table().set_index("topic_id")
        assert table.loc[names["Late pizza"], "merged_into"] == 7
    assert db.verify()["problems"] == []


@pytest.mark.parametrize("words", [[], ["..."], ["zebra"], ["late"]])
def test_a_split_that_parts_nothing_is_refused_and_changes_nothing(db: Database, words: list[str]) -> None:
    with pytest.raises(StorageError), db.write() as store:
        store.topic_changes.split(7, "Part", words)
    assert named(db) == BEFORE


def test_a_dismissed_topic_is_named_nowhere_until_it_is_taken_back(db: Database) -> None:
    with db.write() as store:
        change = store.topic_changes.dismiss(7)
        assert [t.topic_id for t in store.topics.known()] == [8]
    assert named(db) == {"Cold food": BEFORE["Cold food"]}
    with db.write() as store:
        store.topic_changes.undo(change)
    assert named(db) == BEFORE


def test_every_change_is_in_the_log_and_in_the_history(db: Database) -> None:
    with db.write() as store:
        change = store.topic_changes.rename(7, "Slow", "ann")
        store.topic_changes.merge(7, 8, "bob")
        store.topic_changes.undo(change + 1, "cem")
    db.publish()
    with db.read() as q:
        logged = q.sql("select person, verb, subject from audit_log order by made_at")[1]
        history = q.topics.history(7)
    assert [list(row) for row in logged] == [
        ["ann", "topic rename", "7"],
        ["bob", "topic merge", "7"],
        ["cem", "topic undo merge", "7"],
    ]
    assert list(history["verb"]) == ["merge", "rename"]
    assert list(history["undone"]) == [True, False]


@pytest.mark.parametrize("verb", ["rename", "merge", "split", "undo"])
def test_an_unknown_id_is_said(db: Database, verb: str) -> None:
    words: dict[str, tuple[object, ...]] = {
        "rename": (99, "x"),
        "merge": (99, 8),
        "split": (99, "x", ["late"]),
        "undo": (99,),
    }
    with pytest.raises(StorageError, match="99"), db.write() as store:
        getattr(store.topic_changes, verb)(*words[verb])


@pytest.mark.parametrize("called", ["Cold food", "cold FOOD", "8", "Late", "Never on time", "never on time", "7"])
def test_a_scope_finds_a_topic_by_any_name_it_had_by_its_id_and_by_what_went_into_it(db: Database, called: str) -> None:
    with db.write() as store:
        store.topic_changes.rename(7, "Never on time", "Ann")
        store.topic_changes.merge(8, 7, "Ann")
    db.publish()
    with db.read() as queries:
        assert queries.counts.sentiment_counts(Scope(brand="Acme", topic=called)).unscored == 5
        assert queries.counts.sentiment_counts(Scope(brand="Acme", topic="Hot food")).unscored == 0
        assert queries.pain_points.table(Scope(brand="Acme", topic=called))["topic_id"].tolist() == [7]
