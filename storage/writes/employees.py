"""Answers of employees: a table of their own, so that no figure of customers can hold one."""

from collections.abc import Sequence
from datetime import datetime

from domain.identity import keyed_hash, stable_id
from domain.records import SurveyResponse
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, TIME, clean, utc
from storage.shapes import Changes
from storage.writes.imported import Imported, hash_of, key_of

_ANSWER = {
    "answer_id": BIGINT,
    "row_hash": BIGINT,
    "brand": TEXT,
    "survey": TEXT,
    "respondent_key": TEXT,
    "answered_at": TIME,
    "enps": INTEGER,
    "segment": TEXT,
    "weight": DOUBLE,
}


class Employees(Imported):
    """Answers, by brand + survey + who answered; words are left out, they name their writer in a small firm."""

    table, columns, moment = "employee_answers", _ANSWER, "answered_at"
    tombstones = (("respondent", "respondent_key"),)

    def upsert(self, rows: Sequence[SurveyResponse], *, secret: bytes, now: datetime) -> Changes:
        """Store the recommendation answers; who answered is kept as a keyed hash only."""
        self.settings.check_secret(secret)
        return self.store([_answer(r, secret) for r in rows if r.nps is not None], now)


def _answer(r: SurveyResponse, secret: bytes) -> tuple[object, ...]:
    key = stable_id("employee", r.brand, r.survey, keyed_hash(secret, r.identity))
    return (
        key, hash_of(r), clean(r.brand), clean(r.survey), key_of(secret, r.respondent), utc(r.answered_at), r.nps,
        clean(r.segment), r.weight,
    )  # fmt: skip
