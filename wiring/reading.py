"""The language models, put together: engines, aspects, topics, and what the file verbs make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from domain.ports import AspectExtractor, Scorer
from domain.records import Topic
from nlp import engines, frames
from nlp.encoder import Encoder
from nlp.taxonomy import load_taxonomy
from nlp.topics import TaxonomyMatcher
from pipeline.workbench import Progress


def scorer(name: str) -> Scorer:
    """The engine of that name behind its language gate; ConfigError where it cannot be loaded."""
    return engines.load(name)


def aspect_extractor(engine: str = "default") -> AspectExtractor:
    """Aspects by spaCy, each sentence judged by the engine of that name; loads both models.

    Without the language gate: a sentence alone is too short to tell its language by, and its text has passed it.
    """
    from nlp.aspects import SpacyAspects

    return SpacyAspects(engines.ungated(engine))


def topics_of(taxonomies: Sequence[Path | str]) -> tuple[Topic, ...]:
    """The topics of several taxonomies, each id once; ConfigError names file, topic and key."""
    return tuple({t.topic_id: t for source in taxonomies for t in load_taxonomy(source)}.values())


def topic_matcher(topics: Sequence[Topic]) -> TaxonomyMatcher:
    """Matches by meaning, with the bundled encoder."""
    return TaxonomyMatcher(topics, Encoder())


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
