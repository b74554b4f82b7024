"""spaCy's own ruler is the oracle: what is remembered of its rules must be the same to the last attribute."""

from collections.abc import Iterator

import pytest
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from nlp.aspects import SpacyAspects
from nlp.attribute_rules import RememberedRules
from nlp.parsing import Parser

TEXTS = [
    "I'm gonna cancel, y'all ain't gotta wait; let's go, c'mon!",
    "There's no crew here and there were two bags that nobody had seen.",
    "Do you think that it'd have been her fault? She didn't say, he's gone.",
    "Somethin' ol' 'nuff said: the app keeps crashing, which I'd hate.",
    "it works   well\n\nand\tthis one is easy to set up, but that's that",
    "THE BEST!!! 10/10 would not recommend @me #fail 😀 naïve café",
    "\u202e \x00 &amp; </b>",
    "",
    " ",
]


@pytest.fixture(scope="module")
def model() -> Language:
    return SpacyAspects()._parser._nlp


def parses(model: Language, texts: list[str]) -> Iterator[Doc]:
    return model.pipe(texts, disable=["attribute_ruler", "lemmatizer"])


def told(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.pos, t.tag, t.dep, t.lemma, str(t.morph)) for t in doc]


def test_what_is_remembered_equals_what_the_ruler_says(model: Language) -> None:
    ruler = model.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    rules = RememberedRules(ruler)
    for _ in ("learned", "remembered"):
        pairs = [(ruler(doc.copy()), rules(doc)) for doc in parses(model, TEXTS)]
        assert [told(mine) for _, mine in pairs] == [told(theirs) for theirs, _ in pairs]


def test_a_parser_gives_what_the_whole_pipeline_gives(model: Language) -> None:
    parser = SpacyAspects()._parser
    parsed = list(parser.parsed(TEXTS))
    asked = [[parser.lemma(token) for token in doc] for doc in parsed]
    whole = list(model.pipe(TEXTS))
    assert [told(doc) for doc in parsed] == [told(doc) for doc in whole]
    assert asked == [[token.lemma_ for token in doc] for doc in whole]


def test_half_a_surrogate_pair_is_survived_and_moves_nothing() -> None:
    text = "The \ud83d lid broke"
    assert [(a.phrase, text[a.start : a.end]) for a in SpacyAspects().extract([text])[0]] == [("lid", "lid")]


def test_words_that_strangers_make_up_do_not_pile_up(model: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.attribute_rules._MOST_WORDS", 20)
    rules = RememberedRules(model.get_pipe("attribute_ruler"))  # type: ignore[arg-type]
    texts = [f"the zq{i}x was fine" for i in range(40)]
    for doc in parses(model, texts):
        assert rules(doc)[0].pos_ == "DET"
    assert len(rules._words) <= 20


@pytest.mark.parametrize(
    "pattern",
    [
        [{"LEMMA": "be"}],
        [{"LOWER": {"FUZZY": "abc"}}],
        [{"LOWER": "a"}, {"LOWER": "b"}, {"LOWER": "c"}],
        [{"TAG": "NN"}, {"LOWER": "b"}],
    ],
)
def test_rules_of_another_kind_are_refused_and_run_as_they_are(
    model: Language, pattern: list[dict[str, object]]
) -> None:
    ruler = AttributeRuler(model.vocab)
    ruler.add([pattern], {"POS": "X"})  # type: ignore[list-item]
    with pytest.raises(ValueError, match="cannot be remembered"):
        RememberedRules(ruler)


def test_a_model_with_such_rules_is_parsed_by_its_own_pipeline(
    model: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlp.attribute_rules._LOOKED_AT", frozenset({"TAG"}))
    parser = object.__new__(Parser)
    parser._nlp, parser._rules, parser._lemmas, parser._left_out = model, None, None, []
    parser._remember()
    assert parser._left_out == []
    assert [told(doc) for doc in parser.parsed(TEXTS[:2])] == [told(doc) for doc in model.pipe(TEXTS[:2])]
