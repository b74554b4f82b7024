"""Every figure that is a mean of rows is taken apart: parts sum to its change, and each opens the rows it counts."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.measures import Scope
from domain.records import Customer, Label, SurveyResponse, Ticket, Topic, TopicMatch
from metrics import METRICS
from pipeline.answer import answer
from pipeline.explain import explain, explain_scope
from storage.connection import Database
from storage.queries.worth import EXPLAINED
from tests.storage.conftest import NOW, SECRET, commit, label_all, mention

START = date(2024, 6, 5)
END = START + timedelta(days=9)
DIMENSIONS = {
    "nps": ["survey", "touchpoint", "segment", "country", "topic"],
    "churn": ["segment", "country"],
    "resolution_mean": ["channel", "priority", "segment", "owner", "topic"],
    "review_stars": ["source", "topic", "country", "app_version", "story"],
}


def at(chance: random.Random) -> datetime:
    return datetime(2024, 6, 5, 12, tzinfo=UTC) + timedelta(days=chance.randint(-10, 9))


def answered(chance: random.Random, n: int) -> SurveyResponse:
    low = chance.random() < 0.5
    return SurveyResponse(
        brand="Acme",
        survey=chance.choice(["After delivery", "o'clock  $since"]),
        respondent=f"r{n}",
        identity=f"i{n}",
        answered_at=at(chance),
        nps=chance.randint(0, 10),
        csat=chance.randint(1, 5),
        ces=chance.randint(1, 7),
        ces_direction="low_is_easy" if low and n > 100 else "high_is_easy",
        segment=chance.choice(["Office", None]),
        touchpoint=chance.choice(["Delivery", "Support", None]),
        comment=chance.choice(["The parcel came late", "All was fine", ""]),
        customer=f"c{n}",
    )


def waited(chance: random.Random, n: int) -> Ticket:
    created = at(chance)
    return Ticket(
        brand="Acme",
        external_id=str(n),
        created_at=created,
        first_response_at=created + timedelta(minutes=chance.random() * 300 - 5),
        resolved_at=created + timedelta(minutes=chance.random() * 3000) if n % 5 else None,
        author_kind="bot" if n % 7 == 0 else "human",
        channel=chance.choice(["mail", "chat"]),
        subject="The parcel came late" if n % 3 else "Other",
    )


def kept(chance: random.Random, n: int) -> Customer:
    return Customer(
        brand="Acme",
        customer=f"c{n}",
        churned=n % 3 == 0,
        churned_at=at(chance) if n % 3 == 0 else None,
        started_at=at(chance) if n % 10 == 0 else datetime(2020, 1, 1, tzinfo=UTC),
        segment=chance.choice(["Office", "Private"]),
    )


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("all") / "house.duckdb", publish_every=0.0)
    chance = random.Random(3)
    rows = [
        mention(
            str(n),
            text=f"A {chance.choice(['good', 'bad', 'plain', 'none'])} parcel, number {n} of those that came",
            source=chance.choice(["app", "shop"]),
            rating=chance.choice([None, 1, 2.5, 4, 5]),
            reply_at=NOW if n % 4 == 0 else None,
            published_at=at(chance),
        )
        for n in range(150)
    ]
    commit(database, *rows)
    label_all(database, {"good": Label.POSITIVE, "bad": Label.NEGATIVE, "plain": Label.NEUTRAL})
    with database.write(publish=True) as store:
        store.surveys.upsert([answered(chance, n) for n in range(200)], secret=SECRET, now=NOW)
        store.tickets.upsert([waited(chance, n) for n in range(120)], secret=SECRET, now=NOW)
        store.customers.upsert([kept(chance, n) for n in range(120)], secret=SECRET, now=NOW)
        store.topics.sync([Topic(topic_id=1, name="Late parcel"), Topic(topic_id=2, name="Else")])
        late = [TopicMatch(topic_id=1, score=0.9, start=0, end=3)]
        store.topics.add(
            "1", [(t, late if "late" in f"{t.title} {t.text}" else []) for t in store.topics.pending("1", 5000)]
        )
    yield database
    database.close()


def opened(db: Database, sql: str) -> tuple[int, int]:
    with db.read() as queries:
        columns, rows = queries.sql(sql)
    periods = [row[columns.index("period")] for row in rows]
    return periods.count("now"), periods.count("before")


@pytest.mark.parametrize("metric", EXPLAINED)
def test_parts_sum_to_the_change_and_open_their_rows(db: Database, metric: str) -> None:
    with db.read() as queries:
        found = explain(queries, metric, "Acme", START, END)
    assert found.change and found.value and found.before
    assert found.change.difference == pytest.approx(found.value.value - found.before.value)
    assert list(found.dimensions) == DIMENSIONS.get(metric, list(found.dimensions)) and len(found.dimensions) >= 2
    for name, parts in found.dimensions.items():
        assert sum(p.total for p in parts) == pytest.approx(found.change.difference, abs=0.01), name
        assert (sum(p.n for p in parts), sum(p.n_before for p in parts)) == (found.value.n, found.before.n)
        assert all(p.low <= p.total <= p.high for p in parts)
        some = parts[:2] + parts[-1:]
        assert [opened(db, p.sql) for p in some] == [(p.n, p.n_before) for p in some]


@pytest.mark.parametrize(
    ("metric", "narrowed"),
    [
        ("net_sentiment", {"sources": ("app",)}),
        ("nps", {"topic": "Late parcel"}),
        ("nps", {"sources": ("o'clock  $since",), "topic": "Late parcel"}),
        ("resolution_mean", {"sources": ("chat",), "topic": "Late parcel"}),
        ("churn", {"topic": "Late parcel"}),
        ("csat_survey", {"touchpoint": "Delivery", "segment": "Office"}),
    ],
)
def test_an_explanation_can_be_narrowed_and_agrees_with_the_metric(
    db: Database, metric: str, narrowed: dict[str, object]
) -> None:
    scope = Scope(brand="Acme", since=START, until=END, **narrowed)  # type: ignore[arg-type]
    with db.read() as queries:
        found, alone = explain_scope(queries, metric, scope), answer(queries, metric, scope).estimate
        whole = explain(queries, metric, "Acme", START, END)
    assert found.value and found.value == alone and whole.value and found.change
    assert 0 < found.value.n < whole.value.n
    for parts in found.dimensions.values():
        assert sum(p.n for p in parts) == found.value.n
        assert sum(p.total for p in parts) == pytest.approx(found.change.difference, abs=0.01)
        assert opened(db, parts[0].sql) == (parts[0].n, parts[0].n_before)


def test_every_metric_on_rows_that_name_topics_can_be_asked_for_one(db: Database) -> None:
    deaf = []
    with db.read() as queries:
        for name in METRICS:
            scope = Scope(brand="Acme", since=START, until=END)
            whole = answer(queries, name, scope).estimate
            topic = Scope(brand="Acme", since=START, until=END, topic="Late parcel")
            one = answer(queries, name, topic).estimate
            if whole and one and (one.value, one.n) == (whole.value, whole.n):
                deaf.append(name)
            nobody = Scope(brand="Acme", since=START, until=END, topic="'; drop table mentions; --")
            assert answer(queries, name, nobody).estimate is None, name
    assert deaf == []


def test_a_change_of_scale_is_no_change_of_satisfaction(db: Database, tmp_path: Path) -> None:
    database = Database(tmp_path / "scales.duckdb", publish_every=0.0)
    rows = [
        SurveyResponse(
            brand="Acme",
            survey="s",
            respondent=f"r{n}",
            identity=f"i{n}",
            answered_at=datetime(2024, 6, 1 + 9 * (n % 2), tzinfo=UTC),
            csat=4,
            csat_max=5 if n % 2 else 7,
        )
        for n in range(20)
    ]
    with database.write(publish=True) as store:
        store.surveys.upsert(rows, secret=SECRET, now=NOW)
    with database.read() as queries:
        found = explain(queries, "csat_survey", "Acme", START, END)
    database.close()
    assert found.change is None and found.value and found.dimensions == {}
    assert found.note == "not comparable: asked on 1 to 7 before and on 1 to 5 now"


def test_a_median_has_no_parts_and_that_is_said(db: Database) -> None:
    with db.read() as queries, pytest.raises(ConfigError, match="no mean of rows"):
        explain(queries, "first_response_median", "Acme", START, END)
