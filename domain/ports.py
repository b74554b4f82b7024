"""The sockets: what a collector, a scorer, an aspect extractor and a topic matcher must offer."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from domain.records import Aspect, Batch, Emerging, Placed, Sentiment, TopicMatch
from domain.traits import Relevance, Traits


class Collector(Protocol):
    """Reads one source. The cursor is opaque, owned by the collector, and kept by storage."""

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """Yield batches from `cursor` on, oldest commit first; raise SourceError, nothing else."""
        ...


class Scorer(Protocol):
    """A sentiment engine. `name` and `version` are stored with every score."""

    name: str
    version: str

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """As many results as texts, in their order."""
        ...


class AspectExtractor(Protocol):
    """Finds what a text speaks about."""

    name: str
    version: str

    def extract(self, texts: Sequence[str]) -> list[list[Aspect]]:
        """One list per text, in order; each aspect's span points into its text."""
        ...


class TopicMatcher(Protocol):
    """Says which known topics a text names."""

    version: str

    def match(self, texts: Sequence[str]) -> list[list[TopicMatch]]:
        """One list per text, best match first; empty where the text names none."""
        ...


class TopicFinder(Protocol):
    """Finds topics that nobody named, and recognises them by their centres: unit rows of one encoder."""

    version: str
    encoder: str

    def place(self, texts: Sequence[str], centres: Sequence[Sequence[float]]) -> list[Placed | None]:
        """For each text, in order, the centre that it lies near to."""
        ...

    def groups(self, texts: Sequence[str], most: int) -> list[Emerging]:
        """At most `most` groups of texts that speak of one thing, the largest first."""
        ...


class TraitReader(Protocol):
    """Says which emotion a text shows and what its writer wants."""

    version: str

    def read(self, texts: Sequence[str], polarities: Sequence[float | None]) -> list[Traits]:
        """One result per text, in order; a polarity of None is one that is not known."""
        ...


class RelevanceJudge(Protocol):
    """Says whether texts that name a brand are about it, and not about a thing of the same name."""

    version: str

    def judge(self, texts: Sequence[str]) -> list[Relevance]:
        """One result per text, in order."""
        ...
