"""What a file does not say about itself: scales, directions, whose answers, dates, and how it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from tables.fields import What
from tables.map_options import DEFAULT_SURVEY
from tables.recognise import Document
from views import _import_codes, _import_parcel
from views._import_words import CODED, NAMES, label

Stated = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option that is one of a few; the first value stands for "not stated"."""

    name: str
    title: str
    values: Mapping[str, str]


DIRECTION = Choice(
    name="ces_direction",
    title="Which end of the effort scale is good? (ces_direction)",
    values={"": "Say which", "high_is_easy": "A high number is easy", "low_is_easy": "A low number is easy"},
)
NPS = Choice(
    name="nps_scale",
    title="Was 0 offered? (nps_scale)",
    values={"": "As the answers show", "0-10": "Yes: 0 to 10", "1-10": "No: 1 to 10"},
)
AUDIENCE = Choice(
    name="audience",
    title="Whose answers? (audience)",
    values={"customers": "Customers", "employees": "Employees: only 0 to 10 is kept"},
)
DECIMAL = Choice(name="decimal", title="Decimal sign (decimal)", values={"": "As it shows", ".": "Point", ",": "Comma"})
DELIMITER = Choice(
    name="delimiter",
    title="Cells are set apart by (delimiter)",
    values={"": "As it shows", ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"},
)
# Which option a mapped field needs, and where its scale ends when nobody says.
TOPS = {
    What.SURVEYS: {"csat": ("csat_max", 5), "ces": ("ces_max", 7)},
    What.REVIEWS: {"rating": ("rating_max", 5)},
    What.TICKETS: {"satisfaction": ("satisfaction_max", 5)},
    What.TOUCHPOINTS: {"value": ("own_rating_max", 5)},
}


def form(parcel: _import_parcel.Parcel, columns: Mapping[str, object]) -> Document:
    """Draw the questions and give the sections "codes" and "options" of the map."""
    known = parcel.document["options"]
    stated: Stated = {key: value for key, value in known.items() if key in ("escape", "rejoin", "business_hours")}
    with st.container(key="cards-import-options"):
        if parcel.what == What.SURVEYS:
            _survey(parcel, columns, stated)
        for field, (name, usual) in TOPS.get(What(parcel.what), {}).items():
            if field in columns:
                _top(parcel, field, (name, usual), stated)
        codes = _codes(parcel, columns)
    with st.expander("How the file is written: dates, numbers, letters"), st.container(key="cards-import-written"):
        _written(parcel, stated)
    return {"codes": codes, "options": stated}


def _survey(parcel: _import_parcel.Parcel, columns: Mapping[str, object], stated: Stated) -> None:
    if "survey" not in columns:
        _text(parcel, "survey", "Name of this survey (survey)", stated, example="Relationship 2026")
    _one_of(parcel, AUDIENCE, stated)
    if "answered_at" not in columns:
        _day(parcel, stated)
    if "nps" in columns:
        _one_of(parcel, NPS, stated)
    if "ces" in columns:
        _one_of(parcel, DIRECTION, stated)
    if "respondent" in columns:
        again = st.checkbox(
            "Somebody may answer again (repeat_answers)",
            value=parcel.document["options"].get("repeat_answers") is True,
            key=_key(parcel, "repeat_answers"),
        )
        stated |= {"repeat_answers": True} if again else {}


def _written(parcel: _import_parcel.Parcel, stated: Stated) -> None:
    _text(parcel, "date_format", "Form of dates (date_format)", stated, example="%d/%m/%Y %H:%M")
    _text(parcel, "timezone", "Time zone of dates (timezone)", stated, example="Europe/London")
    _one_of(parcel, DECIMAL, stated)
    _one_of(parcel, DELIMITER, stated)
    _text(parcel, "encoding", "Encoding (encoding)", stated, example="cp1252")
    _text(parcel, "sheet", "Worksheet (sheet)", stated, example="the first one")
    given = parcel.look.reading.header_rows or parcel.document["options"].get("header_rows")
    rows = st.number_input(
        "Rows of headings (header_rows)",
        min_value=0,
        max_value=20,
        value=given if isinstance(given, int) else 0,
        key=_key(parcel, "header_rows"),
        help="0: as it shows. Qualtrics writes three, SurveyMonkey two.",
    )
    stated |= {"header_rows": rows} if rows else {}


def _text(parcel: _import_parcel.Parcel, name: str, title: str, stated: Stated, *, example: str) -> None:
    given = parcel.document["options"].get(name, "")
    usual = given[0] if isinstance(given, list | tuple) and given else given
    line = st.text_input(
        title,
        value="" if usual == DEFAULT_SURVEY else str(usual),
        key=_key(parcel, name),
        max_chars=200,
        placeholder=example,
    ).strip()
    # Several forms of dates come from a service's own map; they stay unless somebody writes another.
    stated |= {name: given if line == str(usual) else line} if line else {}


def _one_of(parcel: _import_parcel.Parcel, choice: Choice, stated: Stated) -> None:
    values = list(choice.values)
    given = parcel.document["options"].get(choice.name)
    chosen = st.selectbox(
        choice.title,
        values,
        index=values.index(str(given)) if given in values else 0,
        format_func=choice.values.__getitem__,
        key=_key(parcel, choice.name),
    )
    stated |= {choice.name: chosen} if chosen and chosen != "customers" else {}


def _top(parcel: _import_parcel.Parcel, field: str, option: tuple[str, int], stated: Stated) -> None:
    name, usual = option
    given = parcel.document["options"].get(name, usual)
    top = st.number_input(
        f"Best mark of {NAMES[field]} ({name})",
        min_value=2,
        max_value=1000,
        value=int(given) if isinstance(given, int | float) else usual,
        key=_key(parcel, name),
    )
    stated |= {name: int(top)}


def _day(parcel: _import_parcel.Parcel, stated: Stated) -> None:
    given = parcel.document["options"].get("answered_at")
    day = st.date_input(
        "All answered on (answered_at)",
        value=_read_day(given),
        min_value=date(1990, 1, 1),
        max_value="today",
        format="YYYY-MM-DD",
        key=_key(parcel, "answered_at"),
        help="Only where no column says when. Without it the day of the import counts.",
    )
    stated |= {"answered_at": day.isoformat()} if isinstance(day, date) else {}


def _read_day(given: object) -> date | None:
    try:
        return date.fromisoformat(str(given)[:10]) if given else None
    except ValueError:
        return None


def _codes(parcel: _import_parcel.Parcel, columns: Mapping[str, object]) -> dict[str, object]:
    """A line for each mapped field whose cells may be codes; other sections of the map stay as they are."""
    found = {field: told for field, told in parcel.document["codes"].items() if field not in CODED}
    for field in [field for field in columns if field in CODED]:
        line = st.text_input(
            f"Codes of {label(field)}",
            value=_import_codes.written(parcel.document["codes"].get(field)),
            key=_key(parcel, f"codes-{field}"),
            max_chars=2000,
            placeholder="11, Blank, Very satisfied = 5",
            help="A code alone is no answer; with = it stands for that value. Commas in an answer: use semicolons.",
        )
        if told := _import_codes.read(line):
            found[field] = told
    return found


def _key(parcel: _import_parcel.Parcel, name: str) -> str:
    return _import_parcel.key_of(parcel, f"option-{name}")
