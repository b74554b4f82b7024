from pathlib import Path

import pytest

from domain.errors import ConfigError
from tables.column_map import ColumnMap, presets
from tables.fields import FIELDS, What, guess

EXAMPLES = Path(__file__).parents[2] / "examples" / "maps"


def test_a_map_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        '[columns]\nnps = "NETPRO  "\n[codes.nps]\nmissing = [11, "Blank"]\n'
        '[options]\nsurvey = "SFO"\nanswered_at = 2017-05-15\ntimezone = "Europe/London"\n'
    )
    found = ColumnMap.load(path, "surveys")
    assert found.columns == {"nps": ("NETPRO  ",)}
    assert found.codes["nps"].missing == {"11", "blank"}
    assert (found.options.survey, found.options.answered_at) == ("SFO", "2017-05-15")


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"colums": {}}, "did you mean 'columns'"),
        ({"columns": {"npss": "X"}}, "did you mean 'nps'"),
        ({"columns": {"text": "X"}}, "'text' is not known; known: nps"),
        ({"columns": {"nps": 3}}, "must name a column"),
        ({"columns": {"nps": ["A", "B"]}}, "takes one column"),
        ({"columns": "nps"}, "must be a section"),
        ({"options": {"survay": "x"}}, "did you mean 'survey'"),
        ({"options": {"ces_direction": "up"}}, '"high_is_easy" or "low_is_easy"'),
        ({"options": {"nps_scale": "1-5"}}, '"0-10" or "1-10"'),
        ({"options": {"timezone": "Mars/Olympus"}}, "Europe/London"),
        ({"options": {"timezone": "../../etc/passwd"}}, "Europe/London"),
        ({"options": {"date_format": "dd.mm.yyyy"}}, "% codes"),
        ({"options": {"delimiter": ";;"}}, "one character"),
        ({"options": {"rating_max": "ten"}}, "number"),
        ({"options": {"csat_max": 5.5}}, "whole number"),
        ({"options": {"business_hours": "always"}}, "Mon-Fri 09:00-17:00"),
        ({"options": {"repeat_answers": "yes"}}, "true or false"),
        ({"codes": {"nbs": {}}}, "did you mean 'nps'"),
        ({"codes": {"nps": {"mising": []}}}, "missing = "),
        ({"codes": {"nps": {"missing": 11}}}, "must be a list"),
        ({"codes": {"nps": {"values": {"a": []}}}}, "plain values"),
        ({"extends": "monkey"}, "surveymonkey"),
    ],
)
def test_what_is_wrong_in_a_map_is_named_with_its_remedy(document: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        ColumnMap.read(document, name="my.toml", what="surveys")
    assert told in str(wrong.value)
    assert str(wrong.value).startswith("my.toml")


def test_a_map_that_is_not_there_or_not_toml(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="preset"):
        ColumnMap.load(tmp_path / "absent.toml")
    (tmp_path / "bad.toml").write_text("columns = [")
    with pytest.raises(ConfigError, match="TOML"):
        ColumnMap.load(tmp_path / "bad.toml")


def test_codes_may_be_named_by_the_columns_header() -> None:
    found = ColumnMap.read({"columns": {"nps": "NETPRO"}, "codes": {"NETPRO": {"missing": [11]}}})
    assert set(found.codes) == {"nps"}


@pytest.mark.parametrize("name", presets())
def test_every_preset_loads_by_name(name: str) -> None:
    what = "tickets" if name == "zendesk" else "surveys"
    assert ColumnMap.load(name, what).likely


def test_the_presets_are_those_that_the_docs_name() -> None:
    assert presets() == ("delighted", "google_forms", "qualtrics", "surveymonkey", "typeform", "zendesk")


def test_a_map_may_extend_a_preset() -> None:
    found = ColumnMap.read({"extends": "surveymonkey", "columns": {"nps": "Q1"}, "options": {"survey": "S"}})
    assert (found.options.header_rows, found.options.survey) == (2, "S")
    assert "respondent" in found.likely


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.name)
def test_every_example_map_loads(path: Path) -> None:
    assert ColumnMap.load(path, "reviews" if "tweets" in path.name else "surveys").columns


@pytest.mark.parametrize(
    ("what", "headers", "found"),
    [
        ("surveys", ["respondent", "answered_at", "nps", "csat", "ces", "comment"], {
            "nps": "nps", "csat": "csat", "ces": "ces", "answered_at": "answered_at",
            "respondent": "respondent", "comment": "comment",
        }),
        ("reviews", ["ID", "Text", "Rating", "Date", "Author", "URL"], {
            "text": "Text", "rating": "Rating", "published_at": "Date", "id": "ID", "author": "Author", "url": "URL",
        }),
        ("reviews", ["ReviewTitle", "ReviewBody", "ReviewStar", "Product"], {
            "text": "ReviewBody", "title": "ReviewTitle", "rating": "ReviewStar",
        }),
        ("customers", ["customerID", "tenure", "MonthlyCharges", "Churn"], {
            "customer": "customerID", "churned": "Churn",
            "tenure_months": "tenure", "monthly_revenue": "MonthlyCharges",
        }),
        ("tickets", ["Ticket ID", "Created at", "Ticket Description"], {
            "id": "Ticket ID", "created_at": "Created at", "text": "Ticket Description",
        }),
    ],
)  # fmt: skip
def test_obvious_headers_are_guessed(what: str, headers: list[str], found: dict[str, str]) -> None:
    assert guess(headers, what) == found


def test_no_header_is_guessed_for_two_fields() -> None:
    for what in What:
        every = [name for names in FIELDS[what].values() for name in names.split()]
        used = list(guess(every, what).values())
        assert len(used) == len(set(used))
