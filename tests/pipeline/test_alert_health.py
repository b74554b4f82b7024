"""News about sources and runs: one failure, one recovery, silence once; a dead run and a full disk are told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.records import Outcome, Run
from pipeline.alert_disk import tell_shortage
from pipeline.alert_health import checks_of, of_schedule, of_sources
from pipeline.alerts import tell
from pipeline.run_mark import marked
from pipeline.workbench import Workbench
from storage.queries.alerts import Health, Told
from tests.alerting import NOW, configured, messages, tools
from tests.wire import Reply, Wire

HOUR = timedelta(hours=1)


def source(**changes: object) -> Health:
    given = {
        "source": "forum", "failures": 0, "outcome": "ok", "error": None, "every": 3600.0, "last_ok_at": NOW - HOUR,
        "first_run_at": NOW - 900 * HOUR, "first_heard_at": NOW - 700 * HOUR, "last_heard_at": NOW - HOUR,
        "heard": 200, "pause": 10 * HOUR, "emptied": 0,
    }  # fmt: skip
    return Health(**(given | changes))  # type: ignore[arg-type]


FAILING = source(outcome="failed", failures=1, error="source 'forum': 503 <b>", last_ok_at=NOW - 2 * HOUR)


def as_told(kind: str, key: str, *, ago: timedelta, held: bool = False) -> Told:
    at = NOW - ago
    return Told(key=key, rule="health", subject="forum", kind=kind, direction="", day=at.date(), fired_at=at, held=held)


def kinds(one: Health, *told: Told, after: int = 1) -> list[tuple[str, bool]]:
    return [(event.kind, bool(event.held)) for event in of_sources([one], told, NOW, after)]


def test_a_source_that_fails_is_told_once_and_once_more_when_it_is_read_again() -> None:
    assert kinds(FAILING) == [("failure", False)]
    failure = as_told("failure", "f", ago=HOUR)
    assert kinds(FAILING, failure) == []
    assert kinds(source(), failure) == [("recovery", False)]
    assert kinds(source(), failure, as_told("recovery", "r", ago=HOUR / 2)) == []


def test_one_that_flaps_is_written_down_and_told_once_a_day() -> None:
    before = as_told("failure", "f", ago=3 * HOUR), as_told("recovery", "r", ago=2 * HOUR)
    assert kinds(FAILING, *before) == [("failure", True)]
    assert kinds(source(), *before, as_told("failure", "g", ago=HOUR, held=True)) == [("recovery", True)]


def test_patience_is_a_setting_and_a_refusal_needs_none() -> None:
    assert kinds(FAILING, after=3) == []
    assert kinds(replace(FAILING, failures=3), after=3) == [("failure", False)]
    assert kinds(replace(FAILING, outcome="refused"), after=3) == [("failure", False)]


def test_the_reason_of_a_failure_is_a_strangers_word() -> None:
    event = of_sources([FAILING], [], NOW, 1)[0]
    assert "503 ＜b＞" in event.body and "<" not in event.body


def test_a_source_that_lost_all_its_entries_is_quiet_after_three_reads() -> None:
    assert kinds(source(emptied=3)) == [("quiet", False)]
    assert kinds(source(emptied=2)) == [], "once or twice is nothing"


def test_a_source_is_quiet_once_it_brings_nothing_for_twice_its_longest_pause() -> None:
    quiet = source(last_heard_at=NOW - 21 * HOUR)
    assert kinds(quiet) == [("quiet", False)]
    assert kinds(replace(quiet, pause=11 * HOUR)) == [], "a night, a weekend"
    assert kinds(replace(quiet, first_heard_at=NOW - 99 * HOUR)) == [], "no week is known yet"
    assert kinds(replace(quiet, heard=4)) == [], "it never always had some"


def test_what_runs_leave_behind_tells_silence_and_emptiness(tmp_path: Path) -> None:
    sources = '[[source]]\nname = "forum"\nkind = "rss"\noptions = { url = "http://127.0.0.1/x" }\n'
    bench = tools(configured(tmp_path, sources=sources), now=NOW)
    for ago, fetched in ((900, 3), (300, 3), (290, 0), (280, 2), (100, 1), (90, 3), (80, 0)):
        seen(bench, Outcome.OK, ago, fetched=fetched)
    for ago in (3, 2):
        seen(bench, Outcome.PARTIAL, ago, fetched=0)
    bench.database.publish()
    with bench.database.read() as queries:
        (found,) = queries.alerts.health(NOW)
    assert (found.heard, found.pause, found.emptied) == (4, 180 * HOUR, 2)
    assert (found.first_heard_at, found.last_heard_at) == (NOW - 300 * HOUR, NOW - 90 * HOUR)


def test_no_success_for_three_intervals_is_quiet_until_it_is_read() -> None:
    assert kinds(source(last_ok_at=NOW - 5 * HOUR)) == [("quiet", False)]
    assert kinds(source(last_ok_at=NOW - 3 * HOUR)) == []


def test_runs_that_did_not_come_are_told_by_what_is_usual() -> None:
    daily = [NOW - timedelta(days=n) for n in range(9, 0, -1)]
    assert of_schedule(daily, None, NOW) == []
    assert [e.kind for e in of_schedule(daily[:-3], None, NOW)] == ["dead run"]
    assert of_schedule(daily[:3], None, NOW) == [], "too few to know what is usual"
    assert checks_of(None) == []


def test_a_run_that_was_killed_is_told_by_the_next_one(tmp_path: Path) -> None:
    bench = tools(configured(tmp_path), now=NOW)
    with marked(bench):
        left = (tmp_path / "run.open").read_text("utf-8")
    (tmp_path / "run.open").write_text(left, "utf-8")
    with marked(bench) as unfinished:
        assert unfinished == NOW
    with marked(bench) as unfinished:
        assert unfinished is None
    assert [e.title for e in of_schedule([], NOW, NOW + HOUR)] == [
        "◌ Earshot: the run that began at 2026-05-06 12:30:00 UTC did not end"
    ]


def test_a_full_disk_is_told_once_and_logged_when_there_is_room(tmp_path: Path, wire: Wire) -> None:
    wire.on("/hook", Reply(status=500), Reply(status=204))
    bench = tools(configured(tmp_path), wire, NOW)
    before = bench.database.path.read_bytes()
    assert [tell_shortage(bench, "the disk is nearly full") for _ in range(3)] == [0, 1, 0]
    assert len(messages(wire)) == 2 and bench.database.path.read_bytes() == before, "no room to write it down"
    events = tell(bench).events
    assert [(e.kind, e.held) for e in events] == [("disk", "told at once to EARSHOT_NOTIFY_TEAM")]
    assert len(messages(wire)) == 2
    assert tell_shortage(bench, "the disk is nearly full") == 1, "the next shortage is news again"


def test_a_disk_without_room_for_a_note_is_told_all_the_same(
    tmp_path: Path, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    wire.on("/hook", Reply(status=204))
    (tmp_path / "disk-low.json").mkdir()
    assert tell_shortage(tools(configured(tmp_path), wire, NOW), "the disk is nearly full") == 1
    assert "may be told again" in caplog.text


def test_the_whole_way_from_runs_to_messages(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(Reply(status=204))
    sources = '[[source]]\nname = "forum"\nkind = "rss"\noptions = { url = "http://127.0.0.1/x" }\n'
    bench = tools(configured(tmp_path, sources=sources), wire, NOW)
    seen(bench, Outcome.OK, 3)
    seen(bench, Outcome.REFUSED, 2)
    tell(bench)
    seen(bench, Outcome.REFUSED, 1)
    tell(bench)
    seen(bench, Outcome.OK, 0)
    tell(bench)
    tell(bench)
    assert [m["title"][:14] for m in messages(wire)] == ["✕ Source forum", "● Source forum"]


def seen(bench: Workbench, outcome: Outcome, ago: int, fetched: int = 3) -> None:
    """One run of the forum, so many hours ago, with what the schedule keeps of it."""
    at, good = NOW - ago * HOUR, outcome in {Outcome.OK, Outcome.PARTIAL}
    with bench.database.write() as store:
        store.sources.sync(bench.config.brands, bench.config.sources)
        store.runs.add(Run(source="forum", kind="rss", outcome=outcome, fetched=fetched, started_at=at, finished_at=at))
        last = {"next_due": None, "retry_at": None, "failures": 0 if good else 1, "last_ok_at": at if good else None}
        store.sources.schedule("forum", **last)  # type: ignore[arg-type]
