"""Steam's reviews, built from the documented answer (partner.steamgames.com/doc/store/getreviews), never tried live."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import NOW, CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import by_number, collect, many, seconds
from tests.wire import Asked, Reply, Wire, as_json

PATH = "/appreviews/620"


def review(one: Item, **changes: object) -> dict[str, object]:
    return {
        "recommendationid": one.id,
        "author": {"steamid": "76561198000000000", "num_games_owned": 9, "playtime_forever": 90},
        "language": "english",
        "review": one.text,
        "timestamp_created": seconds(one),
        "timestamp_updated": seconds(one),
        "voted_up": True,
        "votes_up": 3,
        "votes_funny": 0,
        "weighted_vote_score": "0.5",
        "comment_count": 1,
        **changes,
    }


def steam(wire: Wire, reviews: Sequence[dict[str, object]], size: int = 100) -> None:
    """Pages by an opaque cursor; after the last page an empty one with the same cursor, as Steam does."""
    page = by_number(reviews, size)  # type: ignore[arg-type]

    def answer(asked: Asked) -> Reply:
        start = 0 if asked.query["cursor"] == "*" else int(asked.query["cursor"].removeprefix("AoJ4+/"))
        shown, _ = page(start)
        cursor = f"AoJ4+/{start + len(shown)}"
        return as_json({"success": 1, "query_summary": {"num_reviews": len(shown)}, "reviews": shown, "cursor": cursor})

    wire.on(PATH, answer)


class TestSteam(CollectorContract):
    kind = "steam"
    undated = False

    def options(self, wire: Wire) -> dict[str, object]:
        return {"app_id": 620, "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        steam(wire, [review(one) for one in items])


class TestSteamInPages(TestSteam):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        steam(wire, [review(one) for one in items], size=4)


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    return collect(wire, "steam", {"app_id": 620, **options}, cursor)


def test_a_review_keeps_its_thumb_and_the_developers_reply_and_claims_no_stars(wire: Wire) -> None:
    said = {"review": "[h1]Bad[/h1][b]Crashes[/b] at List<int> [url=https://a.example]here[/url]", "voted_up": False}
    answered = {"developer_response": "Fixed.", "timestamp_dev_responded": seconds(item(1, ago(5)))}
    steam(wire, [review(item(7, ago(60)), language="schinese", **said, **answered)])
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="steam",
            external_id="item-7",
            text="Bad\nCrashes at List<int> here",
            url="https://steamcommunity.com/profiles/76561198000000000/recommended/620/",
            author="76561198000000000",
            rating=None,
            language="zh",
            published_at=ago(60),
            site="store.steampowered.com",
            engagement={"recommended": 0, "votes": 3, "funny": 0, "comments": 1},
            reply_at=ago(5),
            reply_text="Fixed.",
        )
    ]


def test_all_pages_are_read_by_the_cursor_which_is_escaped(wire: Wire) -> None:
    steam(wire, [review(one) for one in many(230)])
    (batch,) = run(wire)
    assert (len(batch.mentions), batch.complete) == (230, True)
    assert [one.query["cursor"] for one in wire.asked] == ["*", "AoJ4+/100", "AoJ4+/200", "AoJ4+/230"]
    assert wire.asked[0].query["filter"] == "updated"


def test_a_later_run_reads_a_week_back_and_no_further(wire: Wire) -> None:
    old = [review(item(number, ago(60 * 24 * number))) for number in range(1, 400)]
    steam(wire, old)
    cursor = run(wire)[-1].cursor
    asked = len(wire.asked)
    run(wire, cursor)
    assert len(wire.asked) - asked == 2


def test_once_a_day_replies_to_older_reviews_are_found_and_the_page_limit_is_then_no_gap(wire: Wire) -> None:
    old = [review(item(number, ago(60 * number))) for number in range(1, 1400)]
    steam(wire, old)
    cursor = run(wire)[-1].cursor
    old[850] = {**old[850], "developer_response": "Fixed.", "timestamp_dev_responded": seconds(item(1, ago(1)))}
    steam(wire, old)
    later = {"app_id": 620, "pages": 10}
    hours = [replace(world(), clock=lambda h=h: NOW + timedelta(hours=h)) for h in (1, 25)]  # type: ignore[misc]
    (soon,) = collect(wire, "steam", later, cursor, at=hours[0])
    (next_day,) = collect(wire, "steam", later, soon.cursor, at=hours[1])
    assert (soon.mentions, next_day.complete) == ((), True)
    assert [one.reply_text for one in next_day.mentions] == ["Fixed."]


def test_an_old_review_that_is_edited_comes_again(wire: Wire) -> None:
    old = [review(item(number, ago(60 * 24 * number))) for number in range(1, 300)]
    steam(wire, old)
    cursor = run(wire)[-1].cursor
    edited = {**old[250], "review": "Now it is good", "timestamp_updated": seconds(item(1, ago(1)))}
    steam(wire, [edited, *old[:250], *old[251:]])
    assert [one.text for one in mentions(run(wire, cursor))] == ["Now it is good"]


def test_no_reviews_of_a_game_that_had_some_is_incomplete(wire: Wire) -> None:
    steam(wire, [review(item(1, ago(1)))])
    cursor = run(wire)[-1].cursor
    steam(wire, [])
    assert run(wire, cursor)[-1].complete is False


def test_an_app_that_steam_does_not_know_is_refused(wire: Wire) -> None:
    wire.on(PATH, as_json({"success": 2}))
    with pytest.raises(SourceRefused, match="check app_id"):
        run(wire)


def test_reviews_whose_form_has_changed_are_an_error_and_not_nothing(wire: Wire) -> None:
    wire.on(PATH, as_json({"success": 1, "reviews": [{"id": 1, "text": "x"}], "cursor": "a"}))
    with pytest.raises(SourceRefused, match="its form has changed"):
        run(wire)
