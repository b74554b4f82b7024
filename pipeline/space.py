"""Notices a disk that fills up while there is still room to act."""

from storage.shapes import Size

NEEDED = 1.2
"""Times the database's size: a publication copies it whole, and a commit needs room besides."""


def shortage(size: Size) -> str | None:
    """Why collecting pauses, in one sentence; None where there is room."""
    needed = NEEDED * size.database
    if size.free >= needed:
        return None
    return (
        f"the disk is nearly full: {size.free / 1e6:,.0f} MB free, {needed / 1e6:,.0f} MB needed (1.2 x the database); "
        "collecting is paused until there is room, pages keep working"
    )
