"""The growth that is told: what a further text costs, without the start, and whether cost and memory stay."""

from pathlib import Path

import pytest

from benchmarks import stage_growth


def found(texts: int, cpu: float, peak_mb: float) -> dict[str, float]:
    return {"texts": texts, "cpu": cpu, "peak_mb": peak_mb, "rate": 1.0, "seconds": 1.0, "scored": texts}


@pytest.mark.parametrize(
    ("last", "held"),
    [(found(100_000, 505, 600), True), (found(100_000, 705, 600), False), (found(100_000, 505, 1_000), False)],
)
def test_growth_is_linear_and_flat_or_is_said_not_to_be(last: dict[str, float], held: bool) -> None:
    rows = list(stage_growth._growth("default", [found(1_000, 10, 500), found(10_000, 55, 550), last]))
    assert [row.held for row in rows] == [True, held]
    assert "5.0 ms" in rows[0].figure and "at most 400/s" in rows[0].figure


@pytest.mark.shared
def test_every_text_is_another_one_of_a_tweets_length(shared: Path) -> None:
    texts = stage_growth.texts(30_000)
    assert len(set(texts)) == 30_000
    assert all(len(text) < 400 for text in texts)
    assert texts[:1_000] == stage_growth.texts(1_000)
