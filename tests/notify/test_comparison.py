"""The slide of brands side by side: a picture and a presentation that say the same, whatever a brand is called."""

import io

import pytest
from PIL import Image
from pptx import Presentation

from domain.comparison import Compared, Comparison
from notify.comparison_png import png, ticks
from notify.comparison_pptx import pptx
from tests.notify.test_digest_forms import HOSTILE, SCRIPTS


def comparison(*names: str) -> Comparison:
    rows = [
        Compared(
            name=name,
            value=f"{40 - n}.0%",
            interval="30.0 to 50.0%",
            basis="12 mentions",
            at=40.0 - n,
            low=30.0,
            high=50.0,
            change="no detectable change",
            ours=n == 0,
        )
        for n, name in enumerate(names)
    ]
    return Comparison(
        title="Share of voice", period="24 Oct to 22 Nov 2026", lead=f"{names[0]} has 40.0%.", among="Everywhere.",
        rows=tuple(rows), reach=(0.0, 100.0), unit="%", foot="Sample data.", href="https://earshot.example/competitors",
    )  # fmt: skip


def written(made: bytes) -> list[str]:
    """The texts of the only slide."""
    (slide,) = Presentation(io.BytesIO(made)).slides
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]


def test_the_presentation_names_every_brand_with_value_interval_and_rows_as_text() -> None:
    said = "\n".join(written(pptx(comparison("Acme", "Bolt"))))
    assert all(
        part in said for part in ("Acme our brand", "Bolt", "40.0%", "30.0 to 50.0%, 12 mentions", "Sample data.")
    )
    assert "0%\n25%\n50%\n75%\n100%" in said and "24 Oct to 22 Nov 2026" in said


def test_every_shape_stays_on_the_sheet_however_many_brands_there_are() -> None:
    made = Presentation(io.BytesIO(pptx(comparison(*[f"A brand of a very long name indeed {n}" for n in range(7)]))))
    for shape in made.slides[0].shapes:
        assert shape.left >= 0 and shape.left + shape.width <= made.slide_width
        assert shape.top >= 0 and shape.top + shape.height <= made.slide_height


def test_strangers_words_are_words_in_both_forms() -> None:
    hostile = comparison(HOSTILE, SCRIPTS, "")
    said = "\n".join(written(pptx(hostile)))
    assert "<img src=x" in said and "\u202e" not in said and "\x07" not in said
    with Image.open(io.BytesIO(png(hostile))) as picture:
        assert picture.size == (1920, 1080)


def test_a_brand_without_an_interval_has_a_value_and_no_bar() -> None:
    one = comparison("Acme")
    bare = Compared(
        name="Bolt", value="2.0%", interval="too few to say", basis="1 mention", at=2.0, low=None, high=None
    )
    made = Comparison(**{name: getattr(one, name) for name in one.__slots__} | {"rows": (*one.rows, bare)})
    shapes = Presentation(io.BytesIO(pptx(made))).slides[0].shapes
    bars = [s for s in shapes if s.shape_type is not None and s.name.startswith("Rounded")]
    assert len(bars) == 1 and "too few to say, 1 mention" in "\n".join(written(pptx(made)))


@pytest.mark.parametrize(("value", "place"), [(0.0, 0.0), (25.0, 0.25), (100.0, 1.0), (140.0, 1.0), (-3.0, 0.0)])
def test_a_value_lies_on_the_scale(value: float, place: float) -> None:
    assert comparison("Acme").place(value) == place
    assert [tick["said"] for tick in ticks(comparison("Acme"))] == ["0%", "25%", "50%", "75%", "100%"]
