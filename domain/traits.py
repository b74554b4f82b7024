"""What a text shows beside its sentiment: an emotion, what its writer wants, and whether it is about a brand."""

from dataclasses import dataclass
from enum import StrEnum


class Emotion(StrEnum):
    """What a customer shows; NONE is an answer: most texts show nothing that a reader could name."""

    ANGER = "anger"
    ANNOYANCE = "annoyance"
    CONFUSION = "confusion"
    SADNESS = "sadness"
    FEAR = "fear"
    JOY = "joy"
    SURPRISE = "surprise"
    NONE = "none"


class Intent(StrEnum):
    """What a writer does with a text; several may hold, and none is an answer."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    CHURN_RISK = "churn_risk"
    RECOMMENDS = "recommends"
    WARNS_AGAINST = "warns_against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One text's emotion with its probability 0 .. 1, and its intents; emotion None where it could not be read."""

    emotion: Emotion | None
    emotion_score: float | None = None
    intents: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """How surely a text is about a brand, 0 .. 1, and whether that is enough; score None where it cannot be told."""

    score: float | None
    relevant: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvocacyCounts:
    """Texts that recommend a brand, and texts that warn against it; one that does both counts in both.

    `read` counts the texts whose intents are known, `texts` those that recommend, warn or do both.
    """

    recommends: int = 0
    warns: int = 0
    texts: int = 0
    read: int = 0
