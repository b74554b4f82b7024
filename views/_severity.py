"""Pain points in the order of how bad they are now, with the words that say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics.change import UP, Change, compare_counts, compare_shares
from metrics.emergence import Emergence, emergence
from metrics.estimate import share
from metrics.severity import WORDS, PainCounts, Severity, severity
from views import _moments

GLYPHS = {"Critical": "◆", "High": "▲", "Medium": "■", "Low": "○"}
OPEN, NOT_OPEN = ("new", "escalating", "regressed"), ("in_progress", "waiting", "ignored", "resolved", "closed")
EMERGING = {"new": "New", "returning": "Back"}
STATUS = {
    "new": "New",
    "escalating": "Escalating",
    "regressed": "Regressed",
    "in_progress": "In progress",
    "waiting": "Waiting",
    "ignored": "Ignored until worse",
    "resolved": "Resolved",
    "closed": "Closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Complaints in as many days before and after a person called it resolved."""

    days: int
    before: int
    after: int
    change: Change | None


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
    emergence: Emergence
    proposed: bool
    mended: Mended | None
    stored: str = "new"
    due: Any = None
    overdue_days: int | None = None
    root_cause: str = ""
    action: str = ""
    told_customer: bool = False
    mended_on: Any = None
    woke: Mended | None = None


def ranked(table: pd.DataFrame, now: SentimentCounts, before: SentimentCounts) -> list[Pain]:
    """Every topic with a complaint, the worst first; those with too few complaints to rank come last."""
    pains = [_pain(row, now, before) for row in _moments.rows(table) if int(row.mentions) > 0]
    return sorted(pains, key=_order)


def _pain(row: Any, now: SentimentCounts, before: SentimentCounts) -> Pain:
    complaints, negative, earlier = int(row.mentions), int(row.negative), int(row.before_negative)
    emerging = emergence([int(n) for n in row.history], int(row.listened))
    counts = PainCounts(
        emerging_days=emerging.days if emerging.flagged else 0,
        trend=tuple(int(n) for n in row.trend),
        scored=now.scored,
        before_negative=earlier,
        before_scored=before.scored,
    )
    change = compare_shares((earlier, before.scored), (negative, now.scored))
    woke = _around(row.ignored_days, row.ignored_before, row.ignored_after)
    return Pain(
        topic_id=int(row.topic_id),
        name=str(row.name),
        description=_text(row.description),
        complaints=complaints,
        negative=negative,
        before=int(row.before_mentions),
        authors=int(row.authors),
        negative_share=share(negative, int(row.scored)),
        change=change,
        severity=severity(counts),
        trend=counts.trend,
        status=_shown(_status(row), change, woke),
        stored=_text(row.status) or "new",
        due=row.due,
        overdue_days=row.overdue_days and int(row.overdue_days),
        root_cause=_text(row.root_cause),
        action=_text(row.action),
        told_customer=bool(row.told_customer),
        mended_on=row.mended_on,
        woke=woke if row.status == "ignored" else None,
        owner=_text(row.owner),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        emergence=emerging,
        proposed=_text(row.topic_state) == "proposed",
        mended=_mended(row),
    )


def _mended(row: Any) -> Mended | None:
    """Both counts, once a day has passed since it was called resolved."""
    return _around(row.fixed_days, row.fixed_before, row.fixed_after)


def _around(days: Any, before: Any, after: Any) -> Mended | None:
    if days is None or days != days or int(days) < 1:
        return None
    change = compare_counts(int(before), int(after))
    return Mended(days=int(days), before=int(before), after=int(after), change=change)


def _order(pain: Pain) -> tuple[bool, float, float]:
    found = pain.severity
    if found is None:
        return True, 0.0, -pain.complaints
    return not found.ranked, -WORDS.index(found.word), -found.recent


def _status(row: Any) -> str:
    """A resolved pain point that is complained about after it was resolved has come back."""
    status = _text(row.status) or "new"
    resolved = getattr(row, "resolved_at", None)
    if status == "closed":
        resolved = getattr(row, "closed_at", None)
    seen, changed = _moments.utc(row.last_seen), _moments.utc(resolved) or _moments.utc(row.changed_at)
    return "regressed" if status in {"resolved", "closed"} and seen and changed and seen > changed else status


def _shown(status: str, change: Change | None, woke: Mended | None) -> str:
    """A new one that is complained about more than before escalates; an ignored one wakes up once it gets worse."""
    worse = woke.change if status == "ignored" and woke else change if status == "new" else None
    return "escalating" if worse and worse.verdict == UP else status


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
