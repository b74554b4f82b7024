"""One set of SQL for both stores: what a lake needs differently stands in one folder, storage/lake."""

import re
from pathlib import Path

STORAGE = Path(__file__).resolve().parents[2] / "storage"
WORDS = re.compile(r"ducklake_|postgres|storage\.lake|\bLake\b|catalogue\.", re.IGNORECASE)


def test_nothing_but_the_lakes_own_folder_knows_of_a_lake() -> None:
    files = [path for path in STORAGE.rglob("*") if path.suffix in {".py", ".sql"}]
    assert len(files) > 50
    knowing = [path.name for path in files if WORDS.search(_code(path)) and path.parent != STORAGE / "lake"]
    assert knowing == []


def _code(path: Path) -> str:
    """Its text without comments."""
    return re.sub(r"(?m)(#|--) .*$", "", path.read_text("utf-8"))
