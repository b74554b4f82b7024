"""`verify` says nothing of a sound database, and finds each kind of seeded damage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.records import Aspect, Label, Topic, TopicMatch
from storage import engine
from storage.connection import Database
from storage.lake import Lake
from tests.storage.conftest import Copying, commit, label_all, mention

DAMAGE = {
    "mentions: 1 keys": "insert into mentions select * from mentions where external_id = '1'",
    "mention_brands: 1 keys": "insert into mention_brands select * from mention_brands limit 1",
    "scores: 1 keys": "insert into scores select * from scores limit 1",
    "daily_counts: 1 keys": "insert into daily_counts select * from daily_counts limit 1",
    "brand matches without their mention": "insert into mention_brands values (5, 'Acme', ['feed'], false)",
    "brand matches that no source stands for": "update mention_brands set sources = []",
    "brand matches that are hidden without": "update mention_brands set muted = true where brand = 'Bolt'",
    "names of authors who were erased": """
        insert into author_names values ('a', 'Ann', now());
        insert into tombstones values ('author', 'a', now())
    """,
    "scores: 1 rows whose text_id": "insert into scores select 5, * exclude (text_id) from scores limit 1",
    "neither a label": "update scores set polarity = 7 where text_id = (select min(text_id) from scores)",
    "aspects: 1 rows whose text_id": "insert into aspects values (5, '1', 5, 'a', 'a', 0, 1, null, null)",
    "aspects whose span": "update aspects set span_end = -1",
    "text_topics: 1 rows whose text_id": "insert into text_topics values (5, '1', 5, 7, 1.0, 0, 1)",
    "rows whose topic_id is none of topics": "delete from topics",
    "topics merged into": "update topics set merged_into = 99",
    "overrides: 1 rows whose text_id": "insert into overrides values (5, 'neutral', 5, 'ann', now())",
    "labels that are not those in force": "update mentions set label = 'neutral' where external_id = '1'",
    "daily counts that differ": "update daily_counts set negative = negative + 1",
    "days that are not": "update mentions set day = day + 1",
    "mentions without a first sight": "update mentions set story_id = null where external_id = '1'",
    "queued texts that are gone": "insert into work_queue values ('score|x|1', 5, 'mention', 5)",
    "mentions: 1 rows of the erased": """
        insert into tombstones select 'author', author_key, now() from mentions where author_key <> ''
    """,
    "survey_responses: 1 rows of the erased": """
        insert into survey_responses (response_id, customer_key) values (5, 'k');
        insert into tombstones values ('respondent', 'k', now())
    """,
    "quotes of erased mentions": """
        insert into report_quotes values ('r', 0, 5, null, 'feed', current_date, 'words', null);
        insert into tombstones values ('mention', '5', now())
    """,
    "aspects: 1 keys": "insert into aspects select * from aspects limit 1",
    "topic_finds: 1 keys": "insert into topic_finds select * from topic_finds limit 1",
    "care_cases: 1 rows whose text_id": "insert into care_cases (case_id, text_id) values (1, 5)",
    "text_traits: 1 rows whose text_id": "insert into text_traits values (5, '1', 5, 'joy', 1, [])",
    "deliveries: 1 rows whose event_id": "insert into deliveries (delivery_id, event_id) values (1, 5)",
    "report_quotes: 1 rows whose report_id": "insert into report_quotes (report_id, place) values ('r', 0)",
    "goal_checkins: 1 rows whose goal_id": "insert into goal_checkins (goal_id) values (5)",
    "mention_tags: 1 rows whose tag_id": """
        insert into mention_tags select min(mention_id), 5, 0, 'ann', now() from mentions
    """,
    "tags by rules that do not exist": "insert into mention_tags values (5, 5, 9, 'ann', now())",
    "answers outside": "insert into survey_responses (response_id, nps, first_seen_at) values (5, 11, now())",
    "1 days that are not": """
        insert into tickets (ticket_id, created_at, day) values (5, '2024-06-15 12:00', '2024-06-16')
    """,
    "wait in no queue": """
        delete from scores where text_id in (select mention_id from mentions where label is null)
    """,
}


def build(db: Database) -> None:
    """A little of everything."""
    commit(
        db,
        mention("1", rating=4.0),
        mention("2", rating=1.0),
        mention("3", author="ann"),
        brands=[("Acme", "Bolt")] * 3,
    )
    label_all(db, {"number 1": Label.POSITIVE, "number 2": Label.NEGATIVE})
    with db.write() as store:
        store.topics.sync([Topic(topic_id=7, name="Late")])
        texts = store.topics.pending("1", 10)
        store.topics.add("1", [(t, [TopicMatch(topic_id=7, score=0.9, start=0, end=4)]) for t in texts])
        texts = store.aspects.pending("1", 10)
        store.aspects.add("1", [(t, [Aspect(phrase="Text", lemma="text", start=0, end=4)]) for t in texts])


@pytest.fixture
def sound(built_once: Copying, store: str, tmp_path: Path) -> Iterator[Database]:
    database = built_once(build, store, tmp_path)
    yield database
    database.close()


def damaged(db: Database, statements: str) -> None:
    """What no writer of ours would do."""
    if isinstance(db, Lake):
        with db._cursor_of(writes=True) as con:
            con.execute(statements)
    else:
        with engine.writer(db.path, memory_limit="1GB") as con:
            con.execute(statements)


def test_a_sound_database_has_no_problems(sound: Database) -> None:
    assert sound.verify() == {"ok": True, "problems": []}


def test_an_empty_database_has_no_problems(db: Database) -> None:
    assert db.verify() == {"ok": True, "problems": []}


@pytest.mark.parametrize("sentence", DAMAGE)
def test_seeded_damage_is_found(sound: Database, sentence: str) -> None:
    damaged(sound, DAMAGE[sentence])
    report = sound.verify()
    assert not report["ok"]
    assert any(sentence in problem for problem in report["problems"]), report["problems"]
