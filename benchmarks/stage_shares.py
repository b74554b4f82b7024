"""What each step of analysis costs in processor time on real tweets, each step by itself, warmed.

python -m benchmarks.stage_shares [--texts 1000]

Processor time and not the clock's: a machine shared with other work changes it little. Steps that share the network's
embeddings are told with the embeddings remembered, as they are in `analyze`.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import wiring
from benchmarks.measured import SHARED, airline
from benchmarks.promise import Promise
from domain.records import Sentiment
from nlp.aspects import SpacyAspects
from nlp.default import DefaultScorer
from nlp.encoder import Encoder
from nlp.felt import moods
from nlp.judges import SentenceJudge, Span
from nlp.language import LanguageGate
from nlp.nearby import NearbyJudge
from nlp.remembered import RememberingEncoder
from nlp.said import said
from nlp.topics import TaxonomyMatcher
from nlp.traits import TraitReader
from nlp.vader import VaderScorer

Step = tuple[str, Callable[[], object]]
_WARM = 100


class Listening:
    """A judge that says nothing, and keeps what aspects ask about."""

    name, version = "listening", "1"

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.places: list[Sequence[tuple[Span, Span]]] = []

    def judge(self, texts: Sequence[str], places: Sequence[Sequence[tuple[Span, Span]]]) -> list[list[Sentiment]]:
        """No label for anything."""
        self.texts.extend(texts)
        self.places.extend(places)
        return [[Sentiment(polarity=None, label=None)] * len(own) for own in places]


def steps(texts: list[str]) -> Iterator[Step]:
    """Name and work; earlier steps leave behind what later ones need."""
    # Another benchmark of this process may have read the same texts.
    moods.cache_clear()
    gate, scorer, plain, heard = LanguageGate(), DefaultScorer(), VaderScorer(), Listening()
    encoder = RememberingEncoder(Encoder(), most=1_000_000)
    matcher = TaxonomyMatcher(wiring.topics_of(["general"]), encoder)
    reader, aspects = TraitReader(encoder, gate), SpacyAspects(judge=heard)
    sentences = [sentence for text in texts for sentence in said(text)]
    aspects.extract(texts[:_WARM])
    matcher.match(texts[:1])
    reader.read(texts[:1], [0.0])
    heard.texts.clear()
    heard.places.clear()
    yield "language, four stages ask", lambda: [gate.known(texts) for _ in range(4)]
    yield "sentiment of texts, `default`", lambda: scorer.score(texts)
    yield "sentiment of texts, `vader`", lambda: plain.score(texts)
    yield "embeddings of sentences", lambda: encoder.encode(sentences)
    yield "topics, embeddings known", lambda: matcher.match(texts)
    yield "emotion and intents, embeddings known", lambda: reader.read(texts, [0.0] * len(texts))
    yield "parsing and aspects", lambda: aspects.extract(texts)
    yield "sentiment of aspects, `default`, texts known", lambda: NearbyJudge().judge(heard.texts, heard.places)
    yield "sentiment of aspects, `vader`", lambda: SentenceJudge(plain).judge(heard.texts, heard.places)


def shares(count: int) -> list[tuple[str, float]]:
    """Milliseconds of processor time a text, step by step."""
    texts = list(dict.fromkeys(text for text, _ in airline(SHARED)))[:count]
    found = []
    for name, work in steps(texts):
        began = time.process_time()
        work()
        found.append((name, 1000 * (time.process_time() - began) / len(texts)))
    return found


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Each step's milliseconds and its share of the stage with the default engine; storage is not among them."""
    found = shares(5_000 if long else 1_000)
    total = sum(cost for name, cost in found if "`vader`" not in name)
    for name, cost in found:
        part = "" if "`vader`" in name else f", {cost / total:.0%} of these steps"
        figure = f"{cost:.2f} ms of processor time{part}"
        yield Promise(subject="whole stage", promise=f"{name}: a tweet", figure=figure, held=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each step's cost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--texts", type=int, default=1_000)
    given = asked.parse_args(arguments)
    if not SHARED.is_dir():
        print(f"{SHARED} is not on this machine: there is nothing to measure on", file=sys.stderr)
        return 2
    for name, cost in shares(given.texts):
        print(f"{cost:6.2f} ms  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
