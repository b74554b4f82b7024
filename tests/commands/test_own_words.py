"""Rules and calibration as scripts ask for them, and engines that need what a plain file has not."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import wiring
from commands.door import Door
from commands.files import score
from config import Config
from domain.errors import ConfigError
from domain.records import Batch, Label
from pipeline.analyze import Analysis, label
from tests.house import bench, configure, earshot, earshot_json
from tests.storage.conftest import NOW, SOURCE, acme, mention
from tests.wire import Asked, Reply, Wire, as_json

TEXTS = {"1": "Acme shipped War Zone", "2": "War zone is a great place", "3": "Plain words about Acme"}


@pytest.fixture
def heard(tmp_path: Path) -> Config:
    config = configure(tmp_path, {})
    tools = bench(config)
    mentions = tuple(mention(key, text=text, rating=3.0) for key, text in TEXTS.items())
    batch = Batch(mentions=mentions, cursor="c1")
    with tools.database.write() as store:
        store.mentions.commit(SOURCE, batch, [("Acme",)] * len(mentions), secret=tools.secret, now=NOW)
    scorer = tools.scorer()
    label(tools, scorer, Analysis(engine=scorer.name))
    tools.database.publish()
    tools.database.close()
    return config


def test_a_rule_is_tried_added_listed_and_taken_back(heard: Config) -> None:
    assert heard.path
    added = earshot_json(heard.path, "rules", "add", "War Zone", "--as", "title")
    assert (added["texts"], added["changed"], added["kept"]) == (2, 1, 0)
    assert added["moves"] == [{"before": "negative", "after": "neutral", "n": 1}]
    with wiring.database(heard).read() as queries:
        row = queries.mentions.page(acme(), search="shipped").iloc[0]
        assert [(r.phrase, r.label, r.brand) for r in queries.phrase_rules.known()] == [("War Zone", None, None)]
    assert (row.sentiment, row.by_rule, row.corrected_by) == ("neutral", "War Zone", None), "published, and explained"
    assert "neutral -> negative: 1" in earshot(heard.path, "rules", "undo")


def test_calibrate_says_that_three_labels_are_too_few(heard: Config) -> None:
    assert heard.path
    found = earshot_json(heard.path, "calibrate", "--brand", "Acme")
    assert (found["promoted"], found["n"], found["head"]) == (False, 0, None)
    assert found["reason"].startswith("too few to say: 3 own labels") and found["labels"]["neutral"] == 3


def test_score_by_a_language_model_needs_no_database_and_the_calibrated_engine_has_none(
    tmp_path: Path, wire: Wire
) -> None:
    def negative(asked: Asked) -> Reply:
        rows = json.loads(json.loads(asked.body)["messages"][1]["content"])
        content = json.dumps({"labels": [{"id": row["id"], "label": str(Label.NEGATIVE)} for row in rows]})
        return as_json({"choices": [{"message": {"content": content}}]})

    wire.otherwise(negative)
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text\nI love this thing\n", "utf-8")
    service = {"EARSHOT_LLM_URL": f"{wire.url}/v1", "EARSHOT_LLM_MODEL": "small", "EARSHOT_LLM_PRIVATE": "1"}
    door = Door(config_path=tmp_path / "none.toml", environment=service)
    words = [str(source), "--text-column", "text", "--out", str(out), "--engine"]
    done = CliRunner().invoke(score, [*words, "llm"], obj=door, standalone_mode=False)
    assert done.exception is None and done.return_value == 0
    assert out.read_text("utf-8").splitlines()[1].startswith("I love this thing,negative,-1.0,,llm,en")
    refused = CliRunner().invoke(score, [*words, "calibrated"], obj=door, standalone_mode=False)
    assert isinstance(refused.exception, ConfigError) and "--engine default" in str(refused.exception)
