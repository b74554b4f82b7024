"""Share of voice to take along: the shares that may be quoted, with interval and rows, on every form alike."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date

import pytest
from pptx import Presentation

from domain.comparison import Comparison
from domain.errors import ConfigError
from domain.measures import VoiceCounts
from storage.connection import Database
from tests.views.world import Desk
from views import _rival_slide, _rivals
from views._filters import Choices, Filters, parse
from views._rival_slide import Shown
from wiring.reporting import draw_comparison

ACME, BOLT = "Acme Espresso", "=Bolt"
FILTERS: Filters = parse({}, Choices(brands=(ACME,), today=date(2026, 11, 22)))
BEFORE = VoiceCounts(brand=ACME, mentions={ACME: 400, BOLT: 600})
NOW = VoiceCounts(brand=ACME, mentions={ACME: 720, BOLT: 280}, overlap=34)
FAIR = VoiceCounts(brand=ACME, mentions={ACME: 249, BOLT: 97}, overlap=1)
APART = replace(NOW, comparable=False)
HEARD = _rivals.Heard(sources={}, first={}, common=("forum", "news"))


@dataclass(frozen=True)
class Drawing(Desk):
    """A desk that draws as the app does."""

    def draw_comparison(self, comparison: Comparison, form: str) -> bytes:
        return draw_comparison(comparison, form)


@pytest.fixture
def desk(nothing: Database) -> Drawing:
    return Drawing(nothing)


def shown(now: VoiceCounts, fair: VoiceCounts | None) -> Shown:
    return _rival_slide.quotable(now, _rivals.voices(now, BEFORE, (ACME, BOLT)), fair, HEARD)


def test_comparable_shares_are_quoted_as_they_are_with_what_moved(desk: Drawing) -> None:
    made = _rival_slide.slide(FILTERS, shown(NOW, None), desk)
    assert made.lead == "Acme Espresso has 72.0% (69.1 to 74.7%) of 1,000 brand mentions."
    assert [(row.name, row.value, row.basis, row.ours) for row in made.rows] == [
        (ACME, "72.0%", "720 mentions", True),
        (BOLT, "28.0%", "280 mentions", False),
    ]
    assert made.rows[0].change == "+32.0 points against the 30 days before"
    assert "same sources" in made.among and "34 mentions name several brands" in made.foot


def test_where_brands_are_not_heard_alike_the_common_sources_are_quoted_and_no_change(desk: Drawing) -> None:
    made = _rival_slide.slide(FILTERS, shown(APART, FAIR), desk)
    assert [row.value for row in made.rows] == ["72.0%", "28.0%"] and "346 brand mentions" in made.lead
    assert made.among == "Only where all of these brands are heard: forum, news."
    assert {row.change for row in made.rows} == {""} and "1 mention names several brands" in made.foot


def test_what_cannot_be_compared_says_so_on_the_slide(desk: Drawing) -> None:
    made = _rival_slide.slide(FILTERS, shown(APART, None), desk)
    assert made.among.startswith("Not comparable") and {row.change for row in made.rows} == {""}


def test_sample_data_is_called_so(nothing: Database) -> None:
    made = _rival_slide.slide(FILTERS, shown(NOW, None), Desk(nothing, sample=True))
    assert made.foot.startswith("Sample data.") and made.href == ""


def test_a_competitor_stays_one_on_a_slide_from_its_own_side(nothing: Database) -> None:
    theirs = VoiceCounts(brand="Bolt Coffee", mentions={"Acme Espresso": 60, "Bolt Coffee": 40})
    brands = ("Acme Espresso", "Bolt Coffee")
    filters = parse({"brand": ["Bolt Coffee"]}, Choices(brands=brands, today=date(2026, 11, 22)))
    found = _rival_slide.quotable(theirs, _rivals.voices(theirs, theirs, brands), None, HEARD)
    made = _rival_slide.slide(filters, found, Desk(nothing))
    assert made.lead.startswith("Bolt Coffee has 40.0%")
    assert [(row.name, row.ours) for row in made.rows] == [("Acme Espresso", True), ("Bolt Coffee", False)]


def test_every_form_holds_the_same_figures_and_no_formula(desk: Drawing) -> None:
    files = {form: _rival_slide.made(FILTERS, shown(NOW, None), desk, form) for form in _rival_slide.FILES}
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(row["brand"], row["share_percent"], row["n"]) for row in rows] == [
        (ACME, "72.0", "1000"),
        ("'=Bolt", "28.0", "1000"),
    ]
    sheet = Presentation(io.BytesIO(files["pptx"])).slides[0]
    said = " ".join(shape.text_frame.text for shape in sheet.shapes if shape.has_text_frame)
    assert "72.0%" in said and "69.1 to 74.7%, 720 mentions" in said
    assert files["png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("now", [VoiceCounts(brand=ACME)])
def test_nobody_named_gives_no_buttons(now: VoiceCounts) -> None:
    assert shown(now, None).shares == ()


def test_another_form_is_refused_with_the_ones_there_are(desk: Drawing) -> None:
    with pytest.raises(ConfigError, match=r"\.pptx or \.png, not \.gif"):
        desk.draw_comparison(_rival_slide.slide(FILTERS, shown(NOW, None), desk), "gif")
