"""What a run does once it has collected: a report holds the alerts of its run, and a bug costs its own step only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from commands.after_run import After, after_json, after_sentences, follow_up
from domain.alerting import RuleKind
from domain.errors import ConfigError
from domain.records import Outcome, Run
from pipeline.follow_up import FollowUp
from pipeline.old_runs import forget_old_runs
from pipeline.workbench import Workbench
from tests.alerting import Past, configured, mention, messages, rule, runs, store, tools
from tests.wire import Reply, Wire

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
SUNDAY = MONDAY - timedelta(hours=12)
STORM = [mention(f"s{n}", f"bad storm number {n}", SUNDAY + timedelta(minutes=n)) for n in range(30)]
FILE = '[digest]\nevery = "7d"\nweekday = "Mon"\nhour = 8\nformats = ["md"]\n[backup]\ndir = "copies"\nevery = "1d"\n'
Made = Callable[[datetime], Workbench]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight quiet weeks, then thirty complaints on the Sunday evening before a report is due."""
    bench = tools(configured(tmp_path_factory.mktemp("stormy")), now=MONDAY)
    store(bench.database, [*Past(MONDAY, days=56).mentions(), *STORM], MONDAY)
    return bench.database.path


@pytest.fixture
def made(tmp_path: Path, wire: Wire, stored: Path) -> Made:
    wire.otherwise(Reply(status=204))
    copyfile(stored, tmp_path / "earshot.duckdb")
    return lambda now: tools(configured(tmp_path, extra=FILE), wire, now)


def run(bench: Workbench, then: FollowUp) -> After:
    bench.database.publish()
    return follow_up(bench, None, then)


def test_a_report_tells_of_the_alerts_of_its_own_run_and_both_are_sent(made: Made, wire: Wire) -> None:
    run(replace(made(MONDAY - timedelta(days=6)), send=lambda *_: None), FollowUp())
    wire.asked.clear()
    then = FollowUp()
    after = run(made(MONDAY + timedelta(minutes=5)), then)
    assert after.report is not None and after.told.events and then.failed == []
    assert {event.title for event in after.told.events} >= {one.title for one in after.report.alerts} != set()
    assert len(messages(wire)) == 2 and after.told.delivered.sent == 2
    assert after_json(after)["digest"] == after.report.report_id
    assert any(line.startswith("alert: ") for line in after_sentences(after))


def test_a_bug_in_what_is_told_costs_neither_check_ins_nor_the_copy(made: Made, tmp_path: Path) -> None:
    def broken(address: str, title: str, body: str) -> str | None:
        raise ZeroDivisionError(title)

    then = FollowUp()
    after = run(replace(made(MONDAY), send=broken), then)
    assert then.failed == ["messages: ZeroDivisionError"]
    assert after.told.events and len(list((tmp_path / "copies").glob("*.duckdb"))) == 1
    then.finish()


def test_a_rule_that_is_none_is_left_out_and_the_others_are_asked(made: Made, caplog: pytest.LogCaptureFixture) -> None:
    bench = made(MONDAY)
    with bench.database.write() as writing:
        writing.alert_rules.save(rule(RuleKind.CHANGE, name="from another version", metric="gone"))
    after = run(bench, FollowUp())
    assert after.told.events and "'from another version' is left out: no metric 'gone'" in caplog.text


def test_what_a_person_must_mend_is_said_when_all_else_is_done() -> None:
    then, done = FollowUp(), []

    def wrong() -> None:
        raise ConfigError("alert 'x': a threshold needs a limit")

    assert then.step("alerts", wrong, None) is None
    then.step("backup", lambda: done.append("backup"), None)
    assert (done, then.failed) == (["backup"], [])
    with pytest.raises(ConfigError, match="needs a limit"):
        then.finish()


def test_runs_of_over_two_years_ago_are_forgotten_but_each_sources_last(made: Made) -> None:
    bench = made(MONDAY)
    old = MONDAY - timedelta(days=800)
    runs(bench.database, [old, old + timedelta(days=1), MONDAY - timedelta(days=700)])
    runs(bench.database, [old, old + timedelta(hours=1)], outcome=Outcome.FAILED)
    with bench.database.write(publish=True) as writing:
        writing.runs.add(Run(source="gone", kind="rss", outcome=Outcome.OK, started_at=old, finished_at=old))
    assert forget_old_runs(bench) == 3
    bench.database.publish()
    with bench.database.read() as queries:
        left = queries.health.runs()
    assert sorted(zip(left["source"], left["outcome"], strict=True)) == [
        ("forum", "failed"),
        ("forum", "ok"),
        ("gone", "ok"),
    ]
    assert forget_old_runs(bench) == 0
