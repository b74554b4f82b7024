"""Aspects: real spaCy, real positions, the sentence's feeling, and figures on labelled sentences."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.records import Label, Sentiment
from nlp.aspects import SpacyAspects


@pytest.fixture(scope="module")
def spacy_aspects() -> SpacyAspects:
    return SpacyAspects()


def phrases(extractor: SpacyAspects, text: str) -> list[str]:
    return [aspect.phrase for aspect in extractor.extract([text])[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The battery life is great but the screen is dull.", ["battery life", "screen"]),
        ("Great customer service!", ["service"]),
        ("It works well and is easy to set up.", ["works", "set up"]),
        ("My wife loves this laptop.", []),
        ("The hard drive died after two weeks.", ["hard drive"]),
        ("", []),
        ("👍 https://t.co/x @me", []),
    ],
)
def test_things_are_named_without_what_surrounds_them(
    spacy_aspects: SpacyAspects, text: str, expected: list[str]
) -> None:
    found = phrases(spacy_aspects, text)
    assert [p.removeprefix("customer ") for p in found] == expected


def test_positions_are_code_points_of_the_text_as_it_is(spacy_aspects: SpacyAspects) -> None:
    text = (
        "😀 @united  https://t.co/x #fail — the “Gate staff” lost   my suitcase,\nnaïve café &amp; the 🎒 strap broke"
    )
    found = spacy_aspects.extract([text])[0]
    assert found
    assert all(text[a.start : a.end] == a.phrase and a.phrase.strip() == a.phrase for a in found)


def test_each_aspect_feels_like_its_sentence(spacy_aspects: SpacyAspects) -> None:
    found = spacy_aspects.extract(["I love the camera. The speakers are awful."])[0]
    assert [(a.lemma, a.label) for a in found] == [("camera", Label.POSITIVE), ("speaker", Label.NEGATIVE)]


def test_another_engine_may_judge_the_sentences() -> None:
    class Stern:
        name = "stern"
        version = "7"

        def score(self, texts: Sequence[str]) -> list[Sentiment]:
            return [Sentiment(polarity=-1.0, label=Label.NEGATIVE) for _ in texts]

    extractor = SpacyAspects(Stern())
    assert extractor.version.endswith("stern-7")
    assert [a.polarity for a in extractor.extract(["I love the camera."])[0]] == [-1.0]


def test_a_text_without_end_is_read_up_to_a_roof(spacy_aspects: SpacyAspects) -> None:
    found = spacy_aspects.extract(["The screen is fine. " * 20_000])[0]
    assert 0 < len(found) <= 1_000


@pytest.mark.shared
def test_on_unseen_laptop_sentences_it_beats_noun_chunks_by_far(spacy_aspects: SpacyAspects, shared: Path) -> None:
    lines = gzip.decompress((shared / "gold/absa/semeval14_laptops_test.seg.gz").read_bytes()).decode().splitlines()
    gold: dict[str, set[tuple[int, int]]] = {}
    for text, aspect in zip(lines[0::3], lines[1::3], strict=False):
        start = text.strip().index("$T$")
        gold.setdefault(text.strip().replace("$T$", aspect.strip()), set()).add((start, start + len(aspect.strip())))
    found = [{(a.start, a.end) for a in own} for own in spacy_aspects.extract(list(gold))]
    hits = sum(len(own & right) for own, right in zip(found, gold.values(), strict=True))
    f1 = 2 * hits / (sum(map(len, found)) + sum(map(len, gold.values())))
    assert f1 > 0.60
