"""How far the reading of a file is: told to whoever listens, and to nobody else."""

from pathlib import Path

from tables import progress
from tables.surveys import load_surveys


def test_a_listener_hears_how_many_rows_were_seen_and_then_of_how_many(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    rows = "\n".join(f"2026-05-{1 + n % 28:02},{n % 11},r{n}" for n in range(2500))
    path.write_text(f"date,nps,respondent\n{rows}\n", "utf-8")
    heard: list[tuple[str, int, int | None]] = []
    with progress.heard(lambda *said: heard.append(said)):
        load_surveys(path, None, brand="Acme")
    assert heard == [
        ("counting", 1000, None),
        ("counting", 2000, None),
        ("checking", 1000, 2500),
        ("checking", 2000, 2500),
    ]
    load_surveys(path, None, brand="Acme")
    assert len(heard) == 4
