"""The language models, put together: engines, aspects, topics, and what the file verbs make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from functools import cache
from pathlib import Path

from domain.ports import AspectExtractor, Scorer
from domain.records import Brand, Topic
from nlp import engines, frames
from nlp.emerging import EmergingTopics
from nlp.encoder import Encoder
from nlp.language import LanguageGate
from nlp.naming import telling
from nlp.relevance import BrandRelevance, GatedRelevance
from nlp.remembered import RememberingEncoder
from nlp.taxonomy import load_taxonomy
from nlp.topics import SentenceEncoder, TaxonomyMatcher
from nlp.traits import TraitReader
from pipeline.workbench import Progress

VADER = "vader"


def scorer(name: str, masked: Sequence[str] = ()) -> Scorer:
    """The engine of that name behind its language gate, brands' names masked; ConfigError where it cannot be loaded."""
    return engines.load(name, masked=masked)


def aspect_extractor(engine: str = "default") -> AspectExtractor:
    """Aspects by spaCy; `vader` judges their sentences, the default engine the words around them; loads both models.

    Without the language gate: a sentence alone is too short to tell its language by, and its text has passed it.
    """
    from nlp.aspects import SpacyAspects
    from nlp.nearby import NearbyJudge

    if engine == VADER:
        return SpacyAspects(engines.ungated(VADER))
    # A sentence is no text of the kind that a head was fitted to, and too many to ask a service for.
    return SpacyAspects(judge=NearbyJudge())


def topics_of(taxonomies: Sequence[Path | str]) -> tuple[Topic, ...]:
    """The topics of several taxonomies, each id once; ConfigError names file, topic and key."""
    return tuple({t.topic_id: t for source in taxonomies for t in load_taxonomy(source)}.values())


def topic_matcher(topics: Sequence[Topic], encoder: SentenceEncoder | None = None) -> TaxonomyMatcher:
    """Matches by meaning, with the bundled encoder where none is lent."""
    return TaxonomyMatcher(topics, encoder or Encoder())


@cache
def shared_encoder() -> RememberingEncoder:
    """The bundled encoder for several stages that read the same sentences: one a process."""
    return RememberingEncoder(Encoder())


def trait_reader(encoder: SentenceEncoder) -> TraitReader:
    """Reads emotion and intents with a lent encoder, behind a language gate."""
    return TraitReader(encoder, LanguageGate())


def brand_relevance(brand: Brand, encoder: SentenceEncoder) -> GatedRelevance:
    """Tells a brand from other things of its name, with a lent encoder, behind a language gate."""
    return GatedRelevance(BrandRelevance(brand, encoder), LanguageGate())


def topic_finder(encoder: SentenceEncoder, brands: Sequence[Brand]) -> EmergingTopics:
    """Finds topics that nobody named, by the encoder of the other stages; none is the name of a brand."""
    return EmergingTopics(encoder, [name for brand in brands for name in (brand.name, *brand.aliases)])


def telling_words(chosen: Sequence[str], rest: Sequence[str]) -> list[str]:
    """Beginnings of words that set the chosen texts apart from the rest."""
    return telling(chosen, rest)


def score_cells(scorer: Scorer, texts: Sequence[str]) -> list[list[object]]:
    """What `score` adds to each row: label, polarity, confidence, engine, language, reason."""
    return [list(astuple(row)) for row in frames.score(texts, scorer)]


def topic_cells(
    texts: Sequence[str], names: Sequence[Topic], most: int, all_scores: bool, progress: Progress
) -> list[list[object]]:
    """What `topics` adds to each row: topic, topic_score, and every topic's score where asked for."""
    told = 0

    def tick(done: int, _: int) -> None:
        nonlocal told
        progress(done - told)
        told = done

    rows = frames.topics(texts, names, Encoder(), found=most, all_scores=all_scores, progress=tick)
    return [[row.topic, row.topic_score, *row.scores] for row in rows]


def aspect_cells(extractor: AspectExtractor, texts: Sequence[str]) -> Iterator[tuple[int, *tuple[object, ...]]]:
    """What `aspects` writes: row in `texts`, aspect, start, end, polarity, label."""
    return (
        (found.row, found.aspect, found.start, found.end, found.polarity, found.label)
        for found in frames.aspects(texts, extractor)
    )
