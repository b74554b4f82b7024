"""What the commands `score`, `topics` and `aspects` do, on plain columns: texts in, rows out, in their order.

Reading and writing files is done elsewhere. Work goes in chunks, so that a long file shows its progress and stays out
of memory; `progress` is called with rows done and rows in all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.ports import AspectExtractor, Scorer
from domain.records import Topic
from nlp.discovery import discover
from nlp.gated import readable
from nlp.language import LanguageGate
from nlp.topics import SentenceEncoder, TaxonomyMatcher

Progress = Callable[[int, int], None]
_CHUNK = 2_000
_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """The columns that `score` adds; empty text where nothing was scored, and then `reason` says why."""

    label: str
    polarity: float | None
    confidence: float | None
    engine: str
    language: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """The columns that `topics` adds: the topic's name or empty text, its score, and all scores where asked for."""

    topic: str
    topic_score: float | None
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectRow:
    """One aspect: `row` counts from 0; text[start:end] is the aspect, in code points."""

    row: int
    aspect: str
    start: int
    end: int
    polarity: float | None
    label: str


def score(texts: Sequence[str], scorer: Scorer, progress: Progress | None = None) -> Iterator[ScoreRow]:
    """One row per text, in order; `scorer` comes from `nlp.engines.load` and keeps its gate."""
    for chunk in _chunks(texts, progress):
        for found in scorer.score(chunk):
            yield ScoreRow(
                label=found.label.value if found.label is not None else "",
                polarity=found.polarity,
                confidence=found.confidence,
                engine=scorer.name,
                language=found.language or "",
                reason=found.reason or "",
            )


def topics(
    texts: Sequence[str],
    taxonomy: Sequence[Topic] = (),
    encoder: SentenceEncoder | None = None,
    *,
    found: int = 0,
    all_scores: bool = False,
    progress: Progress | None = None,
) -> list[TopicRow]:
    """One row per text, in order: the taxonomy's best topic, else one of at most `found` discovered ones.

    Texts in a language that the encoder does not know, and empty ones, have no topic. With `all_scores` each row
    carries the score of every topic of the taxonomy, in its order.
    """
    gate = LanguageGate()
    english = [text for chunk in _chunks(texts, None) for text in readable(chunk, gate)]
    rows = [TopicRow(topic="", topic_score=None, scores=()) for _ in texts]
    if taxonomy:
        rows = list(_matched(english, TaxonomyMatcher(taxonomy, encoder), all_scores, progress))
    if found > 0:
        _discovered(rows, english, encoder, found)
    return rows


def _matched(
    texts: Sequence[str], matcher: TaxonomyMatcher, all_scores: bool, progress: Progress | None
) -> Iterator[TopicRow]:
    names = {topic.topic_id: topic.name for topic in matcher.topics}
    for chunk in _chunks(texts, progress):
        for matches, scores in matcher.both(chunk):
            own = tuple(round(float(score), _PLACES) for score in scores) if all_scores else ()
            if matches:
                best = matches[0]
                yield TopicRow(topic=names[best.topic_id], topic_score=round(best.score, _PLACES), scores=own)
            else:
                yield TopicRow(topic="", topic_score=None, scores=own)


def _discovered(rows: list[TopicRow], texts: Sequence[str], encoder: SentenceEncoder | None, k: int) -> None:
    """Give the rows without a topic one of at most k discovered ones, in place."""
    without = [i for i, row in enumerate(rows) if not row.topic]
    result = discover([texts[i] for i in without], encoder, k)
    for i, topic, likeness in zip(without, result.assigned, result.scores, strict=True):
        if topic is not None:
            rows[i] = TopicRow(
                topic=result.topics[topic].name, topic_score=round(likeness, _PLACES), scores=rows[i].scores
            )


def aspects(texts: Sequence[str], extractor: AspectExtractor, progress: Progress | None = None) -> Iterator[AspectRow]:
    """One row per aspect, by row and place; texts in other languages have none."""
    gate = LanguageGate()
    row = 0
    for chunk in _chunks(texts, progress):
        for found in extractor.extract(readable(chunk, gate)):
            for aspect in found:
                yield AspectRow(
                    row=row,
                    aspect=aspect.phrase,
                    start=aspect.start,
                    end=aspect.end,
                    polarity=aspect.polarity,
                    label=aspect.label.value if aspect.label is not None else "",
                )
            row += 1


def _chunks(texts: Sequence[str], progress: Progress | None) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        yield chunk
        if progress is not None:
            progress(start + len(chunk), len(texts))
