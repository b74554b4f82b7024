"""The whole way: thirty complaints in a feed, `run`, and one message at a receiver of our own."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import alerts as verbs
from commands import work
from commands.door import Door
from config import Config
from domain.errors import ConfigError
from pipeline.alerts import tell
from storage.connection import Database
from tests.alerting import CHANNEL, Past, complaint, configured, messages, rule, store, tools
from tests.house import feed
from tests.wire import Reply, Wire

FEED = '[[source]]\nname = "forum"\nkind = "rss"\nbrand = "Acme"\nevery = "1h"\noptions = {{ url = "{}/feed" }}\n'


def call(config: Config, wire: Wire, verb: object, *words: str, code: int = 0) -> str:
    assert config.path
    environment = {**os.environ, CHANNEL: f"json://127.0.0.1:{wire.port}/hook", "EARSHOT_SECRET": "only for tests"}
    door = Door(config_path=config.path, environment=environment)
    done = CliRunner().invoke(verb, list(words), obj=door, standalone_mode=False, catch_exceptions=False)  # type: ignore[arg-type]
    assert (done.return_value or 0) == code, done.output
    return done.stdout


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Config:
    """Four quiet weeks are stored; the feed holds thirty complaints of the last minutes."""
    now = datetime.now(UTC)
    wire.otherwise(Reply(status=204))
    items = [(str(n), complaint(n)) for n in range(30)]
    body = feed(items, at=now).decode()
    for n in range(30):
        body = body.replace(
            f"{now - timedelta(hours=n):%a, %d %b %Y %H:%M:%S} +0000", f"{now:%a, %d %b %Y %H:%M:%S} +0000"
        )
    wire.on("/feed", body)
    made = configured(tmp_path, sources=FEED.format(wire.url))
    database = Database(Path(made.database))
    store(database, Past(now, days=28, positive=1).mentions(), now)
    database.close()
    return made


def test_thirty_complaints_alert_on_the_next_run_once(config: Config, wire: Wire) -> None:
    first = json.loads(call(config, wire, work.run, "--json"))
    assert [(a["rule"], a["kind"], a["held"] is None) for a in first["alerts"]] == [
        ("Acme: negative mentions, hourly", "hourly", True),
        ("Acme: negative mentions, spike", "spike", False),
    ]
    assert len(messages(wire)) == 1
    said = messages(wire)[0]
    assert said["title"].startswith("▲ Acme: negative mentions ")
    assert "95% interval" in said["message"] and "Usual: " in said["message"] and "Copies: " in said["message"]
    assert "Most from: forum (" in said["message"] and "http://127.0.0.1:8501/mentions?brand=Acme" in said["message"]
    # What `run` does after collecting and analysing; both have nothing left to do.
    assert (tell(tools(config, wire)).events, len(messages(wire))) == ((), 1)
    assert "Acme: negative mentions, hourly" in call(config, wire, verbs.alerts)


def test_a_channel_is_tried_and_a_rule_previewed_without_writing(config: Config, wire: Wire) -> None:
    database = Database(Path(config.database))
    with database.write(publish=True) as writer:
        writer.alert_rules.seed([rule(name="storm")])
    before = database.snapshot_name
    database.close()
    assert json.loads(call(config, wire, verbs.alerts, "test", CHANNEL, "--json")) == {
        "channel": CHANNEL,
        "sent": True,
        "error": None,
    }
    wire.on("/hook", Reply(status=500))
    assert "the service answered 500" in call(config, wire, verbs.alerts, "test", CHANNEL, code=1)
    found = json.loads(call(config, wire, verbs.alerts, "preview", "storm", "--json"))
    assert (found["rule"], found["days"], found["fired"]) == ("storm", 90, [])
    shown = json.loads(call(config, wire, verbs.alerts, "--json"))
    assert shown["channels"] == [CHANNEL] and [r["name"] for r in shown["rules"]] == ["storm"]
    assert (shown["events"], shown["deliveries"], database.snapshot_name) == ([], [], before)
    with pytest.raises(ConfigError, match="no rule 'x'; known: storm"):
        call(config, wire, verbs.alerts, "preview", "x")
    with pytest.raises(ConfigError, match=f"no channel 'X' in .*known: {CHANNEL}"):
        call(config, wire, verbs.alerts, "test", "X")
