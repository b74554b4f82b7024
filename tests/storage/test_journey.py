"""Touchpoints: texts by topic and phrase, answers by what they were asked about, imported figures, segments."""

from dataclasses import replace
from datetime import date

import pytest

from domain.measures import Cohort, Histogram, Rate, SentimentCounts
from domain.records import Customer, Label, SurveyResponse, Topic, TopicMatch, TouchpointFigure
from nlp.journey import Journey, PhraseMatcher, Touchpoint
from storage.connection import Database
from storage.shapes import Changes
from tests.storage.conftest import NOW, SECRET, acme, commit, label_all, mention, sql

TOPIC = Topic(topic_id=7, name="Late parcel")
JOURNEY = Journey(
    name="mine",
    touchpoints=(
        Touchpoint(name="Delivery", topics=("Late parcel",), phrases=("courier*",), also=("shipping",)),
        Touchpoint(name="Support", phrases=("customer service", "hotline")),
    ),
)


def read(db: Database, journey: Journey = JOURNEY) -> int:
    """Put the template in force and read what it has not read; how many texts that were."""
    matcher = PhraseMatcher(journey)
    with db.write() as store:
        store.journey.use(journey.version, journey.touchpoints)
    done = 0
    with db.write(publish=True) as store:
        while rows := store.journey.pending(journey.version, 100):
            found = matcher.match([row.text for row in rows])
            store.journey.add(journey.version, list(zip(rows, found, strict=True)))
            done += len(rows)
    return done


def said(db: Database) -> None:
    """Five mentions: one at both touchpoints, one by topic, one by phrase, one by name only, one nowhere."""
    commit(
        db,
        mention("1", text="BAD the couriers were late and customer service rude"),
        mention("2", text="BAD where is it"),
        mention("3", text="GOOD hotline"),
        mention("4", text="GOOD nothing else to say"),
    )
    label_all(db, {"BAD": Label.NEGATIVE, "GOOD": Label.POSITIVE})
    with db.write() as store:
        store.topics.sync([TOPIC])
        rows = store.topics.pending("1", 100)
        match = TopicMatch(topic_id=7, score=0.9, start=0, end=3)
        store.topics.add("1", [(row, [match] if "where is it" in row.text else []) for row in rows])


@pytest.mark.both
def test_topics_and_phrases_place_a_mention_and_two_touchpoints_count_it_once(db: Database) -> None:
    said(db)
    assert read(db) == 4
    with db.read() as q:
        found = q.journey.told(acme()).now
        assert found.at == {
            "Delivery": SentimentCounts(negative=2),
            "Support": SentimentCounts(negative=1, positive=1),
        }
        assert found.mapped == SentimentCounts(negative=2, positive=1)
        assert found.total == SentimentCounts(negative=2, positive=2)
        assert q.counts.sentiment_counts(acme(touchpoint="delivery")) == SentimentCounts(negative=2)
        assert q.mentions.count(acme(touchpoint="Support")) == 2
        assert {t: p.name for t, p in q.journey.told(acme()).pains.items()} == {"Delivery": "Late parcel"}
        assert list(q.journey.touchpoints()["touchpoint"]) == ["Delivery", "Support"]
        assert q.journey.waiting() == 0


def test_only_new_and_changed_texts_are_read_and_another_template_reads_all_again(db: Database) -> None:
    said(db)
    assert (read(db), read(db)) == (4, 0)
    commit(db, mention("3", text="GOOD now about the courier"), mention("9", text="The hotline again"))
    assert read(db) == 2
    assert sql(db, "select count(*) from text_touchpoint where touchpoint = 'Delivery'") == [[3]]
    other = replace(JOURNEY, touchpoints=JOURNEY.touchpoints[1:])
    assert read(db, other) == 5
    assert sql(db, "select distinct touchpoint from text_touchpoint") == [["Support"]]
    with db.write(publish=True) as store:
        assert store.journey.pending(JOURNEY.version, 10) == []


def test_a_topic_leads_to_its_touchpoint_at_once_and_still_does_after_a_merge(db: Database) -> None:
    said(db)
    with db.write(publish=True) as store:
        store.journey.use(JOURNEY.version, JOURNEY.touchpoints)
        store.topics.sync([replace(TOPIC, topic_id=8, name="Logistics")])
    with db.read() as q:
        assert q.journey.told(acme()).now.at == {"Delivery": SentimentCounts(negative=1)}
        assert q.journey.waiting() == 4
    with db.write(publish=True) as store:
        store.topics.merge(7, 8)
    with db.read() as q:
        assert q.journey.told(acme()).now.at == {"Delivery": SentimentCounts(negative=1)}


