"""What storage hands back besides the domain's records and frames."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a commit did, in rows; `withheld` were erased earlier and must not come back."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """Where a source stands; times are aware UTC, `configured` is False once it left the configuration."""

    name: str
    kind: str
    cursor: str | None
    every: float
    next_due: datetime | None
    retry_at: datetime | None
    failures: int
    last_ok_at: datetime | None
    paused: bool
    configured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingText:
    """A text that a stage of analysis has not read yet; `kind` is "mention", "survey" or "ticket"."""

    text_id: int
    kind: str
    content_hash: int
    title: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Bytes on disk of the database and its snapshots, and bytes left on the device."""

    database: int
    snapshots: int
    free: int
