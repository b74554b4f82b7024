"""Emotion, intents and relevance as stored: read once, replaced with the text, counted in a scope."""

from collections.abc import Mapping

import pandas as pd

from domain.records import Batch, Label
from domain.traits import AdvocacyCounts, Emotion, Intent, Relevance, Traits
from storage.connection import Database
from tests.storage.conftest import NOW, SECRET, SOURCE, acme, commit, label_all, mention, sql

ANGRY = Traits(emotion=Emotion.ANGER, emotion_score=0.8, intents=(Intent.COMPLAINT, Intent.WARNS_AGAINST))
HAPPY = Traits(emotion=Emotion.JOY, emotion_score=0.9, intents=(Intent.PRAISE, Intent.RECOMMENDS))
PLAIN = Traits(emotion=Emotion.NONE, emotion_score=0.9)
UNREAD = Traits(emotion=None)


def read(db: Database, traits: Mapping[str, Traits], version: str = "1") -> list[str]:
    """Give every pending text the traits of the word that it holds; returns the texts."""
    with db.write(publish=True) as store:
        rows = store.traits.pending(version, 1000)
        store.traits.add(version, [(p, next(t for word, t in traits.items() if word in p.text)) for p, _ in rows])
    return sorted(p.text for p, _ in rows)


def judge(db: Database, verdicts: Mapping[str, Relevance], brand: str = "Acme", version: str = "1") -> list[str]:
    with db.write(publish=True) as store:
        rows = store.relevance.pending(brand, version, 1000)
        store.relevance.add(brand, version, [(p, next(v for w, v in verdicts.items() if w in p.text)) for p in rows])
    return sorted(p.text for p in rows)


def settle(db: Database, *strict: str) -> int:
    with db.write(publish=True) as store:
        return store.relevance.settle(strict)


