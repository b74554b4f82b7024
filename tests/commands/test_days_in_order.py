"""Days the wrong way round are a mistake that is told, and no period without data."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from domain.errors import ConfigError
from earshot import cli

BACKWARDS = ("--from", "2024-06-30", "--to", "2024-06-01")


@pytest.mark.parametrize(
    "words",
    [
        ("metric", "nps"),
        ("seasonality", "nps"),
        ("leadlag",),
        ("export", "mentions", "--out", "m.csv"),
        ("audit", "--out", "a.csv"),
    ],
)
def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "earshot.toml"
    path.write_text(f'database = "{tmp_path}/none.duckdb"\n[[brand]]\nname = "Acme"\n', "utf-8")
    done = CliRunner().invoke(cli, ["--config", str(path), *words, *BACKWARDS])
    assert isinstance(done.exception, ConfigError)
    assert "swap them" in str(done.exception)
