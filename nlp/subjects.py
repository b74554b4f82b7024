"""Whether a sentence says what it is about, or only how somebody feels: "It was bad" names no topic."""

from collections import Counter
from collections.abc import Sequence

from nlp.wording import STOPWORDS, stem, words

# A word in the lines of a third of the topics ("app" in a taxonomy for apps) tells none of them from another.
_SHARED = 1 / 3
_FEWEST_TOPICS = 5
_JUDGING = frozenset(
    stem(word)
    for word in """good great nice best better bad worse worst terrible horrible awful love loved loving hate hated like
    liked amazing awesome excellent poor perfect fantastic wonderful beautiful brilliant fine cool decent suck sucks
    sucked fuck fucking shit damn hell wow lol omg meh crap trash garbage rubbish useless pathetic ridiculous
    unacceptable waste disappointed disappointing disappointment frustrated frustrating annoyed annoying angry happy
    unhappy sad sorry shame fail failed epic joke horrific dreadful appalling atrocious ugh yikes
    ever never always seriously literally actually absolutely totally simply not no non nor nope yeah yep hello hi hey
    experience company business brand thing star stars zero one two three four five recommend recommended avoid
    definitely highly would back come disgrace disgraceful mediocre average""".split()  # noqa: SIM905  a list would be longer
)


class Subjects:
    """Knows which sentences name something that topics could be told apart by."""

    def __init__(self, topics: Sequence[str]) -> None:
        """topics: all lines of each topic."""
        held = Counter(word for lines in topics for word in _stems(lines))
        fewest = max(_SHARED * len(topics), 2) if len(topics) >= _FEWEST_TOPICS else len(topics) + 1
        self._silent = _JUDGING.union(word for word, n in held.items() if n >= fewest)

    def named(self, sentence: str) -> bool:
        """Whether a word is left that judges nothing."""
        return not _stems(sentence) <= self._silent


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOPWORDS}
