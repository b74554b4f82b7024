"""The nouns that travel between rooms: frozen, slotted, keyword-only; None means unknown, never zero."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

NEVER_SCORED: frozenset[str] = frozenset({"[deleted]", "[removed]"})
LONGEST_RAW = 64 * 1024


class Label(StrEnum):
    """What a text feels like, as a person would say it."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Role(StrEnum):
    """What a watched brand is to us."""

    OWN = "own"
    COMPETITOR = "competitor"
    CATEGORY = "category"


class Outcome(StrEnum):
    """How a run on one source ended."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One public utterance (review, post, comment, article) as its service gave it.

    `namespace` is empty where the service's ids are global, else the source's stable id. `kind` is the
    collector's file name. Times are aware UTC. `rating` is on a 1..5 scale, `engagement` counts votes,
    likes or comments by name. `author` is the name as given; storage keeps only its keyed hash. `raw` is what the
    service sent, at most LONGEST_RAW characters of it; it says nothing about which mention this is.
    """

    source: str
    kind: str
    external_id: str
    text: str
    namespace: str = ""
    title: str = ""
    url: str | None = None
    author: str | None = None
    rating: float | None = None
    language: str | None = None
    published_at: datetime | None = None
    parent: str | None = None
    site: str | None = None
    country: str | None = None
    app_version: str | None = None
    engagement: Mapping[str, int] = field(default_factory=dict)
    reply_at: datetime | None = None
    reply_text: str | None = None
    raw: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Mentions that may be committed together, and the cursor that is true once they are.

    `complete` is False where something between the old cursor and this one was, or may have been, missed;
    `missed` counts it where the service lets us count. `deleted` holds external ids that the source says
    are gone. `warnings` are sentences for a person. `again_after` is in seconds: something was left out that may be
    asked for so soon, whatever the schedule says. `asked` is False where the service was not asked at all.
    """

    mentions: tuple[Mention, ...]
    cursor: str | None
    complete: bool = True
    missed: int = 0
    deleted: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    again_after: float | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One configured place to listen; `options` is validated by the collector of its kind.

    `every` is in seconds; `brands` holds names, none means every brand with a query may match.
    """

    name: str
    kind: str
    brands: tuple[str, ...] = ()
    every: float = 3600.0
    paused: bool = False
    options: Mapping[str, object] = field(default_factory=dict)
    stable_id: str = ""

    @property
    def namespace(self) -> str:
        """What keeps two sources' ids apart; stable when the URL changes."""
        return self.stable_id or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What is watched: ours, a competitor, a category. Without a query it keeps all its sources give.

    `about` describes it in a few words, to tell it from other things of its name; `strict` leaves out of every
    figure what is probably not about it.
    """

    name: str
    role: Role = Role.OWN
    query: str | None = None
    aliases: tuple[str, ...] = ()
    about: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """Polarity of one text by one engine: -1 .. +1, the label, confidence 0 .. 1.

    A text that was not scored has label None, polarity None and says why in `reason`
    ("language" or "empty").
    """

    polarity: float | None
    label: Label | None
    confidence: float | None = None
    language: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """A thing a text speaks about: text[start:end] == phrase, in code points."""

    phrase: str
    lemma: str
    start: int
    end: int
    polarity: float | None = None
    label: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Aspects that mean the same thing, with a name that people can edit and an id that stays."""

    topic_id: int
    name: str
    description: str = ""
    examples: tuple[str, ...] = ()
    origin: str = "taxonomy"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatch:
    """A text names a topic; text[start:end] is the sentence that does, `score` 0 .. 1."""

    topic_id: int
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Emerging:
    """Texts that speak of one new thing: the places of its `members`, the words they share, a unit row `centre`."""

    name: str
    keywords: tuple[str, ...]
    members: tuple[int, ...]
    centre: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A text lies near a centre, the one at `place`; text[start:end] is its nearest sentence, `score` the cosine."""

    place: int
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRule:
    """What a phrase means to us: a label for every text that holds it, or with None that the engine must not see it.

    `brand` None means texts of every brand. `made_at` is aware UTC.
    """

    rule_id: int
    phrase: str
    label: Label | None
    brand: str | None
    person: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What phrase rules make of one text: the rule with the last word, label and polarity instead of the engine's."""

    rule_id: int
    label: Label
    polarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResponse:
    """One imported answer. `ces_direction` is "high_is_easy" or "low_is_easy", stated and never guessed."""

    brand: str
    survey: str
    respondent: str | None
    answered_at: datetime | None
    identity: str
    nps: int | None = None
    csat: int | None = None
    ces: int | None = None
    csat_max: int = 5
    ces_max: int = 7
    ces_direction: str | None = None
    comment: str = ""
    customer: str | None = None
    touchpoint: str | None = None
    segment: str | None = None
    country: str | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One imported support case. `author_kind` says who gave the first reply: "human" or "bot"."""

    brand: str
    external_id: str
    created_at: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    reopened_at: datetime | None = None
    author_kind: str | None = None
    owner: str | None = None
    channel: str | None = None
    priority: str | None = None
    satisfaction: int | None = None
    subject: str = ""
    text: str = ""
    customer: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One imported customer: `tenure_months` and `monthly_revenue` at `as_of`, `margin` a share 0 .. 1."""

    brand: str
    customer: str
    churned: bool | None = None
    churned_at: datetime | None = None
    started_at: datetime | None = None
    tenure_months: float | None = None
    monthly_revenue: float | None = None
    margin: float | None = None
    segment: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointFigure:
    """One imported figure of a touchpoint between two local days, both included.

    `kind` is "own_rating" (on 1..scale_max), "visits", "completed", "returns" or "complaints"; `customers` is what
    returns and complaints are counted against.
    """

    brand: str
    touchpoint: str
    kind: str
    first_day: date
    last_day: date
    value: float
    customers: float | None = None
    scale_max: int | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure that can be trusted: value, 95% interval (None where none is defined), sample size."""

    value: float
    low: float | None
    high: float | None
    n: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution on one source, as the `run` view and `collect --json` show it.

    `matched` counts the fetched mentions that match some brand; it is told, not stored.
    """

    source: str
    kind: str
    outcome: Outcome
    fetched: int = 0
    matched: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0
    missed: int = 0
    next_due: datetime | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    started_at: datetime | None = None
    finished_at: datetime | None = None
