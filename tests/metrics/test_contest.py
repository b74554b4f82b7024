"""A challenger wins only where it is better beyond chance, and copies of one text count as one voice."""

import numpy as np
import pytest

from metrics.contest import contest


def test_a_clearly_better_one_wins_and_the_tables_count_every_row() -> None:
    truth = [0, 1, 2] * 40
    champion = [1] * 120
    found = contest(truth, champion, truth, range(120))
    assert found and found.won and (found.challenger, found.n, found.groups) == (1.0, 120, 120)
    assert found.champion == pytest.approx((0 + 0.5 + 0) / 3)
    assert found.champion_table == ((0, 0, 0), (40, 40, 40), (0, 0, 0))
    assert found.challenger_table == ((40, 0, 0), (0, 40, 0), (0, 0, 40))


def test_the_same_labels_never_win_and_nothing_is_no_contest() -> None:
    truth = [0, 1, 2, 2]
    found = contest(truth, truth, truth, range(4))
    assert found and not found.won and (found.low, found.high) == (0.0, 0.0)
    assert contest([], [], [], []) is None


def test_copies_of_one_text_are_one_voice() -> None:
    """Thirty rows put right convince; the same row thirty times does not."""
    rng = np.random.default_rng(3)
    truth = [int(n) for n in rng.integers(0, 3, 60)] + [0] * 30
    champion = [t if i % 3 else (t + 1) % 3 for i, t in enumerate(truth[:60])] + [1] * 30
    challenger = [*champion[:60], *truth[60:]]
    assert contest(truth, champion, challenger, range(90)).won  # type: ignore[union-attr]
    together = contest(truth, champion, challenger, [*range(60), *[60] * 30])
    assert together and together.groups == 61 and not together.won


def test_a_class_that_nobody_holds_lowers_no_mean() -> None:
    found = contest([0, 2] * 5, [0, 2] * 5, [0, 1] * 5, range(10))
    assert found and found.champion == 1.0 and found.challenger == 0.5
