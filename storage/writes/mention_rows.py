"""Turns mentions into columns: ids, hashes and keys are made here, in Python, the same for ever."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

import pyarrow as pa

from domain.identity import keyed_hash, stable_ids
from domain.records import NEVER_SCORED, Mention
from storage.frames import BIGINT, DOUBLE, TEXT, TEXTS, TIME, clean, texts

# What arrives as the service told it; the other columns are made of several things.
TOLD_TEXTS = (
    "source", "kind", "external_id", "url", "language", "country", "app_version", "site", "parent", "reply_text",
)  # fmt: skip

_LINK = re.compile(r"https?://\S+|www\.\S+")
_STORY_WORDS = 5
# Nearer to the ends of the calendar, a time may have no name in another zone.
_SURE_YEARS = range(2, 9999)


def table(mentions: Sequence[Mention], brands: Sequence[tuple[str, ...]], secret: bytes) -> pa.Table:
    """The columns of `arriving` but its row_hash, in the order of the mentions; brands[i] are those of mention i.

    Column by column, because row by row costs five times as much; an id may repeat.
    """
    ids = _ids(mentions)
    titles, bodies = ([clean(text) or "" for text in _column(mentions, name)] for name in ("title", "text"))
    columns = {
        "mention_id": pa.array(ids, BIGINT),
        **{name: texts(_column(mentions, name)) for name in TOLD_TEXTS},
        "author_key": pa.array(_author_keys(secret, _column(mentions, "author")), TEXT),
        "title": pa.array(titles, TEXT),
        "text": pa.array(bodies, TEXT),
        "content_hash": pa.array(stable_ids(("content",), titles, bodies), BIGINT),
        "rating": pa.array(_column(mentions, "rating"), DOUBLE),
        "claimed_at": pa.array(map(_moment, _column(mentions, "published_at")), TIME),
        "story_id": pa.array(_story_ids(ids, titles, bodies), BIGINT),
        "reply_at": pa.array(map(_moment, _column(mentions, "reply_at")), TIME),
        "engagement": texts([_votes(m.engagement) for m in mentions]),
        "brands": _brands(brands),
    }
    return pa.table(columns)


def story_words(title: str, text: str) -> str:
    """The same for exact copies: lower case, white space collapsed, links out; empty where a text is its own story.

    Under five words it is. Where links went out, the title counts too: what is left of a feed's "article, comments,
    points" is no text.
    """
    lowered = text.lower()
    bare = _LINK.sub(" ", lowered) if "http" in lowered or "www." in lowered else lowered
    words = bare.split()
    if len(words) < _STORY_WORDS or bare != lowered:
        words = [*_LINK.sub(" ", title.lower()).split(), *words]
    return " ".join(words) if len(words) >= _STORY_WORDS else ""


def author_key(secret: bytes, author: str | None) -> str | None:
    """The keyed hash of a name; a deleted author's placeholder is nobody, not one busy person."""
    name = (author or "").strip()
    return keyed_hash(secret, name) if name and name not in NEVER_SCORED else None


def _column(mentions: Sequence[Mention], name: str) -> list[Any]:
    return list(map(attrgetter(name), mentions))


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


def _author_keys(secret: bytes, authors: Iterable[str | None]) -> list[str | None]:
    known = cache(lambda author: author_key(secret, author))
    return [known(author) for author in authors]


def _brands(brands: Sequence[tuple[str, ...]]) -> pa.Array:
    known = {names: sorted(set(names)) for names in set(brands)}
    return pa.array([known[names] for names in brands], TEXTS)


def _votes(engagement: Mapping[str, int]) -> str | None:
    return json.dumps(dict(sorted(engagement.items()))) if engagement else None


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
