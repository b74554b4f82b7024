"""Stages share passes, batches and memories of the network; none of that may change what they say of a text."""

from collections.abc import Sequence

import pytest

import wiring
from domain.records import Aspect, Sentiment, TopicMatch
from domain.traits import Traits
from nlp.aspects import SpacyAspects
from nlp.default import DefaultScorer
from nlp.encoder import Encoder
from nlp.felt import Moods
from nlp.language import LanguageGate
from nlp.nearby import NearbyJudge
from nlp.network import opened
from nlp.remembered import RememberingEncoder
from nlp.topics import TaxonomyMatcher
from nlp.traits import TraitReader

TEXTS = [
    "The parcel came late. The box was crushed, but the driver was kind!",
    "Great service",
    "",
    "😡😡 @Acme lost my bag, nobody answers http://t.co/x",
    "Der Kundendienst ist leider sehr langsam und unfreundlich.",
    "The app crashes when I open the camera; I want a refund.",
    "👍👍",
    "Where is my order? It was due on Monday.",
    "The app crashes when I open the camera; I want a refund.",
    "Battery life is superb &amp; the screen is bright, though the speakers are tinny.",
    "We waited two hours for a table. " * 12 + "The soup was cold and the waiter rude. " * 12 + "Lovely view.",
    "I will cancel my subscription and warn everybody.",
    "Could you add a dark mode?",
    "[removed]",
    *(f"Flight {i} was delayed by {i} hours and the crew never told us why. Seats were fine." for i in range(20)),
]


def one_by_one() -> tuple[DefaultScorer, SpacyAspects]:
    """A scorer and aspects that remember nothing of each other's texts."""
    scorer, judge = DefaultScorer(), NearbyJudge()
    for one in (scorer, judge._scorer):
        one._moods = Moods(opened(), most=0)
    return scorer, SpacyAspects(judge=judge)


@pytest.fixture(scope="module")
def together() -> tuple[list[Sentiment], list[list[Aspect]]]:
    return DefaultScorer().score(TEXTS), SpacyAspects(judge=NearbyJudge()).extract(TEXTS)


def said(found: Sequence[Sentiment]) -> list[tuple[object, ...]]:
    return [(s.label, s.reason) for s in found]


def places(found: Sequence[Sequence[Aspect]]) -> list[list[tuple[object, ...]]]:
    return [[(a.phrase, a.lemma, a.start, a.end, a.label) for a in own] for own in found]


def polarities(found: Sequence[Sentiment | Aspect]) -> list[float]:
    return [9.0 if one.polarity is None else one.polarity for one in found]


def test_sentiment_is_the_same_batched_remembered_and_one_by_one(
    together: tuple[list[Sentiment], list[list[Aspect]]],
) -> None:
    scorer, _ = one_by_one()
    alone = [scorer.score([text])[0] for text in TEXTS]
    assert said(together[0]) == said(alone)
    # To the last bit where the batch is the same; another batch may move it.
    assert polarities(together[0]) == pytest.approx(polarities(alone), abs=0.02)
    assert together[0] == DefaultScorer().score(TEXTS)


def test_aspects_are_the_same_batched_remembered_and_one_by_one(
    together: tuple[list[Sentiment], list[list[Aspect]]],
) -> None:
    _, aspects = one_by_one()
    alone = [aspects.extract([text])[0] for text in TEXTS]
    assert places(together[1]) == places(alone)
    for mine, theirs in zip(together[1], alone, strict=True):
        assert polarities(mine) == pytest.approx(polarities(theirs), abs=0.02)
    assert sum(map(len, alone)) > 30


def test_topics_and_traits_are_the_same_with_a_lent_memory_and_one_by_one() -> None:
    topics, gate = wiring.topics_of(["general"]), LanguageGate()

    def read(
        encoder: Encoder | RememberingEncoder, parts: Sequence[Sequence[str]]
    ) -> list[tuple[list[TopicMatch], Traits]]:
        matcher, reader = TaxonomyMatcher(topics, encoder), TraitReader(encoder, gate)
        return [
            row
            for part in parts
            for row in zip(matcher.match(part), reader.read(part, [-0.2] * len(part)), strict=True)
        ]

    shared = read(RememberingEncoder(Encoder()), [TEXTS])
    alone = read(Encoder(), [[text] for text in TEXTS])
    for (mine, traits), (theirs, own) in zip(shared, alone, strict=True):
        assert [(m.topic_id, m.start, m.end) for m in mine] == [(m.topic_id, m.start, m.end) for m in theirs]
        assert [m.score for m in mine] == pytest.approx([m.score for m in theirs], abs=0.02)
        assert (traits.emotion, traits.intents) == (own.emotion, own.intents)
