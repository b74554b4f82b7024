"""The table of settled figures names, for each, tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = re.findall(r"^\| (\d+) \| [^|]+ \| (.+) \|$", (ROOT / "docs/metrics-cases.md").read_text("utf-8"), re.MULTILINE)


@cache
def defined_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_figure_is_in_the_table_once_and_in_order() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 26))


def test_every_test_that_the_table_names_is_there() -> None:
    named = [re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", cell) for _, cell in ROWS]
    assert all(named)
    assert [f"{path}::{test}" for cell in named for path, test in cell if test not in defined_in(path)] == []
