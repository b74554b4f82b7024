"""The first rows of an import as they are stored, in words: what a person looks at before saying yes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.goals import TeamNote
from domain.records import Customer, Mention, SurveyResponse, Ticket, TouchpointFigure

Record = Mention | SurveyResponse | Ticket | Customer | TouchpointFigure | TeamNote

# How an id begins that stands in no file: it was made from the row's content.
MADE = "row-"
AS_A_KEY = "kept as a keyed hash"
PERSONAL = frozenset({"author", "respondent", "customer"})
UNSAID = frozenset({"brand", "source", "kind", "namespace", "identity", "parent", "raw", "scale_max"})
OF_EMPLOYEES = frozenset({"nps", "answered_at", "survey", "segment", "weight", "respondent"})
SCALES = {"csat": "csat_max", "ces": "ces_max"}
MOMENTS = ("published_at", "answered_at", "created_at", "churned_at", "noted_at")
LONGEST = 300


def first_rows(rows: Sequence[Record], most: int, *, employees: bool = False) -> tuple[dict[str, str], ...]:
    """Field to value of the first `most` rows, empty ones left out; who somebody is does not stand in it.

    `employees`: their answers alone are kept.
    """
    return tuple(_told(row, employees) for row in rows[:most])


def _told(row: Record, employees: bool) -> dict[str, str]:
    told: dict[str, str] = {}
    for one in fields(row):
        value = getattr(row, one.name)
        made = one.name == "external_id" and str(value).startswith(MADE)
        if value in (None, "", {}) or made or _is_unsaid(row, one.name, employees):
            continue
        told[one.name] = AS_A_KEY if one.name in PERSONAL else _value(value)
        if scale := SCALES.get(one.name):
            told[one.name] += f" of {getattr(row, scale)}"
    return told


def _is_unsaid(row: Record, name: str, employees: bool) -> bool:
    if name == "kind" and isinstance(row, TouchpointFigure):
        return False
    if employees and name not in OF_EMPLOYEES:
        return True
    without_ces = name == "ces_direction" and getattr(row, "ces", None) is None
    return name in UNSAID or name in SCALES.values() or without_ces or (name == "weight" and row.weight == 1)  # type: ignore[union-attr]  # only answers have a weight


def _value(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.10g}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case Mapping():
            return ", ".join(f"{key} {number}" for key, number in value.items())
    return str(value)[:LONGEST]


def days_of(rows: Iterable[Record], zone: ZoneInfo) -> tuple[str, str]:
    """The first and the last day that the rows are about, ISO; both empty where none has a date."""
    days = [day for row in rows for day in _days(row, zone)]
    return (min(days).isoformat(), max(days).isoformat()) if days else ("", "")


def _days(row: Record, zone: ZoneInfo) -> tuple[date, ...]:
    if isinstance(row, TouchpointFigure):
        return row.first_day, row.last_day
    moments = (getattr(row, name, None) for name in MOMENTS)
    return tuple(moment.astimezone(zone).date() for moment in moments if moment)
