"""The phrase that texts share, as people write it: a group's name that says more than its words one by one."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from nlp.wording import stem, words

_LONGEST = 5
# A phrase ends with its clause.
_CLAUSE = re.compile(r"[.,;:!?()\[\]\"\n\u2013\u2014]+")

Stems = tuple[str, ...]


def shared_phrase(texts: Sequence[str], telling: Collection[str], fewest: int) -> str:
    """Two to five words in a row that at least `fewest` of the texts hold, in the form most of them write.

    telling: stems, two of which a phrase holds, as its first and its last word. Of all phrases the one that holds the
    most of them in the most texts, then the shorter one; "" where there is none.
    """
    held: Counter[Stems] = Counter()
    written: dict[Stems, Counter[str]] = {}
    for text in texts:
        found = {phrase: said for clause in _CLAUSE.split(text) for phrase, said in _phrases(words(clause), telling)}
        held.update(found.keys())
        for phrase, said in found.items():
            written.setdefault(phrase, Counter())[said] += 1
    worth = {phrase: n * (_told(phrase, telling) - 1) for phrase, n in held.items() if n >= fewest}
    if not worth:
        return ""
    best = min(worth, key=lambda phrase: (-worth[phrase], len(phrase), phrase))
    return min(written[best], key=lambda said: (-written[best][said], said))


def _told(phrase: Stems, telling: Collection[str]) -> int:
    return len(set(phrase) & set(telling))


def _phrases(said: Sequence[str], telling: Collection[str]) -> list[tuple[Stems, str]]:
    stems = tuple(stem(word) for word in said)
    ends = [i for i, one in enumerate(stems) if one in telling]
    return [
        (stems[first : last + 1], " ".join(said[first : last + 1]))
        for first in ends
        for last in ends
        if first < last < first + _LONGEST and stems[first] != stems[last]
    ]
