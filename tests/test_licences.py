"""What Earshot stands on: each licence is known and listed, and nothing that it stands on reports to anybody."""

import ast
import tomllib
from dataclasses import replace
from pathlib import Path

from tests.licences import ELSEWHERE, PAGE, locked

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_lists_every_locked_package_with_its_licence() -> None:
    listed = PAGE.read_text("utf-8").splitlines()
    known = {package.name: package for package in locked()}
    rows = [row for row in listed if row.startswith("| ") and not row.startswith("| package ")]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == list(known), "run: make licences"
    here = [package for package in known.values() if package.licence != ELSEWHERE]
    wrong = [p.name for p in here if p.row not in rows and replace(p, licence=ELSEWHERE).row not in rows]
    assert wrong == [], "run: make licences"


def test_every_package_names_a_licence() -> None:
    assert [package.name for package in locked() if package.licence == "not told"] == []


def test_the_app_reports_no_usage_whichever_way_it_is_started() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    serve = (ROOT / "commands/serve.py").read_text("utf-8")
    assert '"--browser.gatherUsageStats", "false"' in serve


def test_the_reddit_library_never_asks_whether_it_is_up_to_date() -> None:
    tree = ast.parse((ROOT / "collectors/_reddit_wire.py").read_text("utf-8"))
    made = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "praw.Reddit"]
    checks = [k.value for call in made for k in call.keywords if k.arg == "check_for_updates"]
    assert len(checks) == len(made) >= 1
    assert all(isinstance(value, ast.Constant) and value.value is False for value in checks)
