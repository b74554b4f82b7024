"""Where a brand wants to be: goals, the dated scorecards that a schedule writes, and what the team notes down."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.identity import stable_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A target for one figure of a brand, in the metric's unit; one per brand, metric and segment.

    `by` is the local day on which it is to be met; `segment` None means all customers.
    """

    brand: str
    metric: str
    target: float
    by: date | None = None
    plan: str = ""
    owner: str = ""
    segment: str | None = None

    @property
    def goal_id(self) -> int:
        """The same for ever, whatever target, plan and owner become."""
        return stable_id("goal", self.brand, self.metric, self.segment or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """How a goal stood on a day: the figure of `since` to `until`, the target of that day, and the verdict.

    `period` is the first local day of the period that it was written for; a goal has one check-in a period. `value`
    None means that there was no data.
    """

    goal_id: int
    brand: str
    metric: str
    segment: str | None
    period: date
    since: date
    until: date
    value: float | None
    low: float | None
    high: float | None
    n: int
    target: float
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNote:
    """What somebody of the team noticed; never a customer's voice, so counted nowhere beside one.

    `team` names a group of people and no person; `identity` is the note's own id, or its content where it has none.
    `noted_at` is aware UTC.
    """

    brand: str
    identity: str
    text: str
    noted_at: datetime | None = None
    team: str = ""
    touchpoint: str | None = None
