"""What reading lists in pages promises whatever the service is: turns, time, ends, gaps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from collectors import World
from collectors._walk import Ask, Page, Walk
from domain.errors import SourceRefused, SourceUnavailable
from domain.records import Batch, Mention, Source
from tests.collectors.contract import NOW, Shelf, ago, mentions, world

SOURCE = Source(name="the-source", kind="steam")


def mention(number: int, at: datetime | None) -> Mention:
    return Mention(source="the-source", kind="steam", external_id=str(number), text=f"text {number}", published_at=at)


def many(count: int) -> list[Mention]:
    """Newest first, an hour apart."""
    return [mention(number, ago(60 * number)) for number in range(1, count + 1)]


def listed(found: list[Mention], size: int = 10) -> Ask:
    def ask(token: str | None, since: datetime | None) -> Page:
        start = int(token or 0)
        more = start + size < len(found)
        return Page(mentions=tuple(found[start : start + size]), following=str(start + size) if more else None)

    return ask


def failing(error: Exception) -> Ask:
    def ask(token: str | None, since: datetime | None) -> Page:
        raise error

    return ask


def asked(names: list[str], name: str, then: Ask) -> Ask:
    def ask(token: str | None, since: datetime | None) -> Page:
        names.append(name)
        return then(token, since)

    return ask


def run(lists: dict[str, Ask], cursor: str | None = None, *, at: World | None = None, **how: object) -> list[Batch]:
    settings: dict[str, object] = {"pages": 100, **how}
    return list(Walk(SOURCE, at or world(), lists, **settings).collect(cursor))  # type: ignore[arg-type]


def test_a_list_that_repeats_its_page_or_its_token_for_ever_ends() -> None:
    same = Page(mentions=tuple(many(3)), following="again")
    assert len(mentions(run({"a": lambda token, since: same}))) == 3
    calls: list[str | None] = []

    def empty(token: str | None, since: datetime | None) -> Page:
        calls.append(token)
        return Page(mentions=(), following="again")

    run({"a": empty})
    assert calls == [None, "again"]


def test_one_date_in_the_future_does_not_close_the_window() -> None:
    ahead = mention(0, NOW + timedelta(days=2000))
    cursor = run({"a": listed([ahead, *many(3)])})[-1].cursor
    late = mention(99, ago(90))
    found = run({"a": listed([ahead, *many(3), late])}, cursor)
    assert [one.external_id for one in mentions(found)] == ["99"]


def test_one_old_entry_among_new_ones_does_not_end_the_reading() -> None:
    cursor = run({"a": listed(many(5))})[-1].cursor
    pinned = mention(500, ago(60 * 24 * 365))
    fresh = [mention(number, ago(1)) for number in range(100, 130)]
    found = run({"a": listed([pinned, *fresh, *many(5)])}, cursor)
    assert len(mentions(found)) == 31


def test_undated_entries_are_read_to_the_end_and_given_once() -> None:
    bare = [mention(number, None) for number in range(25)]
    first = run({"a": listed(bare)})
    assert len(mentions(first)) == 25
    assert mentions(run({"a": listed(bare)}, first[-1].cursor)) == []


def test_a_refused_list_does_not_stop_the_others_and_an_unavailable_one_does() -> None:
    shelf = Shelf()
    lists = {"a": failing(SourceRefused("no")), "b": listed(many(3))}
    with pytest.raises(SourceRefused):
        for batch in Walk(SOURCE, world(), lists, pages=9).collect(None):
            shelf.commit([batch])
    assert len(shelf.rows) == 3
    names: list[str] = []
    busy: dict[str, Ask] = {
        "a": failing(SourceUnavailable("later")),
        "b": asked(names, "b", listed([])),
    }
    with pytest.raises(SourceUnavailable):
        run(busy)
    assert names == []


def test_the_list_after_the_last_one_comes_first_so_that_none_waits_for_ever() -> None:
    shelf = Shelf()
    busy = {"a": listed(many(1)), "b": failing(SourceUnavailable("later")), "c": listed([mention(7, ago(1))])}
    for _ in range(2):
        with pytest.raises(SourceUnavailable):
            for batch in Walk(SOURCE, world(), busy, pages=9).collect(shelf.cursor):
                shelf.commit([batch])
    assert shelf.ids == {"1", "7"}


def test_without_time_left_nothing_is_asked_the_run_is_incomplete_and_nothing_is_lost() -> None:
    short = replace(world(), fetcher=world().fetcher.within(0.1))
    names: list[str] = []
    lists = {"a": asked(names, "a", listed(many(3)))}
    (batch,) = run(lists, "not a cursor", at=short)
    assert (names, batch.mentions, batch.cursor, batch.complete) == ([], (), "not a cursor", False)


def test_a_list_is_remembered_only_when_it_was_read_down_to_what_was_known() -> None:
    cursor = run({"a": listed(many(3))})[-1].cursor
    grown = [mention(number, ago(2)) for number in range(100, 160)] + many(3)

    def breaks(whole: Ask) -> Callable[[str | None, datetime | None], Page]:
        def ask(token: str | None, since: datetime | None) -> Page:
            if token == "20":
                raise SourceRefused("cut")
            return whole(token, since)

        return ask

    shelf = Shelf()
    with pytest.raises(SourceRefused):
        for batch in Walk(SOURCE, world(), {"a": breaks(listed(grown))}, pages=9).collect(cursor):
            shelf.commit([batch])
    assert (len(shelf.rows), shelf.missed) == (20, True)
    shelf.commit(run({"a": listed(grown)}, shelf.cursor))
    assert {one.external_id for one in grown[:60]} <= shelf.ids


def test_a_list_added_later_is_read_from_its_own_beginning() -> None:
    cursor = run({"a": listed(many(3))})[-1].cursor
    since: list[datetime | None] = []

    def noting(token: str | None, floor: datetime | None) -> Page:
        since.append(floor)
        return Page(mentions=())

    run({"a": noting, "new": noting}, cursor)
    assert since == [None, ago(60) - timedelta(days=1)]


def test_a_clock_that_ran_ahead_hides_nothing_once_it_is_right() -> None:
    floors: list[datetime | None] = []

    def noting(token: str | None, floor: datetime | None) -> Page:
        floors.append(floor)
        return Page(mentions=(mention(0, NOW + timedelta(days=2000)), *many(3)))

    ahead = replace(world(), clock=lambda: NOW + timedelta(days=1800))
    cursor = run({"a": noting}, at=ahead, deep=timedelta(days=60))[-1].cursor
    cursor = run({"a": noting}, cursor, deep=timedelta(days=60))[-1].cursor
    run({"a": noting}, cursor, deep=timedelta(days=60))
    assert floors == [None, None, NOW - timedelta(days=1)]


@pytest.mark.parametrize(
    "cursor", ["", "{}", "[]", "null", '{"notes": {"deep": "x", "last": 5}}', '{"seen": 1}', "\x00"]
)
def test_a_cursor_that_is_not_ours_is_an_empty_memory(cursor: str) -> None:
    assert len(mentions(run({"a": listed(many(3))}, cursor, deep=timedelta(days=9)))) == 3


def test_a_window_that_is_empty_is_doubted_only_where_nothing_is_left_below_it_either() -> None:
    def within(found: list[Mention]) -> Ask:
        def ask(token: str | None, since: datetime | None) -> Page:
            return Page(mentions=tuple(one for one in found if not since or (one.published_at or NOW) >= since))

        return ask

    old, deleted = mention(2, NOW - timedelta(days=9)), mention(1, ago(60))
    cursor = run({"a": within([deleted, old])}, windowed=True)[-1].cursor
    [quiet] = run({"a": within([old])}, cursor, windowed=True)
    assert (quiet.complete, quiet.mentions) == (True, ())
    [emptied] = run({"a": within([])}, cursor, windowed=True)
    assert (emptied.complete, len(emptied.warnings)) == (False, 1)
