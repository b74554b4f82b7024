"""The sockets: what a collector, a scorer, an aspect extractor and a topic matcher must offer."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from domain.records import Aspect, Batch, Sentiment, TopicMatch


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
