import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ImportFileError
from tables.dates import DateReader, DayOrder
from tables.rejects import write_rejects
from tables.rows import Cell, Reject
from tables.values import BadValueError, boolean, code, mangled, number, rating, text, whole

NEW_YORK = ZoneInfo("America/New_York")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2015-02-24 11:35:52 -0800", utc(2015, 2, 24, 19, 35, 52)),
        ("31-Jul-18", utc(2018, 7, 31, 4)),
        ("Reviewed Sept. 13, 2023", utc(2023, 9, 13, 4)),
        ("Reviewed July 5, 2023", utc(2023, 7, 5, 4)),
        ("24-02-2015 11.35", utc(2015, 2, 24, 16, 35)),
        ("2/21/15 0:36", utc(2015, 2, 21, 5, 36)),
        ("2023/10/19 3:45:12 PM GMT+5:30", utc(2023, 10, 19, 10, 15, 12)),
        ("2024-04-01T05:11:28Z", utc(2024, 4, 1, 5, 11, 28)),
        ("2023-05-01 09:00:00 PST", utc(2023, 5, 1, 17)),
        ("12. März 2024", utc(2024, 3, 12, 4)),
        ("5 juillet 2021 14:05", utc(2021, 7, 5, 18, 5)),
        ("20170513", utc(2017, 5, 13, 4)),
        (42855.5, utc(2017, 4, 30, 16)),
        ("42855.5", utc(2017, 4, 30, 16)),
        (1491000000, utc(2017, 3, 31, 22, 40)),
        ("1491000000000", utc(2017, 3, 31, 22, 40)),
        (utc(2020, 7, 1, 12).replace(tzinfo=None), utc(2020, 7, 1, 16)),
        (None, None),
        ("  ", None),
    ],
)
def test_dates_as_people_write_them_become_utc(told: Cell, moment: datetime | None) -> None:
    assert DateReader(zone=NEW_YORK).read(told) == moment


@pytest.mark.parametrize(
    "told",
    [
        "yesterday",
        "1899-12-31",
        "31/02/2020",
        "05/11/2016",
        "17",
        17.0,
        True,
        10**400,
        "x" * 5000,
        "0001-01-01T00:00+14:00",
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_guessed(told: Cell) -> None:
    with pytest.raises(BadValueError):
        DateReader(zone=NEW_YORK).read(told)


def test_a_stated_format_is_the_only_one_tried() -> None:
    reader = DateReader(zone=NEW_YORK, formats=("%m/%d/%Y %I:%M:%S %p",))
    assert reader.read("05/11/2016 12:00:00 AM") == utc(2016, 5, 11, 4)
    with pytest.raises(BadValueError, match="date_format"):
        reader.read("2016-05-11")


@pytest.mark.parametrize(
    ("column", "day_first"),
    [
        (["05/11/2016", "13/11/2016"], True),
        (["05/11/2016", "05/24/2016"], False),
        (["05/11/2016 12:00:00 AM"], False),
        (["05.11.2016"], True),
        (["2016-05-11"], None),
        (["05/05/2016"], None),
    ],
)
def test_a_columns_order_of_day_and_month_is_settled_by_its_rows(column: list[str], day_first: bool | None) -> None:
    order = DayOrder()
    for cell in column:
        order.see(cell)
    assert order.settle("a.csv", "Date") is day_first


@pytest.mark.parametrize("column", [["05/11/2016"], ["05/11/2016", "13/11/2016", "11/13/2016"]])
def test_an_open_or_mixed_order_is_asked_for(column: list[str]) -> None:
    order = DayOrder()
    for cell in column:
        order.see(cell)
    with pytest.raises(ImportFileError, match="date_format"):
        order.settle("a.csv", "Date")


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_a_bad_value(told: str) -> None:
    try:
        moment = DateReader(zone=NEW_YORK, day_first=True).read(told)
    except BadValueError:
        return
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("1,299.50", 1299.5),
        ("1.299,50", 1299.5),
        ("12,5", 12.5),
        ("1,234", 1234.0),
        ("€ 29,85", 29.85),
        ("60%", 60.0),
        ("-3", -3.0),
        (7, 7.0),
        ("", None),
    ],
)
def test_numbers_with_either_decimal_sign(told: Cell, value: float | None) -> None:
    assert number(told) == value


def test_a_stated_decimal_sign_wins() -> None:
    assert (number("1,234", decimal=","), number("1.234", decimal=",")) == (1.234, 1234.0)


@pytest.mark.parametrize(
    "told",
    [
        "nine",
        "nan",
        "inf",
        float("nan"),
        "1e999",
        True,
        "1 2 x",
        pytest.param("1" * 900_000 + "x", id="digits"),
        10**400,
    ],
)
def test_what_is_no_number_is_said(told: Cell) -> None:
    with pytest.raises(BadValueError):
        number(told)


@pytest.mark.parametrize(
    ("told", "scale", "stars"),
    [
        ("4", 5, 4.0),
        ("2.9", 10, 1.45),
        (1, 10, 1.0),
        ("8/10", 5, 4.0),
        ("4.0 out of 5 stars", 5, 4.0),
        ("3 stars", 5, 3.0),
        ("★★★★☆", 5, 4.0),
        ("4,5", 5, 4.5),
        (None, 5, None),
    ],
)
def test_ratings_are_scaled_to_five(told: Cell, scale: float, stars: float | None) -> None:
    assert rating(told, rating_max=scale) == stars


@pytest.mark.parametrize("told", ["7", "0", "-1", "great", "8/0"])
def test_a_rating_off_its_scale_is_refused(told: str) -> None:
    with pytest.raises(BadValueError):
        rating(told)


def test_whole_numbers_come_as_spreadsheets_write_them() -> None:
    assert [whole(cell, 0, 10, "") for cell in ("9", "9.0", 9.0, 0, "")] == [9, 9, 9, 0, None]
    with pytest.raises(BadValueError, match="missing"):
        whole("11", 0, 10, "say missing = [...]")


def test_yes_and_no() -> None:
    assert [boolean(cell) for cell in ("Yes", " NO ", 1, 0, True, "nein", None)] == [
        True, False, True, False, True, False, None,
    ]  # fmt: skip
    with pytest.raises(BadValueError):
        boolean("perhaps")


def test_codes_are_compared_without_case_and_decimals() -> None:
    assert code(" BLANK ") == code("Blank")
    assert code("11.0") == code(11) == code(11.0) == code("11")


def test_ids_that_a_spreadsheet_rounded_are_known() -> None:
    assert mangled("5.7E+17") and mangled("5.70306133677761E+017") and mangled("5,70306E+17")
    assert not mangled("1E5") and not mangled("142bcfc1-b071") and not mangled("570306133677761")


def test_texts_lose_what_no_database_takes() -> None:
    assert text(" a\r\nb\rc\0 ") == "a\nb\nc"
    assert text("half \ud83d") == "half ?"
    assert (text(5.0), text(None)) == ("5", "")


def test_the_rejects_file_has_one_header_and_no_formulas(tmp_path: Path) -> None:
    rows = [
        Reject(line=2, column="=cmd|' /C calc'!A0", value="@SUM(1)", reason="+1 is bad"),
        Reject(line=3, column="nps", value="-5", reason="off the scale\nreally"),
    ]
    write_rejects(tmp_path / "rejects.csv", rows)
    with (tmp_path / "rejects.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["line", "column", "value", "reason"],
            ["2", "'=cmd|' /C calc'!A0", "'@SUM(1)", "'+1 is bad"],
            ["3", "nps", "-5", "off the scale\nreally"],
        ]
