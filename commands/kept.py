"""What is said about copies and about the disk, in words and as JSON."""

from pipeline.rotation import Rotation
from pipeline.space import Room


def rotation_json(found: Rotation | None) -> dict[str, object] | None:
    """How the copies stand; None where the configuration asks for none."""
    if found is None:
        return None
    newest = str(found.newest) if found.newest else None
    return {"folder": str(found.folder), "newest": newest, "made_at": found.made_at, "error": found.error}


def rotation_sentences(found: Rotation | None) -> list[str]:
    """Nothing while all is well."""
    if found is None or found.error is None:
        return []
    return [f"no copy could be made: {found.error}; see [backup] in the configuration"]


def room_json(room: Room) -> dict[str, object]:
    """Bytes, bytes a day and days; null is unknown and `note` says why."""
    return {"free": room.free, "growth_per_day": room.growth, "days_left": room.days, "note": room.note}


def room_sentence(room: Room) -> str:
    """Free space and how long it lasts."""
    left = "unknown" if room.days is None else f"{room.days:,}"
    grown = "" if room.growth is None else f", growing by {room.growth / 1e6:,.1f} MB a day"
    note = f" ({room.note})" if room.note else ""
    return f"disk: {room.free / 1e6:,.0f} MB free{grown}; days left until collecting pauses: {left}{note}"
