"""Answers as forms write them, scales that are longer than supposed, and rows that contradict an earlier one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import ImportFileError
from tables.column_map import ColumnMap
from tables.customers import load_customers
from tables.rejects import Imported
from tables.reviews import load_reviews
from tables.surveys import load_surveys
from tables.tickets import load_tickets


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def surveys(path: Path, content: str, **document: object) -> Imported:  # type: ignore[type-arg]
    path.write_text(content, "utf-8")
    return load_surveys(path, ColumnMap.read(document), brand="Acme")


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("5 - Very satisfied", 5),
        ("5 \u2013 Very satisfied", 5),
        ("4: satisfied", 4),
        ("Very satisfied (5)", 5),
        ("4 (satisfied)", 4),
        ("3. Neither, nor", 3),
        ("4/5", 4),
        ("3 out of 5", 3),
    ],
)
def test_a_choice_with_its_words_is_its_number(path: Path, told: str, answer: int) -> None:
    found = surveys(path, f'csat,comment\n"{told}",x\n')
    assert [row.csat for row in found.rows] == [answer]


@pytest.mark.parametrize("told", ["4/10", "5 - 10", "1 of 2 people", "Very satisfied", "-1", "5 or 4"])
def test_what_is_not_one_number_of_the_scale_is_rejected_with_the_remedy(path: Path, told: str) -> None:
    found = surveys(path, f'csat,comment\n"{told}",x\n')
    assert (found.rows, found.rejects[0].value) == ((), told)
    assert 'values = { "..." = 5 }' in found.rejects[0].reason


def test_choices_with_words_count_for_the_scale_as_well(path: Path) -> None:
    with pytest.raises(ImportFileError, match="nps_scale"):
        surveys(path, "nps\n1 - Not likely\n10 - Very likely\n")


def test_satisfaction_on_a_longer_scale_is_refused_whole_and_not_taken_by_halves(path: Path) -> None:
    content = "csat\n" + "".join(f"{n}\n" for n in range(1, 11))
    with pytest.raises(ImportFileError, match="csat_max = 10"):
        surveys(path, content)
    assert [row.csat for row in surveys(path, content, options={"csat_max": 10}).rows] == list(range(1, 11))


def test_few_answers_over_the_end_are_rejected_one_by_one(path: Path) -> None:
    found = surveys(path, "csat\n" + "4\n" * 30 + "6\n7\n")
    assert (len(found.rows), [reject.line for reject in found.rejects]) == (30, [32, 33])


def test_stars_and_tickets_on_a_longer_scale_are_refused_too(path: Path) -> None:
    path.write_text("text,rating\na,1\nb,8\nc,10\n", "utf-8")
    with pytest.raises(ImportFileError, match="rating_max = 10"):
        load_reviews(path, None, brand="Acme")
    path.write_text("id,satisfaction\na,1\nb,8\nc,10\n", "utf-8")
    with pytest.raises(ImportFileError, match="satisfaction_max = 10"):
        load_tickets(path, None, brand="Acme")


def test_recommendation_on_five_points_is_doubted(path: Path) -> None:
    found = surveys(path, "nps\n1\n4\n5\n5\n")
    assert any("never exceeds 5" in warning for warning in found.warnings)
    assert not surveys(path, "nps\n0\n3\n4\n").warnings


def test_a_day_of_leaving_says_that_somebody_left(path: Path) -> None:
    path.write_text("customer,churned_at\na,2024-01-01\nb,\n", "utf-8")
    assert [row.churned for row in load_customers(path, None, brand="Acme").rows] == [True, False]
    path.write_text("customer,churned,churned_at\na,,2024-01-01\nb,,\nc,no,2024-01-01\n", "utf-8")
    assert [row.churned for row in load_customers(path, None, brand="Acme").rows] == [True, None, False]


def test_a_ticket_that_appears_again_with_other_times_is_no_repetition(path: Path) -> None:
    day = "2024-01-0"
    path.write_text(
        f"id,created_at,resolved_at\n1,{day}1T00:00Z,\n1,{day}1T00:00Z,{day}3T00:00Z\n2,{day}1T00:00Z,\n2,{day}1T00:00Z,\n",
        "utf-8",
    )
    found = load_tickets(path, None, brand="Acme")
    assert [(row.external_id, row.resolved_at) for row in found.rows] == [("1", None), ("2", None)]
    assert [(one.line, one.column, one.value) for one in found.rejects] == [(3, "id", "1")]
    assert "other values than on line 2" in found.rejects[0].reason
    assert [warning for warning in found.warnings if "repeat" in warning] == [
        'column "id": 1 rows repeat an earlier row whole and are counted once'
    ]
    assert found.rows[0].created_at == datetime(2024, 1, 1, tzinfo=UTC)


def test_one_person_in_two_surveys_of_a_file_gives_two_answers_that_keep_their_identity(path: Path) -> None:
    heads, rows = "respondent,survey,nps,answered_at\n", "r1,A,9,2024-01-01\nr1,B,9,2024-01-01\n"
    found = surveys(path, heads + rows)
    assert [(row.survey, row.respondent) for row in found.rows] == [("A", "r1"), ("B", "r1")]
    assert not any("repeat" in warning for warning in found.warnings)
    later = surveys(path, heads + rows.replace("2024-01-01", "2024-01-05").replace("A,9", "A,3"))
    assert [row.identity for row in later.rows] == [row.identity for row in found.rows]
    alone = surveys(path, heads + "r1,A,9,2024-01-01\n")
    assert alone.rows[0].identity == found.rows[0].identity


def test_one_person_twice_in_one_survey_of_a_file_is_told_apart_by_the_date(path: Path) -> None:
    found = surveys(
        path, "respondent,survey,nps,answered_at\nr1,A,9,2024-01-01\nr1,A,3,2024-02-01\nr1,B,3,2024-02-01\n"
    )
    assert len({row.identity for row in found.rows}) == 3
    assert any("1 ids repeat" in warning for warning in found.warnings)
