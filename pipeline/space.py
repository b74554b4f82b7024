"""Notices a disk that fills up while there is still room to act."""

from dataclasses import dataclass

from storage.shapes import Growth, Size

NEEDED = 1.2
"""Times the database's size: a publication copies it whole, and a commit needs room besides."""


LEAST_DAYS = 14
"""Days of history without which nothing is said about the future."""

COPIES = 2
"""Published snapshots that grow with the database."""

LONGEST = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes free, the database's growth in bytes a day, and the days until collecting pauses; None is unknown."""

    free: int
    growth: float | None = None
    days: int | None = None
    note: str = ""


def room(size: Size, growth: Growth) -> Room:
    """How long the disk lasts at the present growth, to the day.

    A day's new mentions take as much room as those that are there do on average, once in the database and once in
    each snapshot; collecting pauses where free < 1.2 x the database. With f free, d database, g growth a day:
    f - 3 g t = 1.2 (d + g t), so t = (f - 1.2 d) / (4.2 g). Backups on the same disk are not counted.
    """
    if growth.days < LEAST_DAYS:
        return Room(free=size.free, note=f"unknown before {LEAST_DAYS} days of history; there are {growth.days}")
    daily = size.database * growth.new / max(1, growth.mentions) / growth.days
    if shortage(size):
        return Room(free=size.free, growth=daily, days=0)
    if daily <= 0:
        return Room(free=size.free, growth=0.0, note="nothing new came in these days")
    days = (size.free - NEEDED * size.database) / ((1 + COPIES + NEEDED) * daily)
    return Room(free=size.free, growth=daily, days=min(LONGEST, int(days)))


def shortage(size: Size) -> str | None:
    """Why collecting pauses, in one sentence; None where there is room."""
    needed = NEEDED * size.database
    if size.free >= needed:
        return None
    return (
        f"the disk is nearly full: {size.free / 1e6:,.0f} MB free, {needed / 1e6:,.0f} MB needed (1.2 x the database); "
        "collecting is paused until there is room, pages keep working"
    )
