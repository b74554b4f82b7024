"""Topics, discovery, aspects and the vader engine on labelled sets, beside what was reached before.

python -m benchmarks.nlp_table [--every N]      every Nth row (default 4); --every 1 reads all
"""

import argparse
import csv
import gzip
import io
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.vader import by_length, speed
from benchmarks.vader_texts import SHARED
from nlp.aspects import SpacyAspects
from nlp.discovery import discover
from nlp.encoder import Encoder
from nlp.taxonomy import load_taxonomy
from nlp.topics import TaxonomyMatcher

TAXONOMIES = Path(__file__).resolve().parent / "taxonomies"
NO_REASON = "Can't Tell"


def airline(every: int) -> tuple[list[str], list[str]]:
    """Negative tweets to airlines with the reason that people gave."""
    rows = csv.DictReader(
        io.StringIO(gzip.decompress((SHARED / "reviews/twitter_us_airline.csv.gz").read_bytes()).decode())
    )
    kept = [row for row in rows if row["negativereason"]][::every]
    return [row["text"] for row in kept], [row["negativereason"] for row in kept]


def mcdonalds() -> tuple[list[str], list[set[str]]]:
    """Reviews with the faults that people found in them."""
    data = gzip.decompress((SHARED / "reviews/mcdonalds_yelp_labelled_CR.csv.gz").read_bytes())
    rows = csv.DictReader(io.StringIO(data.decode("latin-1").replace("\r", "\n")))
    kept = [row for row in rows if row["policies_violated"]]
    return [row["review"] for row in kept], [set(row["policies_violated"].split("\n")) for row in kept]


def segments(name: str, every: int) -> dict[str, dict[tuple[int, int], str]]:
    """Sentences with the places of their aspects and the polarity of each."""
    lines = gzip.decompress((SHARED / f"gold/absa/{name}.seg.gz").read_bytes()).decode().splitlines()
    found: dict[str, dict[tuple[int, int], str]] = {}
    for text, aspect, polarity in zip(lines[0::3], lines[1::3], lines[2::3], strict=False):
        text, aspect = text.strip(), aspect.strip()
        start = text.index("$T$")
        found.setdefault(text.replace("$T$", aspect), {})[start, start + len(aspect)] = polarity.strip().lower()
    return dict(list(found.items())[::every])


def macro_f1(said: Sequence[str], right: Sequence[str], names: Sequence[str]) -> float:
    """The mean over names of the F1 of each."""
    scores = []
    for name in names:
        hits = sum(a == b == name for a, b in zip(said, right, strict=True))
        asked = sum(a == name for a in said) + sum(b == name for b in right)
        scores.append(2 * hits / asked if asked else 0.0)
    return float(np.mean(scores))


def ranking(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Average precision, and precision among the first ten."""
    ordered = right[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    return float(precision[ordered > 0].mean()), float(ordered[:10].mean())


def mutual_information(one: Sequence[object], two: Sequence[object]) -> float:
    """Normalised by the mean of both entropies."""
    first, second = (np.unique([str(x) for x in side], return_inverse=True)[1] for side in (one, two))
    joint = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(joint, (first, second), 1 / len(first))
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    some = joint > 0
    shared = float((joint[some] * np.log(joint[some] / np.outer(rows, columns)[some])).sum())
    entropies = [-float((p * np.log(p)).sum()) for p in (rows, columns)]
    return 2 * shared / sum(entropies)


def topic_lines(every: int) -> None:
    encoder = Encoder()
    texts, reasons = airline(every)
    told = [i for i, reason in enumerate(reasons) if reason != NO_REASON]
    reviews, faults = mcdonalds()
    forms = (("meaning and words", encoder, True), ("no examples", encoder, False), ("words alone", None, True))
    for form, reads_with, examples in forms:
        topics = load_taxonomy(TAXONOMIES / "airline_reasons.toml")
        matcher = TaxonomyMatcher(topics if examples else [replace(t, examples=()) for t in topics], reads_with)
        names = {topic.topic_id: topic.name for topic in topics}
        start = time.process_time()
        said = [names[found[0].topic_id] if found else "" for found in matcher.match(texts)]
        rate = len(texts) / (time.process_time() - start)
        f1 = macro_f1([said[i] for i in told], [reasons[i] for i in told], list(names.values()))
        untagged = sum(said[i] == "" for i in told) / len(told)
        print(f"airline reasons, {form}: mF1 {f1:.3f} (before .448), untagged {untagged:.1%}, {rate:,.0f} tweets/s")
        topics = load_taxonomy(TAXONOMIES / "mcdonalds_faults.toml")
        scores = TaxonomyMatcher(topics if examples else [replace(t, examples=()) for t in topics], reads_with).scores(
            reviews
        )
        rows = [ranking(scores[:, k], np.array([t.name in own for own in faults])) for k, t in enumerate(topics)]
        precision, ten = np.mean(rows, axis=0)
        print(f"McDonald's faults, {form}: mAP {precision:.3f} (before .454), P@10 {ten:.2f} (before .60)")
    for k in (9, 10, 12):
        found = discover([texts[i] for i in told], encoder, k)
        largest = max(found.assigned.count(i) for i in range(len(found.topics))) / len(told)
        shared = mutual_information(found.assigned, [reasons[i] for i in told])
        print(f"airline reasons, discovered, k={k}: NMI {shared:.3f} (before .274), largest {largest:.0%}")
        print("   ", "; ".join(topic.name for topic in found.topics))


def aspect_lines(every: int) -> None:
    extractor = SpacyAspects()
    for name, before in (("semeval14_laptops_test", ".503"), ("mams_valid", "unknown"), ("television_test", "unknown")):
        right = segments(name, every)
        start = time.process_time()
        found = extractor.extract(list(right))
        rate = len(right) / (time.process_time() - start)
        said = [{(a.start, a.end): str(a.label) for a in own} for own in found]
        pairs = list(zip(said, right.values(), strict=True))
        hits = [(own[place], gold[place]) for own, gold in pairs for place in own.keys() & gold.keys()]
        f1 = 2 * len(hits) / (sum(map(len, said)) + sum(map(len, right.values())))
        agree = sum(a == b for a, b in hits) / max(len(hits), 1)
        print(f"aspects, {name}: F1 {f1:.3f} (before {before}), polarity {agree:.3f}, {rate:,.0f} sentences/s")


def vader_lines() -> None:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from nlp.vader import VaderScorer

    ours, upstream = VaderScorer(), SentimentIntensityAnalyzer()
    for name, texts in by_length().items():
        found = speed(texts[:400], ours, upstream)
        print(f"vader, {name}: {found.ours:,.0f}/s, x{found.times:.1f} of upstream")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=4)
    every = parser.parse_args(arguments).every
    if not SHARED.is_dir():
        print("real input in ../shared/data is not on this machine: nothing to measure")
        return 0
    print(f"every {every}. row")
    topic_lines(every)
    aspect_lines(every)
    vader_lines()
    return 0


if __name__ == "__main__":
    sys.exit(main())
