"""A brand's name is no feeling: it is masked where it is asked for, and nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measured import table
from nlp import engines
from nlp.masking import MaskingScorer, masked, pattern
from nlp.vader import VaderScorer
from tests.house import earshot


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("United lost my bag", "the company lost my bag"),
        ("@united lost my bag", "the company lost my bag"),
        ("#United's crew", "the company's crew"),
        ("UNITED AIRLINES again", "the company again"),
        ("unitedairlines again", "the company again"),
        ("reunited at last, united_fan", "reunited at last, united_fan"),
        ("a@united.example", "a@united.example"),
    ],
)
def test_names_are_masked_as_words_handles_and_tags(text: str, expected: str) -> None:
    assert masked(text, pattern(["United", "United Airlines"])) == expected


def test_a_name_of_signs_is_taken_as_it_is_written() -> None:
    assert masked("C++ (and C) crash", pattern(["C++"])) == "the company (and C) crash"


def test_no_name_masks_nothing() -> None:
    assert pattern([]) is None
    assert pattern(["  ", "@"]) is None
    assert masked("as it is", None) == "as it is"


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=4))
def test_any_names_give_a_pattern_that_leaves_texts_without_them_alone(text: str, names: list[str]) -> None:
    found = pattern(names)
    if found is None or not found.search(text):
        assert masked(text, found) == text


def test_vader_is_upstream_without_names_and_says_so_when_masked() -> None:
    engine, text = VaderScorer(), "united is late"
    assert MaskingScorer(engine, []).score([text]) == engine.score([text])
    assert MaskingScorer(engine, []).version == engine.version
    hidden = MaskingScorer(engine, ["United"])
    assert hidden.version.startswith(f"{engine.version}+names-")
    assert (engine.score([text])[0].polarity, hidden.score([text])[0].polarity) == (0.4215, 0.0)


def test_masking_the_name_finds_the_complaints_about_united(shared: Path) -> None:
    rows = [r for r in table(shared / "reviews/twitter_us_airline.csv.gz") if r["airline"] == "United"]
    texts, labels = [r["text"] for r in rows], [r["airline_sentiment"] for r in rows]

    def right(names: tuple[str, ...]) -> float:
        found = engines.load("vader", masked=names).score(texts)
        return sum(s.label == label for s, label in zip(found, labels, strict=True)) / len(labels)

    assert right(()) < 0.35
    assert right(("United",)) > 0.52


def test_score_masks_the_brands_that_it_is_told(tmp_path: Path) -> None:
    table_, plain, hidden = (tmp_path / name for name in ("in.csv", "plain.csv", "masked.csv"))
    table_.write_text("text\nunited is late\n", "utf-8")
    words = ("score", str(table_), "--text-column", "text", "--engine", "vader", "--out")
    earshot(tmp_path / "none.toml", *words, str(plain))
    earshot(tmp_path / "none.toml", *words, str(hidden), "--brand", "Delta", "--brand", "United")
    assert plain.read_text("utf-8").splitlines()[1] == "united is late,positive,0.4215,,vader,en,"
    assert hidden.read_text("utf-8").splitlines()[1] == "united is late,neutral,0.0,,vader,en,"
