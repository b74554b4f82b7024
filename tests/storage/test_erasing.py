"""Erased is erased: in no table, in no file, and not brought back by a source, an import or an old copy."""

from pathlib import Path

import pytest

from domain.errors import StorageError
from domain.identity import mention_id
from domain.records import Aspect, Customer, Label, Sentiment, SurveyResponse, Ticket, Topic, TopicMatch
from domain.reports import Quote
from domain.traits import Traits
from storage.backup import back_up
from storage.connection import Database
from storage.restore import restore
from storage.shapes import Changes, ReportRow
from tests.storage.conftest import NOW, SECRET, acme, commit, label_all, mention, sql

TOKEN = "xyzzyplughtoken"


def report_row(body: str) -> ReportRow:
    return ReportRow(
        report_id="r", brand="Acme", since=NOW.date(), until=NOW.date(), engine="e", taxonomy="t", formulas="f",
        body=body, origin="person", made_at=NOW,
    )  # fmt: skip


def anywhere(folder: Path, token: str) -> list[str]:
    return [str(p) for p in folder.rglob("*") if p.is_file() and token.encode() in p.read_bytes()]


@pytest.fixture
def told(db: Database) -> Database:
    secret = mention("1", text=f"My telephone is {TOKEN} and it hurts", author="ann")
    commit(db, secret, mention("2", author="bob"), brands=[("Acme", "Bolt")] * 2)
    label_all(db, {"number 2": Label.POSITIVE, TOKEN: Label.NEGATIVE})
    with db.write(publish=True) as store:
        store.overrides.set(mention_id("rss", "feed", "1"), Label.NEUTRAL, "eve")
    return db


@pytest.mark.file_only
def test_an_erased_author_is_in_no_file_and_stays_out(told: Database, tmp_path: Path) -> None:
    assert anywhere(tmp_path, TOKEN)
    with told.write() as store:
        counts = store.erasures.author("ann", secret=SECRET, now=NOW)
    assert counts == {"mentions": 1, "mention_brands": 2, "scores": 1, "overrides": 1}
    assert told.rewrite()["snapshots"] >= 1
    assert anywhere(tmp_path, TOKEN) == []
    assert told.verify() == {"ok": True, "problems": []}
    with told.read() as q:
        assert q.counts.mention_count(acme()) == 1
    back = commit(
        told, mention("1", text=f"My telephone is {TOKEN} and it hurts", author="ann"), mention("3", author="ann")
    )
    assert back == Changes(withheld=2)
    assert commit(told, mention("2", author="bob")) == Changes(unchanged=1)


def test_what_stages_found_in_a_text_that_was_erased_meanwhile_is_not_kept(told: Database, tmp_path: Path) -> None:
    with told.write() as store:
        store.topics.sync([Topic(topic_id=7, name="Pain")])
        texts = [store.aspects.pending("1", 10), store.topics.pending("1", 10)][0]
        store.erasures.author("ann", secret=SECRET, now=NOW)
    phrase = Aspect(phrase=TOKEN, lemma=TOKEN, start=0, end=4)
    named = TopicMatch(topic_id=7, score=0.9, start=0, end=4)
    quote = Quote(mention_id=mention_id("rss", "feed", "1"), topic_id=7, source="feed", day=NOW.date(), text=TOKEN)
    with told.write(publish=True) as store:
        store.scores.add("e", "1", [(p, Sentiment(polarity=0.1, label=Label.NEUTRAL, confidence=1.0)) for p in texts])
        store.aspects.add("1", [(p, [phrase]) for p in texts if TOKEN in p.text])
        store.topics.add("1", [(p, [named]) for p in texts])
        store.discoveries.read("1", [(p, None) for p in texts])
        store.traits.add("1", [(p, Traits(emotion=None)) for p in texts])
        store.journey.add("", [(p, ["Delivery"]) for p in texts])
        store.reports.add(report_row(body="{}"), (quote,))
    assert told.verify() == {"ok": True, "problems": []}
    assert sql(told, "select quote from report_quotes") == [[None]]
    told.rewrite()
    assert anywhere(tmp_path, TOKEN) == []


