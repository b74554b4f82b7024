"""What a person changes about a journey template: a word or a topic that leads to a touchpoint, or no longer does."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lead(StrEnum):
    """What leads a text to a touchpoint."""

    PHRASE = "phrase"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyEdit:
    """A phrase, or the name of a topic, put at a touchpoint (`added`) or taken away from it.

    `edit_id`, `person` and `made_at` (aware UTC) are known once it was made.
    """

    touchpoint: str
    lead: Lead
    value: str
    added: bool
    edit_id: int = 0
    person: str = ""
    made_at: datetime | None = None
