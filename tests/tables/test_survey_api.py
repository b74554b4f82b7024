"""Recorded answers of an API: what is no such answer stays what it is, and a broken one breaks nothing."""

import json
from pathlib import Path

import pytest

from tables.survey_api import responses

ANSWER = {"survey_id": "1", "id": "r1", "pages": [{"questions": [{"id": "q", "answers": [{"choice_id": "c"}]}]}]}


def test_without_details_questions_and_choices_keep_their_ids(tmp_path: Path) -> None:
    assert responses({"data": [ANSWER]}, tmp_path / "a.json") == [
        {"survey_id": "1", "respondent_id": "r1", "question q": "c"}
    ]


def test_several_answers_and_a_matrix_are_one_cell(tmp_path: Path) -> None:
    many = [{"row_id": "x", "choice_id": "c"}, {"text": "free"}, {"tag_data": []}]
    answer = {"survey_id": "1", "id": "r", "pages": [{"questions": [{"id": "q", "answers": many}]}]}
    named = {"id": "q", "headings": [{"heading": "How?"}], "answers": {"choices": [{"id": "c", "text": "Well"}]}}
    (tmp_path / "details.json").write_text(json.dumps({"pages": [{"questions": [named]}]}), "utf-8")
    (row,) = responses({"data": [answer]}, tmp_path / "a.json") or []
    assert row["How?"] == "x: Well; free"


@pytest.mark.parametrize("document", [[], {"data": []}, {"data": [{"id": 1}]}, {"data": "x"}, None, {"rows": [ANSWER]}])
def test_anything_else_is_left_to_the_other_readers(tmp_path: Path, document: object) -> None:
    assert responses(document, tmp_path / "a.json") is None


@pytest.mark.parametrize("details", ["", "[", "[1]", '{"pages": 3}', '{"pages": [{"questions": [{"answers": [1]}]}]}'])
def test_details_of_another_shape_say_nothing(tmp_path: Path, details: str) -> None:
    (tmp_path / "details.json").write_text(details, "utf-8")
    assert [row["question q"] for row in responses({"data": [ANSWER]}, tmp_path / "a.json") or []] == ["c"]


@pytest.mark.parametrize("pages", [[3], [{"questions": 3}], [{"questions": [{"id": "q", "answers": None}]}], []])
def test_pages_of_another_shape_break_nothing(tmp_path: Path, pages: list[object]) -> None:
    found = responses({"data": [{"survey_id": "1", "id": "r", "pages": pages}]}, tmp_path / "a.json")
    assert found is not None and found[0]["respondent_id"] == "r"
