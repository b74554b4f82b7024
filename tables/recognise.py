"""What a file is, by its headings alone: which sort of import, from which service, and which column is what."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tables.column_map import PRESETS, ColumnMap
from tables.fields import FIELDS, What, guess, plain

Document = dict[str, dict[str, object]]
"""A column map as TOML has it: sections "columns", "codes" and "options"."""

# How much a field that some heading names speaks for a sort; what every sort has says nothing.
SPEAKS: Mapping[What, Mapping[str, float]] = {
    What.SURVEYS: {"nps": 5, "csat": 3, "ces": 4, "respondent": 2, "comment": 0.5, "answered_at": 0.5, "weight": 1},
    What.TICKETS: {
        "first_response_at": 4,
        "resolved_at": 3,
        "first_response_minutes": 5,
        "resolution_minutes": 5,
        "reopened_at": 3,
        "priority": 2,
        "owner": 2,
        "satisfaction": 1.5,
        "subject": 1,
        "channel": 1,
    },
    What.CUSTOMERS: {
        "churned": 4,
        "churned_at": 4,
        "tenure_months": 4,
        "monthly_revenue": 3,
        "margin": 2,
        "customer": 1,
        "started_at": 1,
    },
    What.TOUCHPOINTS: {"touchpoint": 3, "kind": 2, "value": 1.5, "period": 2, "customers": 1, "since": 1, "until": 1},
    What.NOTES: {"team": 3, "noted_at": 0.5, "text": 0.5},
    What.REVIEWS: {
        "rating": 2.5,
        "text": 2,
        "title": 1,
        "author": 0.5,
        "reply_text": 2,
        "app_version": 3,
        "url": 1,
        "likes": 1,
        "shares": 2,
        "published_at": 0.5,
    },
}
# Headings, as `plain` writes them, that together give a service away: so many of these, and each of those.
SIGNS: Mapping[str, tuple[int, str, str]] = {
    "qualtrics": (4, "startdate enddate status recordeddate finished distributionchannel userlanguage", "responseid"),
    "surveymonkey": (1, "startdate enddate datecreated datemodified ipaddress", "respondentid collectorid"),
    "typeform": (1, "networkid startdateutc", "submitdateutc"),
    "delighted": (1, "personid surveytype person responseid createdat", "score"),
    "zendesk": (2, "solvedat createdat assignee organization ticketformname via assigneeid viachannel", "subject"),
}
OTHER_MARKS = {"delighted": "personid surveytype person", "zendesk": "requester requesterid metricsetsolvedat"}
TIMESTAMPS = ["timestamp", "zeitstempel", "horodateur", "marcatemporal", "informazionicronologiche"]
PRESET_OF: Mapping[What, tuple[str, ...]] = {
    What.SURVEYS: ("delighted", "google_forms", "qualtrics", "surveymonkey", "typeform"),
    What.TICKETS: ("zendesk",),
}
QUESTION = re.compile(r"\W*Q\d+\w*", re.IGNORECASE)
MANY_QUESTIONS = 3
SURE = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a file seems to be; `preset` names the service that wrote it, None where none is known by its headings."""

    what: What
    preset: str | None = None


def recognise(headers: Sequence[str]) -> Recognised:
    """The likeliest sort and service; a person has the last word."""
    names = {plain(header) for header in headers}
    for preset, (enough, some, each) in SIGNS.items():
        signed = len(names & set(some.split())) >= enough and set(each.split()) <= names
        if signed and (preset not in OTHER_MARKS or names & set(OTHER_MARKS[preset].split())):
            return Recognised(what=What.TICKETS if preset == "zendesk" else What.SURVEYS, preset=preset)
    scores = {what: _speaks_for(headers, what) for what in SPEAKS}
    best = max(scores, key=lambda what: scores[what])
    form = bool(headers) and plain(headers[0]) in TIMESTAMPS and (best == What.SURVEYS or scores[best] < SURE)
    return Recognised(what=What.SURVEYS, preset="google_forms") if form else Recognised(what=best)


def _speaks_for(headers: Sequence[str], what: What) -> float:
    found = guess(headers, what)
    score = sum(weight for field, weight in SPEAKS[what].items() if field in found)
    if what == What.SURVEYS and sum(bool(QUESTION.match(header)) for header in headers) >= MANY_QUESTIONS:
        score += SURE
    if what == What.NOTES and plain(found.get("text", "")) in {"note", "notes"}:
        score += SURE
    return score


def presets_of(what: What | str) -> tuple[str, ...]:
    """The services whose files of this sort come with a map."""
    return PRESET_OF.get(What(what), ())


def first_map(headers: Sequence[str], what: What | str, preset: str | None) -> Document:
    """The map that the headings speak for, every column named: the preset's own columns first, then the obvious."""
    what = What(what)
    document: Document = {"columns": {}, "codes": {}, "options": {}}
    if preset in presets_of(what):
        told = tomllib.loads((PRESETS / f"{preset}.toml").read_text("utf-8"))
        document["codes"], document["options"] = told.get("codes", {}), told.get("options", {})
        for field, names in ColumnMap.load(str(preset), what).likely.items():
            if present := [name for name in names if name in headers]:
                document["columns"][field] = present[0]
    taken = set(document["columns"].values())
    for field, name in guess([h for h in headers if h not in taken], what).items():
        document["columns"].setdefault(field, name)
    document["columns"] = {f: document["columns"][f] for f in FIELDS[what] if f in document["columns"]}
    return document
