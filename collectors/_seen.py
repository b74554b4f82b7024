"""What a source has given already: identities, not dates, decide what is new; dates only say where to look.

An item that shares a second with the newest one, arrives late, has no date or one in the future is new when
its identity is; it moves nothing else. The set is bounded, so a cursor stays small for ever.
"""

import base64
import binascii
import json
import struct
from datetime import UTC, datetime, timedelta

from domain.identity import stable_id
from domain.records import Mention

KEEP = 5000
"""Identities remembered; the feed with the longest window seen so far had 1,046 entries."""
_PAIR = struct.Struct(">QQ")

Note = str | int | float | bool | None


class Seen:
    """The memory inside a cursor. Items are remembered by identity and by what they said."""

    def __init__(self, cursor: str | None = None, *, keep: int = KEEP) -> None:
        """Read a cursor; one that is not ours is an empty memory, since asking again loses nothing."""
        self._keep = keep
        self._marks: dict[int, int] = {}
        self.notes: dict[str, Note] = {}
        self.newest: datetime | None = None
        try:
            said = json.loads(cursor or "{}")
            packed = base64.b85decode(said.get("seen", ""))
            self._marks = dict(_PAIR.iter_unpack(packed))
            self.notes = dict(said.get("notes", {}))
            newest = said.get("newest")
            self.newest = datetime.fromtimestamp(newest, UTC) if newest is not None else None
        except (ValueError, TypeError, AttributeError, OverflowError, OSError, struct.error, binascii.Error):
            self._marks, self.notes, self.newest = {}, {}, None

    def __len__(self) -> int:
        return len(self._marks)

    def knows(self, mention: Mention) -> bool:
        """Whether this item was seen, whatever it said then."""
        return _identity(mention) in self._marks

    def is_news(self, mention: Mention) -> bool:
        """Whether this item is unknown, or says something else than when it was seen."""
        return self._marks.get(_identity(mention)) != _content(mention)

    def add(self, mention: Mention, *, now: datetime) -> None:
        """Remember an item. A date after `now` counts as now: it must not hide what comes before it."""
        identity = _identity(mention)
        self._marks.pop(identity, None)  # to the end of the queue: what a source still shows is kept longest
        self._marks[identity] = _content(mention)
        if mention.published_at is not None:
            moment = min(mention.published_at, now)
            self.newest = moment if self.newest is None else max(self.newest, moment)

    def since(self, overlap: timedelta) -> datetime | None:
        """Where to start asking by date: a while before the newest item, so that late ones come."""
        return self.newest - overlap if self.newest is not None else None

    def cursor(self, **notes: Note) -> str:
        """The memory as an opaque string; `notes` replaces what the collector noted before."""
        kept = list(self._marks.items())[-self._keep :]
        said: dict[str, object] = {"seen": base64.b85encode(b"".join(_PAIR.pack(*pair) for pair in kept)).decode()}
        if self.newest is not None:
            said["newest"] = self.newest.timestamp()
        if notes:
            said["notes"] = notes
        return json.dumps(said, separators=(",", ":"))


def _identity(mention: Mention) -> int:
    return stable_id(mention.namespace, mention.external_id)


def _content(mention: Mention) -> int:
    """Changes when anything changes that storage would keep; it alone decides what counts as changed."""
    when = mention.published_at.isoformat() if mention.published_at else ""
    rating = "" if mention.rating is None else str(mention.rating)
    votes = ",".join(f"{name}={count}" for name, count in sorted(mention.engagement.items()))
    reply = mention.reply_text or ""
    return stable_id(mention.title, mention.text, mention.url or "", when, rating, reply, votes)
