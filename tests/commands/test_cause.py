"""Reasons from the command line: effect, leadlag, seasonality, and explain on answers and customers."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from config import Config
from domain.errors import ConfigError
from domain.records import SurveyResponse, Topic, TopicMatch
from earshot import cli
from tests.house import bench, configure, earshot
from tests.storage.conftest import NOW, SECRET

FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)
FIXED = "2024-04-01"


def answer(chance: random.Random, n: int) -> SurveyResponse:
    """Until April those who name the parcel are cross; from April on they are as happy as the others."""
    at = FIRST + timedelta(days=n % 182)
    late = n % 2 == 0
    cross = late and at < datetime(2024, 4, 1, tzinfo=UTC)
    return SurveyResponse(
        brand="Acme",
        survey="all",
        respondent=f"r{n}",
        identity=f"i{n}",
        answered_at=at,
        nps=chance.choice([0, 3, 6, 8] if cross else [6, 8, 9, 10]),
        comment="The parcel" if late else "The price",
    )


def shown(house: Config, *words: str) -> Any:
    """What the verb prints with --json, without a process of its own."""
    done = CliRunner().invoke(cli, ["--config", str(house.path), *words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Config:
    config = configure(tmp_path_factory.mktemp("cause"), {})
    tools = bench(config)
    tools.database.migrate()
    chance = random.Random(2)
    topics = {"parcel": 1, "price": 2}
    with tools.database.write(publish=True) as store:
        store.surveys.upsert([answer(chance, n) for n in range(1092)], secret=SECRET, now=NOW)
        store.topics.sync([Topic(topic_id=n, name=name.title()) for name, n in topics.items()])
        texts = store.topics.pending("1", 5000)
        named = [
            [TopicMatch(topic_id=n, score=0.9, start=0, end=3) for w, n in topics.items() if w in t.text] for t in texts
        ]
        store.topics.add("1", list(zip(texts, named, strict=True)))
    return config


def test_an_initiative_is_judged_against_the_topics_it_left_alone(house: Config) -> None:
    found = shown(house, "effect", "nps", "--on", FIXED, "--topic", "Parcel")
    assert found["verdict"] == "up" and found["beyond"]["low"] > 0 and abs(found["control"]["change"]) < 25
    assert (found["from"], found["to"], found["before_from"]) == ("2024-04-01", "2024-04-28", "2024-03-04")
    other = shown(house, "effect", "nps", "--on", "2024-05-15", "--topic", "Parcel")
    assert other["verdict"] == "cannot tell"
    alone = shown(house, "effect", "nps", "--on", FIXED)
    assert alone["verdict"] == "up" and alone["control"] is None and "not ruled out" in alone["why"]
    assert house.path and "beyond them: +" in earshot(house.path, "effect", "nps", "--on", FIXED, "--topic", "Parcel")


def test_what_moved_the_score_is_named(house: Config) -> None:
    words = ("--from", FIXED, "--to", "2024-04-28")
    found = shown(house, "explain", "nps", *words)
    parts = {part["part"]: part for part in found["dimensions"]["topic"]}
    assert parts["Parcel"]["low"] > 0 and parts["Price"]["low"] < 0 < parts["Price"]["high"]
    assert sum(part["total"] for part in parts.values()) == pytest.approx(found["change"], abs=0.01)
    narrowed = shown(house, "explain", "nps", *words, "--topic", "Price", "--source", "all")
    assert narrowed["n"] == parts["Price"]["n"] and narrowed["note"] == "no detectable change"
    assert len(shown(house, "sql", parts["Price"]["sql"])) == narrowed["n"] + narrowed["n_before"]


def test_leads_and_seasons_can_be_cannot_tell(house: Config) -> None:
    found = shown(house, "leadlag")
    assert (found["verdict"], found["weeks"], found["peak"]) == ("cannot tell", 0, None)
    turns = shown(house, "seasonality", "nps")
    assert turns["weekdays"][0]["name"] == "Monday" and turns["months"] == []
    assert "too few years" in turns["months_note"]
    for words in (["seasonality", "churn"], ["effect", "nps_weighted", "--on", FIXED], ["leadlag", "--first", "nps"]):
        with pytest.raises(ConfigError):
            shown(house, *words)
    for words in (["explain", "nps", "--from", FIXED, "--to", "2024-04-28"], ["seasonality", "nps"], ["metric", "nps"]):
        with pytest.raises(ConfigError, match="no topic 'Nothing'; known: "):
            shown(house, *words, "--topic", "Nothing")
    with pytest.raises(ConfigError, match="named are: Parcel, Price"):
        shown(house, "effect", "nps", "--on", FIXED, "--topic", "Nothing")
