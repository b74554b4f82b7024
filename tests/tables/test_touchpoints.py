"""Files of figures about touchpoints: what is read, what is rejected and why, what is doubted."""

from datetime import date
from pathlib import Path

import pytest

from domain.errors import ImportFileError
from domain.records import TouchpointFigure
from tables.column_map import ColumnMap
from tables.periods import period
from tables.rejects import Imported
from tables.touchpoints import load_touchpoints
from tables.values import BadValueError


def loaded(folder: Path, text: str, column_map: ColumnMap | None = None) -> Imported[TouchpointFigure]:
    path = folder / "figures.csv"
    path.write_text(text, "utf-8")
    return load_touchpoints(path, column_map, brand="Acme")


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2024/2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-06-05", date(2026, 6, 5), date(2026, 6, 5)),
    ],
)
def test_a_period_is_its_first_and_last_day(told: str, first: date, last: date) -> None:
    assert period(told) == (first, last)


@pytest.mark.parametrize("told", ["2026-13", "June", "2026-W60", "", "2026-Q5", "2026-02-30"])
def test_what_is_no_period_says_what_to_write(told: str) -> None:
    with pytest.raises(BadValueError, match="write 2026-06"):
        period(told)


def test_plain_headers_need_no_map(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        "Touchpoint,Kind,Month,Value,Customers,Segment\n"
        'Delivery,Returns,2026-05,12,"4,000",gold\n'
        "Delivery,own rating,2026-Q2,4.5,,\n",
    )
    assert (found.rejects, found.warnings) == ((), ())
    assert found.rows == (
        TouchpointFigure(
            brand="Acme",
            touchpoint="Delivery",
            kind="returns",
            first_day=date(2026, 5, 1),
            last_day=date(2026, 5, 31),
            value=12.0,
            customers=4000.0,
            segment="gold",
        ),
        TouchpointFigure(
            brand="Acme",
            touchpoint="Delivery",
            kind="own_rating",
            first_day=date(2026, 4, 1),
            last_day=date(2026, 6, 30),
            value=4.5,
            scale_max=5,
        ),
    )


def test_two_ends_are_local_days_and_one_day_is_both(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        "touchpoint,kind,since,until,value\nApp,visits,2026-03-29,2026-04-04,90\n",
        ColumnMap.read({"options": {"timezone": "Europe/Berlin"}}, what="touchpoints"),
    )
    assert [(r.first_day, r.last_day) for r in found.rows] == [(date(2026, 3, 29), date(2026, 4, 4))]
    found = loaded(tmp_path, "touchpoint,kind,date,value\nApp,visits,2026-03-29,90\n")
    assert [(r.first_day, r.last_day) for r in found.rows] == [(date(2026, 3, 29), date(2026, 3, 29))]


def test_each_bad_row_is_rejected_with_line_column_value_and_reason(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        "touchpoint,kind,period,value\n"
        "App,happiness,2026-05,3\n"
        ",returns,2026-05,3\n"
        "App,returns,soon,3\n"
        "App,returns,2026-05,-3\n"
        "App,returns,2026-05,\n"
        "App,own_rating,2026-05,9\n"
        "App,visits,2026-05,10\n"
        "App,visits,2026-05,10\n"
        "app,visits,2026-05,11\n",
    )
    assert [(r.line, r.column, r.value) for r in found.rejects] == [
        (2, "kind", "happiness"),
        (3, "touchpoint", ""),
        (4, "period", "soon"),
        (5, "value", "-3"),
        (6, "value", ""),
        (7, "value", "9"),
        (10, "value", "11"),
    ]
    assert all(reject.reason for reject in found.rejects)
    assert "own_rating_max" in found.rejects[5].reason
    assert len(found.rows) == 1


def test_a_map_names_columns_codes_and_the_own_scale(tmp_path: Path) -> None:
    column_map = ColumnMap.read(
        {
            "columns": {"touchpoint": "Schritt", "kind": "Art", "value": "Wert", "period": "Monat"},
            "codes": {"kind": {"values": {"Eigene Note": "own_rating"}}},
            "options": {"own_rating_max": 10, "delimiter": ";", "decimal": ","},
        },
        what="touchpoints",
    )
    found = loaded(tmp_path, "Schritt;Art;Monat;Wert\nApp;Eigene Note;2026-05;7,5\n", column_map)
    assert [(r.kind, r.value, r.scale_max) for r in found.rows] == [("own_rating", 7.5, 10)]


def test_more_completed_than_visited_and_a_rate_without_customers_are_doubted(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        "touchpoint,kind,period,value\nShop,visits,2026-05,10\nShop,completed,2026-05,12\nShop,returns,2026-05,1\n",
    )
    assert len(found.rows) == 3
    assert ["12 completed of 10 visits" in w for w in found.warnings] == [True, False]
    assert "no customers" in found.warnings[1]


def test_a_file_without_a_kind_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no column for kind"):
        loaded(tmp_path, "touchpoint,value\nShop,1\n")
