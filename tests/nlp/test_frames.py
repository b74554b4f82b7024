"""Columns in, rows out: order, empties and progress of what the commands do."""

import pytest

from domain.records import Topic
from nlp.aspects import SpacyAspects
from nlp.encoder import Encoder
from nlp.engines import load
from nlp.frames import aspects, score, topics

CRASH = Topic(topic_id=1, name="Crash", description="The app crashes or closes by itself.")
PRICE = Topic(topic_id=2, name="Price", description="It is too expensive.")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_score_gives_one_row_per_text_and_says_why_one_is_empty() -> None:
    rows = list(score(["I love it", "너무 나빠요", "[removed]", "I hate it"], load("vader")))
    assert [r.label for r in rows] == ["positive", "", "", "negative"]
    assert [r.reason for r in rows] == ["", "language", "empty", ""]
    assert [r.language for r in rows] == ["en", "ko", "", "en"]
    assert [r.polarity is None for r in rows] == [False, True, True, False]
    assert {r.engine for r in rows} == {"vader"}


def test_progress_is_told_and_ends_at_all() -> None:
    told: list[tuple[int, int]] = []
    list(score(["fine"] * 4_500, load("vader"), lambda done, of: told.append((done, of))))
    assert told == [(2_000, 4_500), (4_000, 4_500), (4_500, 4_500)]


def test_topics_name_the_best_one_and_leave_the_rest_empty(encoder: Encoder) -> None:
    rows = topics(
        ["it crashes all the time", "far too expensive", "나빠요", "", "my cat is asleep"], [CRASH, PRICE], encoder
    )
    assert [r.topic for r in rows] == ["Crash", "Price", "", "", ""]
    assert [r.topic_score is None for r in rows] == [False, False, True, True, True]
    assert all(r.scores == () for r in rows)


def test_all_scores_stand_in_the_taxonomys_order_and_agree_with_the_chosen_one(encoder: Encoder) -> None:
    rows = topics(["it crashes all the time", "my cat is asleep"], [CRASH, PRICE], encoder, all_scores=True)
    assert [len(r.scores) for r in rows] == [2, 2]
    assert rows[0].topic_score == rows[0].scores[0]
    assert max(rows[1].scores) < 0.5


def test_discovery_fills_what_the_taxonomy_leaves(encoder: Encoder) -> None:
    texts = ["it crashes all the time"] + [f"the parcel came {n} days late" for n in ("two", "five", "ten", "some")] * 2
    rows = topics(texts, [CRASH], encoder, found=3)
    assert rows[0].topic == "Crash"
    assert "" not in {r.topic for r in rows}
    assert all(r.topic_score is not None and 0 <= r.topic_score <= 1 for r in rows)


def test_discovery_alone_needs_no_taxonomy_and_no_encoder() -> None:
    texts = ["late parcel", "parcel late again", "rude cashier", "cashier was rude", "app crash", "app crashes"]
    rows = topics(texts, found=3)
    assert len({r.topic for r in rows}) <= 3
    assert "" not in {r.topic for r in rows}


def test_aspects_count_rows_from_zero_and_skip_other_languages() -> None:
    texts = ["너무 나빠요", "The screen is awful.", "", "I love the keyboard."]
    rows = list(aspects(texts, SpacyAspects()))
    assert [(r.row, r.aspect, r.label) for r in rows] == [(1, "screen", "negative"), (3, "keyboard", "positive")]
    assert all(texts[r.row][r.start : r.end] == r.aspect for r in rows)
