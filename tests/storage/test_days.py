"""Daily counts grow by what is new, and are counted again where something else changed; both come to the same."""

from datetime import timedelta, timezone

from domain.records import Batch, Mention
from storage.connection import Database
from storage.store import Store
from tests.storage.conftest import NOW, SECRET, SOURCE, commit, mention, sql


def put(store: Store, *mentions: Mention, brands: tuple[str, ...] = ("Acme",)) -> None:
    matched = [brands] * len(mentions)
    store.mentions.commit(SOURCE, Batch(mentions=mentions, cursor="c"), matched, secret=SECRET, now=NOW)


def counted(db: Database) -> list[list[object]]:
    return sql(db, "select brand, mentions from daily order by brand, day")


def test_new_mentions_are_added_to_a_day_that_has_some(db: Database) -> None:
    commit(db, mention("1"))
    commit(db, mention("1"), mention("2"), mention("3", published_at=NOW - timedelta(days=1)))
    assert counted(db) == [["Acme", 1], ["Acme", 2]]
    assert db.verify() == {"ok": True, "problems": []}


def test_new_changed_and_moved_mentions_of_one_transaction_are_counted_once(db: Database) -> None:
    commit(db, mention("1", rating=1.0), mention("2"))
    with db.write(publish=True) as store:
        put(store, mention("3"), mention("4", rating=5.0))
        put(store, mention("3"), mention("1", rating=2.0), brands=("Acme", "Bolt"))
        put(store, mention("4", published_at=NOW - timedelta(days=3)))
        put(store, mention("5"), brands=("Bolt",))
        put(store, mention("5"), brands=())
    assert counted(db) == [["Acme", 1], ["Acme", 3], ["Bolt", 2]]
    assert db.verify() == {"ok": True, "problems": []}


def test_times_of_any_zone_and_text_that_is_no_utf8_are_stored(db: Database) -> None:
    odd = timezone(timedelta(hours=5, minutes=53, seconds=28))
    commit(db, mention("1", published_at=NOW.astimezone(odd), text="half \ud83d of a pair", url="http://x/\udfff"))
    found = sql(db, "select published_at::varchar, text, url from mention")
    assert found == [["2024-06-15 12:00:00", "half ? of a pair", "http://x/?"]]
