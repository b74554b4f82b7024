"""How aspects feel: by the word pieces around them, out of the pass that the text's own sentiment took."""

import numpy as np
import pytest

from domain.records import Label, Sentiment
from nlp.aspects import SpacyAspects
from nlp.default import DefaultScorer, passages
from nlp.felt import Moods
from nlp.nearby import NearbyJudge
from nlp.network import opened
from nlp.plain import plain

PREFIXES = [
    "",
    "@united @jetblue ",
    "😡😡😡 &amp; &lt;3 ",
    "https://t.co/abc1234567 RT ",
    "nooooooooo!!!!!!! \u200b\u200b",
]
LONG = "We stayed here for three nights in May. " * 14


@pytest.fixture(scope="module")
def aspects() -> SpacyAspects:
    return SpacyAspects(judge=NearbyJudge())


def felt(aspects: SpacyAspects, text: str) -> dict[str, Label | None]:
    return {aspect.lemma: aspect.label for aspect in aspects.extract([text])[0]}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_aspect_feels_like_its_sentence_wherever_that_stands(aspects: SpacyAspects, prefix: str) -> None:
    found = felt(aspects, f"{prefix}I love the camera. The speakers are awful.")
    assert (found["camera"], found["speaker"]) == (Label.POSITIVE, Label.NEGATIVE)


def test_two_things_in_one_sentence_may_feel_different(aspects: SpacyAspects) -> None:
    found = aspects.extract(["The camera takes wonderful pictures, but the charger broke after a single day."])[0]
    by = {aspect.lemma: aspect.polarity for aspect in found}
    assert by["camera"] is not None and by["charger"] is not None
    assert by["camera"] > by["charger"] + 0.3


def test_the_right_sentence_is_found_in_a_text_of_several_passages(aspects: SpacyAspects) -> None:
    text = f"I love the camera. {LONG}The speakers are awful and broken. {LONG}I adore the keyboard."
    assert len(passages(plain(text))) > 2
    found = felt(aspects, text)
    assert (found["camera"], found["speaker"], found["keyboard"]) == (Label.POSITIVE, Label.NEGATIVE, Label.POSITIVE)


def test_a_place_behind_what_is_read_still_gets_an_answer() -> None:
    text = "The screen is great. " * 400
    span = (len(text) - 17, len(text) - 11)
    (found,) = NearbyJudge().judge([text], [[(span, (len(text) - 21, len(text)))]])
    assert [isinstance(one, Sentiment) and one.label for one in found] == [Label.POSITIVE]


def test_nothing_to_judge_asks_nobody() -> None:
    assert NearbyJudge().judge(["The screen is fine.", ""], [[], []]) == [[], []]


def test_the_pieces_of_a_text_stand_where_its_words_stand() -> None:
    text = "the battery died"
    (found,) = opened().mood([text])
    assert found.row.shape == (3,) and found.pieces.shape == (3, 4)
    assert found.pieces[:, 0].tolist() == [1.5, 7.5, 14.0]
    (nothing,) = opened().mood([""])
    assert nothing.pieces.shape == (0, 4) and np.isfinite(nothing.row).all()


def test_what_is_remembered_is_bounded_and_changes_no_answer() -> None:
    texts = [f"The battery of number {i} died" for i in range(30)]
    roomy, tight = Moods(opened()), Moods(opened(), most=3_000)
    wanted = roomy.felt(texts)
    for _ in range(2):
        for one, other in zip(tight.felt([*texts, texts[0]]), [*wanted, wanted[0]], strict=True):
            assert np.allclose(one.row, other.row, atol=0.05) and np.allclose(one.pieces, other.pieces, atol=0.2)
    assert len(roomy._known) == 30
    assert 0 < len(tight._known) < 10 and tight._size <= 3_000


def test_aspects_cost_no_pass_of_their_own_where_the_text_was_scored() -> None:
    text = "The zipper of this tent is great but the poles are bent"
    scorer, judge = DefaultScorer(), NearbyJudge()
    scorer.score([text])
    known = dict(scorer._moods._known)
    judge.judge([text], [[((4, 10), (0, len(text)))]])
    assert judge._scorer._moods is scorer._moods
    assert list(scorer._moods._known) == list(known)
