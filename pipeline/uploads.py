"""Files that pages were given: each in a folder of its own below the data folder, for an hour at most."""

import shutil
from pathlib import Path

FOLDER = "uploads"
PATIENCE = 3600.0


def sweep(folder: Path, now: float) -> int:
    """Remove what was left behind longer than PATIENCE seconds ago, such as by a page that was closed."""
    return _remove([one for one in folder.glob("*") if _age(one, now) > PATIENCE])


def clear(folder: Path) -> int:
    """Remove all of it; returns how many files there were."""
    return _remove(list(folder.glob("*")))


def _remove(parcels: list[Path]) -> int:
    count = sum(path.is_file() for parcel in parcels for path in parcel.rglob("*"))
    for parcel in parcels:
        shutil.rmtree(parcel, ignore_errors=True)
    return count


def _age(path: Path, now: float) -> float:
    try:
        return now - path.stat().st_mtime
    except OSError:
        return 0.0
