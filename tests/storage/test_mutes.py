"""A mute hides, counts, and can be undone; it deletes nothing, and what comes later arrives muted."""

from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.identity import keyed_hash, mention_id
from domain.records import Label
from storage.connection import Database
from storage.writes.mutes import site_named
from tests.storage.conftest import NOW, SECRET, acme, commit, label_all, mention, sql

ANN = keyed_hash(SECRET, "ann")
BOTH = ("Acme", "Bolt")


@pytest.fixture
def told(db: Database) -> Database:
    commit(
        db,
        mention("1", author="ann", url="https://www.spam.example/a", site="spam.example", rating=1.0),
        mention("2", author="ann", url="https://good.example/b", site="good.example"),
        mention("3", author="bob", url="https://news.spam.example:8080/c?x=good.example", site="r/coffee"),
        mention("4", author="cid", url="https://notspam.example/d"),
        brands=[BOTH, BOTH, BOTH, BOTH],
    )
    label_all(db, {"number 1": Label.NEGATIVE, "number": Label.POSITIVE})
    return db


def seen(db: Database, brand: str = "Acme") -> list[object]:
    """External ids on the Mentions page of a brand; each count must say the same."""
    with db.read() as q:
        scope = acme(brand=brand)
        page = sorted(q.mentions.page(scope)["external_id"])
        assert len(page) == q.mentions.count(scope) == q.counts.mention_count(scope)
        assert len(page) + q.mutes.hidden(scope) == 4
        assert q.counts.voice(scope).mentions.get(brand, 0) == len(page)
    assert db.verify()["problems"] == []
    return page


@pytest.mark.both
def test_a_muted_author_leaves_pages_and_figures_and_comes_back(told: Database) -> None:
    with told.write(publish=True) as store:
        assert store.mutes.add("author", ANN, person="eve") == 4
    assert seen(told) == ["3", "4"]
    with told.read() as q:
        assert q.counts.sentiment_counts(acme()).negative == 0
        assert q.counts.story_sentiment_counts(acme()).positive == 2
        assert q.counts.review_stars(acme()).n == 0
    assert sql(told, "select count(*) from mention where muted and brand = 'Acme'") == [[2]]
    with told.write(publish=True) as store:
        assert store.mutes.remove("author", ANN) == 4
        assert store.mutes.remove("author", ANN) is None
    assert seen(told) == ["1", "2", "3", "4"]


def test_a_muted_site_takes_its_subdomains_and_no_lookalike(told: Database) -> None:
    with told.write(publish=True) as store:
        store.mutes.add("site", "https://www.Spam.example/some/page")
    assert seen(told) == ["2", "4"]
    with told.write(publish=True) as store:
        store.mutes.add("site", "R/coffee")
        store.mutes.remove("site", "spam.example")
    assert seen(told) == ["1", "2", "4"]


def test_a_mute_of_one_brand_hides_it_there_only(told: Database) -> None:
    with told.write(publish=True) as store:
        assert store.mutes.add("author", ANN, brand="Acme") == 2
    assert (seen(told), seen(told, "Bolt")) == (["3", "4"], ["1", "2", "3", "4"])
    with told.write() as store:
        assert store.mutes.remove("author", ANN) is None


def test_what_two_mutes_hide_is_seen_once_both_are_gone(told: Database) -> None:
    with told.write(publish=True) as store:
        store.mutes.add("author", ANN)
        assert store.mutes.add("site", "good.example") == 0
    with told.read() as q:
        table = q.mutes.table(acme())
        assert dict(zip(table["value"], table["hidden"], strict=True)) == {ANN: 2, "good.example": 1}
        assert q.mutes.hidden(acme()) == 2
        assert sum(q.mutes.table()["hidden"]) == 6
    with told.write(publish=True) as store:
        assert store.mutes.remove("author", ANN) == 2
    assert seen(told) == ["1", "3", "4"]


def test_new_mentions_of_the_muted_arrive_muted_and_an_edit_changes_nothing(told: Database) -> None:
    with told.write() as store:
        store.mutes.add("author", ANN)
        store.mutes.add("site", "spam.example")
    edited = mention("1", text="Edited", author="ann")
    new = commit(told, mention("5", author="ann"), mention("6", author="dee"), edited)
    assert (new.new, new.changed) == (2, 1)
    with told.read() as q:
        assert sorted(q.mentions.page(acme())["external_id"]) == ["4", "6"]
    assert told.verify()["ok"]
    with told.write(publish=True) as store:
        store.mentions.rematch("feed", {row[0]: ("Bolt",) for row in _ids(told)})
    assert told.verify()["problems"] == []
    assert sql(told, "select count(*) from mention where brand = 'Bolt' and muted") == [[4]]


def _ids(db: Database) -> list[list[int]]:
    return [[int(str(row[0]))] for row in sql(db, "select distinct mention_id::varchar from mention")]


def test_muted_twice_is_muted_once_and_pain_points_leave_it_out(told: Database) -> None:
    with told.write(publish=True) as store:
        assert store.mutes.add("author", ANN) == 4
        assert store.mutes.add("author", ANN) == 0
    with told.read() as q:
        assert len(q.mutes.table()) == 1
    assert sql(told, "select negative from daily where brand = 'Acme'") == [[0]]


def test_the_mute_of_an_erased_author_goes_with_them(told: Database) -> None:
    with told.write(publish=True) as store:
        store.mutes.add("author", ANN, person="eve")
        store.erasures.author("ann", secret=SECRET, now=NOW)
    with told.read() as q:
        assert q.mutes.table().empty
    assert told.verify()["ok"]


@pytest.mark.parametrize("nothing", ["", " ", "https://", "two words", "http://[", "..."])
def test_what_names_no_site_is_refused(nothing: str) -> None:
    with pytest.raises(ConfigError, match="names no site"):
        site_named(nothing)


def test_names_are_kept_only_where_asked_for_and_go_with_their_author(told: Database, tmp_path: Path) -> None:
    assert sql(told, "select count(author_name) from mention") == [[0]]
    with told.write() as store:
        assert store.author_names.keep(True) == 0
    again = [mention("1", author="ann"), mention("5", author=" bob "), mention("6", author="Quiet"), mention("7")]
    commit(told, *again, brands=[("Acme",), ("Acme",), (), ("Acme",)])
    names = "select distinct author_name from mention where author_name is not null order by 1"
    assert sql(told, names) == [["ann"], ["bob"]]
    with told.write(publish=True) as store:
        store.mutes.add("author", ANN)
    with told.read() as q:
        assert list(q.mutes.table()["author_name"]) == ["ann"]
    with told.write(publish=True) as store:
        assert store.erasures.author("ann", secret=SECRET, now=NOW)["author_names"] == 1
    commit(told, mention("8", author="ann"))
    assert sql(told, names) == [["bob"]]
    assert told.verify()["problems"] == []
    with told.write(publish=True) as store:
        assert store.author_names.keep(False) == 1
    assert sql(told, names) == []


def test_a_name_goes_with_the_last_mention_of_its_author(told: Database) -> None:
    with told.write() as store:
        store.author_names.keep(True)
    commit(told, mention("5", author="eva"))
    with told.write(publish=True) as store:
        assert store.erasures.mention(mention_id("rss", "feed", "5"), now=NOW)["author_names"] == 1
