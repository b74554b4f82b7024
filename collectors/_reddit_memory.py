"""What a Reddit source remembers between runs: the cursor, read without trust and written without growth."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

ANCHORS, PENDING, COUNTED, GONE = 50, 300, 500, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a source listens to, and how much it may ask; names in lower case."""

    base: str
    subreddits: tuple[str, ...]
    queries: tuple[str, ...]
    comments: bool
    comment_calls: int
    refresh: int
    requests_per_minute: float


@dataclass(slots=True, kw_only=True)
class Memory:
    """`anchors`: the newest ids of each listing when it was last read. `turn`: the listing that is read next.

    `pending`: posts whose comments are still to be read, with their number. `counted`: posts and how many
    comments they had when read. `recent`: the newest fullnames, asked again for edits and deletions.
    `gone`: those that were reported deleted. `hunger`: how many runs in a row the budget let nothing through.
    `owed`: how many listings the last runs have left out; 0 begins a new round of all.
    """

    anchors: dict[str, list[str]] = field(default_factory=dict)
    turn: int = 0
    pending: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    hunger: int = 0
    owed: int = 0

    @classmethod
    def read(cls, cursor: str | None) -> "Memory":
        """A cursor that is none of ours is an empty memory: asking again loses nothing."""
        try:
            said = json.loads(cursor or "{}")
            return cls(
                anchors={str(key): [str(one) for one in ids] for key, ids in said.get("anchors", {}).items()},
                turn=int(said.get("turn", 0)),
                hunger=max(0, int(said.get("hunger", 0))),
                owed=max(0, int(said.get("owed", 0))),
                pending={str(key): int(count) for key, count in said.get("pending", {}).items()},
                counted={str(key): int(count) for key, count in said.get("counted", {}).items()},
                recent=[str(one) for one in said.get("recent", [])],
                gone=[str(one) for one in said.get("gone", [])],
            )
        except (ValueError, TypeError, AttributeError):
            return cls()

    def cursor(self) -> str:
        """The memory as an opaque string."""
        said = {
            "anchors": self.anchors,
            "turn": self.turn,
            "pending": dict(list(self.pending.items())[:PENDING]),
            "counted": dict(list(self.counted.items())[-COUNTED:]),
            "recent": self.recent,
            "gone": self.gone[-GONE:],
            "hunger": self.hunger,
            "owed": self.owed,
        }
        return json.dumps({key: value for key, value in said.items() if value}, separators=(",", ":"))

    def reached(self, listing: str, ids: Iterable[str]) -> bool:
        """Whether these ids go back to where the listing was last read; True where it never was."""
        known = set(self.anchors.get(listing, ()))
        return not known or any(one in known for one in ids)

    def anchor(self, listing: str, ids: Iterable[str]) -> None:
        """Remember a listing's newest ids, newest first; a listing that went empty keeps its old ones."""
        if newest := list(ids)[:ANCHORS]:
            self.anchors[listing] = newest

    def forget_listings_but(self, listings: Iterable[str]) -> None:
        """Drops what the configuration no longer names."""
        kept = set(listings)
        self.anchors = {key: ids for key, ids in self.anchors.items() if key in kept}