def pairs(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_a_text_is_read_once_by_a_version_and_again_once_it_changes(db: Database) -> None:
    commit(db, mention("1", text="angry words"), mention("2", text="happy words"))
    assert read(db, {"angry": ANGRY, "happy": HAPPY}) == ["angry words", "happy words"]
    assert read(db, {}) == []
    commit(db, mention("1", text="happy words now"), mention("2", text="happy words"))
    assert sql(db, "select emotion from trait") == [["joy"]]
    assert read(db, {"happy": HAPPY}) == ["happy words now"]
    assert read(db, {"happy": PLAIN}, version="2") == ["happy words", "happy words now"]
    assert sql(db, "select emotion, intents, version from trait") == [["none", [], "2"]] * 2


def test_each_pending_text_comes_with_the_polarity_of_the_engine_in_force(db: Database) -> None:
    commit(db, mention("1", text="bad words here"), mention("2", text="of another kind"))
    label_all(db, {"bad": Label.NEGATIVE})
    with db.write() as store:
        found = {p.text: felt for p, felt in store.traits.pending("1", 10)}
    assert found == {"bad words here": -0.8, "of another kind": None}


def test_counts_by_emotion_and_intent_leave_out_what_could_not_be_read(db: Database) -> None:
    commit(
        db, *(mention(str(n), text=text) for n, text in enumerate(("angry", "angry too", "happy", "plain", "fremd")))
    )
    read(db, {"angry": ANGRY, "happy": HAPPY, "plain": PLAIN, "fremd": UNREAD})
    with db.read() as q:
        assert pairs(q.traits.emotions(acme())) == [("anger", 2, 4), ("joy", 1, 4), ("none", 1, 4)]
        assert pairs(q.traits.intents(acme())) == [
            ("complaint", 2, 4),
            ("warns_against", 2, 4),
            ("none", 1, 4),
            ("praise", 1, 4),
            ("recommends", 1, 4),
        ]
        assert q.counts.advocacy(acme()) == AdvocacyCounts(recommends=1, warns=2, texts=3, read=4)
        assert q.counts.advocacy(acme(brand="Other")) == AdvocacyCounts()
        assert pairs(q.traits.emotions(acme(brand="Other"))) == []
        assert pairs(q.traits.intents(acme(brand="Other"))) == []


def test_mentions_are_filtered_by_emotion_or_intent_and_carry_both(db: Database) -> None:
    commit(db, mention("1", text="angry"), mention("2", text="happy"))
    read(db, {"angry": ANGRY, "happy": HAPPY})
    with db.read() as q:
        for trait, text in (("anger", "angry"), ("complaint", "angry"), ("recommends", "happy")):
            assert list(q.mentions.page(acme(), trait=trait)["text"]) == [text]
            assert q.mentions.count(acme(), trait=trait) == 1
        assert q.mentions.count(acme(), trait="'; drop table mentions; --") == 0
        row = q.mentions.page(acme(), trait="joy").iloc[0]
        assert (row["emotion"], row["intents"], row["doubted"]) == ("joy", ["praise", "recommends"], [])


def test_a_deleted_or_erased_mention_counts_in_no_trait(db: Database) -> None:
    commit(db, mention("1", text="angry"), mention("2", text="angry too"))
    read(db, {"angry": ANGRY})
    commit(db, deleted=("1",))
    with db.read() as q:
        assert pairs(q.traits.emotions(acme())) == [("anger", 1, 1)]
        kept = q.mentions.page(acme()).iloc[0]["mention_id"]
    with db.write(publish=True) as store:
        store.erasures.mention(int(kept), now=NOW)
    assert sql(db, "select count(*) from trait") == [[0]]


def test_a_doubtful_mention_is_flagged_and_counted_unless_the_brand_is_strict(db: Database) -> None:
    commit(db, mention("1", text="the fruit"), mention("2", text="the phone"))
    verdicts = {"fruit": Relevance(score=0.2, relevant=False), "phone": Relevance(score=0.9)}
    assert judge(db, verdicts) == ["the fruit", "the phone"]
    assert judge(db, verdicts) == []
    assert settle(db) == 0
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 2
        assert sorted(map(tuple, q.mentions.page(acme())["doubted"])) == [(), ("Acme",)]
    assert settle(db, "Acme") == 1
    assert settle(db, "Acme") == 0
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 1
        assert list(q.mentions.page(acme())["text"]) == ["the phone"]
    assert sql(db, "select brand, relevant, left_out from relevance order by score") == [
        ["Acme", False, True],
        ["Acme", True, False],
    ]
    commit(db, mention("1", text="the fruit"), mention("2", text="the phone"))
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 1
    assert settle(db) == 1
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 2


def test_an_edited_mention_is_judged_again_and_let_in_until_then(db: Database) -> None:
    commit(db, mention("1", text="the fruit"))
    judge(db, {"fruit": Relevance(score=0.2, relevant=False)})
    settle(db, "Acme")
    commit(db, mention("1", text="the phone"))
    assert judge(db, {"phone": Relevance(score=0.9)}) == ["the phone"]
    assert settle(db, "Acme") == 1
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 1


def test_a_mention_that_names_two_brands_is_judged_for_each(db: Database) -> None:
    commit(db, mention("1", text="both"), brands=[("Acme", "Bolt")])
    assert judge(db, {"both": Relevance(score=0.1, relevant=False)}, brand="Bolt") == ["both"]
    settle(db, "Bolt")
    with db.read() as q:
        assert (q.counts.mention_count(acme()), q.counts.mention_count(acme(brand="Bolt"))) == (1, 0)
    with db.write(publish=True) as store:
        store.relevance.forget([])
        store.relevance.settle([])
    with db.read() as q:
        assert q.counts.mention_count(acme(brand="Bolt")) == 1


def test_what_a_strict_brand_leaves_out_stays_consistent_with_its_flags(db: Database) -> None:
    commit(db, mention("1", text="the fruit"))
    judge(db, {"fruit": Relevance(score=0.2, relevant=False)})
    settle(db, "Acme")
    with db.write() as store:
        store.mentions.commit(
            SOURCE, Batch(mentions=(mention("1", text="the fruit"),), cursor="2"), [("Acme",)], secret=SECRET, now=NOW
        )
    assert db.verify() == {"ok": True, "problems": []}
