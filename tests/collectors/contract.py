"""What every kind promises. A kind's test subclasses CollectorContract and says how its service speaks.

class TestRss(CollectorContract):
    kind = "rss"

    def options(self, wire):            # what earshot.toml would say, pointed at the wire
        return {"url": wire.url + "/feed.xml"}

    def serve(self, wire, items):       # make the service hold exactly these items, newest first
        wire.on("/feed.xml", feed_of(items))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

import collectors
from collectors import World
from collectors._http import Fetcher
from domain.errors import SourceError, SourceRefused
from domain.ports import Collector
from domain.records import Batch, Mention, Source
from tests.wire import Reply, Wire

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
BLOCK_PAGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    b"<p>Enable JavaScript and cookies to continue</p></body></html>"
)
GARBAGE = bytes(range(256)) * 20


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing somebody wrote, before the service puts it in its own form; `at` None is an undated one."""

    id: str
    text: str
    at: datetime | None


def item(number: int, at: datetime | None) -> Item:
    return Item(id=f"item-{number}", text=f"The espresso machine leaks, report {number}", at=at)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def world(environment: Mapping[str, str] | None = None, *, request_seconds: float = 5.0) -> World:
    """A world that may reach loopback, stands still at NOW and never really sleeps."""
    return World(
        fetcher=Fetcher(allow_private_addresses=True, request_seconds=request_seconds),
        clock=lambda: NOW,
        sleep=lambda seconds: None,
        environment=environment or {},
    )


