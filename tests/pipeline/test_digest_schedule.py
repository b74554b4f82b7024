"""A planned report goes out once; a missed one goes out once too, and says that it is late."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import wiring
from domain.errors import ConfigError
from domain.reports import DigestPlan
from pipeline.digest_schedule import send_when_due, slot
from pipeline.outbox import deliver
from pipeline.workbench import Workbench
from tests.alerting import CHANNEL, Past, configured, store, tools
from tests.wire import Reply, Wire

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
DIGEST = '[digest]\nevery = "7d"\nweekday = "Mon"\nhour = 8\nformats = ["md"]\n'


def planned(folder: Path, wire: Wire, now: datetime) -> Workbench:
    wire.otherwise(Reply(status=204))
    return tools(configured(folder, extra=DIGEST), wire, now)


def at(bench: Workbench, now: datetime) -> Workbench:
    return replace(bench, clock=lambda: now)


def sent(wire: Wire) -> list[dict[str, Any]]:
    return [json.loads(asked.body) for asked in wire.asked]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 5, 4, 8, 0, tzinfo=UTC), MONDAY),
        (datetime(2026, 5, 4, 7, 59, tzinfo=UTC), MONDAY - timedelta(days=7)),
        (datetime(2026, 5, 10, 23, 0, tzinfo=UTC), MONDAY),
    ],
)
def test_a_weekly_report_is_due_on_its_weekday_and_hour(now: datetime, due: datetime) -> None:
    plan = DigestPlan(brand="Acme", days=7, weekday=0, hour=8, channels=(), formats=())
    assert slot(plan, now, ZoneInfo("UTC")) == due


def test_the_hour_is_the_local_one_on_both_sides_of_a_clock_change() -> None:
    plan = DigestPlan(brand="Acme", days=1, weekday=0, hour=8, channels=(), formats=())
    berlin = ZoneInfo("Europe/Berlin")
    assert slot(plan, datetime(2026, 3, 28, 12, tzinfo=UTC), berlin) == datetime(2026, 3, 28, 7, tzinfo=UTC)
    assert slot(plan, datetime(2026, 3, 29, 12, tzinfo=UTC), berlin) == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_it_is_sent_once_with_its_file_and_the_first_run_sends_nothing(tmp_path: Path, wire: Wire) -> None:
    bench = planned(tmp_path, wire, MONDAY)
    store(bench.database, Past(MONDAY, days=20).mentions(), MONDAY)
    early = at(bench, MONDAY - timedelta(days=1))
    assert send_when_due(early) is None and send_when_due(early) is None
    due = at(bench, MONDAY + timedelta(minutes=5))
    made = send_when_due(due)
    assert made is not None and (made.since.isoformat(), made.until.isoformat()) == ("2026-04-27", "2026-05-03")
    assert send_when_due(due) is None
    assert deliver(due).sent == 1 and deliver(due).sent == 0
    (message,) = sent(wire)
    assert message["title"].startswith("Acme: 27 Apr to 3 May 2026") and "late" not in message["title"]
    assert made.report_id in message["message"] and "/reports?report=" in message["message"]
    (file,) = message["attachments"]
    assert file["filename"] == f"digest-{made.report_id}.md"
    assert made.report_id in base64.b64decode(file["base64"]).decode("utf-8")


def test_what_was_missed_goes_out_once_and_says_that_it_is_late(tmp_path: Path, wire: Wire) -> None:
    bench = planned(tmp_path, wire, MONDAY)
    store(bench.database, Past(MONDAY, days=20).mentions(), MONDAY)
    assert send_when_due(at(bench, MONDAY - timedelta(days=20))) is None
    late = at(bench, MONDAY + timedelta(days=2))
    made = send_when_due(late)
    assert made is not None and made.until.isoformat() == "2026-05-03", "the latest that was missed, and no older one"
    deliver(late)
    (message,) = sent(wire)
    assert message["title"].endswith("(late)") and "Late: it was due on 2026-05-04 08:00." in message["message"]
    assert send_when_due(at(bench, MONDAY + timedelta(days=3))) is None


def test_a_report_that_is_due_is_work_for_the_schedule(tmp_path: Path, wire: Wire) -> None:
    bench = planned(tmp_path, wire, MONDAY)
    store(bench.database, Past(MONDAY, days=2).mentions(), MONDAY)
    with bench.database.write(publish=True) as writing:
        writing.settings.set("engine", "vader")
    assert wiring.something_is_due(bench.config)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ('[digest]\nbrand = "Bolt"\n', "digest.brand"),
        ('[digest]\nchannels = ["EARSHOT_OTHER"]\n', "digest.channels"),
        ('[digest]\nevery = "1h"\n', "digest.every"),
        ('[digest]\nformats = ["docx"]\n', "digest.formats"),
    ],
)
def test_a_mistake_in_the_file_names_its_key(tmp_path: Path, extra: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        configured(tmp_path, extra=extra)


def test_without_channels_of_its_own_it_goes_to_all(tmp_path: Path) -> None:
    plan = configured(tmp_path, extra="[digest]\n").digest
    assert plan == DigestPlan(brand="Acme", days=7, weekday=0, hour=8, channels=(CHANNEL,), formats=("pdf",))
