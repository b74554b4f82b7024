"""Gives every text its sentiment, story, aspects, topics and traits, in slices, only where they are missing.

The network and the models work while the database is closed; only reading and writing a slice opens it.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from domain.ports import Scorer
from domain.reading import reading
from domain.records import Sentiment
from pipeline.discover import discover
from pipeline.fold import fold
from pipeline.journey import place
from pipeline.phrase_rules import apply_all, read_by_rules
from pipeline.relevance import judge_relevance
from pipeline.tag_rules import tag_new
from pipeline.team_notes import read_notes
from pipeline.traits import TraitStage
from pipeline.workbench import Progress, Workbench
from storage.shapes import PendingText

SLICE = 2_000


@dataclass(slots=True, kw_only=True)
class Analysis:
    """What one `analyze` did; `scored` plus all of `skipped` is the mentions that had no score before.

    `others` counts survey comments and tickets, read by the same engine; `proposed` the topics newly found
    in complaints.
    `fallbacks` counts texts that another engine read instead, by reason; `retried` such ones of before, asked again.
    """

    engine: str
    scored: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    topics: int = 0
    proposed: int = 0
    seconds: float = 0.0
    others: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)
    retried: int = 0

    def count(self, rows: Sequence[PendingText], results: Sequence[Sentiment]) -> None:
        """Take one slice into account."""
        mentions = [result for row, result in zip(rows, results, strict=True) if row.kind == "mention"]
        self.scored += sum(result.label is not None for result in mentions)
        self.skipped.update(result.reason or "empty" for result in mentions if result.label is None)
        self.others += len(rows) - len(mentions)
        self.fallbacks.update(result.reason for result in results if result.label is not None and result.reason)


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
    # Parsing waits for nothing that the network finds: beside it from the start, two cores are used.
    halt = Event()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="stage") as beside:
        aspects = beside.submit(_find_aspects, bench, progress, halt)
        try:
            _read(bench, scorer, done, progress)
        except BaseException:
            halt.set()
            raise
        aspects.result()
    place(bench, progress)
    tag_new(bench)
    read_notes(bench)
    done.seconds = round(time.perf_counter() - began, 3)
    return done


def _read(bench: Workbench, scorer: Scorer, done: Analysis, progress: Progress) -> None:
    """The stages that need one another, in their order."""
    label(bench, scorer, done, progress)
    fold(bench)
    traits = TraitStage(bench, scorer, progress)
    _name_topics(bench, done, progress, beside=traits.some)
    traits.rest()
    judge_relevance(bench, progress)
    done.proposed = discover(bench)


def label(bench: Workbench, scorer: Scorer, done: Analysis, progress: Progress = lambda n: None) -> None:
    """Score what this engine has not read, then put it in force: the first stage by itself."""
    _score(bench, scorer, done, progress)
    _ask_again(bench, scorer, done)
    # Stopped half-way, the old engine's labels stay: no series mixes engines.
    if not bench.stop.is_set():
        apply_all(bench, scorer)
        with bench.database.write() as store:
            store.scores.use(scorer.name, scorer.version)


def _ask_again(bench: Workbench, scorer: Scorer, done: Analysis) -> None:
    """Texts that an engine could not read last time and another one read for it: as many as its budget has left."""
    if bench.config.llm is None or scorer.name != "llm" or done.fallbacks:
        return
    left = bench.config.llm.budget - done.scored - done.others
    with bench.database.write() as store:
        done.retried = store.scores.requeue_fallen(scorer.name, scorer.version, max(0, left))
    again = Analysis(engine=scorer.name)
    _score(bench, scorer, again, lambda n: None)
    done.fallbacks = again.fallbacks


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
        _keep(bench, scorer, list(zip(rows, results, strict=True)))
        done.count(rows, results)
        progress(len(rows))


def _keep(bench: Workbench, scorer: Scorer, scored: Sequence[tuple[PendingText, Sentiment]]) -> None:
    """Store scores together with what phrase rules make of them; a rule made meanwhile holds too."""
    with bench.database.write() as store:
        known = store.phrase_rules.known()
        brands = store.phrase_rules.brands([row.text_id for row, _ in scored]) if known else {}
    while True:
        ruled = read_by_rules(known, scored, brands, scorer)
        with bench.database.write() as store:
            now = store.phrase_rules.known()
            if now == known:
                store.scores.add(scorer.name, scorer.version, scored)
                store.phrase_rules.put(scorer.name, scorer.version, ruled)
                return
            known, brands = now, store.phrase_rules.brands([row.text_id for row, _ in scored])


def _name_topics(bench: Workbench, done: Analysis, progress: Progress, beside: Callable[[], bool]) -> None:
    """`beside` is called after each slice, for another stage that reads the same sentences."""
    known = bench.topics()
    with bench.database.write() as store:
        store.topics.sync(known)
        known = tuple(store.topics.to_match())
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
        beside()
    done.topics = len(known)


def _find_aspects(bench: Workbench, progress: Progress, halt: Event) -> None:
    extractor = None
    while not (bench.stop.is_set() or halt.is_set()):
        extractor = extractor or bench.aspects()
        with bench.database.write() as store:
            rows = store.aspects.pending(extractor.version, SLICE)
        if not rows:
            return
        found = extractor.extract(texts_of(rows))
        with bench.database.write() as store:
            store.aspects.add(extractor.version, list(zip(rows, found, strict=True)))
        progress(len(rows))
