"""What is asked of the language part, beside plain methods on the same rows; needs ../shared/data.

python -m benchmarks nlp [--long]                       as rows of the one table
python -m benchmarks.nlp_targets [--write]            as a table of its own; --write puts it into docs/accuracy.md
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks import family_out, injected_complaint, learned_targets, peers, stage_growth, stage_shares, vader
from benchmarks.measured import SETS, SHARED, WORDS, rows_of
from benchmarks.nlp_table import (
    NO_REASON,
    TAXONOMIES,
    airline,
    macro_f1,
    mcdonalds,
    mutual_information,
    ranking,
    segments,
)
from benchmarks.promise import Promise, table
from benchmarks.sentiment_table import Figures, figures, guesses_of
from benchmarks.vader_texts import Fuzzer, real
from nlp.aspects import SpacyAspects
from nlp.default import DefaultScorer
from nlp.discovery import discover
from nlp.encoder import Encoder
from nlp.nearby import NearbyJudge
from nlp.taxonomy import load_taxonomy
from nlp.topics import TaxonomyMatcher
from nlp.vader import VaderScorer

PAGE = Path(__file__).resolve().parent.parent / "docs/accuracy.md"
START, END = "<!-- targets -->", "<!-- /targets -->"
NOT_MEASURED = "Not in this table: restaurants of SemEval-14 (not in ../shared; MAMS, also restaurants, stands in)."
ASPECT_TARGETS = {"semeval14_laptops_test": 0.54, "mams_valid": None, "television_test": None}
POLARITY_TARGETS = {"semeval14_laptops_test": 0.66, "mams_valid": None, "television_test": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Three:
    """The commonest label, plain VADER and the default engine on one set."""

    name: str
    family: str
    majority: Figures
    vader: Figures
    default: Figures


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Everything that is asked, one row a figure."""
    if not SHARED.is_dir():
        return
    yield from _vader(long)
    yield from _sentiment()
    yield from family_out.promises()
    yield from learned_targets.promises(long=long)
    yield from _aspects(1 if long else 2)
    yield from _topics(1 if long else 2)
    yield from _faults()
    yield from injected_complaint.promises(long=long)
    yield from stage_shares.promises(long=long)
    yield from stage_growth.promises(long=long)


def _row(subject: str, promise: str, figure: str, held: bool | None) -> Promise:
    return Promise(subject=subject, promise=promise, figure=figure, held=held)


def _vader(long: bool) -> Iterator[Promise]:
    ours, upstream = VaderScorer(), SentimentIntensityAnalyzer()
    texts = chain(islice(real(), None), Fuzzer().texts(1_000_000 if long else 30_000))
    compared, wrong = vader.differences(texts, ours, upstream)
    asked = "`vader` equals upstream, real and fuzzed texts: 0 differences in 130,000"
    yield _row("vader", asked, f"{len(wrong)} in {compared:,}", not wrong and compared >= 130_000)
    for (name, some), factor in zip(vader.by_length().items(), (5, 12, 30), strict=True):
        times = vader.speed(some[:600], ours, upstream).times
        yield _row("vader", f"speed on {name}: x{factor} of upstream", f"x{times:.1f}", times >= factor)


def _sentiment() -> Iterator[Promise]:
    engines = (VaderScorer(), DefaultScorer())
    found = []
    for one in SETS:
        rows = rows_of(one)
        texts, labels = [text for text, _ in rows], [label for _, label in rows]
        commonest = [WORDS.index(w) for w in peers.majority([WORDS[label] for label in labels])]
        plain, default = (figures(e.name, labels, guesses_of(e, texts)) for e in engines)
        three = Three(
            name=one.name,
            family=one.family,
            majority=figures("majority", labels, commonest),
            vader=plain,
            default=default,
        )
        found.append(three)
        yield _row("sentiment", f"{one.name} ({one.family or 'no trained family'})", _beside(three), None)
    whole = [t for t in found if t.default.macro_f1 is not None]
    far = [t for t in whole if not t.family]
    for name, sets in ((f"mean of {len(whole)} sets", whole), (f"mean of {len(far)} of no trained family", far)):
        mean = _mean(sets, "macro_f1"), _mean(sets, "negative_f1"), _mean(sets, "missed")
        for word, values, target, up in (
            ("mF1", mean[0], 0.61, True),
            ("Fneg", mean[1], 0.72, True),
            ("negatives missed", mean[2], 0.22, False),
        ):
            said = f"majority {values[0]:.3f}, VADER {values[1]:.3f}, default **{values[2]:.3f}**"
            held = values[2] >= target if up else values[2] <= target
            yield _row("sentiment", f"{name}: {word} {'>=' if up else '<='} {target}", said, held)


def _mean(sets: Sequence[Three], field: str) -> tuple[float, float, float]:
    rows = [[getattr(getattr(t, who), field) or 0.0 for who in ("majority", "vader", "default")] for t in sets]
    one, two, three = np.mean(rows, axis=0)
    return float(one), float(two), float(three)


def _beside(three: Three) -> str:
    parts = []
    for word, field in (("mF1", "macro_f1"), ("Fneg", "negative_f1"), ("missed", "missed")):
        values = [getattr(f, field) for f in (three.majority, three.vader, three.default)]
        parts.append(f"{word} " + " / ".join("-" if v is None else f"{v:.3f}" for v in values))
    return f"{', '.join(parts)} (majority / VADER / default), n {three.default.rows:,}"