def answer(who: str, **changes: object) -> SurveyResponse:
    values = {"brand": "Acme", "survey": "s", "respondent": who, "answered_at": NOW, "identity": who}
    return SurveyResponse(**{**values, **changes})  # type: ignore[arg-type]


def test_an_answer_is_about_what_it_was_asked_about_and_else_about_what_it_says(db: Database) -> None:
    with db.write() as store:
        rows = [
            answer("a", csat=1, touchpoint="Shipping"),
            answer("b", csat=2, touchpoint="DELIVERY ", comment="the hotline was busy"),
            answer("c", csat=3, comment="the courier was fine"),
            answer("d", csat=4, touchpoint="Support"),
            answer("e", csat=5),
        ]
        store.surveys.upsert(rows, secret=SECRET, now=NOW)
    read(db)
    with db.read() as q:
        assert q.counts.csat_answers(acme(touchpoint="Delivery")).counts == {1: 1, 2: 1, 3: 1}
        assert q.counts.csat_answers(acme(touchpoint="Support")).counts == {4: 1}
        assert q.counts.csat_answers(acme(touchpoint="nowhere")).counts == {}


def figure(kind: str, value: float, **changes: object) -> TouchpointFigure:
    values = {"brand": "Acme", "touchpoint": "Delivery", "first_day": date(2024, 5, 1), "last_day": date(2024, 5, 31)}
    return TouchpointFigure(**{**values, "kind": kind, "value": value, **changes})  # type: ignore[arg-type]


def put(db: Database, *rows: TouchpointFigure) -> Changes:
    with db.write(publish=True) as store:
        return store.figures.upsert(rows, now=NOW)


def test_the_same_figures_again_are_unchanged_and_a_corrected_one_is_changed(db: Database) -> None:
    rows = [figure("visits", 100.0), figure("completed", 60.0), figure("returns", 3.0, customers=1000.0)]
    assert put(db, *rows) == Changes(new=3)
    assert put(db, *rows) == Changes(unchanged=3)
    assert put(db, replace(rows[0], value=120.0), *rows[1:]) == Changes(changed=1, unchanged=2)
    assert sql(db, "select count(*), max(value) from touchpoint") == [[3, 120.0]]


def test_rates_and_funnels_count_whole_rows_of_the_scope(db: Database) -> None:
    june = {"first_day": date(2024, 6, 1), "last_day": date(2024, 6, 30)}
    put(
        db,
        figure("visits", 100.0),
        figure("completed", 60.0),
        figure("visits", 50.0, **june),
        figure("returns", 3.0, customers=1000.0),
        figure("returns", 2.0, customers=500.0, touchpoint="shipping", **june),
        figure("returns", 9.0, touchpoint="Support"),
        figure("own_rating", 4.0, scale_max=5),
    )
    read(db)
    with db.read() as q:
        assert q.counts.funnel(acme()) == Rate(events=60.0, base=100.0, rows=1)
        assert q.counts.returns_rate(acme(touchpoint="Delivery")) == Rate(events=5.0, base=1500.0, rows=2)
        assert q.counts.returns_rate(acme(until=date(2024, 5, 31))) == Rate(events=3.0, base=1000.0, rows=1)
        assert q.counts.returns_rate(acme(sources=("news",))) == Rate()
        assert q.counts.own_ratings(acme(touchpoint="Delivery")) == (0.75,)


def test_a_total_stands_for_its_segments(db: Database) -> None:
    put(
        db,
        figure("complaints", 5.0, customers=100.0),
        figure("complaints", 3.0, customers=60.0, segment="gold"),
        figure("complaints", 2.0, customers=40.0, segment="tin"),
        figure("complaints", 1.0, customers=10.0, segment="tin", touchpoint="Support"),
    )
    with db.read() as q:
        assert q.counts.complaints_rate(acme()) == Rate(events=6.0, base=110.0, rows=2)
        assert q.counts.complaints_rate(acme(segment="tin")) == Rate(events=3.0, base=50.0, rows=2)


