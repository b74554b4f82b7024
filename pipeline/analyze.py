"""Gives every text its sentiment, story, aspects and topics, in slices, only where they are missing.

The network and the models work while the database is closed; only reading and writing a slice opens it.
"""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from domain.ports import Scorer
from domain.reading import reading
from domain.records import Sentiment
from pipeline.fold import fold
from pipeline.workbench import Progress, Workbench
from storage.shapes import PendingText

SLICE = 2_000


@dataclass(slots=True, kw_only=True)
class Analysis:
    """What one `analyze` did; `scored` plus all of `skipped` is the mentions that had no score before.

    `others` counts survey comments and tickets, read by the same engine.
    """

    engine: str
    scored: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    topics: int = 0
    seconds: float = 0.0
    others: int = 0

    def count(self, rows: Sequence[PendingText], results: Sequence[Sentiment]) -> None:
        """Take one slice into account."""
        mentions = [result for row, result in zip(rows, results, strict=True) if row.kind == "mention"]
        self.scored += sum(result.label is not None for result in mentions)
        self.skipped.update(result.reason or "empty" for result in mentions if result.label is None)
        self.others += len(rows) - len(mentions)


def analyze(bench: Workbench, *, rescore: bool = False, progress: Progress = lambda n: None) -> Analysis:
    """Score, find copies, aspects and topics: whatever lacks them, or everything again with `rescore`.

    Raises StorageBusy where the database cannot be had, ConfigError where the engine cannot be loaded.
    """
    began = time.perf_counter()
    scorer = bench.scorer()
    done = Analysis(engine=scorer.name)
    if rescore:
        with bench.database.write() as store:
            store.scores.requeue(scorer.name, scorer.version)
    _score(bench, scorer, done, progress)
    # Stopped half-way, the old engine's labels stay: no series mixes engines.
    if not bench.stop.is_set():
        with bench.database.write() as store:
            store.scores.use(scorer.name, scorer.version)
    fold(bench)
    # Two stages that wait for each other nowhere: one computes outside Python's lock, so two cores are used.
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="stage") as stages:
        aspects = stages.submit(_find_aspects, bench, progress)
        _name_topics(bench, done, progress)
        aspects.result()
    done.seconds = round(time.perf_counter() - began, 3)
    return done


def texts_of(rows: Sequence[PendingText]) -> list[str]:
    """What a person reads of each row."""
    return [reading(row.title, row.text) for row in rows]


def _score(bench: Workbench, scorer: Scorer, done: Analysis, progress: Progress) -> None:
    while not bench.stop.is_set():
        with bench.database.write() as store:
            rows = store.scores.pending(scorer.name, scorer.version, SLICE)
        if not rows:
            return
        results: list[Sentiment] = scorer.score(texts_of(rows))
        with bench.database.write() as store:
            store.scores.add(scorer.name, scorer.version, list(zip(rows, results, strict=True)))
        done.count(rows, results)
        progress(len(rows))


def _name_topics(bench: Workbench, done: Analysis, progress: Progress) -> None:
    known = bench.topics()
    with bench.database.write() as store:
        store.topics.sync(known)
        known = tuple(store.topics.known())
    matcher = None
    while not bench.stop.is_set():
        matcher = matcher or bench.matcher(known)
        with bench.database.write() as store:
            rows = store.topics.pending(matcher.version, SLICE)
        if not rows:
            break
        matches = matcher.match(texts_of(rows))
        with bench.database.write() as store:
            store.topics.add(matcher.version, list(zip(rows, matches, strict=True)))
        progress(len(rows))
    done.topics = len(known)


def _find_aspects(bench: Workbench, progress: Progress) -> None:
    extractor = None
    while not bench.stop.is_set():
        extractor = extractor or bench.aspects()
        with bench.database.write() as store:
            rows = store.aspects.pending(extractor.version, SLICE)
        if not rows:
            return
        found = extractor.extract(texts_of(rows))
        with bench.database.write() as store:
            store.aspects.add(extractor.version, list(zip(rows, found, strict=True)))
        progress(len(rows))
