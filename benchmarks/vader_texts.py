"""Texts to compare two VADERs on: every text of the real input, and fuzzed ones made of what VADER looks for."""

import csv
import gzip
import io
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
# Upstream is quadratic: a longer text would take it minutes.
LONGEST = 12_000


def real(folder: Path = SHARED) -> Iterator[str]:
    """Every cell, JSON string or line of the real input that holds a blank, each once."""
    seen: set[int] = set()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".bin", ".pdf", ".md"}):
        for text in _texts(path):
            key = hash(text)
            if " " in text and len(text) <= LONGEST and key not in seen:
                seen.add(key)
                yield text


def _texts(path: Path) -> Iterator[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8", "replace")
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    if kind in {"csv", "tsv"}:
        lines = csv.reader(io.StringIO(text.replace("\r", "\n")), delimiter="\t" if kind == "tsv" else ",")
        yield from (cell for row in lines for cell in row)
    elif kind in {"json", "jsonl"}:
        for line in [text] if kind == "json" else text.splitlines():
            yield from _strings(line)
    else:
        yield from text.splitlines()


def _strings(document: str) -> Iterator[str]:
    try:
        found = json.loads(document)
    except ValueError:
        yield document
        return
    todo: list[object] = [found]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            inner = value[:1] in ("{", "[") and value[-1:] in ("}", "]")
            yield from _strings(value) if inner else [value]
        elif isinstance(value, dict):
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)


class Fuzzer:
    """Makes texts of lexicon words, boosters, negations, idioms, emoji, capitals and punctuation."""

    def __init__(self, seed: int = 1) -> None:
        upstream = SentimentIntensityAnalyzer()
        self._random = random.Random(seed)
        self._lexicon = list(upstream.lexicon)
        self._emojis = [emoji for emoji in upstream.emojis if len(emoji) == 1]
        phrases = [*SPECIAL_CASES, *(booster for booster in BOOSTER_DICT if " " in booster)]
        self._idioms = [word for phrase in phrases for word in (phrase, *phrase.split())]
        self._modifiers = [
            *NEGATE,
            *BOOSTER_DICT,
            *["so", "this", "least", "at", "very", "never", "without", "doubt", "no", "or", "nor", "kind", "of", "but"],
        ]
        self._plain = [
            "the",
            "a",
            "flight",
            "app",
            "i",
            "it",
            "was",
            "service",
            "phone",
            "3",
            "x",
            "ok.",
            "co-op",
            "naïve",
            "İstanbul",
            "straße",
            "ẞ",
            "—",
            "…",
            "don’t",
            "<br/>",
        ]

    def texts(self, n: int) -> Iterator[str]:
        """n texts, mostly of tweet length, some of hundreds of words."""
        return (self.text() for _ in range(n))

    def text(self) -> str:
        """One text."""
        length = self._random.choice((1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 60))
        shouting = self._random.random() < 0.08
        words = [self._word() for _ in range(length)]
        blanks = (" ", " ", " ", " ", " ", "  ", "\n", "\t", "\u00a0", "")
        text = "".join(word + self._random.choice(blanks) for word in words)
        return text.upper() if shouting else text

    def _word(self) -> str:
        pick, chance = self._random.choice, self._random.random()
        pools: Iterable[tuple[float, list[str]]] = (
            (0.3, self._lexicon),
            (0.62, self._modifiers),
            (0.72, self._idioms),
            (0.78, self._emojis),
            (1.0, self._plain),
        )
        word = next(pick(pool) for border, pool in pools if chance < border)
        shape = self._random.random()
        if shape < 0.15:
            word = word.upper()
        elif shape < 0.25:
            word = word.capitalize()
        if self._random.random() < 0.2:
            word = (
                pick(("", "", "(", '"', "#", "@"))
                + word
                + pick(("!", "!!!", "?", "??", "?!", ".", ",", "...", ")", "'s"))
            )
        return word
