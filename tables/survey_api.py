"""SurveyMonkey's API as rows: answers come as ids of questions and choices, which the details put into words."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

DETAILS = "details.json"
_LARGEST = 32 * 2**20


def responses(document: object, path: Path) -> list[dict[str, object]] | None:
    """The responses of a recorded answer of /surveys/ID/responses/bulk, one object each; None for anything else.

    Each question is a column, named by its words where `details.json` (the answer of /surveys/ID/details) lies beside
    the file, else by its id; a choice is its text, or its id. Several answers to one question are joined with "; ".
    """
    if not isinstance(document, dict) or not isinstance(document.get("data"), list):
        return None
    found = [one for one in document["data"] if isinstance(one, dict)]
    if not found or not all(isinstance(one.get("pages"), list) and "survey_id" in one for one in found):
        return None
    words = _words(path.with_name(DETAILS))
    return [_row(one, words) for one in found]


def _row(response: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, object]:
    row: dict[str, object] = {name: value for name, value in response.items() if name not in {"id", "pages"}}
    row["respondent_id"] = response.get("id")
    for question in _dicts(response["pages"], "questions"):
        key = str(question.get("id"))
        said = [text for answer in _dicts([question], "answers") if (text := _said(answer, words))]
        row[words.get(key, f"question {key}")] = "; ".join(said)
    return row


def _said(answer: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """A matrix says which row as well as which choice; free words are themselves."""
    parts = [words.get(str(answer[key]), str(answer[key])) for key in ("row_id", "choice_id") if answer.get(key)]
    text = answer.get("text")
    return ": ".join([*parts, *([str(text)] if text else [])])


def _words(path: Path) -> dict[str, str]:
    """What questions and choices are called, by their ids; nothing where the details are missing or none."""
    try:
        document = json.loads(path.read_text("utf-8")) if path.stat().st_size <= _LARGEST else {}
    except (OSError, ValueError):
        return {}
    found: dict[str, str] = {}
    for question in _dicts([document], "pages", "questions"):
        heading = next(iter(_dicts([question], "headings")), {}).get("heading")
        if heading:
            found[str(question.get("id"))] = str(heading)
        for one in [*_dicts([question.get("answers")], "choices"), *_dicts([question.get("answers")], "rows")]:
            found[str(one.get("id"))] = str(one.get("text", ""))
    return found


def _dicts(values: object, *names: str) -> Iterator[Mapping[str, Any]]:
    """Every object of the lists under these names, one inside the other; whatever has another shape is left out."""
    level = values if isinstance(values, list) else []
    for name in names:
        inner = [one.get(name) for one in level if isinstance(one, dict)]
        level = [value for one in inner if isinstance(one, list) for value in one]
    yield from (one for one in level if isinstance(one, dict))
