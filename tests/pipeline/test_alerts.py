"""Alerts come once: across re-runs, kills, receivers that fail, and storms that several rules see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from domain.alerting import RuleKind
from domain.errors import ConfigError
from domain.records import Topic, TopicMatch
from pipeline.alerts import tell
from pipeline.outbox import deliver
from pipeline.workbench import Workbench
from tests.alerting import CHANNEL, NOW, Past, configured, mention, messages, rule, store, tools
from tests.wire import Reply, Wire

STORM = [mention(f"s{n}", f"bad storm number {n}", NOW - timedelta(minutes=20)) for n in range(30)]


Stormy = Callable[..., Workbench]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brand with eight weeks of past and thirty complaints of the last hour, as a database that is copied."""
    bench = tools(configured(tmp_path_factory.mktemp("stormy")), now=NOW)
    store(bench.database, [*Past(NOW, days=56).mentions(), *STORM], NOW)
    return bench.database.path


@pytest.fixture
def stormy(tmp_path: Path, wire: Wire, stored: Path) -> Stormy:
    """The tools on a copy of it; `extra` goes into the file."""

    def made(extra: str = "") -> Workbench:
        wire.otherwise(Reply(status=204))
        copyfile(stored, tmp_path / "earshot.duckdb")
        return tools(configured(tmp_path, extra=extra), wire, NOW)

    return made


def deliveries(bench: Workbench) -> list[tuple[str, int]]:
    bench.database.publish()
    with bench.database.read() as queries:
        frame = queries.alerts.outbox()
    return list(zip(frame["state"], frame["attempts"], strict=True))


