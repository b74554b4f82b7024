"""The table of families left out: what was measured is kept, read again, and put into the page between its marks."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import family_out
from benchmarks.accuracy_card import sections
from benchmarks.family_out import LeftOut
from benchmarks.measured import SETS
from benchmarks.sentiment_table import Figures
from nlp.network import WEIGHTS

VADER = Figures(
    engine="vader",
    rows=1_200,
    accuracy=0.5,
    macro_f1=0.4,
    negative_f1=0.5,
    missed=0.6,
    by_class=(0.5, 0.3, 0.4),
)
WITHOUT = replace(VADER, engine="default", macro_f1=0.6, negative_f1=0.7, missed=0.25)
SHIPPED = replace(WITHOUT, macro_f1=0.65, missed=0.2)
COMPLAINTS = tuple(replace(f, macro_f1=None, negative_f1=None) for f in (VADER, WITHOUT, SHIPPED))
TWEETS = LeftOut(
    family="tweets",
    texts=8_518,
    shipped="abc",
    sets=(("US airline tweets", VADER, WITHOUT, SHIPPED), ("complaints", *COMPLAINTS)),
)


def test_what_is_kept_is_read_again_family_by_family_in_the_order_of_the_sets(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    apps = replace(TWEETS, family="apps")
    for one in (apps, TWEETS, replace(apps, texts=9)):
        family_out.keep(one, kept)
    assert family_out.kept(kept) == [TWEETS, replace(apps, texts=9)]
    assert family_out.kept(tmp_path / "none.json") == []


def test_a_row_stands_for_each_set_and_the_mean_leaves_out_sets_of_complaints_only() -> None:
    _, _, airline, complaints, mean = family_out.lines([TWEETS])
    assert airline == (
        "| tweets | 8,518 | US airline tweets | 1,200 | .400 / .600 / .650 | .500 / .700 / .700 | 60% / 25% / 20% |"
    )
    assert complaints == "| tweets | 8,518 | complaints | 1,200 | - / - / - | - / - / - | 60% / 25% / 20% |"
    assert mean == airline.replace("US airline tweets", "**mean of 1**")


def test_the_page_holds_the_table_once_and_keeps_what_others_wrote(tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text("# Page\n\n<!-- targets -->\nkept\n<!-- /targets -->\n", "utf-8")
    family_out.write([TWEETS], page)
    family_out.write([replace(TWEETS, texts=77)], page)
    text = page.read_text("utf-8")
    assert text.startswith("# Page\n\n<!-- targets -->\nkept\n<!-- /targets -->\n")
    assert text.count("## A family left out") == 1
    assert "| tweets | 77 |" in text and "8,518" not in text
    assert len(sections(text)) == 2


def test_a_promise_tells_each_familys_means(tmp_path: Path) -> None:
    family_out.keep(TWEETS, tmp_path / "kept.json")
    (row,) = family_out.promises(tmp_path / "kept.json")
    assert row.held is None
    assert "mF1 .400 / .600 / .650" in row.figure and "mean of 1 sets" in row.promise


def test_weights_that_learned_from_everything_are_refused() -> None:
    with pytest.raises(SystemExit, match="its card names no family"):
        family_out.measured(WEIGHTS)


def test_own_sentences_left_out_concern_every_set_and_a_family_its_own_sets() -> None:
    assert len(family_out.concerned("own")) == len(SETS)
    assert {one.family for one in family_out.concerned("apps")} == {"apps"}


def test_what_is_kept_was_measured_beside_the_weights_that_are_shipped() -> None:
    shipped = family_out.shipped()
    found = family_out.kept()
    assert {"tweets", "products", "apps"} <= {one.family for one in found}
    assert {one.shipped for one in found} == {shipped}
