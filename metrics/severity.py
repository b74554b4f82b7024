"""How bad a pain point is today: what part of what is said now complains of it, and whether that grows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.change import DOWN, UP, Change, compare_shares
from metrics.estimate import ENOUGH, TOO_FEW

WORDS = ("Low", "Medium", "High", "Critical")
# A complaint counts half after a week: last month's outage that was mended is not today's.
HALF_LIFE_DAYS = 7.0
# Complaints in percent of everything scored that is said now, from which a word is earned.
STEPS = (2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PainCounts:
    """What severity is a function of; nothing else.

    `trend`: complaints per day, the newest last. `scored`: rows scored in the same days, those that name
    another topic too. `before_negative` of `before_scored`: the same counts in the period before.
    `emerging_days`: since when it is new, or back after a silence; 0 where it is neither.
    """

    trend: tuple[int, ...]
    scored: int
    before_negative: int = 0
    before_scored: int = 0
    emerging_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """A word, the recent share in percent it comes from, the change that moved it, and a sentence why.

    `ranked` is False under five complaints: shown, never ranked.
    """

    word: str
    recent: float
    change: Change | None
    why: str
    ranked: bool


def severity(counts: PainCounts) -> Severity | None:
    """Judge one pain point; None where nobody complained or nothing was scored.

    The recent share is the recency-weighted mean of complaints a day over scored rows a day; of what is new or
    back, the plain mean since then, for the silent days before say nothing about today. A detectable
    rise against the period before, or being new or back, lifts the word by one, a detectable fall lowers it by one.
    """
    complaints, days = sum(counts.trend), len(counts.trend)
    if complaints <= 0 or counts.scored <= 0:
        return None
    rate = recent_rate(counts.trend)
    if lately := counts.trend[-counts.emerging_days :] if counts.emerging_days else ():
        rate = sum(lately) / len(lately)
    recent = 100 * rate / (counts.scored / days)
    if complaints < ENOUGH:
        return Severity(word=WORDS[0], recent=recent, change=None, why=TOO_FEW, ranked=False)
    change = compare_shares((counts.before_negative, counts.before_scored), (complaints, counts.scored))
    moved = 1 if counts.emerging_days else {UP: 1, DOWN: -1}.get(change.verdict if change else "", 0)
    level = min(max(sum(recent >= step for step in STEPS) + moved, 0), len(WORDS) - 1)
    return Severity(word=WORDS[level], recent=recent, change=change, why=_why(recent, moved), ranked=True)


def recent_rate(trend: Sequence[int]) -> float:
    """Complaints a day, each day weighing half of the day a week later."""
    weights = [math.pow(0.5, age / HALF_LIFE_DAYS) for age in range(len(trend))]
    return sum(w * c for w, c in zip(weights, reversed(trend), strict=True)) / sum(weights)


def _why(recent: float, moved: int) -> str:
    said = f"about {recent:.1f}% of what is said now complains of it"
    return said + {1: ", and it grows", -1: ", and it fades", 0: ""}[moved]
