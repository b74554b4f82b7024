"""Pages, sources, runs, notes, cases: what lists show."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.identity import mention_id
from domain.records import Brand, Label, Outcome, Role, Run, Source
from storage.connection import Database
from storage.lake import Lake
from tests.storage.conftest import NOW, SOURCE, acme, commit, label_all, mention, sql


def test_pages_follow_each_other_by_key_without_gap_or_repeat(db: Database) -> None:
    # Many share a moment: the id decides.
    rows = [mention(str(n), published_at=NOW - timedelta(minutes=n // 4)) for n in range(23)]
    commit(db, *rows)
    seen: list[int] = []
    with db.read() as q:
        after = None
        while len(page := q.mentions.page(acme(), limit=5, after=after)):
            last = page.iloc[-1]
            after = (last["published_at"].to_pydatetime(), int(last["mention_id"]))
            seen += [int(i) for i in page["mention_id"]]
        assert q.mentions.count(acme()) == 23
    assert len(seen) == len(set(seen)) == 23


def test_rows_are_narrowed_by_words_label_source_and_day(db: Database) -> None:
    commit(
        db,
        mention("1", text="The Grinder is LOUD; 100% so", title="Noise"),
        mention("2", text="All is well with it", published_at=NOW - timedelta(days=3)),
        mention("3", text="", rating=5.0, source="app"),
    )
    label_all(db, {"LOUD": Label.NEGATIVE, "well": Label.POSITIVE})
    with db.read() as q:

        def ids(**asked: object) -> list[str]:
            return sorted(q.mentions.page(acme(), **asked)["external_id"])  # type: ignore[arg-type]

        assert ids(search="grinder") == ids(search="100%") == ids(search="noise") == ["1"]
        assert ids(search="%") == ["1"]
        assert ids(search="' or 1=1 --") == []
        assert ids(label="positive") == ["2"]
        assert ids(label="unscored") == ["3"]
        assert list(q.mentions.page(acme(sources=("app",)))["external_id"]) == ["3"]
        assert list(q.mentions.page(acme(until=date(2024, 6, 12)))["external_id"]) == ["2"]
        assert len(q.mentions.page(acme(segment="gold"))) == q.mentions.count(acme(touchpoint="desk")) == 0
        by_source = q.daily.by_source(acme())
        assert by_source[["source", "negative", "positive", "unscored"]].to_numpy().tolist() == [
            ["feed", 1, 1, 0],
            ["app", 0, 0, 1],
        ]


def test_one_mention_by_id_with_its_brands(db: Database) -> None:
    commit(db, mention("1", reply_text="Sorry", engagement={"likes": 2}), brands=[("Acme", "Bolt")])
    with db.read() as q:
        one = q.mentions.one(mention_id("rss", "feed", "1"))
        assert one is not None
        assert (one["external_id"], one["brands"], one["reply_text"]) == ("1", ["Acme", "Bolt"], "Sorry")
        assert q.mentions.one(42) is None


@pytest.mark.both
def test_sources_are_synced_scheduled_and_remembered(db: Database) -> None:
    due = datetime(2024, 6, 16, tzinfo=UTC)
    commit(db, mention("1"), cursor="here")
    with db.write(publish=True) as store:
        store.sources.sync(
            [Brand(name="Bolt", role=Role.COMPETITOR), Brand(name="Acme")], [SOURCE, Source(name="x", kind="rss")]
        )
        store.sources.schedule("feed", next_due=due, retry_at=due, failures=2, last_ok_at=NOW)
        store.sources.schedule("feed", next_due=due, retry_at=None, failures=3, last_ok_at=None)
        store.runs.add(Run(source="feed", kind="rss", outcome=Outcome.OK, new=3, started_at=NOW, finished_at=NOW))
        bad = Run(
            source="feed",
            kind="rss",
            outcome=Outcome.FAILED,
            error="503",
            started_at=NOW,
            finished_at=due,
            warnings=("w",),
        )
        store.runs.add(bad)
        store.runs.add(Run(source="x", kind="rss", outcome=Outcome.SKIPPED))
        feed, other = store.sources.state()
    assert (feed.cursor, feed.next_due, feed.retry_at, feed.failures, feed.last_ok_at) == ("here", due, None, 3, NOW)
    assert (other.name, other.configured, other.every, other.cursor) == ("x", True, 3600.0, None)
    with db.read() as q:
        brands = q.brands()
        assert brands.to_numpy().tolist() == [["Bolt", "competitor"], ["Acme", "own"]]
        health = q.health.sources().set_index("source")
        assert health.loc["feed", ["last_outcome", "last_error", "runs", "good_runs", "new"]].tolist() == [
            "failed",
            "503",
            2,
            1,
            3,
        ]
        assert health.loc["x", "runs"] == 0
        assert list(q.health.runs(limit=5, source="feed")["outcome"]) == ["failed", "ok"]
        assert len(q.health.runs()) == 3
        totals = q.health.totals()
        assert (totals.mentions, totals.unscored, totals.engine, totals.last_good_run) == (1, 1, "", NOW)
        assert totals.size.database > 0
        assert (totals.size.snapshots > 0) is not isinstance(db, Lake)
    with db.write() as store:
        store.sources.sync([Brand(name="Acme")], [Source(name="x", kind="rss", paused=True)])
        assert [(s.name, s.configured, s.paused, s.cursor) for s in store.sources.state()] == [
            ("feed", False, False, "here"),
            ("x", True, True, None),
        ]


def test_brands_listened_to_elsewhere_are_not_comparable(db: Database) -> None:
    with db.write() as store:
        brands = [Brand(name="Acme"), Brand(name="Bolt", role=Role.COMPETITOR), Brand(name="Tea", role=Role.CATEGORY)]
        store.sources.sync(brands, [SOURCE])
    commit(db, *(mention(str(n)) for n in range(4)), brands=[("Acme",), ("Acme", "Bolt"), ("Bolt",), ("Tea", "Acme")])
    with db.read() as q:
        voice = q.counts.voice(acme())
    assert (voice.mentions, voice.overlap, voice.comparable) == ({"Acme": 3, "Bolt": 2}, 1, False)


def test_notes_and_cases_are_kept_once_and_logged(db: Database) -> None:
    with db.write(publish=True) as store:
        for _ in range(2):
            store.notes.add("Acme", date(2024, 6, 1), "Price rise", "ann")
        key = store.cases.set("Acme", 5, "mention", owner="ann")
        done = {"root_cause": "a bad batch", "action": "replaced"}
        assert store.cases.set("Acme", 5, "mention", status="closed", told_customer=True, **done) == key
    with db.read() as q:
        assert q.notes(acme()).to_numpy().tolist()[0][1:] == ["Price rise", "ann"]
        assert len(q.notes(acme(until=date(2024, 5, 1)))) == 0
    assert sql(db, "select status, owner, told_customer, closed_at is not null from care_case") == [
        ["closed", "ann", True, True]
    ]
    assert sql(db, "select count(*) from audit_log") == [[4]]
