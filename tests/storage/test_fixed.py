"""Around "fixed": complaints before and after somebody called a pain point resolved, whatever else is changed since."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.measures import Scope
from domain.records import Batch, Brand, Label, Mention, Sentiment, Source, Topic, TopicMatch
from storage.connection import Database
from views import _moments, _severity

SOURCE = Source(name="s", kind="rss")
NOW = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def _told(folder: Path, days_ago: list[int], timezone: str = "UTC") -> Database:
    """One topic: a complaint on each of these days, and one praise of it."""
    db = Database(folder / "e.duckdb", clock=lambda: NOW, timezone=timezone)
    words = [(f"late {i}", NOW - timedelta(days=ago, hours=1)) for i, ago in enumerate(days_ago)]
    words.append(("not late, fast", NOW - timedelta(days=1)))
    mentions = tuple(
        Mention(source="s", kind="rss", external_id=text, text=text, published_at=at) for text, at in words
    )
    with db.write(publish=True) as store:
        store.sources.sync([Brand(name="Acme")], [SOURCE])
        batch = Batch(mentions=mentions, cursor="1")
        store.mentions.commit(SOURCE, batch, [("Acme",)] * len(mentions), secret=b"k", now=NOW)
        store.topics.sync([Topic(topic_id=7, name="Late")])
        store.scores.use("e", "1")
        pending = store.scores.pending("e", "1", 100)
        bad = Sentiment(polarity=-0.5, label=Label.NEGATIVE)
        good = Sentiment(polarity=0.5, label=Label.POSITIVE)
        store.scores.add("e", "1", [(row, good if "fast" in row.text else bad) for row in pending])
        rows = store.topics.pending("1", 100)
        store.topics.add("1", [(row, [TopicMatch(topic_id=7, score=0.9, start=0, end=4)]) for row in rows])
    return db


def test_both_sides_of_fixed_are_counted_and_an_owner_set_later_hides_nothing(tmp_path: Path) -> None:
    db = _told(tmp_path, [9, 8, 8, 7, 6, 6, 2, 1])
    with db.write(publish=True) as store:
        store.triage.set("Acme", 7, status="resolved", mended_on=NOW.date() - timedelta(days=5))
        store.triage.set("Acme", 7, owner="mia")
    with db.read() as queries:
        scope = Scope(brand="Acme", since=NOW.date() - timedelta(days=20), until=NOW.date())
        (row,) = _moments.rows(queries.pain_points.table(scope))
        counts = queries.counts.sentiment_counts(scope)
        (pain,) = _severity.ranked(queries.pain_points.table(scope), counts, type(counts)())
        tones = queries.sql("select tone, count(*) from topic_mention group by all order by all")[1]
    assert (row.fixed_days, row.fixed_before, row.fixed_after) == (6, 6, 2)
    assert pain.status == "regressed"
    assert pain.mended is not None and (pain.mended.before, pain.mended.after) == (6, 2)
    assert (row.mentions, row.named) == (8, 9)
    assert tones == [["complaint", 8], ["praise", 1]]


@pytest.mark.parametrize("timezone", ["UTC", "Asia/Tokyo", "America/Lima"])
def test_the_day_from_which_it_is_mended_is_a_local_one_and_can_be_put_right(tmp_path: Path, timezone: str) -> None:
    db = _told(tmp_path, [9, 8, 2], timezone)
    day = (NOW - timedelta(days=5)).date()
    scope = Scope(brand="Acme")
    with db.write(publish=True) as store:
        store.triage.set("Acme", 7, status="in_progress", mended_on=day)
        store.triage.set("Acme", 7, root_cause="one carrier", action="another one", status="closed")
    with db.read() as queries:
        (row,) = _moments.rows(queries.pain_points.table(scope))
        assert row.mended_on == datetime.now(ZoneInfo(timezone)).date(), "nothing was mended while it was worked on"
    with db.write(publish=True) as store:
        store.triage.set("Acme", 7, mended_on=day)
    with db.read() as queries:
        (row,) = _moments.rows(queries.pain_points.table(scope))
        (told,) = queries.told.mended(scope)
        assert (row.mended_on, told.at.date(), told.at.hour) == (day, day, 0)
        assert (told.pair, row.fixed_before, row.fixed_after) == ((2, 1), 2, 1)


def test_a_reopened_one_forgets_when_it_was_fixed(tmp_path: Path) -> None:
    db = _told(tmp_path, [3, 2])
    with db.write(publish=True) as store:
        store.triage.set("Acme", 7, status="resolved")
        store.triage.set("Acme", 7, status="in_progress")
    with db.read() as queries:
        (row,) = _moments.rows(queries.pain_points.table(Scope(brand="Acme")))
    assert row.resolved_at is None and row.fixed_days is None
