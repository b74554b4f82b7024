"""One case as a line of the inbox: what was said, why it is here, whose it is and until when."""

from datetime import UTC, date, datetime
from typing import Any

from domain.reading import reading
from views import _moments, _safe, _words

STATUS = {"open": "Open", "in_progress": "In progress", "waiting": "Waiting", "closed": "Closed"}
PRIORITY = {"urgent": "◆ Urgent", "high": "▲ High", "normal": "■ Normal", "low": "○ Low"}


def html(case: Any, state: str) -> str:
    """The line; `state` is its class: chosen, or not."""
    fresh = "✦ New" if case.fresh else STATUS.get(case.status, case.status)
    under = [fresh, case.source or case.kind, _score(case), case.rule and f"by the rule {case.rule}"]
    said = " · ".join(_safe.html(part, 80) for part in under if part)
    priority = "" if case.priority == "normal" else f"<b>{_safe.html(PRIORITY.get(case.priority, case.priority))}</b> "
    whose = f"<b>{_safe.bdi(case.owner, 40)}</b>" if case.owner else '<span class="es-soft">nobody yet</span>'
    tone = f"p {_safe.html(case.priority)}"
    return (
        f'<div class="es-case {state}"><div><span class="t"><span class="{tone}">{priority}</span>'
        f'{_safe.bdi(gist(case), 220)}</span><small>{said}</small></div><div class="w">{whose}{until(case)}</div></div>'
    )


def gist(case: Any) -> str:
    """What was said, or that nothing was."""
    if case.gone:
        return "(its text is stored no more)"
    title = case.title or ""
    said = reading(title, case.text or "")
    # One line: where the title ends must still be seen.
    return said.replace(f"{title}\n", f"{title} – ", 1).strip() or "(no words, only a score)"


def until(case: Any) -> str:
    """When it is due, loudly where that is past, or how long it waits."""
    if case.overdue_days:
        return f'<small class="late">▲ overdue by {_words.many(int(case.overdue_days), "day")}</small>'
    due = _day(case.due)
    if due and case.status != "closed":
        return f"<small>due {_words.short_day(due)}</small>"
    since = _moments.utc(case.closed_at if case.status == "closed" else case.opened_at)
    verb = "closed" if case.status == "closed" else "opened"
    return f"<small>{verb} {_words.ago(since, datetime.now(UTC))}</small>" if since else ""


def _day(value: Any) -> date | None:
    at = _moments.utc(value)
    return at.date() if at else None


def _score(case: Any) -> str:
    if case.nps is not None:
        return f"NPS {_words.number(case.nps, 0)}"
    return f"{_words.number(case.rating, 0)} of 5 stars" if case.rating is not None else ""
