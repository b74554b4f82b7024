"""What an issued report freezes: figures with their tests, causes, pain points, competitors, alerts, sources, days."""

from dataclasses import dataclass
from datetime import date, datetime

CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric in the period and in the one before; `value` None: no data. Units as in METRICS.

    `difference`, `low_change`, `high_change`, `p` are None where nothing could be compared; `verdict` is one of
    metrics.change's words or begins with CANNOT_TELL and says why. `rows` counts all rows, those without a score too.
    """

    metric: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    rows: int
    before: float | None
    n_before: int
    difference: float | None
    low_change: float | None
    high_change: float | None
    p: float | None
    verdict: str
    test: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One part of a figure's change that stands out from chance, in the metric's unit, as `explain` gives it."""

    metric: str
    dimension: str
    part: str
    total: float
    low: float
    high: float
    n: int
    n_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPoint:
    """Complaints about one topic, their share of what was scored in percent, and the change of that share in points."""

    topic_id: int
    name: str
    complaints: int
    before: int
    share: float
    low: float
    high: float
    scored: int
    difference: float | None
    low_change: float | None
    high_change: float | None
    verdict: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another watched brand in the same two periods."""

    brand: str
    role: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """An alert that was told in the period; `rule` made it, `day` is what it is about."""

    title: str
    rule: str
    day: date
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One source in the period: mentions, and the mean share 0..1 of its expected runs that succeeded, by day.

    `gap_days` had fewer than 80% of them; None for `coverage`: none was expected.
    """

    source: str
    mentions: int
    coverage: float | None
    gap_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """One local day's mentions by label in force; `coverage` as for a source."""

    day: date
    negative: int
    neutral: int
    positive: int
    unscored: int
    coverage: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody wrote about a pain point, apart from the numbers; `text` None: removed on request."""

    mention_id: int
    topic_id: int
    source: str
    day: date
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The numbers of one report. Days are local, both ends included; two with one `report_id` say the same.

    `taxonomy` and `formulas` stand for the topics and for the metrics' definitions as they were.
    """

    report_id: str
    brand: str
    since: date
    until: date
    earlier_since: date
    earlier_until: date
    timezone: str
    sample: bool
    engine: str
    taxonomy: str
    formulas: str
    scored: int
    total: int
    figures: tuple[Figure, ...]
    causes: tuple[Cause, ...]
    pain_points: tuple[PainPoint, ...]
    rivals: tuple[Rival, ...]
    alerts: tuple[Rang, ...]
    sources: tuple[Heard, ...]
    days: tuple[DayCount, ...]
    quotes: tuple[Quote, ...] = ()
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A figure that the same question gives otherwise now; None: no data."""

    brand: str
    metric: str
    then: float | None
    now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes along with a message: `kind` is its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """When a report is sent by itself: every `days` days at `hour` local time, a weekly one on `weekday` (0 is Monday).

    `channels` are names of environment variables; `formats` go along as files where a channel takes any.
    """

    brand: str
    days: int
    weekday: int
    hour: int
    channels: tuple[str, ...]
    formats: tuple[str, ...]
