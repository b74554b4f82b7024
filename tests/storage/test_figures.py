"""What metrics are made of: oracles, time zones, and daily counts that always equal their rows."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.measures import SentimentCounts
from domain.records import Label, Mention, Outcome, Run
from storage.connection import Database
from tests.storage.conftest import NOW, SOURCE, acme, commit, label_all, mention, reopened, sql

NET = {"fine": Label.POSITIVE, "bad": Label.NEGATIVE, "so": Label.NEUTRAL}


def test_forty_copies_of_one_complaint_are_one_story(db: Database) -> None:
    copy = "A bad machine that broke after two weeks, see https://example.com/{n}"
    texts = (
        [f"All is fine with number {n} here" for n in range(60)]
        + [f"A bad thing number {n} it was" for n in range(20)]
        + [copy.format(n=n).replace("machine", "MACHINE " if n % 2 else "machine") for n in range(40)]
        + [f"It is so so number {n} today" for n in range(80)]
    )
    commit(db, *(mention(str(n), text=text) for n, text in enumerate(texts)))
    label_all(db, NET)
    with db.read() as q:
        rows, stories = q.counts.sentiment_counts(acme()), q.counts.story_sentiment_counts(acme())
        page = q.mentions.page(acme(), search="machine", limit=3)
    assert rows == SentimentCounts(positive=60, negative=60, neutral=80)
    assert stories == SentimentCounts(positive=60, negative=21, neutral=80)
    assert round(100 * (stories.positive - stories.negative) / stories.scored, 1) == 24.2
    assert list(page["copies"]) == [40, 40, 40]


def test_short_texts_are_no_copies_of_each_other(db: Database) -> None:
    commit(db, mention("1", text="Great app"), mention("2", text="Great app"), mention("3", text=""))
    with db.read() as q:
        assert q.counts.story_sentiment_counts(acme()).unscored == 3


@pytest.mark.parametrize("server", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_days_follow_the_configured_zone_and_not_the_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    monkeypatch.setitem(os.environ, "TZ", server)
    time.tzset()
    try:
        db = Database(tmp_path / "a.duckdb", timezone="Europe/London", publish_every=0)
        moments = {
            "2024-03-30": datetime(2024, 3, 30, 23, 59, tzinfo=UTC),
            "2024-03-31": datetime(2024, 3, 31, 22, 59, tzinfo=UTC),  # 23:59 in summer time, which began that day
            "2024-04-01": datetime(2024, 3, 31, 23, 0, tzinfo=UTC),
            "2024-10-27": datetime(2024, 10, 26, 23, 0, tzinfo=UTC),  # the day with 25 hours begins
            "2024-10-28": datetime(2024, 10, 28, 0, 0, tzinfo=UTC),
        }
        last_of_the_long_day = datetime(2024, 10, 27, 23, 59, tzinfo=UTC)
        batch = [mention(day, published_at=moment) for day, moment in moments.items()]
        commit(db, *batch, mention("long", published_at=last_of_the_long_day), now=datetime(2025, 1, 1, tzinfo=UTC))
        days = sql(db, "select external_id, day from mention where external_id <> 'long'")
        assert all(name == day for name, day in days)
        with db.read() as q:
            assert q.counts.mention_count(acme(since=date(2024, 10, 27), until=date(2024, 10, 27))) == 2
            trend = q.daily.trend(acme())
        assert [str(d.date()) for d in trend["day"]] == sorted(moments)
        db.close()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_another_time_zone_counts_every_day_anew(db: Database) -> None:
    commit(db, mention("1", published_at=datetime(2024, 6, 14, 23, 30, tzinfo=UTC)))
    label_all(db, {"Text": Label.POSITIVE})
    moved = reopened(db, timezone="Asia/Tokyo")
    with moved.write(publish=True):
        pass
    assert sql(moved, "select day, positive from daily") == [["2024-06-15", 1]]
    assert moved.verify()["ok"]
    moved.close()


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[Mention], tuple[str, ...], tuple[str, ...]]]:
    """Commits over few ids, so that they meet: new, edited, moved to other days and brands, deleted, seen again."""
    one = st.builds(
        mention,
        st.sampled_from("abcd"),
        text=st.sampled_from(["", "all fine", "a bad day it was for everyone", "so so"]),
        rating=st.sampled_from([None, 1.0, 3.5, 5.0]),
        published_at=st.sampled_from([None, NOW, NOW - timedelta(days=1), NOW + timedelta(days=9)]),
    )
    brands = st.sampled_from([(), ("Acme",), ("Acme", "Bolt")])
    step = st.tuples(st.lists(one, max_size=4), brands, st.sampled_from([(), ("a",), ("b", "c")]))
    return draw(st.lists(step, min_size=1, max_size=4))


@settings(max_examples=6, deadline=None)
@given(history=histories())
def test_daily_counts_equal_their_rows_whatever_happens(empty: Path, history: list) -> None:
    with TemporaryDirectory() as folder:
        copyfile(empty, Path(folder) / "a.duckdb")
        db = Database(Path(folder) / "a.duckdb", timezone="Europe/London", publish_every=3600)
        for n, (mentions, brands, deleted) in enumerate(history):
            commit(db, *mentions, brands=[brands] * len(mentions), deleted=deleted, now=NOW + timedelta(hours=n))
            if n % 2 == 0:
                label_all(db, NET)
        assert db.verify() == {"ok": True, "problems": []}
        by_day = sql(
            db, "select brand, day, sum(mentions), sum(negative), sum(stars_n) from daily group by all order by all"
        )
        by_row = sql(
            db,
            "select brand, day, count(*), count(*) filter (sentiment = 'negative'), count(rating)"
            " from mention where deleted_at is null group by all order by all",
        )
        assert by_day == by_row
        with db.read() as q:
            rows = [
                tuple(row)
                for scope in (acme(), acme(topic="nothing"))
                for row in [(q.counts.mention_count(scope), q.mentions.count(scope))]
            ]
        assert all(counted == paged for counted, paged in rows)
        db.close()


def test_coverage_is_a_share_of_expected_runs_and_unknown_before_the_first(db: Database) -> None:
    start = datetime(2024, 6, 1, tzinfo=UTC)
    late = reopened(db, clock=lambda: datetime(2024, 6, 4, tzinfo=UTC))
    with late.write(publish=True) as store:
        store.sources.sync([], [SOURCE])
        for hour in range(48):
            good = hour < 24 or hour % 2 == 0
            moment = start + timedelta(hours=hour, minutes=5)
            outcome = Outcome.OK if good else Outcome.FAILED
            store.runs.add(Run(source="feed", kind="rss", outcome=outcome, started_at=moment, finished_at=moment))
    with late.read() as q:
        found = q.daily.coverage(acme(since=date(2024, 5, 31), until=date(2024, 6, 3)))
        assert q.daily.coverage(acme(since=date(1, 1, 1), until=date(9999, 12, 31))).shape[1] == 2
    shares = [None if v is None else round(v, 2) for v in found["coverage"]]
    assert shares[:2] == [None, 1.0]
    assert 0.4 <= shares[2] <= 1.0
    assert shares[3] == 0.0
    late.close()
