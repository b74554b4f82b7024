"""What somebody must deal with: which texts become a case, and how a case may be changed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Trigger(StrEnum):
    """What a rule looks at: stars of a review, an NPS answer, a writer's intent, or the label with its confidence."""

    STARS = "stars"
    NPS = "nps"
    INTENT = "intent"
    NEGATIVE = "negative"


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent a case is."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRule:
    """Which texts become a case. `limit` is at most so many stars, at most that NPS, or at least that confidence.

    brand None: every own brand. days: older texts open nothing. due_days: days until the case is due, None: no due day.
    """

    name: str
    trigger: Trigger
    limit: float = 0.0
    intent: str = "churn_risk"
    brand: str | None = None
    owner: str = ""
    priority: Priority = Priority.NORMAL
    due_days: int | None = None
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """What becomes of cases; None leaves as it is, an empty text clears."""

    status: CaseStatus | None = None
    owner: str | None = None
    due: date | None = None
    priority: Priority | None = None
    root_cause: str | None = None
    action: str | None = None
    told_customer: bool | None = None


DEFAULT_RULES = (
    CaseRule(name="churn intent", trigger=Trigger.INTENT, priority=Priority.HIGH),
    CaseRule(name="one or two stars", trigger=Trigger.STARS, limit=2),
    CaseRule(name="NPS 0 to 6", trigger=Trigger.NPS, limit=6),
)
"""In use unless the configuration names its own or says `case_rules = "off"`; the first that fits names the case.

A label with its confidence opens nothing by itself: engines differ in what they are sure of.
"""
