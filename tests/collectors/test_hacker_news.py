"""Hacker News by Algolia's search, built from its documented answers (hn.algolia.com/api), never tried live."""

from collections.abc import Sequence

import pytest

from domain.errors import SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import NOW, CollectorContract, Item, Shelf, ago, item, mentions
from tests.collectors.paged import collect, iso, many, seconds, stream
from tests.wire import Asked, Reply, Wire, as_json

PATH = "/api/v1/search_by_date"


def comment(one: Item) -> dict[str, object]:
    return {
        "objectID": one.id,
        "created_at": iso(one.at),
        "created_at_i": seconds(one),
        "author": "ann",
        "comment_text": f"<p>{one.text}</p>",
        "story_id": 8863,
        "story_title": "Show HN: a grinder",
        "story_url": "https://grinder.example",
        "parent_id": 8865,
        "points": None,
        "_tags": ["comment", "author_ann", "story_8863"],
    }


def algolia(wire: Wire, items: Sequence[Item], most: int = 1000) -> None:
    """Search by date as documented: numeric filters, newest first, at most `most` hits for one question."""

    def answer(asked: Asked) -> Reply:
        found = sorted(items, key=seconds, reverse=True)
        for bound in filter(None, asked.query.get("numericFilters", "").split(",")):
            sign = ">=" if ">=" in bound else "<="
            limit = int(bound.removeprefix(f"created_at_i{sign}"))
            found = [one for one in found if (seconds(one) >= limit if sign == ">=" else seconds(one) <= limit)]
        page = {"nbHits": len(found), "page": 0, "nbPages": 1, "hitsPerPage": most}
        return as_json({"hits": [comment(one) for one in found[:most]], **page})

    wire.on(PATH, answer)


class TestHackerNews(CollectorContract):
    kind = "hacker_news"
    undated = False

    def options(self, wire: Wire) -> dict[str, object]:
        return {"queries": ["espresso"], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        algolia(wire, items)


class TestHackerNewsInPages(TestHackerNews):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        algolia(wire, items, most=4)


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    return collect(wire, "hacker_news", {"queries": ["espresso"], **options}, cursor)


def test_a_story_and_a_comment_keep_what_the_service_says(wire: Wire) -> None:
    story = {
        "objectID": "8863",
        "created_at_i": seconds(item(1, ago(60))),
        "title": "Show HN: a grinder & more",
        "url": "https://grinder.example",
        "author": "bob",
        "points": 57,
        "story_text": None,
        "num_comments": 3,
        "_tags": ["story", "author_bob", "story_8863"],
    }
    wire.on(PATH, as_json({"hits": [comment(item(2, ago(30))), story], "nbHits": 2}))
    shared = {"source": "the-source", "kind": "hacker_news", "site": "news.ycombinator.com"}
    assert mentions(run(wire)) == [
        Mention(
            external_id="8863",
            title="Show HN: a grinder & more",
            text="",
            url="https://news.ycombinator.com/item?id=8863",
            author="bob",
            published_at=ago(60),
            engagement={"points": 57, "comments": 3},
            **shared,
        ),
        Mention(
            external_id="item-2",
            text="The espresso machine leaks, report 2",
            url="https://news.ycombinator.com/item?id=item-2",
            author="ann",
            published_at=ago(30),
            parent="8863",
            **shared,
        ),
    ]


def test_more_hits_than_one_question_gives_are_read_by_time_to_the_end(wire: Wire) -> None:
    algolia(wire, many(2500), most=1000)
    (batch,) = run(wire)
    assert (len(batch.mentions), batch.complete, len(wire.asked)) == (2500, True, 3)


def test_hits_that_share_the_second_at_the_end_of_a_page_are_not_lost(wire: Wire) -> None:
    algolia(wire, [item(number, ago(number // 3)) for number in range(1, 31)], most=4)
    assert len(mentions(run(wire, pages=100))) == 30


def test_a_later_run_asks_from_a_day_before_the_newest_on(wire: Wire) -> None:
    algolia(wire, many(3))
    cursor = run(wire)[-1].cursor
    run(wire, cursor)
    assert wire.asked[0].query.get("numericFilters") is None
    assert wire.asked[1].query["numericFilters"] == f"created_at_i>={seconds(item(1, ago(1))) - 86_400}"
    assert wire.asked[1].query["tags"] == "(story,comment)"


def test_more_news_than_the_pages_hold_is_a_gap_and_says_so(wire: Wire) -> None:
    algolia(wire, many(3))
    cursor = run(wire, pages=2)[-1].cursor
    algolia(wire, many(30, first=100), most=5)
    (batch,) = run(wire, cursor, pages=2)
    assert not batch.complete
    assert "lost" in batch.warnings[0]


def test_a_first_reading_that_ends_early_says_how_far_it_went(wire: Wire) -> None:
    algolia(wire, many(30), most=5)
    (batch,) = run(wire, pages=2)
    assert (batch.complete, f"at {NOW:%Y-%m-%d}" in batch.warnings[0]) == (True, True)


def test_a_reading_that_breaks_off_is_given_and_read_again_down_to_the_same_depth(wire: Wire) -> None:
    shelf = Shelf()
    algolia(wire, many(9), most=4)
    whole = mentions(run(wire))
    wire.on(PATH, _first_page(many(9)), Reply(status=400))
    with pytest.raises(SourceRefused):
        for batch in stream(wire, "hacker_news", {"queries": ["espresso"]}):
            shelf.commit([batch])
    assert (len(shelf.rows), shelf.missed) == (4, True)
    algolia(wire, many(9), most=4)
    shelf.commit(run(wire, shelf.cursor))
    assert shelf.ids == {one.external_id for one in whole}


def test_two_queries_have_their_own_windows_and_share_what_both_find(wire: Wire) -> None:
    algolia(wire, many(3))
    first, second = run(wire, queries=["espresso", "grinder"])
    assert (len(first.mentions), len(second.mentions)) == (3, 0)
    asked = len(wire.asked)
    run(wire, second.cursor, queries=["espresso", "grinder", "added later"])
    filters = {one.query["query"]: "numericFilters" in one.query for one in wire.asked[asked:]}
    assert filters == {"espresso": True, "grinder": True, "added later": False}


def test_an_answer_without_hits_is_refused_with_the_services_words(wire: Wire) -> None:
    wire.on(PATH, as_json({"message": "invalid filter", "status": 400}))
    with pytest.raises(SourceRefused, match="invalid filter"):
        run(wire)


def _first_page(items: Sequence[Item]) -> Reply:
    return as_json({"hits": [comment(one) for one in items[:4]], "nbHits": len(items)})
