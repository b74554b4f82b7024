"""Taxonomies and matching: by meaning, by words alone, at sentence level, with ids that stay."""

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ConfigError
from domain.identity import stable_id
from domain.records import Topic
from nlp.encoder import Encoder
from nlp.taxonomy import load_taxonomy, starter_names
from nlp.topics import TaxonomyMatcher

REASONS = Path(__file__).resolve().parents[2] / "benchmarks/taxonomies/airline_reasons.toml"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def reasons(encoder: Encoder) -> TaxonomyMatcher:
    return TaxonomyMatcher(load_taxonomy(REASONS), encoder)


def best(matcher: TaxonomyMatcher, texts: Sequence[str]) -> list[str]:
    names = {topic.topic_id: topic.name for topic in matcher.topics}
    return [names[found[0].topic_id] if found else "" for found in matcher.match(texts)]


@pytest.mark.parametrize("name", starter_names())
def test_every_starter_set_reads_and_finds_its_own_examples(encoder: Encoder, name: str) -> None:
    topics = load_taxonomy(name)
    assert len(topics) >= 10
    assert all(topic.description and topic.examples for topic in topics)
    pairs = [(topic.name, example) for topic in topics for example in topic.examples]
    found = best(TaxonomyMatcher(topics, encoder), [example for _, example in pairs])
    assert sum(name == own for (name, _), own in zip(pairs, found, strict=True)) / len(pairs) > 0.9


def test_there_is_a_starter_set_for_each_industry() -> None:
    assert set(starter_names()) == {"airline", "app", "ecommerce", "general", "hardware", "hospitality", "restaurant"}


def test_a_topics_id_comes_from_its_name_alone() -> None:
    topic = next(t for t in load_taxonomy(REASONS) if t.name == "Late Flight")
    assert topic.topic_id == stable_id("topic", "Late Flight")


def test_the_sentence_that_names_the_topic_is_pointed_at(reasons: TaxonomyMatcher) -> None:
    text = "@united Happy new year! My suitcase is still missing after three days. Thanks a lot."
    match = reasons.match([text])[0][0]
    assert text[match.start : match.end] == "My suitcase is still missing after three days."
    assert match.topic_id == stable_id("topic", "Lost Luggage")
    assert 0.5 <= match.score <= 1


def test_a_text_may_name_two_topics_each_in_its_sentence(reasons: TaxonomyMatcher) -> None:
    text = "The flight was delayed for four hours.\nThen they lost my luggage."
    names = {m.topic_id: text[m.start : m.end] for m in reasons.match([text])[0]}
    assert names == {
        stable_id("topic", "Late Flight"): "The flight was delayed for four hours.",
        stable_id("topic", "Lost Luggage"): "Then they lost my luggage.",
    }


def test_what_names_no_topic_has_none(reasons: TaxonomyMatcher) -> None:
    texts = ["", "@united", "https://t.co/x", "👍", "Happy birthday to my little sister", "I cooked pasta for dinner"]
    assert reasons.match(texts) == [[], [], [], [], [], []]


def test_without_an_encoder_words_alone_do() -> None:
    matcher = TaxonomyMatcher(load_taxonomy(REASONS))
    texts = ["You lost my bag", "they cancelled my flight", "My birthday cake tastes nice"]
    assert best(matcher, texts) == ["Lost Luggage", "Cancelled Flight", ""]


def test_descriptions_without_examples_are_enough(encoder: Encoder) -> None:
    topics = [
        Topic(topic_id=1, name="Crash", description="The app crashes or closes by itself."),
        Topic(topic_id=2, name="Price", description="It is too expensive."),
    ]
    assert best(TaxonomyMatcher(topics, encoder), ["it keeps crashing on my phone", "costs way too much"]) == [
        "Crash",
        "Price",
    ]


def test_all_scores_are_shares_and_the_named_topic_has_the_highest(reasons: TaxonomyMatcher) -> None:
    texts = ["Delayed again, thanks for nothing", "You lost my bag", ""]
    scores = reasons.scores(texts)
    assert scores.shape == (3, len(reasons.topics))
    assert ((scores >= 0) & (scores <= 1)).all()
    for row, found in zip(scores[:2], reasons.match(texts)[:2], strict=True):
        assert reasons.topics[int(row.argmax())].topic_id == found[0].topic_id
        assert row.max() == pytest.approx(found[0].score)


