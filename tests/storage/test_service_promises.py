"""Answers within target, tickets settled at the first contact, and how soon reviews are answered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.measures import Cohort, Durations, Scope
from domain.records import Ticket
from metrics import METRICS
from pipeline.answer import answer
from pipeline.explain import explain_scope
from storage.connection import Database
from tests.storage.conftest import NOW, SECRET, commit, mention

MONDAY = datetime(2024, 6, 3, 9, tzinfo=UTC)
# First answer and resolution after so many minutes, and whether it was opened again.
CASES = [
    (10, 100, None), (60, 1440, None), (61, 1441, None), (30, 200, 300), (30, None, 300), (None, None, None),
    (5, -10, None), (20, 400, 200),
]  # fmt: skip
JUNE = Scope(brand="Acme", since=date(2024, 6, 1), until=date(2024, 6, 30))


def after(minutes: float | None) -> datetime | None:
    return None if minutes is None else MONDAY + timedelta(minutes=minutes)


@pytest.fixture
def served(db: Database) -> Database:
    tickets = [
        Ticket(
            brand="Acme",
            external_id=f"t{n}",
            created_at=MONDAY,
            first_response_at=after(first),
            resolved_at=after(end),
            reopened_at=after(again),
            channel="mail" if n % 2 else "chat",
        )
        for n, (first, end, again) in enumerate(CASES)
    ]
    robot = Ticket(
        brand="Acme", external_id="bot", created_at=MONDAY, first_response_at=after(900), author_kind="bot", segment="x"
    )
    commit(
        db,
        *(
            mention(str(n), rating=4, published_at=MONDAY, reply_at=after(wait))
            for n, wait in enumerate((30, 90, 5000, None, -4))
        ),
        mention("words", published_at=MONDAY, reply_at=after(1)),
    )
    with db.write(publish=True) as store:
        store.tickets.upsert([*tickets, robot], secret=SECRET, now=NOW)
    return db


def test_first_answers_and_resolutions_are_held_to_their_targets(served: Database) -> None:
    with served.read() as q:
        first = answer(q, "first_response_within_target", JUNE).estimate
        end = answer(q, "resolution_within_target", JUNE).estimate
    # Of seven human answers one took longer than an hour; of four resolutions that stand one took longer than a day.
    assert first and (round(first.value, 2), first.n) == (85.71, 7)
    assert first.note == "target 60 min; 1 still wait and are not counted"
    assert end and (end.value, end.n) == (75.0, 4)
    with served.write(publish=True) as store:
        store.settings.set("first_response_target", "30.0")
    with served.read() as q:
        first = answer(q, "first_response_within_target", JUNE).estimate
    assert first and (round(first.value, 2), first.n) == (71.43, 7)


def test_what_was_opened_again_was_not_settled_at_the_first_contact(served: Database) -> None:
    with served.read() as q:
        assert q.counts.first_contact(JUNE) == Cohort(start=6, lost=3)
        found = answer(q, "first_contact_resolution", JUNE).estimate
        parts = explain_scope(q, "first_contact_resolution", JUNE)
    assert found and (found.value, found.n) == (50.0, 6)
    assert parts.value == found


def test_the_time_to_answer_a_review_counts_reviews_alone(served: Database) -> None:
    with served.read() as q:
        assert q.counts.review_waits(JUNE) == Durations(minutes=(30.0, 90.0, 5000.0), open=1, invalid=1)
        assert q.counts.review_waits(Scope(brand="Acme", since=date(2024, 7, 1))) == Durations()


def test_a_small_segment_keeps_its_promises_to_itself(served: Database) -> None:
    small = Scope(brand="Acme", segment="x")
    with served.read() as q:
        for name in ("first_response_within_target", "resolution_within_target", "first_contact_resolution"):
            found = answer(q, name, small)
            assert (found.estimate, found.kept_back, METRICS[name].unit) == (None, True, "%")