class CollectorContract:
    """Subclass it as Test<Kind>; override what the service needs."""

    kind: str
    undated = True
    """Whether the service can give an item without a date."""
    future = True
    """Whether the service can give an item that is dated in the future."""
    newest_first = True
    """Whether the service lists its items by date, newest first."""
    environment: Mapping[str, str] = {}

    def options(self, wire: Wire) -> dict[str, object]:
        raise NotImplementedError

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        """Make the service hold exactly these items."""
        raise NotImplementedError

    def spoil(self, wire: Wire, body: bytes) -> None:
        """Make the service answer everything with this body and status 200."""
        wire.always(Reply(body=body))

    def identity(self, item: Item) -> str:
        """The external_id that this item becomes."""
        return item.id

    # -- what the tests share

    def source(self, wire: Wire) -> Source:
        return Source(name="the-source", kind=self.kind, brands=("Acme",), options=self.options(wire))

    def collector(self, wire: Wire) -> Collector:
        return collectors.build(self.source(wire), world(self.environment))

    def run(self, wire: Wire, cursor: str | None = None) -> list[Batch]:
        return list(self.collector(wire).collect(cursor))

    def show(self, wire: Wire, items: Sequence[Item]) -> None:
        if self.newest_first:
            oldest = datetime.min.replace(tzinfo=UTC)
            items = sorted(items, key=lambda one: one.at or oldest, reverse=True)
        self.serve(wire, items)

    def five(self) -> list[Item]:
        return [item(number, ago(60 * number)) for number in range(1, 6)]

    # -- the promises

    def test_it_finds_every_item_with_its_text_and_its_time_in_utc(self, wire: Wire) -> None:
        self.show(wire, self.five())
        found = {mention.external_id: mention for mention in mentions(self.run(wire))}
        assert set(found) == {self.identity(one) for one in self.five()}
        for one in self.five():
            mention = found[self.identity(one)]
            assert one.text in f"{mention.title}\n{mention.text}"
            assert (mention.source, mention.kind) == ("the-source", self.kind)
            assert mention.published_at is None or mention.published_at == one.at
            assert mention.published_at is None or mention.published_at.utcoffset() == timedelta(0)

    def test_ids_are_unique_within_a_run(self, wire: Wire) -> None:
        self.show(wire, self.five())
        keys = [key(mention) for mention in mentions(self.run(wire))]
        assert len(keys) == len(set(keys)) > 0

    def test_the_same_replies_give_the_same_mentions(self, wire: Wire) -> None:
        self.show(wire, self.five())
        first = mentions(self.run(wire))
        self.show(wire, self.five())
        assert mentions(self.run(wire)) == first

    def test_a_second_run_from_the_last_cursor_brings_nothing_new(self, wire: Wire) -> None:
        self.show(wire, self.five())
        store = Shelf()
        store.commit(self.run(wire))
        before = dict(store.rows)
        for _ in range(3):
            self.show(wire, self.five())
            store.commit(self.run(wire, store.cursor))
        assert store.rows == before
        assert not store.missed

    def test_the_cursor_does_not_grow_when_nothing_happens(self, wire: Wire) -> None:
        self.show(wire, self.five())
        store = Shelf()
        sizes = []
        for _ in range(6):
            store.commit(self.run(wire, store.cursor))
            sizes.append(len(store.cursor or ""))
            self.show(wire, self.five())
        assert sizes[-1] <= sizes[1] + 16

    def test_an_item_that_shares_a_second_with_the_newest_one_is_not_lost(self, wire: Wire) -> None:
        items = self.five()
        self.keeps_all(wire, [items, [*items, item(6, items[0].at)]])

    def test_an_item_that_arrives_late_with_an_older_date_is_not_lost(self, wire: Wire) -> None:
        items = self.five()
        self.keeps_all(wire, [items, [*items, item(6, ago(90))]])

    def test_a_deleted_anchor_item_hides_nothing(self, wire: Wire) -> None:
        items = self.five()
        self.keeps_all(wire, [items, [*items[1:], item(6, ago(5))]])

    def test_of_eleven_awkward_posts_eleven_are_kept(self, wire: Wire) -> None:
        assert len(self.keeps_all(wire, self.eleven()).rows) == 11

    def eleven(self) -> list[list[Item]]:
        """What the service shows at three runs: a tie, a late one, an undated one, one of 2031, two at once."""
        strange = ago(20) if not self.undated else None
        ahead = datetime(2031, 1, 1, tzinfo=UTC) if self.future else ago(15)
        first = [item(1, ago(300)), item(2, ago(200)), item(3, ago(100))]
        tie_late_undated_future = [item(4, ago(100)), item(5, ago(250)), item(6, strange), item(7, ahead)]
        after = [item(8, ago(50)), item(9, ago(30)), item(10, ago(30)), item(11, ago(99))]
        return [first, [*first, *tie_late_undated_future], [*first, *tie_late_undated_future, *after]]

    def test_nothing_is_lost_when_the_run_dies_between_two_batches(self, wire: Wire) -> None:
        items = [item(number, ago(10 * number)) for number in range(1, 31)]
        self.show(wire, items)
        whole = self.run(wire)
        for survived in range(len(whole)):
            store = Shelf()
            store.commit(whole[:survived])
            self.show(wire, items)
            store.commit(self.run(wire, store.cursor))
            assert store.ids == {self.identity(one) for one in items}

    @pytest.mark.parametrize("body", [GARBAGE, BLOCK_PAGE, b""], ids=["garbage", "block page", "empty body"])
    def test_an_answer_that_is_not_the_services_is_an_error_and_never_nothing_new(
        self, wire: Wire, body: bytes
    ) -> None:
        self.show(wire, self.five())
        cursor = last_cursor(self.run(wire))
        self.spoil(wire, body)
        with pytest.raises(SourceError):
            self.run(wire)
        with pytest.raises(SourceError):
            self.run(wire, cursor)

    def test_no_entries_where_there_always_were_some_is_never_told_as_whole(self, wire: Wire) -> None:
        self.show(wire, self.five())
        store = Shelf()
        store.commit(self.run(wire))
        for _ in range(2):
            self.show(wire, [])
            try:
                batches = self.run(wire, store.cursor)
            except SourceRefused:
                continue
            assert any(not batch.complete for batch in batches)
            assert any(batch.warnings for batch in batches)
            store.commit(batches)
        self.show(wire, [*self.five(), item(6, ago(5))])
        store.commit(self.run(wire, store.cursor))
        assert store.ids == {self.identity(one) for one in [*self.five(), item(6, ago(5))]}

    def test_a_source_that_never_had_an_entry_is_whole_or_refused(self, wire: Wire) -> None:
        self.show(wire, [])
        try:
            batches = self.run(wire)
            self.show(wire, [])
            batches += self.run(wire, last_cursor(batches))
        except SourceRefused:
            return
        assert all(batch.complete for batch in batches)

    def keeps_all(self, wire: Wire, runs: Sequence[Sequence[Item]]) -> "Shelf":
        """Run once per state of the service; every item that was ever shown must be on the shelf."""
        store = Shelf()
        for items in runs:
            self.show(wire, items)
            store.commit(self.run(wire, store.cursor))
        assert store.ids == {self.identity(one) for items in runs for one in items}
        return store


class Shelf:
    """As much of storage as the promises need: upsert by identity, and the cursor of the last batch."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Mention] = {}
        self.cursor: str | None = None
        self.missed = False

    def commit(self, batches: Sequence[Batch]) -> None:
        for batch in batches:
            self.rows.update({key(mention): replace(mention, raw=None) for mention in batch.mentions})
            self.cursor = batch.cursor
            self.missed = self.missed or not batch.complete or batch.missed > 0

    @property
    def ids(self) -> set[str]:
        return {external_id for _, external_id in self.rows}


def key(mention: Mention) -> tuple[str, str]:
    return mention.namespace, mention.external_id


def mentions(batches: Sequence[Batch]) -> list[Mention]:
    return [mention for batch in batches for mention in batch.mentions]


def last_cursor(batches: Sequence[Batch]) -> str | None:
    return batches[-1].cursor if batches else None
