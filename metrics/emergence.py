"""Is a topic new, or back? Complaints per day against what the days before held; "cannot tell" without a history."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.estimate import ENOUGH
from metrics.poisson import more

NEW, RETURNING, CANNOT_TELL = "new", "returning", "cannot tell"
# First heard, or heard again, within so many days.
LATELY = 14
# The days whose volume is judged.
WINDOW = 7
# Nobody complained for so long before it came back.
QUIET = 28
# One topic in a hundred that is as common as ever may be flagged by chance.
LEVEL = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergence:
    """What a topic is, "new", "returning", "cannot tell" or "" for neither; a sentence why; p of the volume.

    `count` complaints in `days` days, since it was first heard, or heard again; 0 days where it is neither.
    """

    flag: str
    why: str
    count: int
    days: int
    p: float | None = None

    @property
    def flagged(self) -> bool:
        """Whether somebody should look."""
        return self.flag in {NEW, RETURNING}


def emergence(per_day: Sequence[int], listened: int) -> Emergence:
    """Judge a topic by its complaints per day, the newest last, and by how many days the brand was listened to.

    New: first heard within 14 days, five or more in the last seven, and rarer than one in a hundred if the rate had
    always been the same (two Poisson counts compared exactly, Przyborowski & Wilenski 1940). Returning: five or more
    since it came back within 14 days after 28 silent ones, with five or more before those; tested against the silence.
    """
    days = max(listened, len(per_day))
    heard = [len(per_day) - 1 - i for i, n in enumerate(per_day) if n]
    recent = sum(per_day[-WINDOW:])
    if not heard or recent < ENOUGH:
        return Emergence(flag="", why="", count=recent, days=0)
    if back := _return(per_day, heard):
        return back
    if heard[0] >= LATELY:
        return Emergence(flag="", why="", count=recent, days=0)
    if days < QUIET:
        why = f"heard for {days} days only; {QUIET} tell what is new"
        return Emergence(flag=CANNOT_TELL, why=why, count=recent, days=0)
    p = more(recent, sum(per_day) - recent, (days - WINDOW) / WINDOW)
    why = f"first heard {_ago(heard[0])}, {recent} complaints in {WINDOW} days"
    if p >= LEVEL:
        return Emergence(flag="", why="", count=recent, days=0, p=p)
    return Emergence(flag=NEW, why=why, count=sum(per_day), days=heard[0] + 1, p=p)


def _return(per_day: Sequence[int], heard: Sequence[int]) -> Emergence | None:
    """The latest silence of 28 days or more, where what came after it is recent and enough; `heard` is days ago."""
    gaps = [(later, earlier - later - 1) for earlier, later in pairwise(heard)]
    long = [(since, gap) for since, gap in gaps if gap >= QUIET]
    if not long or long[-1][0] >= LATELY:
        return None
    since, gap = long[-1]
    count = sum(per_day[len(per_day) - 1 - since :])
    p = more(count, 0, gap / (since + 1))
    if count < ENOUGH or sum(per_day) - count < ENOUGH or p >= LEVEL:
        return None
    why = f"back since {_ago(since)} after {gap} silent days, {count} complaints since"
    return Emergence(flag=RETURNING, why=why, count=count, days=since + 1, p=p)


def _ago(days: int) -> str:
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
