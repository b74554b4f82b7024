"""Names for clusters of texts: the words that set each one apart, in a form that people would write."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from nlp.wording import STOPWORDS, stem, words

Key = tuple[str, ...]

# They say how somebody feels, or when; a name should say about what.
_NO_SUBJECT = frozenset(
    stem(word)
    for word in """good great nice best better bad worse worst terrible horrible awful love loved hate like liked
    amazing
    awesome excellent poor perfect suck sucks fuck fucking shit damn hell wow lol ever never always
    seriously literally actually absolutely totally ridiculous unacceptable disappointed disappointing
    disappointment frustrated frustrating annoying angry happy unhappy sad sorry fail failed joke today
    yesterday tomorrow tonight now day days week weeks month months year years time times hour hours hr
    hrs minute minutes min mins guy guys man dude folks make makes made making want wanted wants need
    needs know knew said say says saying tell told think thought try tried trying come came take took see
    saw look looking give gave let put use used really back way lot bit two three four five first last
    next new old well right quot gt lt nbsp sir yeah please help not no non nor without sure mean means
    thing instead since ago already though however maybe also else self far end
    almost honestly somebody anybody nobody everybody someone anyone against""".split()  # noqa: SIM905  a list would be longer
)


def names(groups: Sequence[Sequence[str]], subjects: Sequence[Sequence[str]] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """A name and the five most telling words of each group of texts, in order; no two names are the same.

    Weights are class-based tf-idf: frequent in the group, less so in the others. subjects: what the texts of each group
    speak about (aspect lemmas), which count double.
    """
    counted = [_counts(group) for group in groups]
    for counts, own in zip(counted, subjects, strict=False):
        counts.update({key: 2 * n for key, n in _counts(own).items()})
    surfaces = _surfaces([*groups, *subjects])
    everywhere: Counter[Key] = Counter()
    for counts in counted:
        everywhere.update(counts)
    everyone = sum(len(group) for group in groups)
    found: list[tuple[str, tuple[str, ...]]] = []
    taken: set[str] = set()
    for counts, group in zip(counted, groups, strict=True):
        ranked = _ranked(counts, everywhere, len(group), everyone)
        name = _name(ranked, surfaces, taken)
        taken.add(name)
        keywords = tuple(dict.fromkeys(surfaces[key] for key in ranked if len(key) == 1))[:5]
        found.append((name, keywords))
    return found


def telling(chosen: Sequence[str], rest: Sequence[str], most: int = 8) -> list[str]:
    """At most `most` beginnings of words that set chosen texts apart from the rest; together they cover all they can.

    Greedy: the word that most of the uncovered texts hold and fewest of the rest.
    """
    elsewhere = Counter(key for text in rest for key in told(text))
    left = [told(text) for text in chosen]
    found: list[str] = []
    while left and len(found) < most:
        here = Counter(key for own in left for key in own)
        if not here:
            break
        worth = {key: n / len(left) - elsewhere[key] / max(len(rest), 1) for key, n in here.items()}
        best = min(worth, key=lambda key: (-worth[key], key))
        found.append(best)
        left = [own for own in left if best not in own]
    return found


def told(text: str) -> frozenset[str]:
    """The stems by which a text may be named."""
    return frozenset(key[0] for key, _ in _keys(text) if len(key) == 1)


def _keys(text: str) -> list[tuple[Key, str]]:
    """Stems and neighbouring pairs of stems of a text, with the words as they were written."""
    kept = [(stem(w), w) for w in words(text) if w not in STOPWORDS and len(w) > 2]
    kept = [(s, w) for s, w in kept if s not in _NO_SUBJECT]
    found: list[tuple[Key, str]] = [((s,), w) for s, w in kept]
    found += [((a, b), f"{x} {y}") for (a, x), (b, y) in pairwise(kept) if a != b]
    return found


def _counts(texts: Sequence[str]) -> Counter[Key]:
    """In how many texts each key occurs."""
    return Counter(key for text in texts for key in {key for key, _ in _keys(text)})


def _surfaces(groups: Sequence[Sequence[str]]) -> dict[Key, str]:
    forms: dict[Key, Counter[str]] = {}
    for group in groups:
        for text in group:
            for key, written in _keys(text):
                forms.setdefault(key, Counter())[written] += 1
    return {key: min(counts, key=lambda w, c=counts: (-c[w], w)) for key, counts in forms.items()}  # type: ignore[misc]


def _ranked(counts: Counter[Key], everywhere: Counter[Key], size: int, everyone: int) -> list[Key]:
    """Keys that are commoner in the group than overall, by how much they tell: n log(share here / share overall)."""
    # One text in a group of five or more names nothing: a name must outlive its author.
    fewest = 1 if size < 5 else max(2, round(0.02 * size))
    lift = {k: (n / size) / (everywhere[k] / everyone) for k, n in counts.items() if n >= fewest}
    weights = {k: counts[k] * math.log(times) for k, times in lift.items() if times > 1.2}
    weights = weights or {k: float(counts[k]) for k in lift}
    return sorted(weights, key=lambda k: (-weights[k], k))


def _name(ranked: Sequence[Key], surfaces: dict[Key, str], taken: set[str]) -> str:
    """The best pair and the best single word beside it, or up to three single words."""
    pairs = [key for key in ranked if len(key) == 2]
    single = [key for key in ranked if len(key) == 1]
    leading = {key[0] for key in single[:5]}
    for pair in pairs[:8]:
        if not leading.intersection(pair):
            continue
        beside = [key for key in single[:6] if key[0] not in pair]
        for extra in (*beside[:3], None):
            name = _written([surfaces[pair], *([surfaces[extra]] if extra else [])])
            if name not in taken:
                return name
    name = _written([surfaces[key] for key in single[:3]]) or "Unnamed"
    while name in taken:
        name += " *"
    return name


def _written(parts: Sequence[str]) -> str:
    text = " ".join(parts)
    return text[:1].upper() + text[1:]
