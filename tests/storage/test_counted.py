"""What pages count by equals the rows that it is derived from, whatever happened to them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.errors import StorageError
from domain.measures import Scope
from domain.records import Label, Topic, TopicMatch
from domain.traits import Emotion, Intent, Traits
from nlp.journey import Journey, PhraseMatcher, Touchpoint
from storage.connection import Database
from storage.store import Store
from storage.writes.counted import derive_all
from storage.writes.mention_rows import author_key
from tests.storage.conftest import NOW, SECRET, acme, commit, label_all, mention, sql

TOPICS = (Topic(topic_id=1, name="Price"), Topic(topic_id=2, name="Late"), Topic(topic_id=3, name="Rude"))
TEXTS = ("dear and late it was", "late and rude they were", "a dear and lovely thing", "nothing in particular here")
WORDS = {"dear": 1, "late": 2, "rude": 3}
JOURNEY = Journey(name="mine", touchpoints=(Touchpoint(name="Delivery", topics=("Late",), phrases=("lovely",)),))
OTHER = Journey(name="other", touchpoints=(Touchpoint(name="Shop", phrases=("dear",)),))
LABELS = {"dear": Label.NEGATIVE, "late": Label.NEUTRAL, "lovely": Label.POSITIVE}

# What happens is done to one of a few mentions, so that the steps meet.
Step = tuple[str, str, int]
STEPS = st.tuples(
    st.sampled_from(["say", "score", "topics", "traits", "journey", "mute", "delete", "fold", "merge", "correct"]),
    st.sampled_from("abc"),
    st.integers(0, 3),
)


def _say(db: Database, key: str, n: int) -> None:
    brands = [("Acme",), ("Acme", "Bolt"), ("Bolt",), ()][n]
    at = NOW - timedelta(days=n)
    said = mention(key, text=TEXTS[n], author=f"author {key}", rating=float(n + 1), published_at=at)
    commit(db, said, brands=[brands])


def _topics(store: Store) -> None:
    store.topics.sync(TOPICS)
    rows = store.topics.pending("1", 100)
    named = [
        (row, [TopicMatch(topic_id=t, score=t / 10, start=0, end=4) for word, t in WORDS.items() if word in row.text])
        for row in rows
    ]
    store.topics.add("1", named)


def _traits(store: Store) -> None:
    rows = [row for row, _ in store.traits.pending("1", 100)]
    felt = Traits(emotion=Emotion.ANGER, emotion_score=0.9, intents=(Intent.COMPLAINT,))
    none = Traits(emotion=None)
    store.traits.add("1", [(row, felt if "dear" in row.text else none) for row in rows])


def _journey(store: Store, journey: Journey) -> None:
    store.journey.use(journey.version, journey.touchpoints)
    rows = store.journey.pending(journey.version, 100)
    found = PhraseMatcher(journey).match([row.text for row in rows])
    store.journey.add(journey.version, list(zip(rows, found, strict=True)))


def _mute(store: Store, n: int) -> None:
    if n % 2:
        store.mutes.add("site", "example.com", brand="Acme" if n == 1 else None)
    else:
        store.mutes.remove("site", "example.com", brand="Acme" if n == 2 else None)


def _fold(store: Store) -> None:
    found = store.stories.untold(NOW - timedelta(days=30), 10)
    store.stories.fold({s.story_id: found[0].story_id for s in found}, mark=store.stories.mark())


def _merge(store: Store, n: int) -> None:
    store.topics.sync(TOPICS)
    store.topics.merge(1 + n % 3, 1 + (n + 1) % 3)


def _correct(db: Database, store: Store, key: str, n: int) -> None:
    known = sql(db, f"select mention_id from mention where external_id = '{key}' limit 1")
    if known:
        store.topics.sync(TOPICS)
        store.topic_overrides.set(int(str(known[0][0])), 1 + n % 3, n > 1, "me")


def _happen(db: Database, step: Step) -> None:
    what, key, n = step
    if what == "say":
        _say(db, key, n)
    elif what == "delete":
        commit(db, deleted=(key,))
    elif what == "score":
        label_all(db, dict(LABELS))
    else:
        inside: dict[str, Callable[[Store], None]] = {
            "topics": _topics,
            "traits": _traits,
            "journey": lambda store: _journey(store, OTHER if n == 3 else JOURNEY),
            "mute": lambda store: _mute(store, n),
            "fold": _fold,
            "merge": lambda store: _merge(store, n),
            "correct": lambda store: _correct(db, store, key, n),
        }
        with db.write(publish=True) as store:
            inside[what](store)


@settings(max_examples=4, deadline=None, phases=(Phase.generate,))
@given(steps=st.lists(STEPS, min_size=4, max_size=10))
def test_counted_mentions_equal_what_they_are_derived_from_whatever_happens(empty: Path, steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        copyfile(empty, Path(folder) / "a.duckdb")
        db = Database(Path(folder) / "a.duckdb", publish_every=3600)
        for step in [("say", "a", 0), ("say", "b", 1), *steps]:
            # Two merges may not make a ring, and what is gone cannot be corrected: both are refused in words.
            with suppress(StorageError):
                _happen(db, step)
        assert db.verify() == {"ok": True, "problems": []}
        db.close()


@pytest.fixture
def told(db: Database) -> Database:
    """Four mentions that all stages have read; "b" is of two brands."""
    for n, key in enumerate("abcd"):
        _say(db, key, n if n < 3 else 0)
    label_all(db, dict(LABELS))
    with db.write(publish=True) as store:
        _topics(store)
        _traits(store)
        _journey(store, JOURNEY)
    return db


def test_every_count_is_that_of_the_rows(told: Database) -> None:
    by_row = sql(told, "select count(*) from topic_mention where brand = 'Acme' and topic = 'Late'")
    with told.read() as q:
        scopes: dict[str, Scope] = {"topic": acme(topic="Late"), "touchpoint": acme(touchpoint="delivery")}
        assert [[q.mentions.count(scopes["topic"])]] == by_row
        assert q.mentions.count(scopes["touchpoint"]) == len(q.mentions.page(scopes["touchpoint"]))
        assert q.mentions.count(acme()) == q.mentions.count(acme(touchpoint="")) + q.mentions.count(
            scopes["touchpoint"]
        )
        assert q.counts.voice(acme()).overlap == 1
        table = q.pain_points.table(acme()).set_index("name")
    pains = sql(told, "select name, mentions, authors, named from pain_point where brand = 'Acme' order by name")
    assert [
        [name, *table.loc[name, ["mentions", "authors", "named"]].tolist()] for name in sorted(table.index)
    ] == pains


def test_a_quote_that_copies_fill_the_first_rows_of_is_still_found(db: Database) -> None:
    """The list of quotes looks at the first rows alone, and at all where copies of one story fill those."""
    words = "late it was, and rude they were to everybody"
    commit(db, *[mention(f"c{n}", text=words, published_at=NOW - timedelta(minutes=n)) for n in range(60)])
    commit(db, mention("old", text="late, and nobody said so", published_at=NOW - timedelta(days=2)))
    with db.write(publish=True) as store:
        _topics(store)
    with db.read() as q:
        quotes = q.pain_points.evidence(acme(), 2, limit=2)
    assert [text.split()[0] for text in quotes["text"]] == ["late", "late,"]
    assert quotes["published_at"].tolist() == sorted(quotes["published_at"], reverse=True)


def test_verify_sees_a_counted_mention_that_is_not_as_its_rows_are(told: Database) -> None:
    with told.write() as store:
        store.settings._con.execute("update counted_mentions set topics = [9] where brand = 'Bolt'")
    assert any("counted mentions that differ" in said for said in told.verify()["problems"])


def test_rows_derived_some_days_at_a_time_are_those_derived_at_once(told: Database) -> None:
    with told.write(publish=True) as store:
        derive_all(store.settings._con, portion=1)
    assert told.verify() == {"ok": True, "problems": []}
    assert sql(told, "select count(*) from mention") == [[5]]


def test_a_batch_of_new_known_and_edited_mentions_is_counted_as_its_rows_are(told: Database) -> None:
    with told.write() as store:
        store.mutes.add("author", author_key(SECRET, "nuisance") or "")
    batch = [
        mention("a", text=TEXTS[0], author="author a", rating=1.0, published_at=NOW),
        mention("b", text="what b says now", author="author b", rating=2.0, published_at=NOW - timedelta(days=1)),
        mention("new", rating=1.0, published_at=NOW - timedelta(days=9)),
        mention("hidden", author="nuisance", published_at=NOW - timedelta(days=9)),
        mention("undated", published_at=None),
        mention("nobody's"),
    ]
    changes = commit(told, *batch, brands=[("Acme",), ("Acme", "Bolt"), ("Bolt", "Acme"), ("Acme",), ("Bolt",), ()])
    assert (changes.new, changes.changed, changes.unchanged) == (4, 1, 1)
    assert told.verify() == {"ok": True, "problems": []}
    row = """
        select beside, complaint, topics from counted_mentions
        where brand = 'Acme' and mention_id in (select mention_id from mentions where external_id = 'new')
    """
    with told.write() as store:
        assert store.settings._con.execute(row).fetchall() == [(["Bolt"], True, [])]
