"""Imported survey answers, by brand + survey + who answered."""

from collections.abc import Sequence
from datetime import datetime

from domain.identity import content_hash, keyed_hash, stable_id
from domain.records import SurveyResponse
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, TIME, clean, utc
from storage.shapes import Changes
from storage.writes.imported import Imported, hash_of, key_of

_ANSWER = {
    "response_id": BIGINT,
    "row_hash": BIGINT,
    "content_hash": BIGINT,
    "brand": TEXT,
    "survey": TEXT,
    "respondent_key": TEXT,
    "answered_at": TIME,
    "nps": INTEGER,
    "csat": INTEGER,
    "csat_max": INTEGER,
    "ces": INTEGER,
    "ces_max": INTEGER,
    "ces_direction": TEXT,
    "comment": TEXT,
    "customer_key": TEXT,
    "touchpoint": TEXT,
    "segment": TEXT,
    "country": TEXT,
    "weight": DOUBLE,
}


class Surveys(Imported):
    """Answers, by brand + survey + who answered."""

    table, columns, moment = "survey_responses", _ANSWER, "answered_at"
    text, kind, tombstones = (
        "comment <> ''",
        "survey",
        (("respondent", "respondent_key"), ("respondent", "customer_key")),
    )

    def upsert(self, rows: Sequence[SurveyResponse], *, secret: bytes, now: datetime) -> Changes:
        """Store answers; respondents and customers are kept as keyed hashes only."""
        self.settings.check_secret(secret)
        return self.store([_answer(r, secret) for r in rows], now)


def _answer(r: SurveyResponse, secret: bytes) -> tuple[object, ...]:
    # The identity holds who answered; keyed, the id cannot be guessed back to a person.
    key = stable_id("survey", r.brand, r.survey, keyed_hash(secret, r.identity))
    comment = clean(r.comment) or ""
    return (
        key, hash_of(r), content_hash("", comment), clean(r.brand), clean(r.survey), key_of(secret, r.respondent),
        utc(r.answered_at), r.nps, r.csat, r.csat_max, r.ces, r.ces_max, r.ces_direction, comment,
        key_of(secret, r.customer), clean(r.touchpoint), clean(r.segment), clean(r.country), r.weight,
    )  # fmt: skip
