"""Turns mentions into columns: ids, hashes and keys are made here, in Python, the same for ever."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from domain.identity import keyed_hash, stable_ids
from domain.records import NEVER_SCORED, Mention
from storage.frames import BIGINT, DOUBLE, TEXT, TEXTS, TIME, clean, texts

# What arrives as the service told it; the other columns are made of several things.
TOLD_TEXTS = (
    "source", "kind", "external_id", "url", "language", "country", "app_version", "site", "parent", "reply_text",
)  # fmt: skip

_COLUMNS = pa.schema(
    {
        **dict.fromkeys(TOLD_TEXTS, TEXT),
        "mention_id": BIGINT,
        "author_key": TEXT,
        "title": TEXT,
        "text": TEXT,
        "content_hash": BIGINT,
        "rating": DOUBLE,
        "claimed_at": TIME,
        "story_id": BIGINT,
        "reply_at": TIME,
        "engagement": TEXT,
        "brands": TEXTS,
    }
)
# Rows made at a time: few enough to stay in the processor's cache.
_PIECE = 8_192

_LINK = re.compile(r"https?://\S+|www\.\S+")
# As many as between five words.
_STORY_SPACES = 4
_VOTES = json.JSONEncoder(sort_keys=True).encode
# Nearer to the ends of the calendar, a time may have no name in another zone.
_SURE_YEARS = range(2, 9999)


def reader(mentions: Sequence[Mention], brands: Sequence[tuple[str, ...]], secret: bytes) -> pa.RecordBatchReader:
    """The columns of `arriving` but its row_hash, in the order of `claimed_at`; brands[i] are those of mention i.

    Made while they are read: DuckDB takes in one piece on one core while Python makes the next on another. An id may
    repeat.
    """
    return pa.RecordBatchReader.from_batches(_COLUMNS, _pieces(mentions, brands, secret))


def _pieces(mentions: Sequence[Mention], brands: Sequence[tuple[str, ...]], secret: bytes) -> Iterator[pa.RecordBatch]:
    key = cache(partial(author_key, secret))
    claimed = pa.array(map(_moment, _column(mentions, "published_at")), TIME)
    order = pc.sort_indices(claimed)
    for first in range(0, len(order), _PIECE):
        places = order[first : first + _PIECE]
        rows = places.to_pylist()
        columns = _columns([mentions[row] for row in rows], key)
        columns |= {"claimed_at": claimed.take(places), "brands": _brands([brands[row] for row in rows])}
        yield pa.record_batch(columns, schema=_COLUMNS)


def _columns(mentions: Sequence[Mention], key: Callable[[str | None], str | None]) -> dict[str, pa.Array]:
    """Column by column, because row by row costs five times as much."""
    ids = _ids(mentions)
    (titles, title_column), (bodies, text_column) = _told(mentions, "title"), _told(mentions, "text")
    return {
        **{name: texts(_column(mentions, name)) for name in TOLD_TEXTS},
        "mention_id": pa.array(ids, BIGINT),
        "author_key": pa.array(map(key, _column(mentions, "author")), TEXT),
        "title": title_column,
        "text": text_column,
        "content_hash": pa.array(stable_ids(("content",), titles, bodies), BIGINT),
        "rating": pa.array(_column(mentions, "rating"), DOUBLE),
        "story_id": pa.array(_story_ids(ids, titles, bodies), BIGINT),
        "reply_at": pa.array(map(_moment, _column(mentions, "reply_at")), TIME),
        "engagement": texts(list(map(_votes, _column(mentions, "engagement")))),
    }


def story_words(title: str, text: str) -> str:
    """The same for exact copies: lower case, white space collapsed, links out; empty where a text is its own story.

    Under five words it is. Where links went out, the title counts too: what is left of a feed's "article, comments,
    points" is no text.
    """
    lowered = text.lower()
    bare = _LINK.sub(" ", lowered) if "http" in lowered or "www." in lowered else lowered
    words = _collapsed(bare)
    if words.count(" ") < _STORY_SPACES or bare != lowered:
        words = f"{_collapsed(_LINK.sub(' ', title.lower()))} {words}".strip()
    return words if words.count(" ") >= _STORY_SPACES else ""


def _collapsed(text: str) -> str:
    # What prints has no white space but the space: most texts are as they should be, and splitting costs four times.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def author_key(secret: bytes, author: str | None) -> str | None:
    """The keyed hash of a name; a deleted author's placeholder is nobody, not one busy person."""
    name = (author or "").strip()
    return keyed_hash(secret, name) if name and name not in NEVER_SCORED else None


def _column(mentions: Sequence[Mention], name: str) -> list[Any]:
    return list(map(attrgetter(name), mentions))


def _told(mentions: Sequence[Mention], name: str) -> tuple[list[str], pa.Array]:
    """What everybody can read of it, and the same as a column; only where one is no UTF-8 is each looked at."""
    told = [text or "" for text in _column(mentions, name)]
    try:
        return told, pa.array(told, TEXT)
    except UnicodeEncodeError:
        sound = [clean(text) or "" for text in told]
        return sound, pa.array(sound, TEXT)


def _ids(mentions: Sequence[Mention]) -> list[int]:
    """As mention_id gives them; nearly always a batch is of one kind and one namespace."""
    kinds, spaces, externals = (_column(mentions, name) for name in ("kind", "namespace", "external_id"))
    if len(set(kinds)) == 1 and len(set(spaces)) == 1:
        return stable_ids((kinds[0], spaces[0]), externals)
    return stable_ids((), kinds, spaces, externals)


def _story_ids(ids: Sequence[int], titles: Sequence[str], bodies: Sequence[str]) -> list[int]:
    told = list(map(story_words, titles, bodies))
    stories = stable_ids(("story",), told)
    return [story if words else own for words, story, own in zip(told, stories, ids, strict=True)]


def _brands(brands: Sequence[tuple[str, ...]]) -> pa.Array:
    known = {names: sorted(set(names)) for names in set(brands)}
    return pa.array([known[names] for names in brands], TEXTS)


def _votes(engagement: Mapping[str, int]) -> str | None:
    return _VOTES(dict(engagement)) if engagement else None


def _moment(moment: datetime | None) -> datetime | None:
    """An aware time, None for one so near the ends of the calendar that it could not be moved to another zone."""
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment.year in _SURE_YEARS:
        return moment
    try:
        moment.astimezone(UTC) - timedelta(days=2)
    except OverflowError:
        return None
    return moment
