"""A complaint that nobody has a topic for: it surfaces by itself, keeps its id, and stays away once dismissed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import load
from domain.measures import Scope
from domain.records import Aspect
from pipeline.analyze import analyze
from pipeline.workbench import Workbench
from tests.house import bench
from tests.pipeline.new_complaint import lids, ordinary, tell
from views import _severity

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
QUIET, A_DAY, NEW = 8, 24, 5


class NoAspects:
    """Aspects are not what is looked at here, and their model takes longest to load."""

    name, version = "none", "0"

    def extract(self, texts: Sequence[str]) -> list[list[Aspect]]:
        return [[] for _ in texts]


def _bench(folder: Path) -> Workbench:
    path = folder / "earshot.toml"
    path.write_text('engine = "vader"\ntaxonomy = ["ecommerce"]\n[[brand]]\nname = "Acme"\n', "utf-8")
    tools = replace(bench(load(path)), aspects=NoAspects)
    tools.database.migrate()
    with tools.database.write() as store:
        store.sources.sync(tools.config.brands, tools.config.sources)
    return tools


def _say(tools: Workbench, days: dict[int, list[str]]) -> None:
    with tools.database.write() as store:
        for day, texts in days.items():
            tell(store, FIRST + timedelta(days=day), texts)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """Eight ordinary days, then two on which five customers a day have the same new complaint."""
    tools = _bench(tmp_path_factory.mktemp("new"))
    chance = random.Random(3)
    _say(tools, {day: [ordinary(chance) for _ in range(A_DAY)] for day in range(QUIET)})
    analyze(tools)
    new = {QUIET + n: [*(ordinary(chance) for _ in range(A_DAY)), *lids(chance, NEW)] for n in range(2)}
    _say(tools, new)
    analyze(tools)
    tools.database.publish()
    yield tools
    tools.database.close()


def pains(tools: Workbench) -> list[_severity.Pain]:
    scope = Scope(brand="Acme", since=FIRST.date(), until=(FIRST + timedelta(days=QUIET + 1)).date())
    tools.database.publish()
    with tools.database.read() as queries:
        now = queries.counts.sentiment_counts(scope)
        return _severity.ranked(queries.pain_points.table(scope), now, type(now)())


def about_lids(tools: Workbench) -> list[_severity.Pain]:
    return [pain for pain in pains(tools) if "lid" in pain.name.lower() or "dishwasher" in pain.name.lower()]


def test_it_is_among_the_ten_worst_within_two_days(told: Workbench) -> None:
    (found,) = about_lids(told)
    assert found in pains(told)[:10]
    assert found.complaints >= 7
    assert told.database.verify()["problems"] == []


def test_its_evidence_is_what_people_said_about_it(told: Workbench) -> None:
    (found,) = about_lids(told)
    with told.database.read() as queries:
        rows = queries.pain_points.evidence(Scope(brand="Acme"), found.topic_id)
    assert all("lid" in text.lower() for text in rows["text"])


def test_a_month_later_it_has_the_same_id_and_what_was_dismissed_stays_away(told: Workbench) -> None:
    (found,) = about_lids(told)
    chance = random.Random(8)
    _say(told, {40: [*(ordinary(chance) for _ in range(A_DAY)), *lids(chance, NEW)]})
    analyze(told)
    told.database.publish()
    with told.database.read() as queries:
        table = queries.pain_points.table(Scope(brand="Acme"))
    rows = table[table["name"].str.contains("lid|dishwasher", case=False)]
    assert list(rows["topic_id"]) == [found.topic_id] and rows["mentions"].iloc[0] > found.complaints
    assert rows["name"].iloc[0] == "Lid melted", "as people write it"
    with told.database.write() as store:
        change = store.topic_changes.dismiss(found.topic_id, "ann")
    _say(told, {41: list(lids(chance, 8))})
    assert analyze(told).proposed == 0
    assert about_lids(told) == []
    with told.database.write() as store:
        store.topic_changes.undo(change)
    told.database.publish()
    with told.database.read() as queries:
        table = queries.pain_points.table(Scope(brand="Acme"))
    assert table[table["topic_id"] == found.topic_id]["mentions"].iloc[0] > found.complaints + 8
    assert told.database.verify()["problems"] == []
