"""Copies find one another; texts that merely resemble each other do not."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.stories import stories

WORDS = [f"{a}{b}" for a in "bcdfghjklmnprst" for b in ("a", "e", "o", "ur", "in", "ack", "est", "ild", "oon")]


def article(chance: random.Random, size: int = 60) -> str:
    return " ".join(chance.choices(WORDS, k=size))


def copied(chance: random.Random, text: str) -> str:
    """What outlets do to a press release: other case and punctuation, a byline, one word changed."""
    words = text.split()
    words[chance.randrange(len(words))] = "replaced"
    return f"{', '.join(words).upper()}. (Acme Wire)"


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def test_each_text_gets_the_smallest_id_of_its_copies() -> None:
    news = "Acme recalls its espresso machine after two small fires"
    texts = [news, "An entirely different thing has happened today, honestly", news.upper() + "!"]
    assert stories([7, 5, 3], texts) == [3, 5, 3]


def test_case_14_one_story_in_forty_outlets_is_one_story_with_forty_copies() -> None:
    chance = random.Random(1)
    original = article(chance, 120)
    others = [article(chance, 120) for _ in range(200)]
    found = stories(range(240), [copied(chance, original) for _ in range(40)] + others)
    assert found[:40] == [0] * 40
    assert found[40:] == list(range(40, 240))


def test_recall_on_synthetic_copies_is_above_99_percent() -> None:
    chance = random.Random(2)
    originals = [article(chance) for _ in range(1000)]
    texts = originals + [copied(chance, text) for text in originals]
    found = stories(range(2000), texts)
    assert sum(found[1000 + at] == at for at in range(1000)) >= 990
    assert found[:1000] == list(range(1000))


@pytest.mark.parametrize(
    "texts",
    [
        ["Great app", "Great apps"],
        ["Great app", "Great app"],
        ["works great, love it", "Works great. Love it!"],
        ["", ""],
        ["!!!", "???"],
        ["The espresso machine leaks, report 1", "The espresso machine leaks, report 2"],
        ["I love this phone so much", "I hate this phone so much"],
        ["我喜欢这个手机", "我讨厌这个手机"],
    ],
)
def test_short_texts_are_not_merged(texts: list[str]) -> None:
    assert stories([1, 2], texts) == [1, 2]


def test_a_text_without_spaces_has_copies_too() -> None:
    assert stories([2, 1], ["新しいアップルの製品が発売されました", "新しいアップルの製品が発売されました。"]) == [1, 1]


def test_no_texts_give_no_stories_and_every_text_needs_an_id() -> None:
    assert stories([], []) == []
    with pytest.raises(ValueError, match="1 ids for 0 texts"):
        stories([1], [])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), max_size=9).map(" ".join), max_size=20), st.randoms())
def test_the_order_of_the_texts_does_not_matter_and_members_are_alike(texts: list[str], chance: random.Random) -> None:
    found = stories(range(len(texts)), texts)
    assert all(found[story] == story and story <= at for at, story in enumerate(found))
    for at, story in enumerate(found):
        group = [texts[other] for other, its in enumerate(found) if its == story]
        mine = shingles(texts[at])
        alike = [len(mine & shingles(t)) / max(1, len(mine | shingles(t))) for t in group]
        assert len(group) == 1 or sum(share >= 0.8 for share in alike) >= 2
    shuffled = list(range(len(texts)))
    chance.shuffle(shuffled)
    again = dict(zip(shuffled, stories(shuffled, [texts[at] for at in shuffled]), strict=True))
    assert [again[at] for at in range(len(texts))] == found


def test_a_flood_of_texts_from_one_template_stays_quick() -> None:
    chance = random.Random(3)
    frame = article(chance, 20)
    texts = [f"{frame} {article(chance, 12)}" for _ in range(5000)]
    started = time.process_time()
    stories(range(5000), texts)
    assert time.process_time() - started < 20
