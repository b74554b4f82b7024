"""What makes `serve` start a run: time, and a configuration that was changed since the last one."""

from pathlib import Path

import pytest

import wiring
from commands.serve import _Runs
from config import Config, load
from pipeline.collect import collect
from tests.house import bench, configure, feed
from tests.wire import Wire


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Config:
    """One source that was just read; nothing waits."""
    wire.otherwise(feed([("1", "Nobody is named")]))
    made = configure(tmp_path, {"news": f"{wire.url}/feed"}, brands='[[brand]]\nname = "Acme"\nquery = "acme"\n')
    tools = bench(made)
    collect(tools)
    tools.database.publish()
    return made


def rewritten(config: Config, before: str, after: str) -> Path:
    assert config.path
    text = config.path.read_text("utf-8")
    assert before in text
    config.path.write_text(text.replace(before, after), "utf-8")
    return config.path


def test_nothing_is_due_right_after_a_run(config: Config) -> None:
    assert not wiring.something_is_due(config)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/feed", "/other"),
        ('every = "1h"', 'every = "30m"'),
        ('query = "acme"', 'query = "acme OR bolt"'),
        ('name = "news"', 'name = "more news"'),
    ],
)
def test_a_changed_source_or_query_is_due_at_once_and_only_once(config: Config, before: str, after: str) -> None:
    changed = load(rewritten(config, before, after))
    assert wiring.something_is_due(changed)
    tools = bench(changed)
    collect(tools)
    tools.database.publish()
    assert not wiring.something_is_due(changed)


def test_serve_reads_a_changed_configuration_and_waits_while_it_is_wrong(
    config: Config, capfd: pytest.CaptureFixture[str]
) -> None:
    runs = _Runs(config, {})
    rewritten(config, 'every = "1h"', 'every = "often"')
    runs.start_if_due()
    runs.start_if_due()
    said = capfd.readouterr().err
    assert said.count("nothing is collected until it is mended") == 1 and "every" in said
    rewritten(config, 'every = "often"', 'every = "1h"')
    runs.start_if_due()
    runs.end()
    assert capfd.readouterr().err == ""
