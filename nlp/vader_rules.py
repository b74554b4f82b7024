"""VADER's rules about a word's neighbours, with upstream's oddities: being equal to upstream is the promise."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from vaderSentiment.vaderSentiment import C_INCR, N_SCALAR

from nlp.vader_words import IDIOMS, PAIR_BOOSTERS, Word

_BY_THE_NEXT = frozenset({"kind", "no"})
_NOBODY = Word("", None, True, False, 0.0, False, False)


class Surroundings:
    """One text's tokens around a lexicon word; `known` holds what is known of each of them."""

    __slots__ = ("_known", "_mixed", "_tokens")

    def __init__(self, tokens: list[str], known: Mapping[str, Word]) -> None:
        self._tokens = tokens
        self._known = known
        self._mixed: bool | None = None

    def mixed(self) -> bool:
        """Whether some token is not in capitals; asked only where one is."""
        if self._mixed is None:
            self._mixed = not all(map(str.isupper, self._tokens))
        return self._mixed

    def valence(self, i: int, word: Word, listed: float) -> float:
        """The valence of token i, `listed` in the lexicon, after upstream's rules in upstream's order."""
        tokens, known = self._tokens, self._known
        # Nobody counts as listed, which is how a missing neighbour is passed over.
        one = known[tokens[i - 1]] if i > 0 else _NOBODY
        two = known[tokens[i - 2]] if i > 1 else _NOBODY
        three = known[tokens[i - 3]] if i > 2 else _NOBODY
        following = [known[token] for token in tokens[i + 1 : i + 3]]
        value = listed
        if following and word.lower in _BY_THE_NEXT:
            if word.lower == "kind" and following[0].lower == "of":
                return 0.0
            # A `no` that speaks about the lexicon word after it has no valence of its own.
            value = 0.0 if word.lower == "no" and following[0].listed else listed
        if one.lower == "no" or two.lower == "no" or (three.lower == "no" and one.lower in ("or", "nor")):
            value = listed * N_SCALAR
        if word.upper and self.mixed():
            value += C_INCR if value > 0 else -C_INCR
        if not one.listed:
            value = self._boosted(one, value, 1.0) if one.boost else value
            value = value * N_SCALAR if one.negates else value
        if not two.listed:
            value = self._boosted(two, value, 0.95) if two.boost else value
            value = _second(value, one.lower, two)
        if not three.listed:
            value = self._boosted(three, value, 0.9) if three.boost else value
            value = _third(value, one.lower, two.lower, three)
            # Spelled out: it is asked of every second lexicon word, and a loop would take longer than all the rest.
            if (
                three.telling
                or two.telling
                or one.telling
                or word.telling
                or (following and (following[0].telling or following[-1].telling))
            ):
                value = _idioms(value, (three.lower, two.lower, one.lower, word.lower), following)
        if one.lower == "least" and two.lower not in ("at", "very"):
            value *= N_SCALAR
        return value

    def _boosted(self, word: Word, value: float, share: float) -> float:
        boost = -word.boost if value < 0 else word.boost
        if word.upper and self.mixed():
            boost += C_INCR if value > 0 else -C_INCR
        return value + boost * share


def _second(value: float, one: str, two: Word) -> float:
    if two.lower == "never" and one in ("so", "this"):
        return value * 1.25
    if two.lower == "without" and one == "doubt":
        return value
    return value * N_SCALAR if two.negates else value


def _third(value: float, one: str, two: str, three: Word) -> float:
    if one in ("so", "this") or (three.lower == "never" and two in ("so", "this")):
        return value * 1.25
    if three.lower == "without" and "doubt" in (two, one):
        return value
    return value * N_SCALAR if three.negates else value


def _idioms(value: float, words: tuple[str, str, str, str], following: Sequence[Word]) -> float:
    three, two, one, zero = words
    before = (f"{three} {two} {one}", f"{three} {two}", f"{two} {one}")
    for phrase in (f"{one} {zero}", f"{two} {one} {zero}", before[2], before[0], before[1]):
        if phrase in IDIOMS:
            value = IDIOMS[phrase]
            break
    for length in range(1, len(following) + 1):
        value = IDIOMS.get(" ".join((zero, *(w.lower for w in following[:length]))), value)
    for phrase in before:
        value += PAIR_BOOSTERS.get(phrase, 0.0)
    return value


def contrast(values: list[float], places: list[int], but: int) -> list[float]:
    """Halve what stands before the first `but` and raise by half what follows, changing `values`.

    For each entry in turn upstream changes the FIRST entry of the same value. A heap of positions per value finds
    it without upstream's scan of the whole list.
    """
    where: dict[float, list[int]] = {}
    for position, value in enumerate(values):
        where.setdefault(value, []).append(position)
    for position in range(len(values)):
        first = heappop(where[values[position]])
        values[first] *= 0.5 if places[first] < but else 1.5
        heappush(where.setdefault(values[first], []), first)
    return values
