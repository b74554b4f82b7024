"""What is counted before it is judged: the questions that a metric may ask, and the shapes of the answers.

Storage produces these, metrics consume them; neither knows the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which rows a question is about. Days are in the configured time zone, both ends included.

    Empty tuples and None mean "no restriction"; the touchpoint "" asks for mentions that are at none. `texts` is one
    of "mention", "survey", "ticket". Only mentions have tags: a scope with a tag holds nothing else.
    """

    brand: str
    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    segment: str | None = None
    touchpoint: str | None = None
    topic: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentCounts:
    """Rows by label in force; `unscored` rows are outside every share and always shown beside it."""

    negative: int = 0
    neutral: int = 0
    positive: int = 0
    unscored: int = 0

    @property
    def scored(self) -> int:
        """The denominator: rows that have a label."""
        return self.negative + self.neutral + self.positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Answers on a numbered scale: `counts[value]` rows, `weights[value]` the sum of their weights.

    `squares[value]` sums the squares of those weights; where it is missing all rows of one answer weigh the same.
    `scale_max` is the scale's upper end; `direction` is stated for effort scales only.
    """

    counts: Mapping[int, int] = field(default_factory=dict)
    weights: Mapping[int, float] = field(default_factory=dict)
    squares: Mapping[int, float] = field(default_factory=dict)
    scale_max: int = 10
    direction: str | None = None

    @property
    def n(self) -> int:
        """How many answers there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Customers at the start of a period, and how many of those were lost in it."""

    start: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Imported events (returns, complaints, steps completed) against how many customers or visits; `rows` figures."""

    events: float = 0.0
    base: float = 0.0
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Perception:
    """Own ratings as shares 0..1 of their scales, beside the customers' answers about the same touchpoints."""

    own: tuple[float, ...] = ()
    answers: Histogram = field(default_factory=Histogram)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerValue:
    """What lifetime value is made of: mean monthly revenue, mean margin share, the churn cohort of so many months."""

    revenue: tuple[float, ...] = ()
    margins: tuple[float, ...] = ()
    cohort: Cohort = field(default_factory=Cohort)
    months: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Minutes from one moment to another, ascending; `open` waits still run, `invalid` ended before they began."""

    minutes: tuple[float, ...] = ()
    open: int = 0
    invalid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Waits, and how many minutes each may last."""

    waits: Durations = field(default_factory=Durations)
    minutes: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCounts:
    """Mentions per brand; a mention naming two brands counts once for each and once in `overlap`."""

    brand: str
    mentions: Mapping[str, int] = field(default_factory=dict)
    overlap: int = 0
    comparable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Rows summed up: how many, the sum of what each is worth to a figure, the sum of its squares."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    @property
    def mean(self) -> float | None:
        """What a row is worth on average; None without rows."""
        return self.total / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMoments:
    """One part's rows in two periods; `part` is None for all that were folded together.

    `says` is the beginning of a story's text, empty elsewhere; `sql` opens the rows of both periods.
    """

    part: str | None
    before: Moments
    after: Moments
    says: str = ""
    sql: str = ""
