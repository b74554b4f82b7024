"""A person's word on a text's topics wins, outlasts every reading, and can be taken back."""

import pytest

from domain.errors import StorageError
from domain.records import Topic, TopicMatch
from storage.connection import Database
from storage.verify import problems
from tests.storage.conftest import commit, mention, sql

LATE, COST = Topic(topic_id=1, name="Late"), Topic(topic_id=2, name="Cost")


def read(db: Database, version: str, named: dict[str, int]) -> None:
    """One reading by a machine: each text names the topic of the first word that it holds."""
    with db.write(publish=True) as store:
        store.topics.sync([LATE, COST])
        rows = store.topics.pending(version, 100)
        found = [
            (
                row,
                [
                    TopicMatch(topic_id=topic, score=0.7, start=0, end=4)
                    for word, topic in named.items()
                    if word in row.text
                ],
            )
            for row in rows
        ]
        store.topics.add(version, found)


def named(db: Database) -> dict[str, set[int]]:
    with db.write(publish=True) as store:
        assert list(problems(store.kept._con)) == []
    found: dict[str, set[int]] = {}
    with db.read() as queries:
        for key, topic in queries._ask.rows(
            "select m.external_id, x.topic_id from text_topics x join mentions m "
            "on m.mention_id = x.text_id and m.content_hash = x.content_hash"
        ):
            found.setdefault(str(key), set()).add(int(str(topic)))
    return found


@pytest.fixture
def read_db(db: Database) -> Database:
    commit(db, mention("a", text="It came late"), mention("b", text="Too dear"))
    read(db, "v1", {"late": 1})
    return db


def key(db: Database, external_id: str) -> int:
    with db.read() as queries:
        return int(str(queries._ask.row(f"select mention_id from mentions where external_id = '{external_id}'")[0]))


def test_what_a_person_says_wins_and_outlasts_another_reading(read_db: Database) -> None:
    a, b = key(read_db, "a"), key(read_db, "b")
    assert named(read_db) == {"a": {1}}
    with read_db.write() as store:
        store.topic_overrides.set(a, 1, False, "Ann")
        store.topic_overrides.set(b, 2, True, "Ann")
    assert named(read_db) == {"b": {2}}
    read(read_db, "v2", {"late": 1, "dear": 1})
    assert named(read_db) == {"b": {1, 2}}
    with read_db.write() as store:
        assert store.topic_overrides.clear(a, 1, "Ben") and store.topic_overrides.clear(b, 2, "Ben")
        assert not store.topic_overrides.clear(b, 2, "Ben")
    assert named(read_db) == {"a": {1}, "b": {1}}
    with read_db.read() as queries:
        log = queries._ask.rows("select person, subject, detail from audit_log order by made_at")
    assert [row[:2] for row in log] == [("Ann", str(a)), ("Ann", str(b)), ("Ben", str(a)), ("Ben", str(b))]
    assert '"names": false' in str(log[0][2])


def test_it_holds_for_the_edited_text_and_for_the_topic_that_took_the_other_in(read_db: Database) -> None:
    b = key(read_db, "b")
    with read_db.write() as store:
        store.topic_overrides.set(b, 2, True, "Ann")
    commit(read_db, mention("b", text="Too dear by half"))
    assert named(read_db) == {"a": {1}}, "not read again yet"
    read(read_db, "v1", {"late": 1})
    assert named(read_db) == {"a": {1}, "b": {2}}
    with read_db.write() as store:
        store.topics.merge(2, 1)
    assert named(read_db) == {"a": {1}, "b": {1}}
    with read_db.write() as store:
        store.topic_overrides.set(b, 2, False, "Ben")
    assert named(read_db) == {"a": {1}}, "the later word on what is one topic now"


def test_an_unknown_text_or_topic_is_refused_and_an_erased_one_leaves_nothing(read_db: Database) -> None:
    a = key(read_db, "a")
    with pytest.raises(StorageError, match="topic 9"), read_db.write() as store:
        store.topic_overrides.set(a, 9, True, "Ann")
    with pytest.raises(StorageError, match="not stored"), read_db.write() as store:
        store.topic_overrides.set(9, 1, True, "Ann")
    with read_db.write(publish=True) as store:
        store.topic_overrides.set(a, 2, True, "Ann")
    from tests.storage.conftest import NOW

    with read_db.write(publish=True) as store:
        store.erasures.mention(a, now=NOW)
    with read_db.read() as queries:
        assert queries._ask.rows("select 1 from topic_overrides") == []
    assert sql(read_db, "select count(*) from mention") == [[1]]
