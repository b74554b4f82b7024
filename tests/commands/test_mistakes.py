"""What people get wrong, and what a schedule meets: a sentence and an exit code, never a stack trace, nothing lost."""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import wiring
from config import load
from domain.errors import StorageError
from tests.house import ROOT, complaint, configure, earshot, earshot_json, feed
from tests.wire import Wire


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Path:
    wire.otherwise(feed([("1", "Acme is fine")]))
    path = configure(tmp_path, {"news": f"{wire.url}/feed"}).path
    assert path
    return path


def test_files_that_cannot_be_written_or_read_are_said_in_a_sentence(config: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("text\nfine\n", "utf-8")
    earshot(config, "init", "Foo", "--out", str(tmp_path / "no/such/a.toml"), code=2)
    earshot(config, "score", str(table), "--text-column", "text", "--out", "/proc/x.csv", "--engine", "vader", code=2)
    latin = tmp_path / "env"
    latin.write_bytes(b"KEY=\xe4\xf6")
    assert "not UTF-8" in complaint(config, "--env-file", str(latin), "status")


def test_a_reader_that_leaves_is_no_error(config: Path) -> None:
    earshot(config, "collect")
    wide = "select repeat('x', 1000) from range(20000)"
    door = f"{sys.executable} -m earshot --config {config}"
    line = f'{door} sql "{wide}" --csv | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("0", "")


def test_control_characters_of_a_file_do_not_reach_the_terminal(config: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("text\x1b]0;pwn\x07\nfine\n", "utf-8")
    said = complaint(config, "score", str(table), "--text-column", "no", "--out", str(tmp_path / "o"))
    assert "\x1b" not in said and "\x07" not in said


def test_an_import_under_a_configured_sources_name_is_refused(config: Path, tmp_path: Path) -> None:
    earshot(config, "collect")
    table = tmp_path / "r.csv"
    table.write_text("id,text\n1,fine\n", "utf-8")
    earshot(config, "import", "reviews", str(table), "--brand", "Acme", "--source", "news", code=2)
    assert earshot_json(config, "collect", "news")["runs"][0]["new"] == 0


def test_a_file_source_is_found_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("id,text\n1,The grinder is fine\n", "utf-8")
    path = tmp_path / "earshot.toml"
    options = '{ path = "r.csv" }'
    path.write_text(f'[[brand]]\nname="A"\n[[source]]\nname="shop"\nkind="file"\noptions={options}\n', "utf-8")
    assert earshot_json(path, "collect")["runs"][0]["new"] == 1


def test_a_run_that_fails_half_way_still_publishes_what_it_stored(config: Path) -> None:
    config.write_text(config.read_text("utf-8") + 'taxonomy = "nowhere.toml"\n', "utf-8")
    text = config.read_text("utf-8").replace('taxonomy = "nowhere.toml"\n', "")
    config.write_text('taxonomy = "nowhere.toml"\n' + text, "utf-8")
    earshot(config, "run", code=2)
    assert earshot_json(config, "sql", "select count(*) as n from mention") == [{"n": 1}]
    earshot(config, "check", "--offline", code=2)


def test_the_sample_does_not_replace_a_persons_own_configuration(config: Path) -> None:
    before = config.read_text("utf-8")
    earshot(config, "demo", "--no-serve", "--folder", str(config.parent), code=2)
    assert config.read_text("utf-8") == before


def test_analyze_counts_mentions_and_tells_the_others_apart(config: Path, tmp_path: Path) -> None:
    earshot(config, "collect")
    table = tmp_path / "s.csv"
    table.write_text("respondent,nps,comment\n1,0,This is terrible\n2,10,Wonderful\n", "utf-8")
    earshot(config, "import", "surveys", str(table), "--brand", "Acme")
    done = earshot_json(config, "analyze")
    assert (done["scored"] + sum(done["skipped"].values()), done["other_texts"]) == (1, 2)
    again = earshot_json(config, "analyze", "--rescore")
    assert (again["scored"], again["other_texts"]) == (done["scored"], 2)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_serve_hands_the_env_file_on_and_analyses_what_was_imported(config: Path, tmp_path: Path) -> None:
    env = tmp_path / "env"
    env.write_text("EARSHOT_SECRET=one that only this file knows\n", "utf-8")
    door = [sys.executable, "-m", "earshot", "--env-file", str(env), "--config", str(config)]
    bare = {key: value for key, value in os.environ.items() if key != "EARSHOT_SECRET"}
    database = wiring.database(load(config))
    server = subprocess.Popen(
        [*door, "serve", "--port", str(free_port())], cwd=ROOT, env=bare, stderr=subprocess.DEVNULL
    )
    try:
        ends = time.monotonic() + 400
        found = 0
        while time.monotonic() < ends and not found:
            time.sleep(0.2)
            # Nothing is published at first.
            with suppress(StorageError), database.read() as queries:
                found = queries.sql("select count(sentiment) from mention")[1][0][0]
    finally:
        server.terminate()
        assert server.wait(120) == 0
    assert found == 1
    database.close()
    assert not (config.parent / "secret").exists()