def test_one_mention_is_erased_by_its_id(told: Database) -> None:
    with told.write(publish=True) as store:
        assert store.erasures.mention(mention_id("rss", "feed", "1"), now=NOW)["mentions"] == 1
        assert store.erasures.mention(77, now=NOW) == {}
    assert sql(told, "select distinct external_id from mention") == [["2"]]
    assert commit(told, mention("1")) == Changes(withheld=1)


def test_words_that_only_the_erased_said_leave_the_names_of_discovered_topics(told: Database, tmp_path: Path) -> None:
    found = Topic(
        topic_id=9, name=f"Number {TOKEN}", description=f"Found in complaints: number, {TOKEN}", origin="discovered"
    )
    with told.write(publish=True) as store:
        store.discoveries.propose([(found, [0.5])], "encoder")
        texts = [p for p in store.aspects.pending("1", 10) if p.kind == "mention"]
        store.discoveries.read("1", [(p, TopicMatch(topic_id=9, score=1.0, start=0, end=4)) for p in texts])
        store.reports.add(report_row(body=f'{{"topic": "Number {TOKEN}"}}'), ())
        store.erasures.author("ann", secret=SECRET, now=NOW)
    assert sql(told, "select name, description from topics") == [["Number", "Found in complaints: number"]]
    assert sql(told, "select body from reports") == [['{"topic": "Number"}']]
    told.rewrite()
    assert anywhere(tmp_path, TOKEN) == []


@pytest.mark.both
def test_a_respondent_is_erased_as_customer_too(db: Database) -> None:
    with db.write(publish=True) as store:
        rows = [
            SurveyResponse(brand="Acme", survey="s", respondent=r, answered_at=NOW, identity=r, nps=1, comment="x")
            for r in "ab"
        ]
        ticket = Ticket(brand="Acme", external_id="1", customer="a", text="Help")
        customer = Customer(brand="Acme", customer="a")
        store.surveys.upsert(rows, secret=SECRET, now=NOW)
        store.tickets.upsert([ticket], secret=SECRET, now=NOW)
        store.customers.upsert([customer], secret=SECRET, now=NOW)
        assert store.erasures.respondent("a", secret=SECRET, now=NOW) == {
            "survey_responses": 1,
            "tickets": 1,
            "customers": 1,
        }
        assert store.surveys.upsert(rows, secret=SECRET, now=NOW) == Changes(unchanged=1, withheld=1)
        assert store.tickets.upsert([ticket], secret=SECRET, now=NOW) == Changes(withheld=1)
        assert store.customers.upsert([customer], secret=SECRET, now=NOW) == Changes(withheld=1)
    assert db.verify()["ok"]


@pytest.mark.file_only
def test_a_copy_is_brought_back_without_what_was_erased_since(told: Database, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    copy = back_up(told, folder)
    assert copy.exists()
    with told.write() as store:
        store.erasures.author("ann", secret=SECRET, now=NOW)
    commit(told, mention("later"))
    assert restore(told, folder) == copy
    assert sql(told, "select distinct external_id from mention") == [["2"]]
    assert told.verify()["ok"]
    with told.read() as q:
        assert q.counts.mention_count(acme()) == 1


@pytest.mark.file_only
def test_old_copies_rotate_and_missing_ones_are_named(told: Database, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    made = [back_up(told, folder, keep=2) for _ in range(3)]
    assert sorted(folder.iterdir()) == made[1:]
    with pytest.raises(StorageError, match="house-"):
        restore(told, tmp_path / "nowhere")
    with pytest.raises(StorageError, match="nothing to back up"):
        back_up(Database(tmp_path / "none.duckdb"), folder)


@pytest.mark.file_only
def test_copies_of_a_database_whose_name_begins_alike_are_let_be(told: Database, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    theirs = folder / "house-eu-29990101T000000000000.duckdb"
    folder.mkdir()
    theirs.write_bytes(b"of another")
    mine = [back_up(told, folder, keep=1) for _ in range(2)][-1]
    assert sorted(folder.iterdir()) == [mine, theirs]
    assert restore(told, folder) == mine


@pytest.mark.file_only
def test_a_database_can_be_restored_where_there_is_none(told: Database, tmp_path: Path) -> None:
    back_up(told, tmp_path / "copies")
    other = Database(tmp_path / "elsewhere" / "house.duckdb")
    restore(other, tmp_path / "copies")
    with other.read() as q:
        assert q.counts.mention_count(acme()) == 2
    other.close()
