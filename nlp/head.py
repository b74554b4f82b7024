"""A small multinomial logistic head on top of an engine's log-probabilities; pure numpy, the same on every machine.

With all weights zero it says what the engine says; the ridge pulls it there, the harder the fewer the labels.
"""

import json
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
CLASSES = 3
# Chosen on Alexa, banks, Starbucks, Trustpilot, laptops and Reddit rows, 100 labels each: the measured sets of
# docs/accuracy.md's calibrated table had no say. The result moves by less than .005 within a factor of three.
RIDGE = {"bias": 0.003, "logits": 0.1, "cues": 0.3, "about": 0.1}
_LABELS_OF_RIDGE = 100
_STEPS = 300
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Fitted weights: scores = base + [1, (rows - centre) / scale] @ weights; weights is (1 + k, 3)."""

    weights: Matrix
    centre: Matrix
    scale: Matrix

    def scores(self, rows: Matrix, base: Matrix) -> Matrix:
        """Unnormalised log-probabilities (n, 3) of rows (n, k), starting from the engine's own, `base` (n, 3)."""
        found: Matrix = base + _with_bias(self._standard(rows)) @ self.weights
        return found

    def _standard(self, rows: Matrix) -> Matrix:
        clipped: Matrix = ((rows - self.centre) / self.scale).clip(-6.0, 6.0)
        return clipped

    @property
    def hash(self) -> str:
        """Twelve hex digits of the content: part of the version of the engine that uses it."""
        return blake2b(self.dumps().encode(), digest_size=6).hexdigest()

    def dumps(self) -> str:
        """As JSON, six significant digits."""
        parts = {"weights": self.weights, "centre": self.centre, "scale": self.scale}
        return json.dumps({name: _rounded(part) for name, part in parts.items()})

    @classmethod
    def loads(cls, text: str) -> "Head":
        """The head that `dumps` wrote."""
        parts = {name: np.asarray(part, np.float64) for name, part in json.loads(text).items()}
        return cls(weights=parts["weights"], centre=parts["centre"], scale=parts["scale"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What to learn from: rows (n, k) with `groups` naming each column's ridge, the engine's log-probabilities
    (n, 3), labels 0..2 and how much each row counts."""

    rows: Matrix
    groups: tuple[str, ...]
    base: Matrix
    labels: NDArray[np.int64]
    weights: Matrix

    def part(self, which: NDArray[np.bool_]) -> "Lesson":
        """Some of the rows."""
        return Lesson(
            rows=self.rows[which],
            groups=self.groups,
            base=self.base[which],
            labels=self.labels[which],
            weights=self.weights[which],
        )


def fit(lesson: Lesson) -> Head:
    """The head for these rows: each class weighs the same, FISTA on the ridge's own convex loss.

    Beck and Teboulle (2009), with the step from the largest eigenvalue; the same rows give the same head.
    """
    centre = lesson.rows.mean(axis=0)
    scale = _scales(lesson.rows, lesson.groups)
    head = Head(weights=np.zeros((1 + lesson.rows.shape[1], CLASSES)), centre=centre, scale=scale)
    inputs = _with_bias(head._standard(lesson.rows))
    ridge = np.array([RIDGE["bias"], *(RIDGE[group] for group in lesson.groups)]) * _LABELS_OF_RIDGE
    weights = _descend(inputs, lesson, _balanced(lesson), ridge / len(lesson.labels))
    # What is kept is what is used: rounded once here, so that a stored head scores the same.
    return Head.loads(Head(weights=weights, centre=centre, scale=scale).dumps())


def _descend(inputs: Matrix, lesson: Lesson, share: Matrix, ridge: Matrix) -> Matrix:
    target = np.eye(CLASSES)[lesson.labels]
    curvature = 0.5 * float(np.linalg.norm(inputs * np.sqrt(share)[:, None], 2)) ** 2 + float(ridge.max())
    weights = ahead = np.zeros((inputs.shape[1], CLASSES))
    pace = 1.0
    for _ in range(_STEPS):
        wrong = (probabilities(lesson.base + inputs @ ahead) - target) * share[:, None]
        moved = ahead - (inputs.T @ wrong + ridge[:, None] * ahead) / curvature
        faster = (1.0 + (1.0 + 4.0 * pace * pace) ** 0.5) / 2.0
        ahead = moved + (pace - 1.0) / faster * (moved - weights)
        weights, pace = moved, faster
    return weights


def probabilities(scores: Matrix) -> Matrix:
    """Rows of scores as shares that sum to one."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def _balanced(lesson: Lesson) -> Matrix:
    """Each class the same weight in all, so that rare ones are found; the whole sums to one."""
    held = np.bincount(lesson.labels, weights=lesson.weights, minlength=CLASSES)
    share = lesson.weights / held[lesson.labels]
    return np.asarray(share / share.sum(), np.float64)


def _scales(rows: Matrix, groups: tuple[str, ...]) -> Matrix:
    """Cues by their own spread; log-probabilities as they are; an embedding's coordinates, near 1/20, times six."""
    fixed = {"logits": 1.0, "about": 1.0 / 6.0}
    spread = rows.std(axis=0) + 1e-6
    scales: Matrix = np.array([fixed.get(group, float(spread[i])) for i, group in enumerate(groups)])
    return scales


def _with_bias(rows: Matrix) -> Matrix:
    found: Matrix = np.hstack([np.ones((len(rows), 1)), rows])
    return found


def _rounded(part: Matrix) -> object:
    return (
        [[float(f"{x:.{_DIGITS}g}") for x in row] for row in part]
        if part.ndim == 2
        else [float(f"{x:.{_DIGITS}g}") for x in part]
    )
