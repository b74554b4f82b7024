"""Which texts are copies of one another: one press release in 40 outlets is one story with 40 copies.

MinHash proposes pairs (A. Broder, "On the resemblance and containment of documents", 1997), the exact Jaccard
similarity of their word 3-shingles decides.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

# Below five words people say the same without copying it: "works great, love it".
FEWEST_WORDS = 5
MOST_WORDS = 3000
# 16 bands of 4 rows propose a pair at similarity 0.8 with probability 1 - (1 - 0.8^4)^16 = 0.9998.
BANDS, ROWS = 16, 4
_CHUNK = 512
# A bucket compares its members with so many different texts at most, so that hostile input stays linear.
_MOST_DIFFERENT = 24

# Scripts without spaces count each character as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_SEEDS = np.random.default_rng(20260310).integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)


def stories(ids: Sequence[int], texts: Sequence[str]) -> list[int]:
    """For each text, in order, the smallest id among its near-copies; its own id where it has none.

    Near-copies share 0.8 of their word 3-shingles (Jaccard), directly or through a chain of copies. Texts of
    fewer than five words are nobody's copy. Memory: 128 bytes a text, besides the texts and ids themselves.
    """
    if len(ids) != len(texts):
        raise ValueError(f"{len(ids)} ids for {len(texts)} texts")
    parents = list(range(len(texts)))
    places, keys = _originals(texts, parents)
    shingles = lru_cache(maxsize=8192)(lambda place: np.unique(_shingles(_words(texts[place]))))
    for bucket in _buckets(keys):
        different: list[int] = []
        for place in (places[at] for at in bucket):
            for other in different:
                if _root(parents, place) == _root(parents, other):
                    break
                if _alike(shingles(place), shingles(other)):
                    _join(parents, place, other)
                    break
            else:
                different = [*different[-_MOST_DIFFERENT + 1 :], place]
    return _smallest(ids, parents)


def _words(text: str) -> Hashes:
    """A hash of each word, case and punctuation aside."""
    found = _WORD.findall(text[: MOST_WORDS * 20].casefold())[:MOST_WORDS]
    return np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in found], dtype=np.uint64)


def _shingles(words: Hashes) -> Hashes:
    """A hash of each three words in a row."""
    mixed: Hashes = words[:-2] * _PLACES[0] + words[1:-1] * _PLACES[1] + words[2:] * _PLACES[2]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _PLACES[1]
    return mixed ^ (mixed >> np.uint64(32))


def _originals(texts: Sequence[str], parents: list[int]) -> tuple[list[int], Hashes]:
    """Joins word-for-word copies; gives the places of the first of each and their band keys, (n, BANDS)."""
    places: list[int] = []
    first: dict[bytes, int] = {}
    chunk: list[Hashes] = []
    keys: list[Hashes] = [np.empty((0, BANDS), dtype=np.uint64)]
    for place, text in enumerate(texts):
        words = _words(text)
        if len(words) < FEWEST_WORDS:
            continue
        mark = _mark(words)
        if mark in first:
            _join(parents, first[mark], place)
            continue
        first[mark] = place
        places.append(place)
        chunk.append(_shingles(words))
        if len(chunk) == _CHUNK:
            keys.append(_band_keys(chunk))
            chunk = []
    if chunk:
        keys.append(_band_keys(chunk))
    return places, np.concatenate(keys)


def _mark(words: Hashes) -> bytes:
    return blake2b(words.tobytes(), digest_size=16).digest()


def _band_keys(chunk: list[Hashes]) -> Hashes:
    """(len(chunk), BANDS): the smallest hash under each seed, four of them folded into one key."""
    together = np.concatenate(chunk)
    starts = np.cumsum([0, *(len(one) for one in chunk[:-1])])
    keys = np.zeros((len(chunk), BANDS), dtype=np.uint64)
    for number, seed in enumerate(_SEEDS):
        hashed = together * seed
        hashed ^= hashed >> np.uint64(31)
        band = keys[:, number // ROWS]
        band *= _PLACES[0]
        band += np.minimum.reduceat(hashed, starts)
    return keys


def _buckets(keys: Hashes) -> Iterator[list[int]]:
    """Rows that agree in a band, ascending; two or more at a time."""
    for band in range(BANDS):
        order = np.argsort(keys[:, band], kind="stable")
        ordered = keys[order, band]
        edges = np.flatnonzero(np.diff(ordered)) + 1
        starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(order)]])
        several = ends - starts > 1
        for start, end in zip(starts[several], ends[several], strict=True):
            yield order[start:end].tolist()


def _alike(one: Hashes, other: Hashes) -> bool:
    """Jaccard >= 0.8 of two sorted sets, in whole numbers: shared / (a + b - shared) >= 4 / 5."""
    least, most = sorted((len(one), len(other)))
    if 5 * least < 4 * most:
        return False
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return 9 * shared >= 4 * (len(one) + len(other))


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _join(parents: list[int], one: int, other: int) -> None:
    one, other = _root(parents, one), _root(parents, other)
    parents[max(one, other)] = min(one, other)


def _smallest(ids: Sequence[int], parents: list[int]) -> list[int]:
    roots = [_root(parents, place) for place in range(len(parents))]
    least: dict[int, int] = {}
    for root, own in zip(roots, ids, strict=True):
        least[root] = min(own, least.get(root, own))
    return [least[root] for root in roots]