def test_a_text_gets_the_same_topics_whatever_stands_beside_it(reasons: TaxonomyMatcher) -> None:
    alone = reasons.match(["Delayed again, we will miss our connection"])[0]
    among = reasons.match(["You lost my bag. " * 30, "Delayed again, we will miss our connection", "hi"])[1]
    assert [m.topic_id for m in alone] == [m.topic_id for m in among]
    assert alone[0].score == pytest.approx(among[0].score, abs=0.02)


def test_the_version_changes_with_the_topics(encoder: Encoder) -> None:
    topics = load_taxonomy(REASONS)
    assert TaxonomyMatcher(topics).version == TaxonomyMatcher(topics).version
    assert TaxonomyMatcher(topics).version != TaxonomyMatcher(topics[1:]).version
    assert TaxonomyMatcher(topics).version != TaxonomyMatcher(topics, encoder).version


def test_no_topics_match_nothing_and_a_huge_text_ends(reasons: TaxonomyMatcher) -> None:
    assert TaxonomyMatcher([]).match(["late"]) == [[]]
    assert TaxonomyMatcher([]).scores(["late"]).shape == (1, 0)
    assert len(TaxonomyMatcher(reasons.topics).match(["the flight was late " * 40_000, "." * 100_000])) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no topics"),
        ("[[topic]]\ndescription = 'x'", "topic 1: name is missing"),
        ("[[topic]]\nname = 'A'\n[[topic]]\nname = 'A'", "two topics are called 'A'"),
        ("[[topic]]\nname = 'A'\nexample = ['x']", "unknown key 'example'"),
        ("[[topic]]\nname = 'A'\nexamples = 'x'", "examples must be a list"),
        ("[[topic]]\nname = 3", "name must be text"),
        ("topic = 'A'", "no topics"),
        ("[[topic]\n", "no TOML"),
    ],
)
def test_a_wrong_taxonomy_is_refused_with_place_and_remedy(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content)
    with pytest.raises(ConfigError, match=message):
        load_taxonomy(path)


def test_a_missing_taxonomy_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ConfigError, match="airline"):
        load_taxonomy("airlines")


@pytest.mark.shared
def test_on_labelled_complaints_it_beats_the_promise_on_a_sample(reasons: TaxonomyMatcher, shared: Path) -> None:
    rows = [
        r
        for r in csv.DictReader(
            io.StringIO(gzip.decompress((shared / "reviews/twitter_us_airline.csv.gz").read_bytes()).decode())
        )
        if r["negativereason"]
    ]
    rows = [r for r in rows if r["negativereason"] != "Can't Tell"][::8]
    found = best(reasons, [r["text"] for r in rows])
    assert np.mean([name == r["negativereason"] for name, r in zip(found, rows, strict=True)]) > 0.52
    assert np.mean([name == "" for name in found]) < 0.15


@pytest.mark.parametrize(
    "text", ["bad", "It was terrible.", "Not good!!!", "so disappointing", "Worst ever", "ok", "Great!"]
)
@pytest.mark.parametrize("name", starter_names())
def test_a_text_that_only_judges_names_no_topic(encoder: Encoder, name: str, text: str) -> None:
    assert best(TaxonomyMatcher(load_taxonomy(name), encoder), [text]) == [""]


def test_a_word_that_all_topics_share_is_no_subject(encoder: Encoder) -> None:
    app = TaxonomyMatcher(load_taxonomy("app"), encoder)
    assert best(app, ["Horrible app", "Horrible app, it crashes"]) == ["", "Crashes and freezes"]


def test_the_evidence_is_a_sentence_with_a_subject(encoder: Encoder) -> None:
    text = "Bad. Very bad! The bathroom was dirty and smelly."
    match = TaxonomyMatcher(load_taxonomy("general"), encoder).match([text])[0][0]
    assert text[match.start : match.end] == "The bathroom was dirty and smelly."