def test_answers_weigh_by_what_their_customer_spends(db: Database) -> None:
    with db.write(publish=True) as store:
        store.surveys.upsert(
            [answer("a", csat=5, customer="x"), answer("b", csat=1, customer="y"), answer("c", csat=5)],
            secret=SECRET,
            now=NOW,
        )
        store.customers.upsert(
            [
                Customer(brand="Acme", customer="x", monthly_revenue=10.0),
                Customer(brand="Acme", customer="y", monthly_revenue=200.0),
            ],
            secret=SECRET,
            now=NOW,
        )
    with db.read() as q:
        assert q.counts.csat_spend(acme()) == Histogram(
            counts={5: 1, 1: 1}, weights={5: 10.0, 1: 200.0}, squares={5: 100.0, 1: 40000.0}, scale_max=5
        )


def test_segments_are_all_parts_of_the_whole_and_count_people(db: Database) -> None:
    with db.write(publish=True) as store:
        store.surveys.upsert(
            [
                answer("a", identity="a1", csat=5, segment="gold"),
                answer("a", identity="a2", csat=4, segment="gold"),
                answer("b", csat=1, segment="tin"),
                answer("c", csat=2),
                answer("d", csat=9, csat_max=10, segment="gold"),
            ],
            secret=SECRET,
            now=NOW,
        )
        store.customers.upsert(
            [
                Customer(brand="Acme", customer="x", churned=True, segment="gold"),
                Customer(brand="Acme", customer="y", churned=False),
            ],
            secret=SECRET,
            now=NOW,
        )
    with db.read() as q:
        found = q.segments.answers(acme(), "csat")
        assert {name: (part.people, part.answers.counts) for name, part in found.items()} == {
            "": (1, {2: 1}),
            "gold": (1, {4: 1, 5: 1}),
            "tin": (1, {1: 1}),
        }
        assert q.segments.customers(acme()) == {"": Cohort(start=1), "gold": Cohort(start=1, lost=1)}
        assert q.segments.answers(acme(), "ces") == {}


@pytest.mark.parametrize("segment", [None, "Office"])
def test_all_touchpoints_asked_at_once_hold_what_each_holds_when_it_is_asked_for(
    db: Database, segment: str | None
) -> None:
    given = [
        answer("1", csat=2, csat_max=5, touchpoint="Shipping "),
        answer("2", csat=5, csat_max=5, ces=6, ces_max=7, ces_direction="high_is_easy", touchpoint="DELIVERY"),
        answer("3", csat=4, csat_max=10, touchpoint="delivery"),
        answer("4", csat=1, csat_max=5, comment="The couriers and the hotline: where is it"),
        answer("5", ces=2, ces_max=7, ces_direction="low_is_easy", comment="hotline"),
        answer("6", csat=3, csat_max=5, touchpoint="Elsewhere", comment="hotline"),
        answer("7", csat=3, csat_max=5, touchpoint=" ", comment="hotline"),
        answer("8", nps=3, comment="hotline"),
    ]
    many = [
        replace(one, respondent=f"{segment}{n}", identity=f"{segment}{n}", segment=segment)
        for segment in (None, "Office")
        for n, one in enumerate(given * 12)
    ]
    day = NOW.date()
    days = {"brand": "Acme", "first_day": day, "last_day": day}
    with db.write() as store:
        store.topics.sync([TOPIC])
        store.surveys.upsert(many, secret=SECRET, now=NOW)
        rows = store.topics.pending("1", 100)
        match = TopicMatch(topic_id=7, score=0.9, start=0, end=3)
        store.topics.add("1", [(row, [match] if "where is it" in row.text else []) for row in rows])
        store.figures.upsert(
            [
                TouchpointFigure(touchpoint="shipping", kind="own_rating", value=4.0, scale_max=5, **days),
                TouchpointFigure(touchpoint="Delivery", kind="returns", value=4.0, customers=100.0, **days),
                TouchpointFigure(touchpoint="support", kind="visits", value=80.0, **days),
                TouchpointFigure(touchpoint="Support", kind="completed", value=20.0, **days),
                TouchpointFigure(touchpoint="nowhere", kind="completed", value=20.0, **days),
            ],
            now=NOW,
        )
    read(db)
    with db.read() as q:
        scope = acme(segment=segment)
        found = q.journey_answers.at(scope)
        assert set(found) == {"Delivery", "Support"}
        for name, held in found.items():
            for needs, counts in held.items():
                assert counts == getattr(q.counts, needs)(replace(scope, touchpoint=name)), (name, needs)
        assert all(held["csat_answers"].n and held["ces_answers"].n for held in found.values())  # type: ignore[attr-defined]
