"""SIGTERM in the middle of writing a file: nothing half written stays, and an older file is left as it was."""

import subprocess
import sys
import time
from pathlib import Path

from tests.house import ROOT

ROWS = 60_000


def test_score_that_is_told_to_end_leaves_nothing_half_written_and_an_older_file_as_it_was(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("text\n" + "The grinder is loud but the coffee is wonderful\n" * ROWS, "utf-8")
    out.write_text("an older one\n", "utf-8")
    words = ["score", str(table), "--text-column", "text", "--out", str(out), "--engine", "vader"]
    child = subprocess.Popen([sys.executable, "-m", "earshot", *words], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    part = tmp_path / "out.csv.part"
    while not part.exists() and child.poll() is None:
        time.sleep(0.01)
    child.terminate()
    _, said = child.communicate(timeout=400)
    assert (child.returncode, said) == (1, "earshot: stopped\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv", "out.csv"]
    assert out.read_text("utf-8") == "an older one\n"
