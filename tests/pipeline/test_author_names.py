"""Names of authors are kept only while earshot.toml asks for it; the answer holds for every file."""

from pathlib import Path

import pytest

import wiring
from config import Config, load
from domain.errors import ConfigError
from pipeline.collect import collect
from tests.house import NOON, bench, configure, feed
from tests.storage.test_erasing import TOKEN, anywhere
from tests.wire import Wire


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Config:
    author = f"<author>a@x.example ({TOKEN})</author>"
    document = feed([("1", "Acme is fine"), ("2", "Acme is loud")]).decode()
    wire.otherwise(document.replace("<guid>1</guid>", f"<guid>1</guid>{author}").encode())
    return configure(tmp_path, {"news": f"{wire.url}/feed"}, brands='[[brand]]\nname = "Acme"\n')


def saying(config: Config, line: str) -> Config:
    """The same configuration with one more line at its head."""
    assert config.path
    text = config.path.read_text("utf-8").replace("raw_days = 0\n", "").replace("keep_author_names = true\n", "")
    config.path.write_text(f"raw_days = 0\n{line}{text}", "utf-8")
    made: Config = load(config.path)
    return made


def run(config: Config, *, anew: bool = False) -> list[object]:
    """What a command does that writes; returns the names that readers see then."""
    tools = bench(config)
    wiring.prepare(tools)
    collect(tools, ["news"], since=NOON if anew else None)
    tools.database.publish()
    with tools.database.read() as queries:
        return [row[0] for row in queries.sql("select author_name from mention order by external_id")[1]]


def test_no_name_is_kept_unless_the_file_asks_and_none_stays_once_it_no_longer_does(
    config: Config, tmp_path: Path
) -> None:
    assert run(saying(config, "")) == [None, None]
    assert anywhere(tmp_path, TOKEN) == []
    assert run(saying(config, "keep_author_names = true\n"), anew=True) == [TOKEN, None]
    assert anywhere(tmp_path, TOKEN) != []
    assert run(saying(config, "")) == [None, None]
    assert anywhere(tmp_path, TOKEN) == []


def test_a_word_that_is_no_answer_is_refused(config: Config) -> None:
    with pytest.raises(ConfigError, match="keep_author_names"):
        saying(config, 'keep_author_names = "perhaps"\n')
