"""What the sample's team did about its two stories, as people would have written it down."""

from dataclasses import dataclass
from datetime import date

from sample.timeline import Timeline

# Who wrote it down, in the change log.
PERSON = "sample team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A topic by its name, why it hurt, what was done and from which day it shows.

    cases: so many of it are closed, their customers told; whole: whether the pain point itself is closed, too.
    """

    topic: str
    root_cause: str
    action: str
    on: date
    cases: int
    whole: bool


def mended(until: date) -> tuple[Mended, ...]:
    """What was done in the sample whose last day is `until`, the earliest first."""
    timeline = Timeline(until)
    return (
        Mended(
            topic="Late delivery",
            root_cause="The carrier's depot for Germany was flooded",
            action="Parcels to Germany go with a second carrier",
            on=timeline.parcels_move,
            cases=0,
            whole=True,
        ),
        Mended(
            topic="Login",
            root_cause="App 4.2.0 let log-in codes expire before they arrived",
            action="App 4.2.1 keeps a code for ten minutes",
            on=timeline.fix,
            cases=6,
            whole=False,
        ),
    )
