"""Scores, aspects and topics: what is pending, what is in force, and what becomes of both when texts change."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.errors import StorageError
from domain.identity import mention_id
from domain.measures import SentimentCounts
from domain.records import Aspect, Label, Sentiment, SurveyResponse, Ticket, Topic, TopicMatch
from storage.connection import Database
from storage.shapes import Changes, PendingText
from tests.storage.conftest import NOW, SECRET, acme, commit, label_all, mention, sql

LATE, COLD = Topic(topic_id=7, name="Late"), Topic(topic_id=8, name="Cold food", examples=("Ice cold",))


def name_topics(db: Database, topics: dict[str, int], version: str = "1") -> list[PendingText]:
    with db.write(publish=True) as store:
        store.topics.sync([LATE, COLD])
        texts = store.topics.pending(version, 1000)
        rows = [
            (
                text,
                [TopicMatch(topic_id=i, score=0.9, start=0, end=4) for word, i in topics.items() if word in text.text],
            )
            for text in texts
        ]
        store.topics.add(version, rows)
    return texts


def test_pending_texts_are_bounded_and_end(db: Database) -> None:
    commit(db, *(mention(str(n)) for n in range(7)))
    seen: list[int] = []
    with db.write() as store:
        while texts := store.scores.pending("vader", "1", 3):
            assert len(texts) <= 3
            seen += [text.text_id for text in texts]
            store.scores.add("vader", "1", [(t, Sentiment(polarity=0.1, label=Label.NEUTRAL)) for t in texts])
        assert store.scores.left("vader", "1") == 0
    assert len(seen) == len(set(seen)) == 7


def test_skipped_texts_are_kept_with_their_reason_and_are_not_pending_again(db: Database) -> None:
    commit(db, mention("1", text=""), mention("2", text="Das ist deutsch und bleibt es auch"))
    with db.write(publish=True) as store:
        store.scores.use("vader", "1")
        texts = store.scores.pending("vader", "1", 10)
        said = [
            Sentiment(polarity=None, label=None, language="de", reason="empty" if not t.text else "language")
            for t in texts
        ]
        assert store.scores.add("vader", "1", list(zip(texts, said, strict=True))) == 2
        assert store.scores.pending("vader", "1", 10) == []
        assert store.scores.pending("vader", "1", 10) == []
    assert sql(db, "select label, reason from sentiment order by reason") == [[None, "empty"], [None, "language"]]
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(unscored=2)
        assert sorted(q.mentions.page(acme(), label="unscored")["reason"]) == ["empty", "language"]


def test_another_engine_shows_only_once_it_is_put_in_force(db: Database) -> None:
    commit(db, mention("1"), mention("2"))
    label_all(db, {"Text": Label.POSITIVE})
    with db.write(publish=True) as store:
        texts = store.scores.pending("better", "2", 10)
        store.scores.add("better", "2", [(t, Sentiment(polarity=-0.9, label=Label.NEGATIVE)) for t in texts])
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=2)
        assert q.sql("select engine, in_force, count(*) from sentiment group by all order by 1")[1] == [
            ["better", False, 2],
            ["vader", True, 2],
        ]
    with db.write(publish=True) as store:
        store.scores.use("better", "2")
        assert store.scores.in_force() == ("better", "2")
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(negative=2)
        assert list(q.mentions.page(acme())["polarity"]) == [-0.9, -0.9]
    assert db.verify()["ok"]


def test_scores_of_a_text_that_changed_meanwhile_do_not_count(db: Database) -> None:
    commit(db, mention("1"))
    with db.write() as store:
        store.scores.use("vader", "1")
        texts = store.scores.pending("vader", "1", 10)
    commit(db, mention("1", text="It is another text now, with other words"))
    with db.write(publish=True) as store:
        store.scores.add("vader", "1", [(t, Sentiment(polarity=0.9, label=Label.POSITIVE)) for t in texts])
        assert [t.text for t in store.scores.pending("vader", "1", 10)] == ["It is another text now, with other words"]
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(unscored=1)


def test_scoring_again_keeps_what_is_known_until_it_is_replaced(db: Database) -> None:
    commit(db, mention("1"))
    label_all(db, {"Text": Label.POSITIVE})
    with db.write(publish=True) as store:
        store.scores.requeue("vader", "1")
        texts = store.scores.pending("vader", "1", 10)
        assert len(texts) == 1
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=1)
    with db.write(publish=True) as store:
        store.scores.add("vader", "1", [(t, Sentiment(polarity=-0.9, label=Label.NEGATIVE)) for t in texts])
        assert store.scores.pending("vader", "1", 10) == []
    assert db.verify()["ok"]
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(negative=1)


@pytest.mark.both
def test_a_persons_correction_wins_survives_engines_and_edits_and_can_be_taken_back(db: Database) -> None:
    commit(db, mention("1"), mention("2"))
    label_all(db, {"Text": Label.POSITIVE})
    key = mention_id("rss", "feed", "1")
    with db.write(publish=True) as store:
        store.overrides.set(key, Label.NEGATIVE, "ann")
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=1, negative=1)
        one = q.mentions.one(key)
        assert one is not None
        assert (one["sentiment"], one["polarity"], one["corrected_by"], one["text_changed"]) == (
            "negative",
            -1.0,
            "ann",
            False,
        )
    commit(db, mention("1", text="Edited, and still corrected by ann"))
    label_all(db, {"": Label.POSITIVE}, engine="better")
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=1, negative=1)
        assert (q.mentions.one(key) or {})["text_changed"]
    with db.write(publish=True) as store:
        store.overrides.set(key, None, "bob")
    with db.read() as q:
        assert q.counts.sentiment_counts(acme()) == SentimentCounts(positive=2)
        assert q.sql("select person, verb from audit_log order by made_at")[1] == [
            ["ann", "override"],
            ["bob", "override"],
        ]
    with pytest.raises(StorageError, match="12345"), db.write() as store:
        store.overrides.set(12345, Label.NEUTRAL, "ann")


def test_comments_and_tickets_are_read_like_mentions_and_never_counted_as_such(db: Database) -> None:
    answer = SurveyResponse(
        brand="Acme", survey="s", respondent="r", answered_at=NOW, identity="r", nps=3, comment="Too late"
    )
    silent = SurveyResponse(brand="Acme", survey="s", respondent="q", answered_at=NOW, identity="q", nps=9)
    ticket = Ticket(brand="Acme", external_id="t", created_at=NOW, subject="Late", text="again")
    with db.write() as store:
        assert store.surveys.upsert([answer, silent], secret=SECRET, now=NOW) == Changes(new=2)
        assert store.tickets.upsert([ticket], secret=SECRET, now=NOW) == Changes(new=1)
        texts = store.scores.pending("vader", "1", 10)
    assert {(t.kind, t.title, t.text) for t in texts} == {("survey", "", "Too late"), ("ticket", "Late", "again")}
    label_all(db, {"ate": Label.NEGATIVE})
    name_topics(db, {"Too late": 7})
    with db.read() as q:
        assert q.counts.mention_count(acme()) == 0
        assert list(q.surveys.comments(acme())["sentiment"]) == ["negative"]
        assert q.sql("select sentiment from ticket")[1] == [["negative"]]
        row = q.pain_points.table(acme()).iloc[0]
        assert (row["name"], row["mentions"], row["surveys"], row["nps_n"], row["nps_detractors"]) == (
            "Late",
            0,
            1,
            1,
            1,
        )
        assert q.counts.nps_answers(acme(topic="Late")).counts == {3: 1}
    with db.write() as store:
        other = SurveyResponse(
            brand="Acme", survey="s", respondent="r", answered_at=NOW, identity="r", nps=3, comment="Too cold"
        )
        assert store.surveys.upsert([other], secret=SECRET, now=NOW) == Changes(changed=1)
        assert [t.text for t in store.scores.pending("vader", "1", 10)] == ["Too cold"]
    assert db.verify()["ok"]


def test_aspects_are_replaced_with_their_text(db: Database) -> None:
    commit(db, mention("1", text="The pump is loud"))

    def read(found: Sequence[Aspect]) -> int:
        with db.write(publish=True) as store:
            texts = store.aspects.pending("1", 10)
            store.aspects.add("1", [(t, found) for t in texts])
        return len(texts)

    assert read([Aspect(phrase="pump", lemma="pump", start=4, end=8, polarity=-0.5, label=Label.NEGATIVE)]) == 1
    assert read([]) == 0
    assert sql(db, "select kind, phrase, span_start, sentiment from aspect") == [["mention", "pump", 4, "negative"]]
    commit(db, mention("1", text="The pump is quiet now"))
    assert sql(db, "select * from aspect") == []
    assert read([]) == 1
    assert read([]) == 0


def test_topics_keep_their_ids_and_merged_ones_lead_on(db: Database) -> None:
    commit(db, mention("1", text="It was late and cold, all of it"), mention("2", text="It was cold as ever and more"))
    name_topics(db, {"late": 7, "cold": 8})
    with db.write(publish=True) as store:
        store.topics.rename(7, "Delays")
        assert [t.name for t in store.topics.known()] == ["Cold food", "Delays"]
        assert store.topics.known()[0].examples == ("Ice cold",)
        store.topics.merge(7, into=8)
        assert [t.topic_id for t in store.topics.known()] == [8]
        with pytest.raises(StorageError, match="stands by itself"):
            store.topics.merge(8, into=7)
    with db.read() as q:
        table = q.pain_points.table(acme())
        assert list(zip(table["topic_id"], table["named"], strict=True)) == [(8, 2)]
        assert q.mentions.count(acme(), topic_id=8) == q.mentions.count(acme(topic="Cold food")) == 2
        assert list(q.mentions.page(acme())["topics"]) == [["Cold food"], ["Cold food"]]
    assert db.verify()["ok"]


def test_an_edited_text_is_matched_with_topics_again(db: Database) -> None:
    commit(db, mention("1", text="It was late and that was that"))
    assert len(name_topics(db, {"late": 7})) == 1
    assert name_topics(db, {"late": 7}) == []
    commit(db, mention("1", text="It was cold and that was that"))
    with db.read() as q:
        assert q.mentions.count(acme(topic="Late")) == 0
    assert len(name_topics(db, {"late": 7, "cold": 8})) == 1
    assert len(name_topics(db, {"cold": 8}, version="2")) == 1
    with db.read() as q:
        assert q.mentions.count(acme(topic="Cold food")) == 1


@pytest.mark.both
def test_pain_points_count_complaints_now_and_before_with_their_days(db: Database) -> None:
    today = NOW.date()

    def at(n: int, days: int, text: str, **more: object):
        return mention(str(n), text=f"{text} number {n} it was", published_at=NOW - timedelta(days=days), **more)

    commit(
        db,
        at(1, 0, "late bad", author="ann"),
        at(2, 0, "late bad", author="ann"),
        at(3, 2, "late bad", author="bob"),
        at(4, 1, "late fine"),
        at(5, 1, "late unread", rating=1.0),
        at(6, 5, "late bad"),
        at(7, 5, "late fine"),
        at(8, 40, "late bad"),
        at(9, 0, "cold fine"),
    )
    label_all(db, {"bad": Label.NEGATIVE, "fine": Label.POSITIVE})
    name_topics(db, {"late": 7, "cold": 8})
    with db.write(publish=True) as store:
        store.triage.set("Acme", 7, status="seen", owner="eve", person="eve")
        store.triage.set("Acme", 7, action="Call them")
        store.triage.set("Bolt", 7, status="ignored")
    scope = acme(since=today - timedelta(days=3), until=today)
    with db.read() as q:
        table = q.pain_points.table(scope)
        late = table.iloc[0]
        quotes = q.pain_points.evidence(scope, 7)
        assert q.sql("select mentions, status, owner from pain_point where topic_id = 7")[1] == [[6, "seen", "eve"]]
        assert list(q.pain_points.table(acme(topic="Cold food"))["name"]) == ["Cold food"]
        assert list(q.pain_points.table(acme(brand="Nobody"))["name"]) == []
    assert list(table["name"]) == ["Late", "Cold food"]
    assert late["mentions"] == 4
    assert (late["authors"], late["negative"], late["scored"], late["named"]) == (2, 3, 4, 5)
    assert (late["before_mentions"], late["before_negative"], late["before_scored"]) == (1, 1, 2)
    assert late["trend"] == [0, 1, 1, 2]
    assert (late["status"], late["owner"], late["action"]) == ("seen", "eve", "Call them")
    assert late["first_seen"].date() == today - timedelta(days=40)
    assert [t.split()[1] for t in quotes["text"]] == ["bad", "bad", "unread", "bad", "fine"]
    assert set(quotes["span_end"]) == {4}
