"""What storage hands back besides the domain's records and frames."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.records import Label

# A topic found in a text with less is a guess: of texts that truly are about it three in four score above.
FITS_WELL = 0.88


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
class Growth:
    """Mentions that are stored, and how many of them came in the last `days` whole days, the first day left out."""

    mentions: int
    new: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Bytes on disk of the database, its snapshots and what was kept raw, and bytes left on the device."""

    database: int
    snapshots: int
    free: int
    raw: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The middle of the texts that a discovered topic was found by, a unit row; `proposed`: nobody has decided yet."""

    topic_id: int
    values: tuple[float, ...]
    proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """A text with the user's own label: a person's (`by_person`), else what its stars stand for.

    `said` is what the engine in force says; texts of one `story` are copies and stand or fall together.
    """

    text_id: int
    story: int
    title: str
    text: str
    label: Label
    by_person: bool
    said: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedHead:
    """A head fitted to own labels, as JSON, and as JSON how it compared with the engine that was in force.

    `brand` None: the labels of every brand. `generic_version` names the engine that the head stands on.
    """

    brand: str | None
    engine: str
    engine_version: str
    generic_version: str
    hash: str
    head: str
    promoted: bool
    verdict: str
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """An issued report: `body` is its frozen numbers as JSON, `origin` "person" or "schedule"."""

    report_id: str
    brand: str
    since: date
    until: date
    engine: str
    taxonomy: str
    formulas: str
    body: str
    origin: str
    made_at: datetime
