"""What alerts speak about: rules that people keep, events that happened once, and what became of telling them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

DAY = 86_400.0


class RuleKind(StrEnum):
    """How a rule judges its figure."""

    SPIKE = "spike"
    DIP = "dip"
    HOURLY = "hourly"
    THRESHOLD = "threshold"
    CHANGE = "change"


class Direction(StrEnum):
    """Which way a figure went."""

    UP = "up"
    DOWN = "down"


class DeliveryState(StrEnum):
    """What became of one message to one channel."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """One rule. `metric` is a key of metrics.watch.WATCHED, `topic` the name of a pain point or None for all.

    bound: a threshold's limit, in the metric's unit. above: whether a threshold fires over it. days: length of the
    period that threshold and change look at. channel: the variable that holds an address, None for every channel.
    cool_down: seconds in which the same news is written down and not sent. origin: "default", "config" or "person".
    """

    name: str
    brand: str
    metric: str
    kind: RuleKind
    topic: str | None = None
    bound: float | None = None
    above: bool = True
    days: int = 7
    channel: str | None = None
    cool_down: float = DAY
    paused: bool = False
    origin: str = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What a rule found, once per episode: the local day (and hour) it began, the figure, what was usual.

    low, high and n belong to `observed`; `expected` is None where a rule compares with a limit only. since: the
    first day of the rows that the figure counts; they end on `day`. basis: what it was compared with, in words.
    """

    day: date
    direction: Direction
    observed: float
    since: date
    hour: int | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """Something to tell, once: `key` is the same on every re-run. held: why it was written down and not sent.

    rule: the rule's name, or "health". subject: what the news is about (brand and figure, or a source); the
    cool-down goes by it. since, day, label: which rows the figure counts. kind: a rule's kind, or "failure",
    "recovery", "quiet", "dead run", "disk".
    """

    key: str
    rule: str
    subject: str
    kind: str
    day: date
    title: str
    body: str
    brand: str = ""
    direction: str = ""
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    expected: float | None = None
    held: str | None = None
    channels: tuple[str, ...] = ()
    since: date | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one channel, as it waits: `channel` is the name of the variable that holds the address."""

    delivery_id: int
    event_id: int
    channel: str
    title: str
    body: str
    attempts: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Where messages go, as the configuration says: names of environment variables, never addresses.

    after_failures: how many times in a row a source must fail before somebody is told; a refusal is told at once.
    owners: whose channel is whose, by the name that stands as owner of cases and pain points.
    """

    channels: tuple[str, ...] = ()
    after_failures: int = 1
    rules: tuple[AlertRule, ...] = field(default_factory=tuple)
    owners: Mapping[str, str] = field(default_factory=dict)
