"""What moved a figure: on a database whose answer is known, and parts that sum whatever lies in it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.records import Brand, Label, Mention, Role, Topic, TopicMatch
from pipeline.explain import Explanation, as_json, explain
from storage.connection import Database
from tests.copies import migrated
from tests.storage.conftest import commit, label_all, mention

START = date(2024, 6, 11)
END = START + timedelta(days=9)
NET = {"good": Label.POSITIVE, "bad": Label.NEGATIVE, "plain": Label.NEUTRAL}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(migrated(tmp_path / "house.duckdb"), publish_every=0.0)
    yield database
    database.close()


def said(n: int, word: str, day: date, **changes: object) -> Mention:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return mention(str(n), text=f"A {word} thing number {n} to say about it here", published_at=at, **changes)


def told(db: Database, rows: list[Mention], brand: str = "Acme") -> None:
    commit(db, *rows, brands=[(brand,)] * len(rows))
    label_all(db, NET)


def asked(db: Database, metric: str) -> Explanation:
    with db.read() as queries:
        return explain(queries, metric, "Acme", START, END)


def opened(db: Database, sql: str) -> tuple[int, int]:
    with db.read() as queries:
        columns, rows = queries.sql(sql)
    periods = [row[columns.index("period")] for row in rows]
    return periods.count("now"), periods.count("before")


def sums(found: Explanation) -> list[float]:
    return [sum(part.total for part in parts) for parts in found.dimensions.values()]


def two_apps(db: Database) -> None:
    """Before: app 30 good 10 bad, shop 40 good. Now: app 10 good 30 bad, its version 2.0 bad; shop as it was."""
    before, rows = START - timedelta(days=3), []
    for n in range(80):
        app, good = n < 40, n >= 10
        rows.append(said(n, "good" if good else "bad", before, source="app" if app else "shop", app_version="1.0"))
    for n in range(80):
        app, good = n < 40, n >= 30
        version = "1.0" if good else "2.0"
        rows.append(said(100 + n, "good" if good else "bad", END, source="app" if app else "shop", app_version=version))
    told(db, rows)


def test_the_source_that_turned_is_named_with_its_rate_and_its_rows(db: Database) -> None:
    two_apps(db)
    found = asked(db, "net_sentiment")
    assert found.value and found.before and found.change
    assert (found.before.value, found.value.value, found.change.difference) == (75.0, 25.0, -50.0)
    parts = found.dimensions["source"]
    assert [(p.part, p.mix, p.rate, p.n, p.n_before) for p in parts] == [
        ("app", 0.0, -50.0, 40, 40),
        ("shop", 0.0, 0.0, 40, 40),
    ]
    assert parts[0].low < -50 < parts[0].high < 0
    assert opened(db, parts[0].sql) == (40, 40)
    versions = {p.part: p for p in found.dimensions["app_version"]}
    assert versions["2.0"].rate == 0 and versions["2.0"].total < -30 and versions["2.0"].n == 30
    assert sums(found) == pytest.approx([-50.0] * 5, abs=0.01)
    assert [(p.part, p.n) for p in found.dimensions["topic"]] == [("untagged", 80)]
    assert [p.part for p in found.dimensions["country"]] == ["unknown"]
    assert found.note == "down"


def test_a_share_goes_the_other_way_and_a_volume_by_counts(db: Database) -> None:
    two_apps(db)
    share = asked(db, "negative_share")
    assert share.change and share.change.difference == 25.0
    assert share.dimensions["source"][0].part == "app" and share.dimensions["source"][0].rate == 25.0
    told(db, [said(n, "none", END, source="app") for n in range(200, 216)])
    volume = asked(db, "mentions")
    assert volume.change and volume.change.difference == 16.0
    assert sums(volume) == pytest.approx([16.0] * 5)
    app = volume.dimensions["source"][0]
    assert (app.part, app.total, app.n, app.n_before) == ("app", pytest.approx(16), 56, 40)
    assert opened(db, app.sql) == (56, 40)
    assert asked(db, "negative_share").change == share.change, "what was not scored is in no share"


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_are_few_hold_every_row_once_and_sum_to_the_change(db: Database, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        said(
            n,
            chance.choice(["good", "bad", "plain", "none"]),
            START + timedelta(days=chance.randint(-10, 9)),
            source=chance.choice("abcdefghijkl") + " o'clock  twice",
            country=chance.choice([None, "", "de", "fr", "unknown"]),
            app_version=chance.choice([None, *(f"1.{i}" for i in range(12)), "the rest"]),
        )
        for n in range(240)
    ]
    told(db, rows)
    with db.write(publish=True) as store:
        topics = [Topic(topic_id=i, name=f"Topic {i}") for i in range(11)]
        store.topics.sync(topics)
        texts = store.topics.pending("1", 1000)
        matches = [
            [TopicMatch(topic_id=i, score=chance.random(), start=0, end=4) for i in chance.sample(range(11), 2)]
            if chance.random() < 0.8
            else []
            for _ in texts
        ]
        store.topics.add("1", list(zip(texts, matches, strict=True)))
    for metric in ("net_sentiment", "negative_share", "mentions"):
        found = asked(db, metric)
        assert found.change and found.value and found.before
        assert sums(found) == pytest.approx([found.change.difference] * 5, abs=0.01)
        for parts in found.dimensions.values():
            assert len(parts) <= 9
            assert sum(p.n for p in parts) == found.value.n and sum(p.n_before for p in parts) == found.before.n
            assert all(p.low <= p.total <= p.high for p in parts)
            assert [opened(db, p.sql) for p in parts] == [(p.n, p.n_before) for p in parts]


def test_a_story_speaks_with_its_words_and_one_topic_holds_a_text(db: Database) -> None:
    copy = "A bad press story that everyone prints again today"
    noon = datetime(2024, 6, 15, 12, tzinfo=UTC)
    told(
        db,
        [
            *(said(n, "good", START - timedelta(days=1)) for n in range(10)),
            *(mention(f"c{n}", text=copy, published_at=noon) for n in range(10)),
        ],
    )
    with db.write(publish=True) as store:
        store.topics.sync([Topic(topic_id=1, name="Press"), Topic(topic_id=2, name="Print")])
        two = [TopicMatch(topic_id=1, score=0.4, start=0, end=4), TopicMatch(topic_id=2, score=0.9, start=0, end=4)]
        store.topics.add("1", [(t, two if "press" in t.text else []) for t in store.topics.pending("1", 100)])
    found = asked(db, "net_sentiment")
    story = found.dimensions["story"][0]
    assert (story.says, story.n, story.n_before) == (copy, 10, 0)
    assert {p.part: p.n for p in found.dimensions["topic"]} == {"Print": 10, "untagged": 0}


def test_a_competitors_change_stands_beside(db: Database) -> None:
    with db.write() as store:
        store.sources.sync([Brand(name="Acme"), Brand(name="Bolt", role=Role.COMPETITOR)], [])
    two_apps(db)
    told(
        db,
        [said(n, "good", START - timedelta(days=1)) for n in range(300, 310)]
        + [said(n, "bad", END) for n in range(310, 320)],
        brand="Bolt",
    )
    shown = as_json(asked(db, "net_sentiment"))
    assert shown["change"] == -50.0
    assert [(c["brand"], c["change"], c["n"]) for c in shown["competitors"]] == [("Bolt", -200.0, 10)]  # type: ignore[attr-defined]


def test_a_period_without_data_has_no_value_and_says_which(db: Database) -> None:
    told(db, [said(1, "good", END)])
    shown = as_json(asked(db, "net_sentiment"))
    assert (shown["value"], shown["before"], shown["change"], shown["dimensions"]) == (100.0, None, None, {})
    assert shown["note"] == "no data for Acme from 2024-06-01 to 2024-06-10: nothing to compare"
    with db.read() as queries:
        later = as_json(explain(queries, "mentions", "Acme", END + timedelta(days=1), END + timedelta(days=2)))
    assert later["value"] is None and "2024-06-21 to 2024-06-22" in str(later["note"])


def test_what_cannot_be_explained_is_said(db: Database) -> None:
    told(db, [said(1, "good", END)])
    with db.read() as queries:
        backwards, endless = ("mentions", END, START), ("mentions", date.min, END)
        for metric, since, until in (("first_response_p90", START, END), backwards, endless):
            with pytest.raises(ConfigError):
                explain(queries, metric, "Acme", since, until)
        hostile = replace(asked(db, "mentions").scope, brand="'; drop table mentions; --")
        assert explain(queries, "mentions", hostile.brand, START, END).value is None
