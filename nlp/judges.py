"""Who says how a text feels about a thing that stands in it; `nlp.nearby` is another one."""

from collections.abc import Sequence
from typing import Protocol

from domain.ports import Scorer
from domain.records import Sentiment
from nlp.clean import blanked

Span = tuple[int, int]


class Judge(Protocol):
    """Says how texts feel about things that stand in them; `name` and `version` are stored with the aspects."""

    name: str
    version: str

    def judge(self, texts: Sequence[str], places: Sequence[Sequence[tuple[Span, Span]]]) -> list[list[Sentiment]]:
        """For each text, in order, one for each of its places: a place is the thing's span and its sentence's."""
        ...


class SentenceJudge:
    """A thing feels like the sentence that it stands in (whole sentences did better than clauses)."""

    def __init__(self, scorer: Scorer) -> None:
        self.name, self.version = scorer.name, scorer.version
        self._scorer = scorer

    def judge(self, texts: Sequence[str], places: Sequence[Sequence[tuple[Span, Span]]]) -> list[list[Sentiment]]:
        """Each distinct sentence is scored once, without links and handles."""
        clean = [blanked(text) for text in texts]
        told = [[t[start:end].strip() for _, (start, end) in own] for t, own in zip(clean, places, strict=True)]
        distinct = list(dict.fromkeys(sentence for own in told for sentence in own))
        felt = dict(zip(distinct, self._scorer.score(distinct), strict=True))
        return [[felt[sentence] for sentence in own] for own in told]
