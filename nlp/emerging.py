"""Finds what people begin to complain about: tight groups of texts that no topic fits, named by the words they share.

Unlike `discover`, which parts all texts into k topics, this leaves out whatever is not close to anything: of a
day's complaints most are on their own. A group's centre is kept, and later texts are recognised by it, so that an
id stays whatever else is found. The same texts give the same groups in whatever order they come.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.records import Emerging, Placed
from nlp.clean import blanked
from nlp.clusters import Ints, unit_rows
from nlp.masking import masked, pattern
from nlp.naming import names, told
from nlp.sentences import LONGEST, sentences
from nlp.shared_phrase import shared_phrase
from nlp.topics import SentenceEncoder
from nlp.wording import Floats, stem, words

_VERSION = "emerging1"
# Cosine of a text with a group's centre: of sentences written about one fault nine in ten reach .75, of any two
# complaints about one product one in a hundred reaches .65.
SAME = 0.65
# Cosine of two texts that are neighbours; looser than SAME, for a centre is steadier than one text.
NEAR = 0.60
FEWEST = 5
# Half of a group must hold its most telling word: else it shares a tone and no subject.
_SHARED = 0.5
_IN_NAME = 0.4
_WORDS_IN_NAME = 3
MOST_OF_ALL = 0.35


@dataclass(frozen=True, slots=True)
class _Group:
    members: Ints
    centre: Floats


class EmergingTopics:
    """Groups and recognises complaints by meaning, with the bundled encoder or one like it.

    brands: names by which nothing is found and named: who is complained of is known.
    """

    def __init__(self, encoder: SentenceEncoder, brands: Sequence[str] = ()) -> None:
        self._encoder = encoder
        self._brands = pattern(brands)
        self.encoder = str(getattr(encoder, "version", ""))
        self.version = f"{_VERSION}-{self.encoder}"

    def place(self, texts: Sequence[str], centres: Sequence[Sequence[float]]) -> list[Placed | None]:
        """For each text the nearest centre, where it is near enough, with the sentence that is nearest to it."""
        if not centres or not texts:
            return [None] * len(texts)
        middles = np.array(centres, np.float32)
        likeness = self._embed(texts) @ middles.T
        nearest = likeness.argmax(axis=1)
        best = likeness[np.arange(len(texts)), nearest]
        close = [i for i, score in enumerate(best.tolist()) if score >= SAME]
        told = self._best_sentences([texts[i] for i in close], middles[nearest[close]])
        found: list[Placed | None] = [None] * len(texts)
        for i, (start, end) in zip(close, told, strict=True):
            score = min(max(float(best[i]), 0.0), 1.0)
            found[i] = Placed(place=int(nearest[i]), score=score, start=start, end=end)
        return found

    def groups(self, texts: Sequence[str], most: int) -> list[Emerging]:
        """At most `most` groups, the largest first; none holds above 35% of the texts, none fewer than five."""
        order = sorted(range(len(texts)), key=lambda i: texts[i])
        read = [_read(text) for text in texts]
        rows = unit_rows(self._encoder.encode([read[i] for i in order]))
        found = [group for group in _dense(rows) if len(group.members) >= FEWEST]
        said = [masked(text, self._brands, "it") for text in read]
        bags = [[said[order[i]] for i in group.members] for group in found]
        inside = {order[i] for group in found for i in group.members}
        rest = [text for i, text in enumerate(said) if i not in inside]
        telling = [words for _, words in names([*bags, rest])[: len(found)]] if found else []
        result: list[Emerging] = []
        for group, bag, keywords in zip(found, bags, telling, strict=True):
            counts = Counter({word: _holding(bag, word) for word in keywords})
            common = [word for word in keywords if counts[word] >= _IN_NAME * len(bag)]
            if len(result) == most or not counts or max(counts.values()) < _SHARED * len(bag):
                continue
            members = tuple(sorted(order[i] for i in group.members))
            shared = tuple(word for word in keywords if counts[word] >= 2)
            centre = tuple(float(x) for x in group.centre)
            result.append(Emerging(name=_name(bag, common), keywords=shared, members=members, centre=centre))
        return result

    def _embed(self, texts: Sequence[str]) -> Floats:
        return unit_rows(self._encoder.encode([_read(text) for text in texts]))

    def _best_sentences(self, texts: Sequence[str], centres: Floats) -> list[tuple[int, int]]:
        """Where in each text the sentence stands that is nearest to the text's centre; all are embedded at once."""
        spans = [sentences(text) or [(0, len(text))] for text in texts]
        rows = self._embed([text[a:b] for text, own in zip(texts, spans, strict=True) for a, b in own])
        found: list[tuple[int, int]] = []
        first = 0
        for own, centre in zip(spans, centres, strict=True):
            found.append(own[int((rows[first : first + len(own)] @ centre).argmax())])
            first += len(own)
        return found


def _read(text: str) -> str:
    """Without addresses and handles: whoever is called upon is not what is complained about."""
    return " ".join(blanked(text[:LONGEST]).split())


def _dense(rows: Floats) -> list[_Group]:
    """Groups around the texts with the most neighbours, one after the other; each text is in one at most."""
    near = rows @ rows.T >= NEAR
    free = np.ones(len(rows), bool)
    most = max(FEWEST, int(MOST_OF_ALL * len(rows)))
    found: list[_Group] = []
    while free.any():
        counts = np.where(free, (near & free[None, :]).sum(axis=1), 0)
        seed = int(counts.argmax())
        if counts[seed] < FEWEST:
            break
        group = _around(rows, near[seed] & free, free, most)
        if len(group.members) >= FEWEST:
            found.append(group)
            free[group.members] = False
        free[seed] = False
    return sorted(found, key=lambda group: -len(group.members))


def _around(rows: Floats, start: np.ndarray, free: np.ndarray, most: int) -> _Group:
    """The free texts near the centre of the start, the centre moved once to where they lie."""
    members = np.flatnonzero(start)
    for _ in range(2):
        centre = unit_rows(rows[members].sum(axis=0, keepdims=True))[0]
        likeness = np.where(free, rows @ centre, -1.0)
        close = np.flatnonzero(likeness >= SAME)
        members = close[np.argsort(-likeness[close], kind="stable")][:most]
        if not len(members):
            break
    return _Group(members=np.sort(members).astype(np.int64), centre=centre)


def _holding(bag: Sequence[str], word: str) -> int:
    """How many texts hold a word in one of its forms."""
    return sum(bool(told(word) & told(text)) for text in bag)


def _name(bag: Sequence[str], common: Sequence[str]) -> str:
    """A phrase that many texts hold; else the words that most hold, in the order in which people write them."""
    telling = {key for word in common for key in told(word)}
    said = shared_phrase(bag, telling, math.ceil(_IN_NAME * len(bag))) or _in_order(bag, common[:_WORDS_IN_NAME])
    return said[:1].upper() + said[1:]


def _in_order(bag: Sequence[str], common: Sequence[str]) -> str:
    stems = [[stem(w) for w in words(text)] for text in bag]
    keys = {word: told(word) for word in common}
    whole = [own for own in stems if all(key & set(own) for key in keys.values())]

    def place(word: str) -> float:
        holding = [own for own in (whole or stems) if keys[word] & set(own)]
        return sum(next(i for i, s in enumerate(own) if s in keys[word]) / len(own) for own in holding) / len(holding)

    return " ".join(sorted(common, key=lambda word: (place(word), word)))
