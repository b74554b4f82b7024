"""Finds topics that no taxonomy names: clusters of texts that speak of the same thing, named, with ids that stay.

Rows are clustered by meaning and by words together (spherical k-means over the encoder's rows and a latent-semantic
projection of tf-idf); the same texts give the same topics in whatever order they come.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.identity import stable_id
from domain.records import Topic
from nlp.clean import blanked
from nlp.clusters import Ints, LatentWords, fill, spherical_kmeans, unit_rows
from nlp.naming import names
from nlp.sentences import LONGEST
from nlp.topics import SentenceEncoder
from nlp.wording import Floats, terms

MOST_OF_ALL = 0.35
_MOST_ROWS = 8_000
_DIMENSIONS = 100
_MOST_TERMS = 2_500
_SAME = 0.80
_EXAMPLES = 3
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Topics by size, largest first, and for each text the place of its topic in `topics`, or None, with a score.

    score: 0 .. 1, the cosine of the text with its topic's centre, clipped; 0 where there is no topic.
    """

    topics: tuple[Topic, ...]
    assigned: tuple[int | None, ...]
    scores: tuple[float, ...]


def discover(
    texts: Sequence[str],
    encoder: SentenceEncoder | None,
    k: int,
    *,
    known: Sequence[Topic] = (),
    subjects: Sequence[Sequence[str]] = (),
) -> Discovery:
    """At most k topics; none holds above 35% of the texts as long as another has room. Wordless texts have none.

    known: topics found before; a cluster that is one of them keeps its id and its name. subjects: per text, lemmas
    of its aspects, to name topics by.
    """
    read = [" ".join(blanked(text[:LONGEST]).split()) for text in texts]
    counts = Counter(text for text in read if terms(text))
    distinct = sorted(counts)
    if not distinct or k < 1:
        return Discovery(topics=(), assigned=(None,) * len(texts), scores=(0.0,) * len(texts))
    weights = np.array([counts[text] for text in distinct], np.float32)
    likeness = _likeness(distinct, encoder, k, weights)
    nearest = fill(likeness, weights, max(1.0, MOST_OF_ALL * len(texts)))
    order = _by_size(nearest, weights)
    place = {text: order[int(cluster)] for text, cluster in zip(distinct, nearest, strict=True)}
    score = {text: float(np.clip(likeness[i, nearest[i]], 0, 1)) for i, text in enumerate(distinct)}
    topics = _topics(distinct, place, score, _subjects(read, subjects))
    return Discovery(
        topics=tuple(_recognised(topics, known, encoder)),
        assigned=tuple(place.get(text) for text in read),
        scores=tuple(score.get(text, 0.0) for text in read),
    )


def _likeness(distinct: Sequence[str], encoder: SentenceEncoder | None, k: int, weights: Floats) -> Floats:
    """Cosine of each text with each of k centres; the centres come from at most 8,000 of the texts."""
    sample = np.linspace(0, len(distinct) - 1, min(_MOST_ROWS, len(distinct))).astype(int)
    bags = [terms(text) for text in distinct]
    by_words = LatentWords([bags[i] for i in sample], dimensions=_DIMENSIONS, most_terms=_MOST_TERMS)
    projected = [by_words.project(bags[i : i + _AT_ONCE]) for i in range(0, len(bags), _AT_ONCE)]
    rows = np.concatenate(projected)
    if encoder is not None:
        rows = np.hstack([encoder.encode(distinct), rows])
    rows = unit_rows(rows)
    centres = spherical_kmeans(rows[sample], k, weights[sample])
    likeness: Floats = rows @ centres.T
    return likeness


def _by_size(nearest: Ints, weights: Floats) -> dict[int, int]:
    sizes = np.bincount(nearest, weights=weights)
    return {int(c): i for i, c in enumerate(sorted(np.flatnonzero(sizes), key=lambda c: (-sizes[c], c)))}


def _subjects(read: Sequence[str], subjects: Sequence[Sequence[str]]) -> dict[str, Sequence[str]]:
    return dict(zip(read, subjects, strict=True)) if subjects else {}


def _topics(
    distinct: Sequence[str],
    place: dict[str, int],
    score: dict[str, float],
    subjects: dict[str, Sequence[str]],
) -> list[Topic]:
    groups: list[list[str]] = [[] for _ in range(max(place.values()) + 1)]
    for text in distinct:
        groups[place[text]].append(text)
    spoken = [[subject for text in group for subject in subjects.get(text, ())] for group in groups]
    named = names(groups, spoken if subjects else ())
    found = []
    for group, (name, keywords) in zip(groups, named, strict=True):
        central = sorted(group, key=lambda text: (-score[text], text))[:_EXAMPLES]
        found.append(
            Topic(
                topic_id=stable_id("discovered", *sorted(keywords[:3] or (name,))),
                name=name,
                description=", ".join(keywords),
                examples=tuple(text[:300] for text in central),
                origin="discovered",
            )
        )
    return _apart(found)


def _apart(topics: Sequence[Topic]) -> list[Topic]:
    """The same topics, each with an id of its own."""
    seen: set[int] = set()
    result = []
    for topic in topics:
        if topic.topic_id in seen:
            topic = replace(topic, topic_id=stable_id("discovered", topic.name, topic.description))
        seen.add(topic.topic_id)
        result.append(topic)
    return result


def _recognised(topics: Sequence[Topic], known: Sequence[Topic], encoder: SentenceEncoder | None) -> list[Topic]:
    """Each topic as it was known before, where it was: the closest pairs first, each known one once."""
    result = list(topics)
    if not known or not topics:
        return result
    likeness = _profiles(topics, known, encoder)
    pairs = sorted((-likeness[i, j], i, j) for i in range(len(topics)) for j in range(len(known)))
    used: tuple[set[int], set[int]] = (set(), set())
    for negative, i, j in pairs:
        if -negative < _SAME or i in used[0] or j in used[1]:
            continue
        used[0].add(i)
        used[1].add(j)
        result[i] = replace(topics[i], topic_id=known[j].topic_id, name=known[j].name)
    return result


def _profiles(topics: Sequence[Topic], known: Sequence[Topic], encoder: SentenceEncoder | None) -> Floats:
    """Cosine of each found topic with each known one, by keywords and central texts."""
    both = [*topics, *known]
    lines = [[topic.description or topic.name, *topic.examples] for topic in both]
    flat = [line for own in lines for line in own]
    if encoder is None:
        rows = LatentWords([terms(line) for line in flat], dimensions=_DIMENSIONS, most_terms=_MOST_TERMS).project(
            [terms(line) for line in flat]
        )
    else:
        rows = encoder.encode(flat)
    ends = np.cumsum([len(own) for own in lines])
    profiles = unit_rows(np.array([rows[e - len(own) : e].sum(axis=0) for e, own in zip(ends, lines, strict=True)]))
    cosine: Floats = profiles[: len(topics)] @ profiles[len(topics) :].T
    return cosine
