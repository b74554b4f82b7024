"""Imports as the page and the shell share them: what is shown, what is logged, which map is remembered."""

import os
import time
from pathlib import Path

import pytest

from domain.errors import ConfigError
from pipeline.import_preview import AS_A_KEY
from pipeline.imports import Order, import_file
from pipeline.uploads import FOLDER, PATIENCE, clear, sweep
from pipeline.workbench import Workbench
from storage.shapes import Changes
from tables.column_map import ColumnMap
from tests.house import bench, configure, earshot, earshot_json

ANSWERS = "respondent,nps,comment,answered_at\np1,9,fine,2026-03-01\np2,x,no,2026-03-02\np3,3,slow,2026-03-09\n"


@pytest.fixture
def tools(tmp_path: Path) -> Workbench:
    return bench(configure(tmp_path, {}))


def wrote(folder: Path, text: str = ANSWERS, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def audit(tools: Workbench) -> list[tuple[str, str, str, str]]:
    tools.database.publish()
    with tools.database.read() as queries:
        rows = queries.change_log.latest(10)
    return [tuple(row) for row in rows[["person", "verb", "subject", "detail"]].itertuples(index=False)]


def test_a_trial_shows_rows_as_they_are_stored_and_names_no_respondent(tools: Workbench, tmp_path: Path) -> None:
    order = Order(what="surveys", path=wrote(tmp_path), brand="Acme", dry_run=True, show=1)
    found = import_file(tools, order)
    assert found.rows == (
        {
            "survey": "survey",
            "respondent": AS_A_KEY,
            "answered_at": "2026-03-01 00:00 UTC",
            "nps": "9",
            "comment": "fine",
        },
    )
    assert [(one.line, one.column, one.value) for one in found.rejects] == [(3, "nps", "x")]
    assert (found.accepted, found.rejected, found.rejects_file) == (2, 1, None)
    assert (found.first, found.last) == ("2026-03-01", "2026-03-09") and audit(tools) == []


def test_of_employees_nothing_but_the_answer_is_shown(tools: Workbench, tmp_path: Path) -> None:
    column_map = ColumnMap.read({"options": {"audience": "employees"}}, what="surveys")
    order = Order(what="surveys", path=wrote(tmp_path), brand="Acme", dry_run=True, show=5, column_map=column_map)
    assert {name for row in import_file(tools, order).rows for name in row} == {
        "survey",
        "respondent",
        "answered_at",
        "nps",
    }


def test_an_import_is_logged_with_its_corrections_under_a_name(tools: Workbench, tmp_path: Path) -> None:
    order = Order(what="surveys", path=wrote(tmp_path), brand="Acme", person="mia@example.com")
    import_file(tools, order)
    wrote(tmp_path, ANSWERS.replace("p3,3", "p3,10"))
    assert import_file(tools, order).changed == 1
    newest, first = audit(tools)
    assert newest[:3] == ("mia@example.com", "import", "surveys") and '"changed": 1' in newest[3]
    assert '"new": 2' in first[3] and "p3" not in newest[3]


def test_the_saved_map_reads_the_next_file_with_these_headings(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    assert config.path
    path, map_file = wrote(tmp_path, "Q1,Who\n9,a\n11,b\n"), tmp_path / "map.toml"
    map_file.write_text(
        '[columns]\nnps = "Q1"\nrespondent = "Who"\n[codes.nps]\nmissing = [11]\n[options]\nsurvey = "S"\n', "utf-8"
    )
    words = ("import", "surveys", str(path), "--brand", "Acme")
    refused = earshot(config.path, *words, "--map", "saved", code=2)
    assert refused == ""
    earshot(config.path, *words, "--map", str(map_file), "--remember")
    again = wrote(tmp_path, "Who,Q1\na,9\nc,4\n", "next.csv")
    found = earshot_json(config.path, "import", "surveys", str(again), "--brand", "Acme", "--map", "saved")
    assert (found["new"], found["unchanged"], found["rejected"]) == (1, 1, 0) and "rows" not in found


def test_what_a_shell_shows_cannot_move_its_cursor(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    assert config.path
    path = wrote(tmp_path, "text,rating\n\x1b[2Jgone,5\nfine,9\n", "reviews.csv")
    said = earshot(config.path, "import", "reviews", str(path), "--brand", "Acme", "--dry-run", "--show", "3", code=1)
    assert "\x1b" not in said and "gone; rating: 5" in said and 'line 3, column "rating"' in said


def test_a_map_is_remembered_only_where_one_is_named(tools: Workbench, tmp_path: Path) -> None:
    config = tools.config.path
    assert config
    earshot(config, "import", "surveys", str(wrote(tmp_path)), "--brand", "Acme", "--remember", code=2)
    with pytest.raises(ConfigError, match="a configured source"):
        import_file(bench(configure(tmp_path, {"shop": "http://127.0.0.1/"})), Order(
            what="reviews", path=wrote(tmp_path), brand="Acme", source="shop"))  # fmt: skip


def test_files_that_pages_were_given_go_after_an_hour_and_when_somebody_is_erased(
    tools: Workbench, tmp_path: Path
) -> None:
    old, new = (tmp_path / FOLDER / name / "a.csv" for name in ("old", "new"))
    for path in (old, new):
        path.parent.mkdir(parents=True)
        path.write_text("text\nsecret\n", "utf-8")
    now = time.time()
    os.utime(old.parent, (now, now - PATIENCE - 1))
    assert sweep(tmp_path / FOLDER, now) == 1 and not old.parent.exists() and new.exists()
    assert clear(tmp_path / FOLDER) == 1 and not new.exists() and sweep(tmp_path / "nowhere", now) == 0
    assert Changes().new == 0
