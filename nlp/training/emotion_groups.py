"""How GoEmotions' 27 emotions and neutral fall into the classes that the emotion head learns."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.traits import Emotion
from nlp.emotions import EKMAN, SHOWN
from nlp.training.corpora import Example

# The corpus's order (labels.txt): label numbers point into it.
NAMES = """admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval
    disgust embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief
    remorse sadness surprise neutral""".split()  # noqa: SIM905  a list would be longer

# As the corpus's authors group them (ekman_mapping.json).
BY_EKMAN: Mapping[str, str] = {
    "anger": "anger annoyance disapproval",
    "disgust": "disgust",
    "fear": "fear nervousness",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration desire caring",
    "sadness": "sadness disappointment embarrassment grief remorse",
    "surprise": "surprise realization confusion curiosity",
    "neutral": "neutral",
}
# A let-down customer is annoyed more than sad; to be curious, or to want something, is no emotion to act on.
BY_SHOWN: Mapping[Emotion, str] = {
    Emotion.ANGER: "anger disgust",
    Emotion.ANNOYANCE: "annoyance disapproval disappointment",
    Emotion.CONFUSION: "confusion",
    Emotion.SADNESS: "sadness grief remorse embarrassment",
    Emotion.FEAR: "fear nervousness",
    Emotion.JOY: "joy amusement approval excitement gratitude love optimism relief pride admiration caring",
    Emotion.SURPRISE: "surprise realization",
    Emotion.NONE: "neutral curiosity desire",
}
_GROUPS = [*(BY_EKMAN[name] for name in EKMAN), *(BY_SHOWN[emotion] for emotion in SHOWN)]
_SETS = [frozenset(NAMES.index(name) for name in group.split()) for group in _GROUPS]


def targets(examples: Sequence[Example]) -> NDArray[np.float32]:
    """One row a comment, one column a class of EKMAN and then of SHOWN: 1 where people saw any of its emotions."""
    return np.array([[not own.isdisjoint(e.emotions) for own in _SETS] for e in examples], np.float32)


def f1(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    """F1 of one class."""
    return float(2 * (found & wanted).sum() / max(1, found.sum() + wanted.sum()))
