"""Pain points in the order of how bad they are now, with the words that say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics.change import Change, compare_shares
from metrics.estimate import share
from metrics.severity import WORDS, PainCounts, Severity, severity
from views import _moments

GLYPHS = {"Critical": "◆", "High": "▲", "Medium": "■", "Low": "○"}
OPEN, NOT_OPEN = ("new", "regressed"), ("in_progress", "ignored", "resolved")
STATUS = {
    "new": "New",
    "regressed": "Regressed",
    "in_progress": "In progress",
    "ignored": "Ignored",
    "resolved": "Resolved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """One pain point as the list and its detail show it; `trend` is complaints per day, newest last."""

    topic_id: int
    name: str
    description: str
    complaints: int
    negative: int
    before: int
    authors: int
    negative_share: Estimate | None
    change: Change | None
    severity: Severity | None
    trend: Sequence[int]
    status: str
    owner: str
    first_seen: Any
    last_seen: Any


def ranked(table: pd.DataFrame, now: SentimentCounts, before: SentimentCounts) -> list[Pain]:
    """Every topic with a complaint, the worst first; those with too few complaints to rank come last."""
    pains = [_pain(row, now, before) for row in _moments.rows(table) if int(row.mentions) > 0]
    return sorted(pains, key=_order)


def _pain(row: Any, now: SentimentCounts, before: SentimentCounts) -> Pain:
    complaints, negative, earlier = int(row.mentions), int(row.negative), int(row.before_negative)
    counts = PainCounts(
        trend=tuple(int(n) for n in row.trend),
        scored=now.scored,
        before_negative=earlier,
        before_scored=before.scored,
    )
    return Pain(
        topic_id=int(row.topic_id),
        name=str(row.name),
        description=_text(row.description),
        complaints=complaints,
        negative=negative,
        before=int(row.before_mentions),
        authors=int(row.authors),
        negative_share=share(negative, int(row.scored)),
        change=compare_shares((earlier, before.scored), (negative, now.scored)),
        severity=severity(counts),
        trend=counts.trend,
        status=_status(row),
        owner=_text(row.owner),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
    )


def _order(pain: Pain) -> tuple[bool, float, float]:
    found = pain.severity
    if found is None:
        return True, 0.0, -pain.complaints
    return not found.ranked, -WORDS.index(found.word), -found.recent


def _status(row: Any) -> str:
    """A resolved pain point that is complained about after it was resolved has come back."""
    status = _text(row.status) or "new"
    seen, changed = _moments.utc(row.last_seen), _moments.utc(row.changed_at)
    return "regressed" if status == "resolved" and seen and changed and seen > changed else status


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
