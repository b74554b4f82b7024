"""Words as evidence: stems, pairs of stems, and how telling each one is for a topic; numpy and nothing else."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

STOPWORDS = frozenset(
    """a an the and or of to in on at for with by from into onto about as is are was were be been being am it
    its it's this that these those there here they them their theirs you your yours i i'm i've my mine me
    we us our he him his she her hers do does did has have had having but if so than then too very just
    can can't cannot will won't would could should may might must get gets got getting go goes going went
    one ones also any some all every each both other another such same own out up down over again still
    ever even only really much many more most because when where while which who whom whose what why how
    don't didn't doesn't isn't wasn't aren't weren't couldn't wouldn't shouldn't haven't hasn't hadn't
    i'll i'd you're they're we're that's there's let's thing things something anything everything people
    please thanks thank ok okay yes oh amp via rt u ur im dont didnt cant ive""".split()  # noqa: SIM905  a list would be longer
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENDINGS = ("ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "er", "s", "ly", "e", "y")
# Few words make up most of what is said; strangers make up words without end.
_MOST_STEMS = 20_000
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


def words(text: str) -> list[str]:
    """Lower-case words with letters only."""
    return _WORD.findall(text.lower().replace("\u2019", "'"))


@lru_cache(maxsize=_MOST_STEMS)
def stem(word: str) -> str:
    """One form for the forms of a word: "cancelled", "cancels" and "cancelling" meet; never below three letters."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _DOUBLED.sub(r"\1", word[: -len(ending)])
    return word


def terms(text: str) -> list[str]:
    """Stems without stop words, and pairs of neighbouring stems."""
    stems = [stem(word) for word in words(text) if word not in STOPWORDS]
    return stems + [f"{one} {two}" for one, two in pairwise(stems)]


class TopicWords:
    """How well words match topics: tf-idf over each topic's own lines, cosine with a text's words.

    documents: per topic, (weight, line) pairs. A word that all topics share tells nothing and weighs least.
    """

    def __init__(self, documents: Sequence[Iterable[tuple[float, str]]]) -> None:
        counted: list[dict[str, float]] = []
        for lines in documents:
            counts: dict[str, float] = {}
            for weight, line in lines:
                for term in terms(line):
                    counts[term] = counts.get(term, 0.0) + weight
            counted.append(counts)
        self._place = {term: i for i, term in enumerate(dict.fromkeys(t for counts in counted for t in counts))}
        table = np.zeros((len(counted), len(self._place)), np.float32)
        for row, counts in enumerate(counted):
            for term, count in counts.items():
                table[row, self._place[term]] = count**0.5
        self._idf = np.log((1.0 + len(counted)) / np.maximum((table > 0).sum(axis=0), 1)).astype(np.float32)
        table *= self._idf
        self._topics = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)

    def match(self, texts: Sequence[str]) -> Floats:
        """Cosine of each text (rows) with each topic (columns), 0 .. 1; a word of no topic counts as one unit."""
        found = np.zeros((len(texts), self._topics.shape[0]), np.float32)
        for row, text in enumerate(texts):
            known: list[int] = []
            foreign = 0
            for term in set(terms(text)):
                place = self._place.get(term)
                if place is not None:
                    known.append(place)
                elif " " not in term:
                    foreign += 1
            if known:
                weights = self._idf[known]
                length = float(np.sqrt(weights @ weights + foreign))
                found[row] = self._topics[:, known] @ weights / max(length, 1e-9)
        return found
