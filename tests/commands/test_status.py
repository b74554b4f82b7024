"""How each source is, as `status` tells it: freshness, coverage, gap, back-off; and the house as a whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import wiring
from domain import VERSION
from domain.records import Outcome, Run
from tests.house import bench, configure, earshot, earshot_json, feed
from tests.wire import Reply, Wire

HOUR = timedelta(hours=1)


def test_status_before_the_first_run_names_every_source(tmp_path: Path, wire: Wire) -> None:
    config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    found = wiring.status(config)
    assert found["sources"][0] == {
        **{"source": "news", "kind": "rss", "paused": False, "last_ok_at": None, "coverage": None, "gap": None},
        **{"failures": 0, "retry_at": None, "missed": 0},
    }
    assert found["version"] == VERSION and found["engine"] == "vader" and found["size"]["free"] > 0
    assert found["note"].startswith("nothing collected yet")


def test_a_damaged_pointer_is_not_taken_for_a_house_without_mentions(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    database = bench(config).database
    database.publish()
    (database.snapshots.folder / "CURRENT").write_bytes(bytes(40))
    assert wiring.status(config)["note"].startswith("nothing published yet; run: ")


def test_status_tells_last_success_coverage_gap_and_back_off(tmp_path: Path, wire: Wire) -> None:
    wire.on("/good", feed([("1", "Acme is fine")]))
    wire.on("/bad", Reply(status=503))
    config = configure(tmp_path, {"good": f"{wire.url}/good", "bad": f"{wire.url}/bad"})
    assert config.path
    earshot_json(config.path, "collect", code=1)
    found = earshot_json(config.path, "status")
    good, bad = ({s["source"]: s for s in found["sources"]}[name] for name in ("good", "bad"))
    assert (good["coverage"], good["gap"], good["failures"], good["retry_at"]) == (1.0, None, 0, None)
    assert good["last_ok_at"].endswith("Z") and good["missed"] == 0
    assert (bad["coverage"], bad["last_ok_at"], bad["failures"]) == (0.0, None, 1)
    assert bad["gap"] is not None and bad["retry_at"] > bad["last_run_at"]
    assert found["size"]["database"] > 0 and found["size"]["free"] > 0
    assert found["version"] == VERSION and found["engine"] == "vader"
    assert "503" in earshot(config.path, "status")


@pytest.mark.parametrize(
    ("hours_ago", "coverage", "in_gap"),
    [
        ([(h, Outcome.OK) for h in range(10, 0, -1)], 1.0, False),
        ([(10, Outcome.OK), (9, Outcome.OK), (8, Outcome.OK)], 0.3, True),
        ([(h, Outcome.OK if h > 5 else Outcome.FAILED) for h in range(10, 0, -1)], 0.5, True),
        ([(h, Outcome.FAILED) for h in range(10, 0, -1)], 0.0, True),
        ([(24 * 60, Outcome.OK), *((h, Outcome.PARTIAL) for h in range(24 * 30, 0, -1))], 1.0, False),
        ([(1, Outcome.OK), (0.5, Outcome.SKIPPED)], 1.0, False),
    ],
)
def test_coverage_is_the_share_of_expected_runs_that_succeeded(
    tmp_path: Path, hours_ago: list[tuple[float, Outcome]], coverage: float, in_gap: bool
) -> None:
    now = datetime.now(UTC) - timedelta(minutes=5)
    tools = bench(configure(tmp_path, {"news": "http://127.0.0.1:9/feed"}))
    with tools.database.write(publish=True) as store:
        store.sources.sync(tools.config.brands, tools.config.sources)
        for ago, outcome in hours_ago:
            at = now - ago * HOUR
            store.runs.add(Run(source="news", kind="rss", outcome=outcome, started_at=at, finished_at=at))
    found: dict[str, Any] = wiring.status(tools.config)["sources"][0]
    assert found["coverage"] == pytest.approx(coverage, abs=0.05)
    assert (found["gap"] is not None) == in_gap


def test_a_source_that_goes_empty_is_partial_and_not_ok(tmp_path: Path, wire: Wire) -> None:
    wire.on("/feed", feed([("1", "Acme is fine")]), feed([]))
    config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    assert config.path
    assert [earshot_json(config.path, "collect", "news")["runs"][0]["outcome"] for _ in range(2)] == ["ok", "partial"]


def test_an_app_whose_reviews_are_gone_is_partial_and_not_ok(tmp_path: Path, wire: Wire) -> None:
    base = "/us/rss/customerreviews/page=1/id=7/sortby=mostrecent/xml"
    review = (
        b"<entry><id>11</id><title>Bad</title><content type='text'>Acme is broken</content>"
        b"<im:rating>1</im:rating><author><name>A</name></author><updated>2026-01-05T10:00:00-07:00</updated></entry>"
    )
    empty = b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:im='http://itunes.apple.com/rss'>%s</feed>"
    wire.otherwise(empty % b"")
    wire.on(base, empty % review, empty % b"")
    path = tmp_path / "earshot.toml"
    path.write_text(
        'engine = "vader"\nallow_private_addresses = true\n[[brand]]\nname = "Acme"\n'
        '[[source]]\nname = "app"\nkind = "app_store"\nbrand = "Acme"\n'
        f'options = {{ app_id = 7, countries = ["us"], base_url = "{wire.url}" }}\n',
        "utf-8",
    )
    runs = [earshot_json(path, "collect", "app")["runs"][0] for _ in range(2)]
    assert [(run["outcome"], run["fetched"]) for run in runs] == [("ok", 1), ("partial", 0)]
