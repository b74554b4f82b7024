"""How many bytes the database takes, and how many are left."""

import shutil
from pathlib import Path

from storage.shapes import Size


def measured(database: Path, snapshots: Path) -> Size:
    """Sizes now; what does not exist takes nothing, and a folder that is still to be made lies on its parent's disk."""
    disk = next((p for p in (database.parent, *database.parent.parents) if p.exists()), Path("/"))
    return Size(
        database=_bytes(database),
        snapshots=_bytes(*snapshots.glob("snap-*")),
        free=shutil.disk_usage(disk).free,
        raw=_bytes(raw_beside(database)),
    )


def raw_beside(database: Path) -> Path:
    """Where what services sent is kept as it came."""
    return database.with_name(f"{database.stem}.raw.duckdb")


def _bytes(*files: Path) -> int:
    total = 0
    for file in files:
        try:
            total += file.stat().st_size
        except FileNotFoundError:
            continue
    return total