def _aspects(every: int) -> Iterator[Promise]:
    extractor, plain = SpacyAspects(judge=NearbyJudge()), VaderScorer()
    for name, target in ASPECT_TARGETS.items():
        right = segments(name, every)
        texts = list(right)
        said = [{(a.start, a.end): str(a.label) for a in own} for own in extractor.extract(texts)]
        whole = [str(s.label or "neutral") for s in plain.score(texts)]
        pairs = list(zip(said, right.values(), whole, strict=True))
        hits = [(own[p], gold[p], v) for own, gold, v in pairs for p in own.keys() & gold.keys()]
        f1 = 2 * len(hits) / (sum(map(len, said)) + sum(map(len, right.values())))
        asked = f"F1 >= {target}" if target else "F1"
        yield _row("aspects", f"{name}: {asked}", f"{f1:.3f}, n {len(texts):,}", f1 >= target if target else None)
        yield _polarity(name, hits)


def _polarity(name: str, hits: Sequence[tuple[str, str, str]]) -> Promise:
    gold = [g for _, g, _ in hits]
    ours, theirs = (float(np.mean([row[i] == row[1] for row in hits])) for i in (0, 2))
    most = max(gold.count(label) for label in set(gold)) / len(gold)
    figure = f"majority {most:.3f}, sentence VADER {theirs:.3f}, default **{ours:.3f}**, n {len(hits):,}"
    target = POLARITY_TARGETS[name]
    asked = f"polarity of found aspects >= {target}" if target else "polarity of found aspects"
    return _row("aspects", f"{name}: {asked}", figure, ours >= target if target else None)


def _topics(every: int) -> Iterator[Promise]:
    encoder = Encoder()
    texts, reasons = airline(every)
    told = [i for i, reason in enumerate(reasons) if reason != NO_REASON]
    texts, reasons = [texts[i] for i in told], [reasons[i] for i in told]
    topics = load_taxonomy(TAXONOMIES / "airline_reasons.toml")
    names = {topic.topic_id: topic.name for topic in topics}
    said = [names[f[0].topic_id] if f else "" for f in TaxonomyMatcher(topics, encoder).match(texts)]
    labels = list(names.values())
    found = discover(texts, encoder, 9)
    rows = peers.tf_idf(texts)
    clusters = {
        "NMF": peers.factors(rows, 9),
        "KMeans on tf-idf": peers.kmeans(rows, 9),
        "KMeans on the encoder": peers.kmeans(encoder.encode(texts), 9),
    }
    f1 = {name: macro_f1(peers.named_by_majority(own, reasons), reasons, labels) for name, own in clusters.items()}
    ours, most = macro_f1(said, reasons, labels), macro_f1(peers.majority(reasons), reasons, labels)
    beside = ", ".join(f"{name} {value:.3f}" for name, value in {"majority": most, **f1}.items())
    asked = "airline reasons, written taxonomy: mF1 >= .48 (the peers are told each cluster's commonest reason)"
    yield _row("topics", asked, f"{beside}, taxonomy **{ours:.3f}**, n {len(texts):,}", ours >= 0.48)
    shared = mutual_information(found.assigned, reasons)
    beside = ", ".join(f"{name} {mutual_information(own, reasons):.3f}" for name, own in clusters.items())
    yield _row("topics", "airline reasons, discovery: NMI >= .30", f"{beside}, ours **{shared:.3f}**", shared >= 0.30)
    largest = max(found.assigned.count(i) for i in range(len(found.topics))) / len(texts)
    yield _row("topics", "no discovered topic above 35% of the rows", f"{largest:.0%}", largest <= 0.35)


def _faults() -> Iterator[Promise]:
    reviews, faults = mcdonalds()
    topics = load_taxonomy(TAXONOMIES / "mcdonalds_faults.toml")
    right = [np.array([t.name in own for own in faults]) for t in topics]
    plain = -np.array([s.polarity or 0.0 for s in VaderScorer().score(reviews)])
    ours = TaxonomyMatcher(topics, Encoder()).scores(reviews)
    rows = {
        "chance": [(float(r.mean()), float(r.mean())) for r in right],
        "VADER's most negative": [ranking(plain, r) for r in right],
        "taxonomy": [ranking(ours[:, k], r) for k, r in enumerate(right)],
    }
    means = {name: np.mean(values, axis=0) for name, values in rows.items()}
    for place, word, target in ((0, "mAP", 0.52), (1, "P@10", 0.70)):
        figure = ", ".join(f"{name} {value[place]:.3f}" for name, value in means.items())
        held = bool(means["taxonomy"][place] >= target)
        yield _row("topics", f"McDonald's faults: {word} >= {target}", f"{figure}, n {len(reviews):,}", held)


def write(rows: Sequence[Promise]) -> None:
    """Put the table between its marks, at the page's end where they are not there yet."""
    text = PAGE.read_text("utf-8")
    by = "Written by `python -m benchmarks.nlp_targets --write`; peers on the same rows stand beside each figure."
    block = f"{START}\n## What was asked, and what holds\n\n{by}\n\n{table(rows)}\n\n{NOT_MEASURED}\n{END}"
    head, mark, rest = text.partition(START)
    tail = rest.partition(END)[2] if mark else "\n"
    PAGE.write_text(f"{head.rstrip()}\n\n{block}{tail}", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and with --write put the table into docs/accuracy.md."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--long", action="store_true")
    given = asked.parse_args(arguments)
    rows = []
    for row in promises(long=given.long):
        rows.append(row)
        print(f"{row.subject}: {row.promise}: {row.figure}", flush=True)
    if not rows:
        print(f"{SHARED} is not on this machine: there is nothing to measure on", file=sys.stderr)
        return 2
    print("\n" + table(rows))
    if given.write:
        write(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
