"""A run writes each goal's scorecard once a period; notes and employees come in by file and stay apart."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import goals, whatif
from commands.door import Door
from config import Config, load
from domain.errors import ConfigError, ImportFileError
from domain.goals import Goal
from domain.measures import Scope
from domain.records import Customer, SurveyResponse, Topic, TopicMatch
from pipeline.goals import check_in, due
from pipeline.imports import Order, import_file
from pipeline.team_notes import read_notes
from pipeline.workbench import Workbench
from tables.column_map import ColumnMap
from tests import house

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
ACME = Scope(brand="Acme")
NOTES = """date,team,note,touchpoint
2026-05-04,Hotline,"The parcel was late again, says mia@example.com",Delivery
2026-05-05,Shop,Nobody finds the manual,
2026-05-05,Shop,,
2026-05-05,Shop,Nobody finds the manual,
"""
PULSE = """respondent,nps,date,comment
a,10,2026-05-04,Good people
b,9,2026-05-04,
c,3,2026-05-04,
d,8,2026-05-04,
e,10,2026-05-04,
f,,2026-05-04,No score
"""


class ByWord:
    """A topic matcher that knows one word of each topic."""

    version = "by word"

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = topics

    def match(self, texts: Sequence[str]) -> list[list[TopicMatch]]:
        return [
            [TopicMatch(topic_id=t.topic_id, score=1.0, start=0, end=1) for t in self._topics if t.name in text.lower()]
            for text in texts
        ]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return house.configure(tmp_path, {})


@pytest.fixture
def bench(config: Config) -> Workbench:
    tools = replace(house.bench(config), clock=lambda: NOW, matcher=ByWord)
    tools.database.migrate()
    return tools


def answered(bench: Workbench, *scores: int, at: datetime = NOW - timedelta(days=2), churn: bool = False) -> None:
    rows = [
        SurveyResponse(
            brand="Acme", survey="s", respondent=f"{i}", customer=f"{i}", identity=f"{i}", answered_at=at, nps=nps
        )
        for i, nps in enumerate(scores)
    ]
    people = [
        Customer(
            brand="Acme", customer=f"{i}", churned=nps < 7 and i % 2 == 0, monthly_revenue=20.0 + i % 3, margin=0.5
        )
        for i, nps in enumerate(scores)
    ]
    with bench.database.write(publish=True) as store:
        store.surveys.upsert(rows, secret=bench.secret, now=NOW)
        if churn:
            store.customers.upsert(people, secret=bench.secret, now=NOW)


def test_the_first_run_of_a_week_writes_a_scorecard_of_whole_days_and_the_next_one_none(bench: Workbench) -> None:
    answered(bench, *([10] * 30 + [3] * 10))
    answered(bench, *([0] * 5), at=NOW)
    with bench.database.write(publish=True) as store:
        store.goals.set(Goal(brand="Acme", metric="nps", target=90.0))
        store.goals.set(Goal(brand="Acme", metric="first_response_median", target=60.0))
    with bench.database.read() as queries:
        assert due(queries, bench.config, NOW.date())
    found = {card.metric: card for card in check_in(bench)}
    bench.database.publish()
    nps = found["nps"]
    assert (nps.period, nps.since, nps.until) == (date(2026, 5, 4), date(2026, 4, 6), date(2026, 5, 5))
    # Five of the forty answered again today, which is not over yet: their answers moved, the figure rests on the rest.
    assert (nps.n, nps.verdict, nps.target) == (35, "behind", 90.0)
    assert (found["first_response_median"].value, found["first_response_median"].verdict) == (None, "cannot tell")
    assert check_in(bench) == []
    with bench.database.read() as queries:
        assert not due(queries, bench.config, NOW.date()) and due(queries, bench.config, date(2026, 5, 11))
    bench.stop.set()
    assert check_in(replace(bench, clock=lambda: NOW + timedelta(days=7))) == []


def test_the_period_and_its_days_are_configured_in_whole_days(tmp_path: Path) -> None:
    path = tmp_path / "earshot.toml"
    path.write_text('[goals]\nevery = "28d"\ndays = 90\n', "utf-8")
    assert (load(path).goals.every, load(path).goals.days) == (28, 90)
    path.write_text('[goals]\nevery = "1h"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"goals\.every"):
        load(path)


def test_notes_come_in_once_redacted_and_name_topics_beside_the_customers(bench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(NOTES, "utf-8")
    order = Order(what="notes", path=path, brand="Acme")
    first, again = import_file(bench, order), import_file(bench, order)
    assert (first.accepted, first.new, first.unchanged, first.rejected) == (3, 2, 1, 1)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    with bench.database.write() as store:
        store.topics.sync([Topic(topic_id=1, name="late"), Topic(topic_id=2, name="manual")])
    assert (read_notes(bench), read_notes(bench)) == (2, 0)
    bench.database.publish()
    with bench.database.read() as queries:
        assert (queries.team.naming(ACME, 1), queries.team.naming(ACME, 2)) == (1, 1)
        texts = list(queries.team.notes(ACME)["text"])
        assert queries.counts.mention_count(ACME) == 0 and queries.pain_points.table(ACME).empty
    assert len(texts) == 2 and not any("mia@" in text for text in texts)


def test_a_survey_of_employees_says_so_in_its_map_and_keeps_no_words(bench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "pulse.csv"
    path.write_text(PULSE, "utf-8")
    column_map = ColumnMap.read({"options": {"audience": "employees", "survey": "Pulse"}}, what="surveys")
    done = import_file(bench, Order(what="surveys", path=path, brand="Acme", column_map=column_map))
    assert (done.accepted, done.new) == (5, 5)
    assert any("comments of employees are not kept" in w for w in done.warnings)
    assert any("1 rows without an answer" in w for w in done.warnings)
    bench.database.publish()
    with bench.database.read() as queries:
        assert queries.counts.enps_answers(ACME).n == 5 and queries.counts.nps_answers(ACME).n == 0
    with pytest.raises(ConfigError, match='say "customers" or "employees"'):
        ColumnMap.read({"options": {"audience": "staff"}})
    path.write_text("respondent,csat\na,5\n", "utf-8")
    with pytest.raises(ImportFileError, match="all that is kept of employees"):
        import_file(bench, Order(what="surveys", path=path, brand="Acme", column_map=column_map))


def test_goals_are_set_listed_judged_and_dropped_at_the_door(bench: Workbench) -> None:
    answered(bench, *([10] * 30 + [3] * 10))
    assert said(bench, goals.goal, "set", "nps", "90", "--by", "2026-12-31", "--owner", "Mia")["target"] == 90
    assert said(bench, goals.goal, "set", "net_sentiment", "-5")["target"] == -5
    assert [one["metric"] for one in said(bench, goals.goal, "list")["goals"]] == ["net_sentiment", "nps"]
    found = said(bench, goals.goals, "--from", "2026-05-01", "--to", "2026-05-31")
    row = next(one for one in found["goals"] if one["metric"] == "nps")
    assert (row["value"], row["gap"], row["verdict"], row["n"], row["owner"]) == (50.0, -40.0, "behind", 40, "Mia")
    assert row["check_ins"] == []
    assert said(bench, goals.goal, "drop", "net_sentiment")["dropped"]
    with pytest.raises(ConfigError, match="no goal for net_sentiment"):
        said(bench, goals.goal, "drop", "net_sentiment")
    with pytest.raises(ConfigError, match="no metric 'npss'"):
        said(bench, goals.goal, "set", "npss", "50")
    assert "behind" in words(bench, goals.goals, "--to", "2026-05-31")


def test_a_what_if_prints_every_assumption_and_takes_a_persons_word(bench: Workbench) -> None:
    today = datetime.now(UTC)
    answered(bench, *([10] * 30 + [3] * 20), at=today - timedelta(days=2), churn=True)
    found = said(bench, whatif.whatif, "nps", "--to", "60")
    assert found["assumptions"]["customers"]["value"] == 50 and found["assumptions"]["change"]["value"] == 40.0
    assert found["moved"]["value"] == pytest.approx(10) and found["note"] == "associated, not proven"
    assert found["worth"]["low"] <= found["worth"]["value"] <= found["worth"]["high"]
    stated = said(
        bench, whatif.whatif, "nps", "--change", "2..4", "--customers", "1000", "--kept", "0.1", "--value", "-5..300"
    )
    assert stated["worth"] == pytest.approx({"low": -10.0, "value": 221.25, "high": 600.0})
    told = words(bench, whatif.whatif, "nps", "--to", "60")
    assert "customers kept for each one won over" in told and "associated, not proven" in told
    with pytest.raises(ConfigError, match="cannot tell: no own figure for change of the score"):
        said(bench, whatif.whatif, "nps")
    with pytest.raises(ConfigError, match="no what-if for 'churn'"):
        said(bench, whatif.whatif, "churn")
    with pytest.raises(ConfigError, match="--kept: 'x' is neither"):
        said(bench, whatif.whatif, "nps", "--kept", "x")


def said(bench: Workbench, verb, *given: str):  # type: ignore[no-untyped-def]  # a JSON document
    return json.loads(words(bench, verb, *given, "--json"))


def words(bench: Workbench, verb, *given: str) -> str:  # type: ignore[no-untyped-def]  # a command of click
    assert bench.config.path
    door = Door(config_path=bench.config.path, environment={})
    return str(CliRunner().invoke(verb, given, obj=door, standalone_mode=False, catch_exceptions=False).stdout)
