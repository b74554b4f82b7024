"""Numbers as a person reads them: signed, with their interval, their size and what changed."""

from datetime import datetime, timedelta

from metrics.words import (
    MINUS,
    count,
    difference,
    duration,
    interval,
    many,
    measure,
    number,
    sentence,
    short_day,
    signed,
    span,
)

__all__ = [
    "GLYPHS",
    "MINUS",
    "REASONS",
    "ago",
    "count",
    "difference",
    "duration",
    "interval",
    "many",
    "measure",
    "number",
    "sentence",
    "short_day",
    "signed",
    "span",
]

GLYPHS = {"negative": "▼", "neutral": "●", "positive": "▲"}
REASONS = {"language": "language", "empty": "no words", None: "not yet analysed"}


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that says something; dates from a month on."""
    passed = now - then
    if passed < timedelta(seconds=-90):
        return f"in {_length(-passed)}"
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(days=31):
        return f"{_length(passed)} ago"
    return short_day(then.date())


def _length(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return f"{max(1, minutes)} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"
