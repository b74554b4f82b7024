"""An upgrade, and the way back, while `serve` of the older code goes on and somebody looks at its pages."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.backup import back_up
from storage.migrate import backups
from storage.restore import restore
from tests.browser.conftest import Visit, _wait, config_text
from tests.house import ROOT
from tests.scale import free_port
from tests.views import world

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def newer(folder: Path) -> Path:
    """The code of a release that has one step more; gives its folder."""
    folder.mkdir()
    for part in ROOT.iterdir():
        if part.name != "storage" and not part.name.startswith("."):
            (folder / part.name).symlink_to(part)
    shutil.copytree(ROOT / "storage", folder / "storage", ignore=shutil.ignore_patterns("__pycache__"))
    step = folder / "storage" / "sql" / "migrations" / "9999_a_later_word.sql"
    step.write_text("alter table settings add column later varchar;\n", "utf-8")
    return folder


def test_pages_say_what_to_do_after_an_upgrade_and_go_on_after_the_way_back(tmp_path: Path, browser: object) -> None:
    database = world.build(tmp_path, world.now())
    database.close()
    config = tmp_path / "earshot.toml"
    config.write_text(config_text(database.path), "utf-8")
    copy = back_up(database, tmp_path / "copies")
    port, known = free_port(), os.environ | {"EARSHOT_SECRET": world.SECRET.decode()}
    command = [sys.executable, "-m", "earshot", "--config", str(config)]
    serve = subprocess.Popen([*command, "serve", "--no-schedule", "--port", str(port)], cwd=ROOT, env=known)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", serve)
        visit = Visit(browser, f"http://127.0.0.1:{port}").open("mentions")
        before = visit.shown()
        later = newer(tmp_path / "later")
        done = subprocess.run(
            [*command, "migrate"],
            cwd=later,
            capture_output=True,
            text=True,
            env=known | {"PYTHONPATH": str(later)},
        )
        assert (done.returncode, "9999_a_later_word" in done.stdout) == (0, True), done.stderr
        assert len(backups(database.path)) == 1
        said = visit.open("mentions").page.inner_text("body")
        assert "made by a newer Earshot (9999_a_later_word); upgrade this one" in said
        assert restore(database, tmp_path / "copies") == copy
        assert visit.open("mentions").shown() == before != []
        assert (visit.errors, serve.poll()) == ([], None)
        visit.context.close()
    finally:
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(60) == 0
        database.close()