def test_a_storm_is_one_message_and_a_second_run_sends_nothing_new(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    first = tell(bench)
    assert [(e.kind, bool(e.held)) for e in first.events] == [("hourly", False), ("spike", True)]
    assert first.delivered.sent == 1 and len(messages(wire)) == 1
    later = replace(bench, clock=lambda: NOW + timedelta(minutes=10))
    assert tell(later).events == () and len(messages(wire)) == 1


def test_a_receiver_that_fails_is_tried_again_by_the_next_run_then_more_rarely(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    wire.on("/hook", Reply(status=500))
    assert tell(bench).delivered.waiting == 1
    assert deliveries(bench) == [("waiting", 1)]
    assert deliver(bench).waiting == 1
    assert len(messages(wire)) == 2
    assert deliver(bench).waiting == 0, "a third try waits"
    wire.on("/hook", Reply(status=204))
    assert deliver(replace(bench, clock=lambda: NOW + timedelta(minutes=2))).sent == 1
    assert deliveries(bench) == [("sent", 3)]
    assert len(messages(wire)) == 3


def test_an_error_names_the_status_and_never_the_address(
    stormy: Stormy, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    bench = stormy()
    wire.always(Reply(status=403))
    secret = f"json://somebody:pa55word@127.0.0.1:{wire.port}/t0ken"
    tell(replace(bench, environment={CHANNEL: secret}))
    bench.database.publish()
    with bench.database.read() as queries:
        error = queries.alerts.outbox()["error"].iloc[0]
    assert error == "the service answered 403: it does not accept the address's credentials"
    assert not any(word in caplog.text for word in ("pa55word", "t0ken", "somebody", str(wire.port)))


def test_a_run_killed_before_sending_neither_loses_nor_doubles(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()

    def killed(address: str, title: str, body: str) -> str | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell(replace(bench, send=killed))
    assert deliveries(bench) == [("waiting", 1)] and messages(wire) == []
    assert tell(bench).events == ()
    assert deliveries(bench) == [("sent", 2)] and len(messages(wire)) == 1


def test_a_channel_without_an_address_says_what_to_set(stormy: Stormy, wire: Wire) -> None:
    bench = replace(stormy(), environment={})
    assert tell(bench).delivered.waiting == 1
    bench.database.publish()
    with bench.database.read() as queries:
        assert f"{CHANNEL} is not set in the environment" in queries.alerts.outbox()["error"].iloc[0]


def test_without_channels_it_is_written_down_and_nothing_waits(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    quiet = replace(bench, config=replace(bench.config, notify=replace(bench.config.notify, channels=())))
    assert len(tell(quiet).events) == 2
    assert deliveries(bench) == []


def test_after_a_week_a_message_is_given_up(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    wire.on("/hook", Reply(status=500))
    tell(bench)
    assert deliver(replace(bench, clock=lambda: NOW + timedelta(days=8))).given_up == 1
    assert deliveries(bench) == [("given up", 2)]


def test_within_the_cool_down_a_second_storm_is_written_down_and_not_sent(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    tell(bench)
    now = NOW + timedelta(hours=5)
    second = [mention(f"t{n}", f"bad again {n}", now - timedelta(minutes=20)) for n in range(30)]
    store(bench.database, second, now)
    again = tell(replace(bench, clock=lambda: now))
    assert [e.kind for e in again.events] == ["hourly"]
    assert again.events[0].held and again.events[0].held.startswith("cool-down: told at 2026-05-06 12:30 UTC")
    assert len(messages(wire)) == 1


def test_a_paused_or_removed_rule_is_silent_and_no_seed_brings_it_back(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    with bench.database.write() as writer:
        writer.alert_rules.seed([replace(rule(RuleKind.HOURLY), name="Acme: negative mentions, hourly")])
        writer.alert_rules.pause("Acme: negative mentions, hourly", True)
        writer.alert_rules.seed([replace(rule(), name="Acme: negative mentions, spike")])
        writer.alert_rules.remove("Acme: negative mentions, spike")
    assert tell(bench).events == () and messages(wire) == []


def test_a_rule_of_the_file_is_seeded_once_and_edits_stay(stormy: Stormy, wire: Wire) -> None:
    extra = '[[alert]]\nname = "loud"\nrule = "threshold"\nmetric = "mentions"\nabove = 20\ndays = 1\n'
    bench = stormy(extra)
    assert {e.rule for e in tell(bench).events} >= {"loud"}
    with bench.database.write(publish=True) as writer:
        known = {r.name: r for r in writer.alert_rules.list()}
        assert known["loud"].origin == "config" and known["loud"].bound == 20
        writer.alert_rules.save(replace(known["loud"], bound=50.0), "a person")
    tell(bench)
    bench.database.publish()
    with bench.database.read() as queries:
        assert {r.name: r.bound for r in queries.alerts.rules()}["loud"] == 50.0


def test_a_rule_on_an_unknown_metric_is_named_with_the_known_ones(stormy: Stormy, wire: Wire) -> None:
    bench = stormy('[[alert]]\nname = "odd"\nmetric = "mood"\n')
    with pytest.raises(ConfigError, match=r"alert 'odd': no metric 'mood'; known: negative_mentions, net_sentiment"):
        tell(bench)


def test_strangers_words_in_a_message_are_bounded_and_mean_nothing(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    name = "<img src=x> [free](http://evil.example) @everyone *now* " + "x" * 500
    with bench.database.write(publish=True) as writer:
        writer.topics.sync([Topic(topic_id=7, name=name)])
        rows = writer.topics.pending("1", 100_000)
        writer.topics.add("1", [(row, [TopicMatch(topic_id=7, score=1.0, start=0, end=3)]) for row in rows])
    tell(bench)
    said = messages(wire)[0]["message"]
    line = next(line for line in said.splitlines() if line.startswith("Most complained about"))
    assert len(line) < 160
    assert not any(mark in line for mark in ("<", ">", "[", "]", "*", "http://", "@everyone"))


def test_verify_finds_nothing_wrong_afterwards(stormy: Stormy, wire: Wire) -> None:
    bench = stormy()
    tell(bench)
    assert bench.database.verify() == {"ok": True, "problems": []}
