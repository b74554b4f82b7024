"""The fruit is not the company: whether a text that names a brand is about it."""

import pytest

from domain.records import Brand
from domain.traits import Relevance
from nlp.encoder import Encoder
from nlp.language import LanguageGate
from nlp.relevance import BrandRelevance, GatedRelevance
from tests.nlp.brand_sentences import APPLE, CHOSEN_ON, ORANGE, UNSEEN


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def right(encoder: Encoder, sentences: tuple[tuple[Brand, str, bool], ...]) -> list[tuple[bool, bool]]:
    """(is about the brand, is said to be) of each sentence."""
    return [(about, BrandRelevance(b, encoder).judge([text])[0].relevant) for b, text, about in sentences]


def test_the_sentences_that_the_borders_were_set_on_come_out_right(encoder: Encoder) -> None:
    assert [pair for pair in right(encoder, CHOSEN_ON) if pair[0] != pair[1]] == []


def test_of_unseen_sentences_none_about_the_brand_is_doubted_and_most_others_are(encoder: Encoder) -> None:
    found = right(encoder, UNSEEN)
    assert [said for about, said in found if about] == [True] * 11
    assert sum(not said for about, said in found if not about) >= 7


@pytest.mark.parametrize("text", ["", "It broke after two days.", "pineapple and apples", "https://apple.example"])
def test_a_text_that_does_not_name_the_brand_cannot_be_told_and_counts(encoder: Encoder, text: str) -> None:
    assert BrandRelevance(APPLE, encoder).judge([text]) == [Relevance(score=None)]


@pytest.mark.parametrize("text", ["I hate Apple", "Apple, never again!", "Apple is the worst"])
def test_a_text_that_only_judges_the_name_cannot_be_told_and_counts(encoder: Encoder, text: str) -> None:
    assert BrandRelevance(APPLE, encoder).judge([text]) == [Relevance(score=None)]


def test_another_language_cannot_be_told(encoder: Encoder) -> None:
    judge = GatedRelevance(BrandRelevance(ORANGE, encoder), LanguageGate())
    found = judge.judge(["Die Orange ist sauer und schmeckt mir leider nicht", "Orange has no signal here at all."])
    assert found[0] == Relevance(score=None)
    assert found[1].relevant


def test_another_description_is_another_version(encoder: Encoder) -> None:
    other = Brand(name="Apple", about="Apple is a record label")
    assert BrandRelevance(APPLE, encoder).version != BrandRelevance(other, encoder).version
    assert BrandRelevance(APPLE, encoder).version == BrandRelevance(APPLE, encoder).version
