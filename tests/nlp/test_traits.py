"""Emotion and intent: what a text shows and wants, with "none" as an answer."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from domain.errors import ConfigError
from domain.traits import Emotion, Intent, Traits
from nlp.emotions import EKMAN, SHOWN, EmotionHead, buckets
from nlp.encoder import Encoder
from nlp.intents import IntentReader
from nlp.language import LanguageGate
from nlp.network import Progress
from nlp.remembered import RememberingEncoder
from nlp.said import embedded, said, whole
from nlp.topics import TaxonomyMatcher
from nlp.training.emotion_groups import BY_EKMAN, BY_SHOWN, NAMES
from nlp.traits import TraitReader
from nlp.wording import Floats
from tests.nlp.intent_sentences import SENTENCES


class Counting(Encoder):
    """The real encoder, with a count of what it was asked."""

    asked = 0

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        self.asked += len(texts)
        return super().encode(texts, progress)


@pytest.fixture(scope="module")
def counting() -> Counting:
    return Counting()


@pytest.fixture(scope="module")
def encoder(counting: Counting) -> RememberingEncoder:
    return RememberingEncoder(counting)


@pytest.fixture(scope="module")
def reader(encoder: RememberingEncoder) -> TraitReader:
    return TraitReader(encoder, LanguageGate())


def emotions(reader: TraitReader, *texts: str) -> list[Emotion | None]:
    return [traits.emotion for traits in reader.read(texts, [None] * len(texts))]


def test_plain_cases_show_the_emotion_that_a_person_would_name(reader: TraitReader) -> None:
    assert emotions(
        reader,
        "I am so angry, they lied to me and I hate them!",
        "Thank you so much, you made my day!",
        "I am really sad and heartbroken that the shop closes.",
        "I am scared and worried that my data was stolen.",
        "Wow, I did not expect that at all, what a surprise!",
        "I'm confused, I don't understand what they want from me.",
    ) == [Emotion.ANGER, Emotion.JOY, Emotion.SADNESS, Emotion.FEAR, Emotion.SURPRISE, Emotion.CONFUSION]


def test_none_is_an_answer(reader: TraitReader) -> None:
    assert emotions(reader, "The store opens at nine.", "The parcel weighs 300 grams.") == [Emotion.NONE, Emotion.NONE]


@pytest.mark.parametrize(
    "text", ["", "   ", "[removed]", "https://example.com", "Das Paket kam nie an, niemand antwortet."]
)
def test_what_cannot_be_read_has_no_emotion_and_no_intent(reader: TraitReader, text: str) -> None:
    assert reader.read([text], [-0.9]) == [Traits(emotion=None)]


def test_a_text_reads_the_same_alone_and_among_others(reader: TraitReader) -> None:
    texts = [text for text, *_ in SENTENCES]
    together = reader.read(texts, [None] * len(texts))
    alone = [reader.read([text], [None])[0] for text in texts[:5]]
    assert [t.emotion for t in together[:5]] == [t.emotion for t in alone]
    assert [t.intents for t in together[:5]] == [t.intents for t in alone]


@pytest.mark.parametrize(("text", "polarity", "must", "must_not"), SENTENCES)
def test_a_sentence_has_its_intents_and_not_their_opposites(
    encoder: RememberingEncoder, text: str, polarity: float, must: str, must_not: str
) -> None:
    ((sentences, rows),) = embedded([text], encoder)
    found = set(IntentReader(encoder).read(sentences, rows, polarity))
    assert set(must.split()) <= found
    assert not found & set(must_not.split())


def test_several_intents_hold_at_once(reader: TraitReader) -> None:
    text = "The box came broken. Can I get a refund? I am cancelling my subscription. Do not buy from them."
    assert reader.read([text], [-0.9])[0].intents == (
        Intent.COMPLAINT,
        Intent.QUESTION,
        Intent.CHURN_RISK,
        Intent.WARNS_AGAINST,
    )


def test_words_decide_alone_where_the_sentiment_is_not_known(reader: TraitReader) -> None:
    found = reader.read(["Highly recommend it.", "It was awful, I want a refund."], [None, None])
    assert [Intent.RECOMMENDS in found[0].intents, Intent.COMPLAINT in found[1].intents] == [True, True]


def test_hostile_texts_are_read_in_time_and_bounds(reader: TraitReader) -> None:
    texts = ["why " * 3_000 + "?", "\ud800 never " * 500, "don't " * 3_000, "<" * 20_000, "a" * 50_000]
    assert len(reader.read(texts, [0.0] * len(texts))) == len(texts)


def test_the_encoder_is_asked_once_for_what_topics_and_traits_both_read(counting: Counting) -> None:
    shared = RememberingEncoder(counting)
    texts = ["The grinder jams. It never worked, see https://example.com", "Lovely crema!"]
    reader = TraitReader(shared, LanguageGate())
    reader.read(["Something else is said here."], [None])
    TaxonomyMatcher((), shared).match(texts)
    before = counting.asked
    reader.read(texts, [None, None])
    assert counting.asked == before


def test_a_remembering_encoder_gives_the_same_rows_and_lets_go(counting: Counting) -> None:
    before = counting.asked
    small = RememberingEncoder(counting, most=2)
    first = small.encode(["one", "two", "three", "one"])
    assert first.shape == (4, 384)
    assert np.array_equal(first[0], first[3])
    assert np.allclose(small.encode(["three"])[0], first[2], atol=1e-6)
    assert counting.asked == before + 3
    small.encode(["one"])
    assert counting.asked == before + 4
    assert small.encode([]).shape == (0, 384)


def test_several_threads_may_ask_a_remembering_encoder_that_forgets(counting: Counting) -> None:
    small = RememberingEncoder(counting, most=3)
    words = ["one", "two", "three", "four", "five"]
    expected = counting.encode(words)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(small.encode, [words] * 8):
            assert np.allclose(found, expected, atol=1e-6)


def test_intents_of_many_texts_are_those_of_each_alone(encoder: RememberingEncoder) -> None:
    intents = IntentReader(encoder)
    parts = list(
        embedded([*(text for text, *_ in SENTENCES), "", "It broke. Please add a dark mode! Cancelling now."], encoder)
    )
    felt = [(-0.6, 0.0, 0.7, None)[i % 4] for i in range(len(parts))]
    alone = [intents.read(said, rows, f) for (said, rows), f in zip(parts, felt, strict=True)]
    assert intents.read_all(parts, felt) == alone
    assert any(alone)


def test_sentences_are_read_without_links_and_handles() -> None:
    assert said("@acme The lid broke! See https://example.com/x now please.") == ["The lid broke!", "See now please."]


def test_nothing_said_is_a_row_of_zeros() -> None:
    assert not whole(np.zeros((0, 384), np.float32)).any()


def test_missing_weights_are_named_with_a_remedy(tmp_path: object) -> None:
    with pytest.raises(ConfigError, match=r"emotions.npz is missing: install Earshot again"):
        EmotionHead(tmp_path)  # type: ignore[arg-type]


def test_words_fall_into_the_same_buckets_on_every_machine() -> None:
    assert buckets("Late, AGAIN late!") == [8085, 14979, 17377, 19600, 23548, 32723]


def test_every_label_of_the_corpus_belongs_to_one_class_of_each_set() -> None:
    for groups in (BY_EKMAN, BY_SHOWN):
        assert sorted(" ".join(groups.values()).split()) == sorted(NAMES)
    assert (tuple(BY_EKMAN), tuple(BY_SHOWN)) == (EKMAN, SHOWN)
