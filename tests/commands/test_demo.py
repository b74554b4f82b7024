"""The sample brand's inbox has work in it before anybody has called `run`."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from commands.demo import read_and_open
from tests.alerting import NOW, configured, mention, store, tools
from tests.copies import migrated


def test_the_sample_opens_cases_as_a_run_does_and_the_pages_see_them(tmp_path: Path) -> None:
    migrated(tmp_path / "earshot.duckdb")
    bench = tools(configured(tmp_path), None, NOW)
    unhappy = [mention(str(n), f"Acme pump {n} broke, awful", NOW - timedelta(days=n)) for n in range(1, 4)]
    store(bench.database, [replace(unhappy[0], rating=1), replace(unhappy[1], rating=2), unhappy[2]], NOW)
    done, acted = read_and_open(bench)
    with bench.database.read() as queries:
        cases = queries.cases.counts("Acme", owner=None, seen=None)
    assert (acted.opened, cases["open"]) == (2, 2)
    assert done.engine == "vader"
    assert read_and_open(bench)[1].opened == 0
