"""Turns mentions into rows: ids, hashes and keys are made here, in Python, the same for ever."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.identity import content_hash, keyed_hash, mention_id, stable_id
from domain.records import NEVER_SCORED, Mention
from storage.frames import BIGINT, DOUBLE, TEXT, TEXTS, TIME, clean, utc

# The columns of `arriving`, in the order of _row().
COLUMNS = {
    "mention_id": BIGINT,
    "source": TEXT,
    "kind": TEXT,
    "external_id": TEXT,
    "url": TEXT,
    "author_key": TEXT,
    "title": TEXT,
    "text": TEXT,
    "content_hash": BIGINT,
    "row_hash": BIGINT,
    "language": TEXT,
    "rating": DOUBLE,
    "country": TEXT,
    "app_version": TEXT,
    "site": TEXT,
    "parent": TEXT,
    "claimed_at": TIME,
    "story_id": BIGINT,
    "reply_at": TIME,
    "reply_text": TEXT,
    "engagement": TEXT,
    "brands": TEXTS,
}

_LINK = re.compile(r"https?://\S+|www\.\S+")
_STORY_WORDS = 5
_CLAIMED, _CONTENT, _TOLD = (list(COLUMNS).index(name) for name in ("claimed_at", "content_hash", "row_hash"))


def rows(mentions: Sequence[Mention], brands: Sequence[tuple[str, ...]], secret: bytes) -> list[tuple[object, ...]]:
    """One row per id; of a repeated id the newest, then the one with the highest content hash, in any order."""
    best: dict[object, tuple[object, ...]] = {}
    for mention, names in zip(mentions, brands, strict=True):
        row = _row(mention, names, secret)
        known = best.get(row[0])
        if known is None or _rank(row) > _rank(known):
            best[row[0]] = row
    return list(best.values())


def story_id(identity: int, title: str, text: str) -> int:
    """The same for exact copies: lower case, white space collapsed, links out; under five words a text is its own.

    Where links went out, the title counts too: what is left of a feed's "article, comments, points" is no text.
    """
    lowered = text.lower()
    bare = _LINK.sub(" ", lowered) if "http" in lowered or "www." in lowered else lowered
    words = bare.split()
    if len(words) < _STORY_WORDS or bare != lowered:
        words = [*_LINK.sub(" ", title.lower()).split(), *words]
    return stable_id("story", " ".join(words)) if len(words) >= _STORY_WORDS else identity


def author_key(secret: bytes, author: str | None) -> str | None:
    """The keyed hash of a name; a deleted author's placeholder is nobody, not one busy person."""
    name = (author or "").strip()
    return keyed_hash(secret, name) if name and name not in NEVER_SCORED else None


def _rank(row: tuple[object, ...]) -> tuple[str, int, int]:
    # ISO times of one zone sort as the times do.
    return str(row[_CLAIMED] or ""), int(str(row[_CONTENT])), int(str(row[_TOLD]))


def _row(m: Mention, brands: tuple[str, ...], secret: bytes) -> tuple[object, ...]:
    key = mention_id(m.kind, m.namespace, m.external_id)
    title, text = clean(m.title) or "", clean(m.text) or ""
    engagement = json.dumps(dict(sorted(m.engagement.items()))) if m.engagement else None
    content = content_hash(title, text)
    replied, claimed = utc(m.reply_at), utc(_moment(m.published_at))
    told = (m.url, m.author, m.language, m.rating, m.country, m.app_version, m.site, m.parent, claimed, replied)
    told_hash = stable_id(repr((content, *told, m.reply_text, engagement)))
    return (
        key,
        clean(m.source),
        m.kind,
        clean(m.external_id),
        clean(m.url),
        author_key(secret, m.author),
        title,
        text,
        content,
        told_hash,
        clean(m.language),
        m.rating,
        clean(m.country),
        clean(m.app_version),
        clean(m.site),
        clean(m.parent),
        claimed,
        story_id(key, title, text),
        replied,
        clean(m.reply_text),
        clean(engagement),
        sorted(set(brands)),
    )


def _moment(moment: datetime | None) -> datetime | None:
    """An aware time, None for one so near the ends of the calendar that it could not be moved to another zone."""
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        moment.astimezone(UTC) - timedelta(days=2)
    except OverflowError:
        return None
    return moment.astimezone(UTC)
