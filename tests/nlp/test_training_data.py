"""What the default engine was trained on, and that none of it is what it is measured on."""

from pathlib import Path

import pytest

from benchmarks.measured import SETS, fingerprints
from nlp.training.corpora import (
    FAMILIES,
    Example,
    fingerprint,
    fresh,
    goemotions,
    held_out,
    joined,
    sentiment_examples,
    split,
    tweeteval,
)
from nlp.training.own_sentences import own_sentences


@pytest.mark.shared
def test_no_text_of_a_measured_set_is_trained_on(shared: Path) -> None:
    measured = fingerprints(shared)
    gold = shared / "gold"
    trained = fresh([*sentiment_examples(gold), *goemotions(gold, "train")], measured)
    assert len(measured) > 18_000
    assert len(trained) > 60_000
    assert not {fingerprint(example.text) for example in trained} & measured


@pytest.mark.shared
def test_star_rated_sets_are_for_measuring_only(shared: Path) -> None:
    corpora = {example.corpus for example in sentiment_examples(shared / "gold")}
    assert {corpus.split("/")[0] for corpus in corpora} == {"tweeteval", "vader", "absa", "is22", "own"}


@pytest.mark.shared
def test_a_family_left_out_is_neither_learned_from_nor_calibrated_on(shared: Path) -> None:
    examples = list(sentiment_examples(shared / "gold"))
    assert {e.family for e in examples} == set(FAMILIES)
    learn, check = split(examples, "tweets")
    assert {e.family for e in learn} == {e.family for e in check} == set(FAMILIES) - {"tweets"}


def test_one_text_in_ten_chooses_settings_and_no_text_does_both() -> None:
    examples = [Example(text=f"text number {i}", corpus="x", family="x", label=0) for i in range(2_000)]
    learn, check = split(examples)
    assert len(learn) + len(check) == len(examples)
    assert 140 < len(check) < 260
    assert not {e.text for e in learn} & {e.text for e in check}


@pytest.mark.shared
def test_a_third_of_tweetevals_test_is_held_out(shared: Path) -> None:
    rows = list(tweeteval(shared / "gold", "test"))
    assert 1_800 < sum(held_out(row.text) for row in rows) < 2_200


@pytest.mark.shared
def test_every_measured_set_has_rows(shared: Path) -> None:
    assert [s.name for s in SETS if not next(iter(s.read(shared)), None)] == []


def test_the_hash_is_blind_to_case_handles_links_and_punctuation() -> None:
    assert fingerprint("@United LOST my bag!! http://t.co/x") == fingerprint("@acme lost my bag")
    assert fingerprint("lost my bag") != fingerprint("lost my bags")


def test_repeats_and_measured_texts_are_left_out() -> None:
    examples = [Example(text=t, corpus="x", family="x", label=0) for t in ("a b", "A, b!", "c", "...", "d")]
    assert [e.text for e in fresh(examples, frozenset({fingerprint("c")}))] == ["a b", "d"]


def test_tokenised_sentences_are_put_together_again() -> None:
    assert joined("i do n't like it 's screen , but ( maybe ) $ 5 .") == "i don't like it's screen, but (maybe) $5."


def test_our_own_sentences_are_the_same_each_time_and_well_formed() -> None:
    first = list(own_sentences())
    assert first == list(own_sentences())
    assert {label for _, label in first} == {"negative", "neutral", "positive"}
    assert not [text for text, _ in first if "{" in text or "}" in text]
