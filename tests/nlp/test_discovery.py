"""Discovered topics: the same for the same texts, named for people, none too big, recognised when seen again."""

import csv
import gzip
import io
import random
from collections import Counter
from pathlib import Path

import pytest

from nlp.discovery import discover
from nlp.emerging import EmergingTopics
from nlp.encoder import Encoder

THINGS = {
    "upload": [
        "photo upload crashes the app",
        "uploading photos makes it crash",
        "it crashed when I upload a photo of my dog",
    ],
    "login": [
        "cannot log in with my password",
        "login password refused again",
        "the password reset for login never arrives",
    ],
    "ads": ["too many ads everywhere", "ads after every video", "video ads are far too long"],
    "battery": ["battery drains overnight", "drains my battery in hours", "battery drain since the update"],
}
OPENINGS = ["", "Honestly, ", "Since monday ", "On my tablet ", "Why is it that ", "Again: ", "My wife says "]
TEXTS = [opening + text for group in THINGS.values() for text in group for opening in OPENINGS]
KINDS = [kind for kind, group in THINGS.items() for _ in group for _ in OPENINGS]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_it_finds_what_the_texts_speak_about(encoder: Encoder) -> None:
    found = discover(TEXTS, encoder, 4)
    kinds = {topic: Counter(k for k, t in zip(KINDS, found.assigned, strict=True) if t == topic) for topic in range(4)}
    assert sum(max(counts.values()) for counts in kinds.values()) / len(TEXTS) > 0.9


def test_names_say_what_it_is_about_and_differ(encoder: Encoder) -> None:
    names = [topic.name.lower() for topic in discover(TEXTS, encoder, 4).topics]
    assert len(set(names)) == len(names)
    for word in ("photo", "password", "ads", "batter"):
        assert any(word in name for name in names), names


def test_the_same_texts_give_the_same_topics_in_any_order() -> None:
    shuffled = list(range(len(TEXTS)))
    random.Random(3).shuffle(shuffled)
    one = discover(TEXTS, None, 4)
    two = discover([TEXTS[i] for i in shuffled], None, 4)
    assert one.topics == two.topics
    assert tuple(one.assigned[i] for i in shuffled) == two.assigned


def test_no_topic_holds_above_thirty_five_of_a_hundred(encoder: Encoder) -> None:
    lopsided = [
        f"{o}the delivery was late {n}" for o in OPENINGS for n in ("again", "twice", "once more", "by days", "")
    ]
    texts = lopsided + TEXTS[:6]
    for k in (3, 5):
        found = discover(texts, encoder, k)
        assert len(found.topics) <= k
        assert max(Counter(found.assigned).values()) <= 0.35 * len(texts)


def test_a_topic_seen_before_keeps_its_id_and_its_name(encoder: Encoder) -> None:
    before = discover(TEXTS[: len(TEXTS) - 3], encoder, 4)
    after = discover(TEXTS, encoder, 4, known=before.topics)
    assert {(t.topic_id, t.name) for t in after.topics} == {(t.topic_id, t.name) for t in before.topics}


def test_aspects_help_to_name(encoder: Encoder) -> None:
    subjects = [["picture upload"] if kind == "upload" else [] for kind in KINDS]
    names = [topic.name.lower() for topic in discover(TEXTS, encoder, 4, subjects=subjects).topics]
    assert any("picture upload" in name for name in names)


def test_where_nothing_is_said_there_is_no_topic() -> None:
    found = discover(["", "@me", "👍", "late delivery", "late delivery"], None, 2)
    assert found.assigned[:3] == (None, None, None)
    assert found.assigned[3] == found.assigned[4] == 0
    assert discover([], None, 3).topics == ()
    assert discover(["late"], None, 0).assigned == (None,)


def test_topics_come_with_examples_and_an_origin(encoder: Encoder) -> None:
    for topic in discover(TEXTS, encoder, 4).topics:
        assert topic.origin == "discovered"
        assert topic.description
        assert set(topic.examples) <= {" ".join(text.split()) for text in TEXTS}


@pytest.mark.shared
def test_real_complaints_fall_into_topics_of_fair_size(encoder: Encoder, shared: Path) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(gzip.decompress((shared / "reviews/twitter_us_airline.csv.gz").read_bytes()).decode())
        )
    )
    texts = [r["text"] for r in rows if r["airline_sentiment"] == "negative"][::8]
    found = discover(texts, encoder, 8)
    sizes = Counter(found.assigned)
    assert len(found.topics) <= 8
    assert max(sizes.values()) <= 0.35 * len(texts)
    assert sizes[None] < 0.05 * len(texts)


def test_a_text_is_recognised_alike_alone_and_among_others(encoder: Encoder) -> None:
    finder = EmergingTopics(encoder)
    centres = [tuple(float(x) for x in row) for row in encoder.encode([THINGS["upload"][0], THINGS["battery"][2]])]
    texts = [f"Hello there. {THINGS['upload'][0]}!", "What a lovely day in the park", "", THINGS["battery"][2]]
    found = finder.place(texts, centres)
    assert [p and (p.place, texts[i][p.start : p.end]) for i, p in enumerate(found)] == [
        (0, f"{THINGS['upload'][0]}!"),
        None,
        None,
        (1, THINGS["battery"][2]),
    ]
    assert [finder.place([text], centres)[0] is None for text in texts] == [p is None for p in found]


def test_a_group_that_shares_no_word_but_the_brands_is_none(encoder: Encoder) -> None:
    texts = [f"Acme Coffee {rest}" for rest in ("", "!", "?", "...", "again", "and Acme", "Coffee")]
    others = [text for group in THINGS.values() for text in group]
    assert any("acme" in found.keywords for found in EmergingTopics(encoder).groups([*texts, *others], 9))
    found = EmergingTopics(encoder, ["Acme Coffee"]).groups([*texts, *others], 9)
    assert not any({"acme", "coffee"} & set(one.keywords) for one in found)


def test_whom_a_text_speaks_to_is_no_subject(encoder: Encoder) -> None:
    anger = [
        f"@acme {word} you suck{mark}" for word in ("", "guys", "really") for mark in ("", "!", "!!", " http://t.co/x")
    ]
    heat = [
        f"@acme the tablet {word}"
        for word in ("overheats", "is hot", "got hot", "runs hot", "is too hot", "overheated")
    ]
    found = EmergingTopics(encoder).groups([*anger, *heat], 9)
    assert [("tablet" in group.name.lower(), "acme" in group.keywords) for group in found] == [(True, False)]


def test_no_topic_is_named_by_a_brand_that_everybody_names(encoder: Encoder) -> None:
    texts = [
        f"Acme Air {w} the tablet on Acme Air {w} overheats"
        for w in ("again", "today", "also", "still", "there", "once")
    ]
    found = EmergingTopics(encoder, ["Acme Air"]).groups(texts, 9)
    assert len(found) == 1
    assert not {"acme", "air"} & {*found[0].keywords, *found[0].name.lower().split()}
