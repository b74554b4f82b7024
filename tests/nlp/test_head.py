"""A head learns what the engine gets wrong, does no harm with few labels, and is the same when read again."""

import numpy as np
import pytest

from nlp.calibrated import GROUPS, CalibratedScorer, OwnReader
from nlp.default import DefaultScorer
from nlp.head import CLASSES, Head, Lesson, fit, probabilities


def lesson(n: int, seed: int = 1, *, blind: bool = False) -> Lesson:
    """Rows whose engine takes every second true neutral for positive, which one cue tells; blind: labels by dice."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, CLASSES, n)
    cue = (labels == 1).astype(float) + rng.normal(0, 0.1, n)
    base = np.log(np.full((n, CLASSES), 0.1))
    said = np.where((labels == 1) & (np.arange(n) % 2 == 0), 2, labels)
    base[np.arange(n), said] = np.log(0.8)
    if blind:
        cue = rng.normal(0, 1, n)
    rows = np.column_stack([base - base.mean(axis=1, keepdims=True), cue])
    groups = ("logits",) * 3 + ("cues",)
    return Lesson(rows=rows, groups=groups, base=base, labels=labels, weights=np.ones(n))


def accuracy(head: Head, on: Lesson) -> float:
    return float((head.scores(on.rows, on.base).argmax(axis=1) == on.labels).mean())


def test_it_learns_what_the_engine_gets_wrong() -> None:
    rest = lesson(500, seed=2)
    before = float((rest.base.argmax(axis=1) == rest.labels).mean())
    assert before < 0.9 < accuracy(fit(lesson(200)), rest)


def test_without_weights_it_says_what_the_engine_says_and_few_labels_change_little() -> None:
    few = lesson(12, blind=True)
    head, many = fit(few), fit(lesson(1200, blind=True))
    zero = Head(weights=np.zeros_like(head.weights), centre=head.centre, scale=head.scale)
    assert np.array_equal(zero.scores(few.rows, few.base), few.base)
    assert np.abs(head.weights[1:]).max() < 0.5 and np.isfinite(many.weights).all()


def test_it_is_read_again_as_it_was_written_and_its_hash_is_its_content() -> None:
    head = fit(lesson(60))
    again = Head.loads(head.dumps())
    assert again.dumps() == head.dumps() and again.hash == head.hash == fit(lesson(60)).hash
    assert fit(lesson(61)).hash != head.hash


def test_a_person_counts_for_more_than_stars() -> None:
    """The same text with two labels: the heavier one wins."""
    one = lesson(40)
    heavy = np.where(one.labels == 0, 9.0, 1.0)
    rows = np.zeros_like(one.rows)
    base = np.log(np.full((40, CLASSES), 1 / 3))
    mixed = Lesson(rows=rows, groups=one.groups, base=base, labels=one.labels, weights=heavy)
    shares = probabilities(fit(mixed).scores(rows, base))
    assert np.allclose(shares, 1 / 3, atol=0.02), "classes weigh the same whatever their rows weigh"
    assert np.allclose(shares.sum(axis=1), 1.0)


@pytest.fixture(scope="module")
def reader() -> OwnReader:
    return OwnReader(DefaultScorer())


TEXTS = ["Late again, and no refund!", "It works", "What time do you open?", "[removed]", "", "@a 😍 " * 50]


def test_a_text_reads_the_same_alone_as_among_others(reader: OwnReader) -> None:
    rows, base = reader.read(TEXTS)
    assert rows.shape == (len(TEXTS), len(GROUPS)) and base.shape == (len(TEXTS), CLASSES)
    alone, own = reader.read(TEXTS[2:3])
    assert np.allclose(alone[0], rows[2], atol=1e-5) and np.allclose(own[0], base[2], atol=1e-5)
    assert np.isfinite(rows).all() and reader.read([])[0].shape == (0, len(GROUPS))


def test_the_engine_says_which_head_it_uses_and_scores_nothing_that_says_nothing(reader: OwnReader) -> None:
    rows, base = reader.read(TEXTS[:3] * 4)
    labels = np.array([0, 2, 1] * 4, np.int64)
    head = fit(Lesson(rows=rows, groups=GROUPS, base=base, labels=labels, weights=np.ones(12)))
    engine = CalibratedScorer(reader._generic, head)
    assert (engine.name, engine.version) == ("calibrated", f"{reader.version}+{head.hash}")
    found = engine.score(TEXTS)
    assert [one.label and str(one.label) for one in found[:3]] == ["negative", "positive", "neutral"]
    assert [one.reason for one in found[3:5]] == ["empty", "empty"]
    assert all(-1 <= one.polarity <= 1 and 0 <= one.confidence <= 1 for one in found if one.label)  # type: ignore[operator]
