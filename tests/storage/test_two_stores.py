"""One set of SQL for both stores: what a lake needs differently stands in the files that are named after it."""

import re
from pathlib import Path

STORAGE = Path(__file__).resolve().parents[2] / "storage"
# The face that asks which store it is: a file is written anew, a lake's files are.
KNOWS = {"backup.py"}
WORDS = re.compile(r"ducklake_|postgres|storage\.lake|\bLake\b|catalogue\.", re.IGNORECASE)


def test_nothing_but_the_lakes_own_files_knows_of_a_lake() -> None:
    files = [path for path in STORAGE.rglob("*") if path.suffix in {".py", ".sql"}]
    assert len(files) > 50
    knowing = {path.name for path in files if WORDS.search(_code(path)) and not path.name.startswith("lake")}
    assert knowing == KNOWS


def _code(path: Path) -> str:
    """Its text without comments."""
    return re.sub(r"(?m)(#|--) .*$", "", path.read_text("utf-8"))
