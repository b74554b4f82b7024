"""Reads the texts that may be trained on: only those whose licence allows it, and none that is measured."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.plain import plain
from nlp.training.own_sentences import own_sentences

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
BY_WORD = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}
# People's mean score runs from -4 to +4; nearer to zero than this is neutral.
NEUTRAL_BAND = 0.2
EMOTIONS = 28
FAMILIES = ("tweets", "news", "products", "apps", "own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text to learn from: `label` of the sentiment head or `emotions` of the other, never both."""

    text: str
    corpus: str
    family: str
    label: int | None = None
    emotions: tuple[int, ...] = ()


def fingerprint(text: str) -> str:
    """Sixteen hex digits of a text, blind to case, handles, links, punctuation and spaces."""
    words = re.findall(r"[^\W_]+", plain(text).lower().replace("@user", " "))
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def lines(path: Path) -> list[str]:
    """The lines of a gzipped text file; only a line feed ends a line."""
    return gzip.decompress(path.read_bytes()).decode("utf-8").rstrip("\n").split("\n")


def people_scored(gold: Path) -> Iterator[Example]:
    """VADER's tweets and New York Times snippets: id, mean of the raters, text."""
    for name, family in (("tweets", "tweets"), ("nytEditorialSnippets", "news")):
        for line in lines(gold / "vader" / f"{name}_GroundTruth.txt.gz"):
            _, mean, text = line.split("\t", 2)
            score = float(mean)
            label = NEUTRAL if abs(score) <= NEUTRAL_BAND else POSITIVE if score > 0 else NEGATIVE
            yield Example(text=text, corpus=f"vader/{name}", family=family, label=label)


def tweeteval(gold: Path, part: str) -> Iterator[Example]:
    """TweetEval's sentiment task, `val` or `test`, as it is on disk."""
    texts = lines(gold / "tweeteval" / f"{part}_text.txt.gz")
    labels = lines(gold / "tweeteval" / f"{part}_labels.txt.gz")
    for text, label in zip(texts, labels, strict=True):
        yield Example(text=text, corpus=f"tweeteval/{part}", family="tweets", label=int(label))


def held_out(text: str) -> bool:
    """Whether a row of TweetEval's test is measured and never trained on: one in three, by fingerprint."""
    return int(fingerprint(text), 16) % 3 == 0


SEGMENTS = {
    "semeval14_laptops_train": "products",
    "semeval14_laptops_test": "products",
    "television_test": "products",
}


def segments(gold: Path, name: str) -> Iterator[Example]:
    """Sentences of an aspect corpus whose aspects all carry one polarity."""
    rows = lines(gold / "absa" / f"{name}.seg.gz")
    found: dict[str, set[str]] = {}
    for sentence, aspect, polarity in zip(rows[0::3], rows[1::3], rows[2::3], strict=True):
        text = joined(sentence.replace("$T$", aspect))
        found.setdefault(text, set()).add(polarity.strip().lower())
    for text, polarities in found.items():
        if len(polarities) == 1 and (label := BY_WORD.get(polarities.pop())) is not None:
            yield Example(text=text, corpus=f"absa/{name}", family=SEGMENTS[name], label=label)


def laptops_with_opinions(gold: Path) -> Iterator[Example]:
    """ACOS laptop sentences whose opinions all carry one polarity."""
    for part in ("dev", "test"):
        for line in lines(gold / "absa" / f"acos_laptop_{part}.jsonl.gz"):
            row = json.loads(line)
            polarities = {opinion["polarity"] for opinion in row["labels"]}
            if len(polarities) == 1:
                text, label = joined(row["text"]), BY_WORD[polarities.pop()]
                yield Example(text=text, corpus="absa/acos_laptop", family="products", label=label)


def app_features(gold: Path) -> Iterator[Example]:
    """IS-22: sentences of app reviews in which every named feature is felt the same about."""
    for line in lines(gold / "app_features" / "is22_feature_sentiment.jsonl.gz"):
        row = json.loads(line)
        felt = [word for word in BY_WORD if row[word]]
        if len(felt) == 1:
            label = BY_WORD[felt[0]]
            yield Example(text=row["text"], corpus="is22", family="apps", label=label)


def goemotions(gold: Path, part: str) -> Iterator[Example]:
    """Reddit comments with one or more of 27 emotions or `neutral` (27); for the head of their own."""
    for line in lines(gold / "goemotions" / f"{part}.tsv.gz"):
        text, numbers, _ = line.split("\t")
        emotions = tuple(int(n) for n in numbers.split(","))
        yield Example(text=text, corpus=f"goemotions/{part}", family="reddit", emotions=emotions)


def joined(text: str) -> str:
    """Undo the tokenising of the aspect corpora: `do n't` and `it 's .` as people write them."""
    text = re.sub(r"` ?`|'' ?|' '", '"', text)
    text = re.sub(r"(\w) ?' ?(s|m|re|ve|ll|d|t)\b", r"\1'\2", re.sub(r" n ?' ?t\b", "n't", text))
    text = re.sub(r" +([.,!?;:%)])", r"\1", text)
    return re.sub(r"([($]) +", r"\1", text).strip()


def sentiment_examples(gold: Path) -> Iterator[Example]:
    """Everything for the sentiment head, before repeats and measured texts are taken out."""
    yield from tweeteval(gold, "val")
    yield from (e for e in tweeteval(gold, "test") if not held_out(e.text))
    yield from people_scored(gold)
    for name in SEGMENTS:
        if name != "semeval14_laptops_test":
            yield from segments(gold, name)
    yield from laptops_with_opinions(gold)
    yield from app_features(gold)
    for text, word in own_sentences():
        yield Example(text=text, corpus="own", family="own", label=BY_WORD[word])


def fresh(examples: Iterable[Example], measured: frozenset[str]) -> list[Example]:
    """Each text once, and none whose fingerprint is among the measured ones or is that of an empty text."""
    seen = set(measured) | {fingerprint("")}
    kept = []
    for example in examples:
        if (mark := fingerprint(example.text)) not in seen:
            seen.add(mark)
            kept.append(example)
    return kept


def chosen_on(text: str) -> bool:
    """Whether a licensed text is held out to choose settings and to calibrate on: one in ten."""
    return int(fingerprint(text)[:6], 16) % 10 == 7


def split(examples: Iterable[Example], without: str | None = None) -> tuple[list[Example], list[Example]]:
    """What to learn from and what to calibrate on; a family left out is in neither."""
    kept = [e for e in examples if e.family != without]
    return [e for e in kept if not chosen_on(e.text)], [e for e in kept if chosen_on(e.text)]
