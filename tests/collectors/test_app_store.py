"""Apple's customer-reviews feed: its two forms, its pages, its countries."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

import collectors
from collectors import World
from domain.errors import SourceRefused, SourceUnavailable
from domain.records import Batch, Mention, Source
from tests.collectors.contract import NOW, CollectorContract, Item, Shelf, ago, item, mentions, world
from tests.wire import Asked, Reply, Wire, as_json

PACIFIC = timezone(timedelta(hours=-7))
ASKED = re.compile(r"/(?P<country>..)/rss/customerreviews/page=(?P<page>\d+)/id=42/sortby=mostrecent/(?P<form>\w+)")
THE_APP = "<entry><id>https://apps.example/id42</id><title>The App</title><im:name>The App</im:name></entry>"


def review(one: Item, *, stars: int = 4) -> str:
    when = (one.at or NOW).astimezone(PACIFIC).isoformat()
    return (
        f"<entry><updated>{when}</updated><id>{one.id}</id><title>Title</title>"
        f'<content type="text">{escape(one.text)}</content><im:voteSum>3</im:voteSum><im:voteCount>5</im:voteCount>'
        f"<im:rating>{stars}</im:rating><im:version>8.2.1</im:version><author><name>ann</name></author>"
        '<link rel="related" href="https://itunes.apple.com/us/review?id=42&amp;type=Purple%20Software"/>'
        '<content type="html">&lt;table&gt;&lt;tr&gt;&lt;td&gt;frame&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</content>'
        "</entry>"
    )


def page(*entries: str, following: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    head += 'xmlns:im="http://itunes.apple.com/rss"><title>iTunes Store: Customer Reviews</title>'
    return f'{head}<link rel="next" href="{following}"/>{"".join(entries)}</feed>'.encode()


class Store:
    """Apple: reviews per country, newest first, in pages; `broken` answers instead of a page where there is one."""

    def __init__(self, wire: Wire, size: int = 50, last: int = 10) -> None:
        self.size, self.last = size, last
        self.countries: dict[str, list[Item]] = {}
        self.broken: dict[tuple[str, int], Reply] = {}
        wire.always(self.answer)

    def answer(self, asked: Asked) -> Reply | bytes:
        found = ASKED.fullmatch(asked.path)
        if not found or found["form"] != "xml":
            return Reply(status=404)
        number, reviews = int(found["page"]), self.countries.get(found["country"], [])
        if broken := self.broken.get((found["country"], number)):
            return broken
        start = (number - 1) * self.size
        more = start + self.size < len(reviews) and number < self.last
        shown = reviews[start : start + self.size]
        return page(*map(review, shown), following="https://x.example/next" if more else "")


def collect(wire: Wire, cursor: str | None = None, *, at: World | None = None, **options: object) -> list[Batch]:
    given = {"app_id": 42, "base_url": wire.url, **options}
    source = Source(name="app", kind="app_store", options=given)
    batches: list[Batch] = []
    for batch in collectors.build(source, at or world()).collect(cursor):
        batches.append(batch)
    return batches


def many(count: int, first: int = 1) -> list[Item]:
    """Newest first: the higher the number, the newer."""
    return [item(n, ago(100_000 - n)) for n in range(first + count - 1, first - 1, -1)]


class TestAppStore(CollectorContract):
    kind = "app_store"
    undated = False

    def options(self, wire: Wire) -> dict[str, object]:
        return {"app_id": 42, "countries": ["us"], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        Store(wire).countries["us"] = list(items)


class TestAppStoreInPages(TestAppStore):
    """The same promises where five reviews are more than a page."""

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        Store(wire, size=4).countries["us"] = list(items)


def test_a_review_keeps_country_stars_version_votes_and_apples_time_in_utc(wire: Wire) -> None:
    Store(wire).countries["us"] = [Item(id="7", text="I <3 it & more", at=datetime(2026, 3, 9, 15, tzinfo=UTC))]
    assert mentions(collect(wire)) == [
        Mention(
            source="app",
            kind="app_store",
            external_id="7",
            title="Title",
            text="I <3 it & more",
            url="https://itunes.apple.com/us/review?id=42&type=Purple%20Software",
            author="ann",
            rating=4.0,
            published_at=datetime(2026, 3, 9, 15, tzinfo=UTC),
            country="us",
            app_version="8.2.1",
            engagement={"vote_sum": 3, "votes": 5},
        )
    ]


def test_the_first_entry_is_left_out_where_it_is_the_app_and_kept_where_it_is_a_review(wire: Wire) -> None:
    wire.always(page(THE_APP, review(item(1, ago(1)))))
    assert [one.external_id for one in mentions(collect(wire))] == ["item-1"]
    wire.always(page(review(item(1, ago(1))), review(item(2, ago(2)))))
    assert len(mentions(collect(wire))) == 2


def test_stars_without_a_text_still_count(wire: Wire) -> None:
    Store(wire).countries["us"] = [Item(id="7", text="", at=ago(1))]
    assert [(one.text, one.rating) for one in mentions(collect(wire))] == [("", 4.0)]


def test_all_pages_are_read_and_the_oldest_comes_first(wire: Wire) -> None:
    Store(wire).countries["us"] = many(260)
    (batch,) = collect(wire)
    assert [one.external_id for one in batch.mentions] == [f"item-{n}" for n in range(1, 261)]
    assert batch.complete


def test_only_new_pages_are_read_and_once_a_day_all_of_them(wire: Wire) -> None:
    store = Store(wire)
    store.countries["us"] = many(260)
    (first,) = collect(wire)
    asked = len(wire.asked)
    (second,) = collect(wire, first.cursor)
    assert (len(wire.asked) - asked, second.mentions) == (1, ())
    late = item(999, ago(99_800))
    store.countries["us"].insert(170, late)
    tomorrow = replace(world(), clock=lambda: NOW + timedelta(days=1))
    (third,) = collect(wire, second.cursor, at=tomorrow)
    assert [one.external_id for one in third.mentions] == ["item-999"]


def test_a_clock_that_ran_ahead_ends_no_daily_reading_of_all_pages(wire: Wire) -> None:
    store = Store(wire)
    store.countries["us"] = many(260)
    (first,) = collect(wire, at=replace(world(), clock=lambda: NOW + timedelta(days=1800)))
    store.countries["us"].insert(170, item(999, ago(99_800)))
    (second,) = collect(wire, first.cursor)
    assert [one.external_id for one in second.mentions] == ["item-999"]


def test_more_new_reviews_than_ten_pages_hold_is_a_gap(wire: Wire) -> None:
    store = Store(wire)
    store.countries["us"] = many(20)
    (first,) = collect(wire)
    store.countries["us"] = many(700)
    wire.otherwise(
        lambda asked: page(*map(review, many(50, 700 - int(ASKED.fullmatch(asked.path)["page"]) * 50)), following="x")
    )  # type: ignore[index]
    (second,) = collect(wire, first.cursor)
    assert (first.complete, second.complete, len(second.mentions)) == (True, False, 500)
    assert "lost" in second.warnings[0]


def test_a_list_cut_off_half_way_is_given_but_its_rest_comes_next_time(wire: Wire) -> None:
    store = Store(wire)
    store.countries["us"] = many(260)
    store.broken["us", 3] = Reply(status=503, headers={"Retry-After": "60"})
    shelf = Shelf()
    with pytest.raises(SourceUnavailable) as caught:
        for batch in collectors.build(
            Source(name="app", kind="app_store", options={"app_id": 42, "base_url": wire.url}), world()
        ).collect(None):
            shelf.commit([batch])
    assert (caught.value.retry_after, len(shelf.rows), shelf.missed) == (60, 100, True)
    store.broken.clear()
    shelf.commit(collect(wire, shelf.cursor))
    assert shelf.ids == {f"item-{n}" for n in range(1, 261)}


def test_a_page_that_is_refused_below_the_first_leaves_the_run_incomplete(wire: Wire) -> None:
    store = Store(wire)
    store.countries["us"] = many(120)
    store.broken["us", 2] = Reply(status=404)
    (batch,) = collect(wire)
    assert (len(batch.mentions), batch.complete) == (50, False)


def test_one_country_that_fails_does_not_stop_the_others(wire: Wire) -> None:
    store = Store(wire)
    store.countries = {code: [Item(id=code, text="x", at=ago(1))] for code in ("us", "de", "fr")}
    store.broken["de", 1] = Reply(status=403)
    shelf = Shelf()
    source = Source(
        name="app", kind="app_store", options={"app_id": 42, "base_url": wire.url, "countries": ["us", "de", "fr"]}
    )
    with pytest.raises(SourceRefused, match="/de/"):
        for batch in collectors.build(source, world()).collect(None):
            shelf.commit([batch])
    assert {one.country for one in shelf.rows.values()} == {"us", "fr"}


def test_the_country_that_waited_longest_comes_first(wire: Wire) -> None:
    store = Store(wire)
    store.countries = {code: [Item(id=code, text="x", at=ago(1))] for code in ("us", "de", "fr")}
    store.broken["de", 1] = Reply(status=503)
    shelf = Shelf()
    options = {"app_id": 42, "base_url": wire.url, "countries": ["us", "de", "fr"]}
    source = Source(name="app", kind="app_store", options=options)
    for _ in range(2):
        with pytest.raises(SourceUnavailable):
            for batch in collectors.build(source, world()).collect(shelf.cursor):
                shelf.commit([batch])
    assert shelf.ids == {"us", "fr"}


def test_no_reviews_from_a_country_that_had_some_is_incomplete(wire: Wire) -> None:
    store = Store(wire)
    store.countries["us"] = many(3)
    (first,) = collect(wire)
    store.countries["us"] = []
    (second,) = collect(wire, first.cursor)
    assert (second.complete, second.warnings) == (False, ("us: no reviews, although there were some before",))


def test_an_app_without_reviews_is_no_error(wire: Wire) -> None:
    Store(wire)
    (batch,) = collect(wire)
    assert (batch.mentions, batch.complete) == ((), True)


def test_countries_are_written_in_any_case_and_asked_once(wire: Wire) -> None:
    Store(wire)
    assert len(collect(wire, countries=["US", "us", "De"])) == 2


# -- the JSON form


def spoken(number: int, stars: str = "2") -> dict[str, object]:
    return {
        "id": {"label": str(number)},
        "title": {"label": "Title"},
        "content": {"label": "Leaks", "attributes": {"type": "text"}},
        "im:rating": {"label": stars},
        "im:version": {"label": "1.0"},
        "im:voteCount": {"label": "0"},
        "author": {"name": {"label": "ann"}},
        "link": {"attributes": {"rel": "related", "href": "https://itunes.apple.com/us/review?id=42"}},
    }


@pytest.mark.parametrize(
    ("feed", "ids"),
    [
        ({}, []),
        ({"entry": spoken(1)}, ["1"]),
        ({"entry": [{"id": {"label": "app"}, "im:name": {"label": "App"}}, spoken(1), spoken(2)]}, ["2", "1"]),
        ({"entry": [None, 5, "x", {"im:rating": None}, {"im:rating": {"label": "5"}}]}, []),
    ],
)
def test_json_without_entry_with_one_object_or_with_the_app_first(
    wire: Wire, feed: dict[str, object], ids: list[str]
) -> None:
    wire.always(as_json({"feed": {"updated": {"label": "2026-08-12T21:19:36-07:00"}, **feed}}))
    assert [one.external_id for one in mentions(collect(wire))] == ids


def test_json_is_asked_for_where_there_is_no_xml(wire: Wire) -> None:
    wire.always(
        lambda asked: as_json({"feed": {"entry": spoken(1)}}) if asked.path.endswith("json") else Reply(status=404)
    )
    (found,) = mentions(collect(wire))
    assert (found.rating, found.text, found.published_at, found.app_version) == (2.0, "Leaks", None, "1.0")


@pytest.mark.parametrize("stars", ["0", "6", "five", "", "-1", "4.5", "9" * 400])
def test_stars_that_are_none_are_unknown_and_keep_the_review(wire: Wire, stars: str) -> None:
    wire.always(as_json({"feed": {"entry": spoken(1, stars)}}))
    assert [one.rating for one in mentions(collect(wire))] == [None]


@pytest.mark.parametrize("said", [{}, {"feed": []}, {"feed": {}}, {"errorMessage": "gone"}])
def test_json_that_is_no_feed_of_reviews_is_refused(wire: Wire, said: object) -> None:
    wire.always(as_json(said))
    with pytest.raises(SourceRefused):
        collect(wire)


def test_apples_recorded_page_gives_its_fifty_reviews(wire: Wire, shared: Path) -> None:
    body = (shared / "reviews/appstore_rss/jp_1404176564_page1.json").read_bytes()
    wire.always(body)
    said = [one for one in json.loads(body)["feed"]["entry"] if "im:rating" in one]
    found = {one.external_id: one for one in mentions(collect(wire, countries=["jp"]))}
    assert len(found) == len(said) == 50
    for one in said:
        mention = found[one["id"]["label"]]
        assert mention.rating == float(one["im:rating"]["label"])
        assert "".join(mention.text.split()) == "".join(one["content"]["label"].split())


def test_apples_recorded_empty_feed_is_empty_and_no_error(wire: Wire, shared: Path) -> None:
    wire.always((shared / "reviews/appstore_rss/us_839285684_empty_feed.json").read_bytes())
    assert mentions(collect(wire)) == []
