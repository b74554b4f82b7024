"""The sample brand's inbox has work in it before anybody has called `run`."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from commands.demo import read_and_open, write_down
from domain.measures import Scope
from domain.records import Topic, TopicMatch
from sample import Mended, mended
from sample.taxonomy import TOPICS
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


def test_what_the_sample_mended_is_told_with_its_day_and_its_customers(tmp_path: Path) -> None:
    migrated(tmp_path / "earshot.duckdb")
    bench = tools(configured(tmp_path), None, NOW)
    unhappy = [mention(str(n), f"Acme pump {n} broke, awful", NOW - timedelta(days=n)) for n in range(2, 7)]
    store(bench.database, [replace(one, rating=1) for one in unhappy], NOW)
    with bench.database.write() as wrote:
        wrote.topics.sync([Topic(topic_id=7, name="Pumps")])
        rows = wrote.topics.pending("1", 100)
        wrote.topics.add("1", [(row, [TopicMatch(topic_id=7, score=0.9, start=0, end=4)]) for row in rows])
    read_and_open(bench)
    day = NOW.date() - timedelta(days=1)
    write_down(bench, "Acme", Mended(topic="Pumps", root_cause="a seal", action="another", on=day, cases=3, whole=True))
    with bench.database.read() as queries:
        (mend,) = queries.told.mended(Scope(brand="Acme"))
        causes = queries.told.causes("Acme").to_dict("records")
    assert (mend.at.date(), mend.status, mend.told_customer, mend.root_cause) == (day, "closed", True, "a seal")
    assert [(row["root_cause"], row["cases"], row["told"]) for row in causes] == [("a seal", 3, 3)]


def test_the_sample_mends_topics_that_it_has() -> None:
    assert {one.topic for one in mended(NOW.date())} <= {name for name, *_ in TOPICS}
