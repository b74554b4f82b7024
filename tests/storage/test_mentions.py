"""Committing mentions: once each, changes told apart, dates kept sane, brands of all finders."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import ConfigError
from domain.identity import keyed_hash, mention_id
from domain.measures import SentimentCounts
from domain.records import Batch, Label, Source
from storage.connection import Database
from storage.lake import Lake
from storage.shapes import Changes
from storage.writes.tombstones import bury
from tests.storage.conftest import NOW, SECRET, SOURCE, acme, commit, label_all, mention, sql

OTHER = Source(name="search", kind="rss", brands=("Bolt",))


def test_the_same_batch_again_changes_nothing(db: Database) -> None:
    batch = [mention(str(n)) for n in range(20)]
    assert commit(db, *batch) == Changes(new=20)
    assert commit(db, *batch, now=NOW + timedelta(hours=1)) == Changes(unchanged=20)
    assert sql(db, "select count(*), count(distinct mention_id), max(first_seen_at) from mention") == [
        [20, 20, NOW.isoformat()]
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Now it says something else"},
        {"title": "A title"},
        {"rating": 2.0},
        {"reply_at": NOW},
        {"reply_text": "Sorry"},
        {"app_version": "2.0"},
        {"url": "https://example.com/new"},
        {"published_at": NOW - timedelta(days=3)},
    ],
)
def test_what_a_person_would_notice_counts_as_changed(db: Database, changes: dict[str, object]) -> None:
    commit(db, mention())
    later = NOW + timedelta(hours=1)
    assert commit(db, mention(**changes), now=later) == Changes(changed=1)
    assert commit(db, mention(**changes), now=later) == Changes(unchanged=1)
    assert sql(db, "select first_seen_at, changed_at from mention") == [[NOW.isoformat(), later.isoformat()]]


def test_votes_are_stored_and_count_as_unchanged(db: Database) -> None:
    commit(db, mention(engagement={"likes": 1}))
    assert commit(db, mention(engagement={"likes": 5})) == Changes(unchanged=1)
    assert sql(db, "select engagement from mention") == [['{"likes": 5}']]


def test_what_a_second_source_does_not_know_is_kept(db: Database) -> None:
    commit(db, mention(rating=4.0, url="https://example.com/1", author="ann"))
    assert commit(db, mention(), source=OTHER) == Changes(unchanged=1)
    assert sql(db, "select rating, url, author_key, source from mention") == [
        [4.0, "https://example.com/1", keyed_hash(SECRET, "ann"), "feed"]
    ]


def test_a_date_over_a_day_ahead_is_the_first_sight_and_stays_it(db: Database) -> None:
    ahead = mention(published_at=NOW + timedelta(hours=25))
    assert commit(db, ahead) == Changes(new=1)
    # Two hours later the same claim would be believable; it is still the same claim.
    assert commit(db, ahead, now=NOW + timedelta(hours=2)) == Changes(unchanged=1)
    assert commit(db, mention(published_at=datetime(2031, 1, 1, tzinfo=UTC))) == Changes(unchanged=1)
    assert sql(db, "select published_at, first_seen_at from mention") == [[NOW.isoformat(), NOW.isoformat()]]


def test_an_undated_mention_is_counted_on_the_day_it_was_first_seen(db: Database) -> None:
    undated = mention(published_at=None)
    commit(db, undated)
    assert commit(db, undated, now=NOW + timedelta(days=2)) == Changes(unchanged=1)
    assert sql(db, "select published_at, day from mention") == [[None, "2024-06-15"]]
    with db.read() as q:
        page = q.mentions.page(acme())
        assert (page["published_at"][0], bool(page["dated"][0])) == (NOW.replace(tzinfo=None), False)


def test_a_repeated_id_is_one_mention_chosen_the_same_way_in_any_order(db: Database) -> None:
    one, two = mention(text="The first wording of this text"), mention(text="The second wording of this text")
    assert commit(db, one, two) == Changes(new=1, unchanged=1)
    kept = sql(db, "select text from mention")
    assert commit(db, two, one) == Changes(unchanged=2)
    assert sql(db, "select text from mention") == kept


def test_a_mention_found_by_two_sources_keeps_the_brands_of_both(db: Database) -> None:
    commit(db, mention(), brands=[("Acme", "Bolt")])
    commit(db, mention(), brands=[("Bolt",)], source=OTHER)
    assert sql(db, "select brand, sources from mention_brand order by brand") == [
        ["Acme", ["feed"]],
        ["Bolt", ["feed", "search"]],
    ]
    # The feed's query now matches Acme only: the search still stands for Bolt.
    commit(db, mention(), brands=[("Acme",)])
    assert sql(db, "select brand, sources from mention_brand order by brand") == [
        ["Acme", ["feed"]],
        ["Bolt", ["search"]],
    ]
    commit(db, mention(), brands=[()], source=OTHER)
    assert sql(db, "select brand from mention_brand") == [["Acme"]]
    with db.read() as q:
        assert q.counts.voice(acme()).mentions == {"Acme": 1}


def test_a_mention_of_two_brands_is_two_rows_and_one_overlap(db: Database) -> None:
    commit(db, mention("1"), mention("2"), brands=[("Acme", "Bolt"), ("Bolt",)])
    with db.read() as q:
        voice = q.counts.voice(acme())
    assert (voice.mentions, voice.overlap, voice.comparable) == ({"Acme": 1, "Bolt": 2}, 1, True)


@pytest.mark.both
def test_deleted_at_source_leaves_every_figure_and_comes_back_when_seen(db: Database) -> None:
    commit(db, mention("1", rating=5.0), mention("2"))
    label_all(db, {"Text": Label.POSITIVE})
    assert commit(db, deleted=("1", "never seen")) == Changes(deleted=1)
    assert commit(db, deleted=("1",)) == Changes()
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=1)
        assert q.counts.review_stars(acme()).n == 0
        assert q.counts.story_sentiment_counts(acme()) == SentimentCounts(positive=1)
        assert q.mentions.count(acme()) == len(q.mentions.page(acme())) == 1
        assert q.counts.review_replies(acme()).start == 0
    assert commit(db, mention("1", rating=5.0)) == Changes(changed=1)
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=2)


def test_a_deleted_id_without_a_namespace_is_found_too(db: Database) -> None:
    commit(db, mention("1", namespace=""))
    assert commit(db, deleted=("1",)) == Changes(deleted=1)


def test_the_erased_do_not_come_back(db: Database) -> None:
    commit(db)
    with db.write() as store:
        con = store.mentions._con
        bury(con, "author", keyed_hash(SECRET, "ann"), NOW)
        bury(con, "mention", str(mention_id("rss", "feed", "2")), NOW)
    found = commit(db, mention("1", author="ann"), mention("2"), mention("3"))
    assert found == Changes(new=1, withheld=2)
    assert sql(db, "select external_id from mention") == [["3"]]


def test_authors_are_kept_as_keyed_hashes_and_the_deleted_as_nobody(db: Database) -> None:
    commit(db, mention("1", author="ann"), mention("2", author="[deleted]"))
    assert sql(db, "select author_key from mention order by external_id") == [[keyed_hash(SECRET, "ann")], [None]]
    db.publish()
    assert isinstance(db, Lake) or b"ann\x00" not in db.path.read_bytes()


def test_another_secret_is_refused(db: Database) -> None:
    commit(db, mention())
    with pytest.raises(ConfigError, match="EARSHOT_SECRET"), db.write() as store:
        store.mentions.commit(SOURCE, Batch(mentions=(), cursor=None), [], secret=b"other", now=NOW)


def test_the_cursor_is_kept_with_the_batch_even_of_an_unknown_source(db: Database) -> None:
    commit(db, mention(), cursor="after 1")
    with db.write() as store:
        (state,) = store.sources.state()
    assert (state.name, state.cursor, state.configured) == ("feed", "after 1", False)


@pytest.mark.both
def test_an_edited_text_loses_its_label_and_waits_for_a_new_one(db: Database) -> None:
    commit(db, mention("1"), mention("2"))
    label_all(db, {"Text": Label.POSITIVE})
    commit(db, mention("1", text="It broke after a week and a day"))
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=1, unscored=1)
    label_all(db, {"broke": Label.NEGATIVE})
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=1, negative=1)
    commit(db, mention("1"))
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=2)


def test_mentions_of_no_brand_count_nowhere_and_are_not_read_until_one_matches(db: Database) -> None:
    commit(db, mention(), brands=[()])
    with db.write() as store:
        assert store.scores.pending("vader", "1", 10) == []
    commit(db, mention(), brands=[("Acme",)])
    with db.write() as store:
        assert [p.kind for p in store.scores.pending("vader", "1", 10)] == ["mention"]
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 1
    label_all(db, {"Text": Label.POSITIVE})
    with db.write(publish=True) as store:
        store.mentions.rematch("feed", {mention_id("rss", "feed", "1"): ()})
        assert store.mentions.drop_unmatched(NOW) == 0
        assert store.mentions.drop_unmatched(NOW + timedelta(days=30)) == 1
    assert db.verify()["ok"]
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 0


def test_a_second_brand_does_not_have_a_text_read_again_and_losing_all_leaves_the_queue(db: Database) -> None:
    commit(db, mention("1"), mention("2"))
    label_all(db, {"number 1": Label.POSITIVE})
    commit(db, mention("1"), brands=[("Acme", "Bolt")])
    with db.write() as store:
        assert store.scores.pending("vader", "1", 10) == []
    commit(db, mention("3"))
    commit(db, mention("3"), brands=[()])
    with db.write() as store:
        assert store.scores.pending("vader", "1", 10) == []
    assert db.verify()["ok"]


def test_an_error_in_the_block_keeps_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as store:
        store.mentions.commit(SOURCE, Batch(mentions=(mention(),), cursor="c"), [("Acme",)], secret=SECRET, now=NOW)
        _ = 1 // 0
    assert commit(db, mention()) == Changes(new=1)


def test_strange_characters_are_stored(db: Database) -> None:
    odd = "half \ud83d a pair, \x00 nothing, \u202e back, 😀 and 'quotes'; drop table mentions"
    assert commit(db, mention(text=odd, title="\ud83d")) == Changes(new=1)
    assert commit(db, mention(text=odd, title="\ud83d")) == Changes(unchanged=1)


@pytest.mark.parametrize("moment", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_date_at_the_end_of_the_calendar_breaks_nothing(db: Database, moment: datetime) -> None:
    odd = mention(published_at=moment)
    assert commit(db, odd) == Changes(new=1)
    assert commit(db, replace(odd)) == Changes(unchanged=1)
