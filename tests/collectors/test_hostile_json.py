"""Answers with anything anywhere: a kind gives mentions that can be stored, or a SourceError, and nothing else."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import collectors
from domain.errors import SourceError
from domain.records import Mention, Source
from tests.collectors import (
    test_bluesky,
    test_google_business,
    test_google_play,
    test_hacker_news,
    test_mastodon,
    test_steam,
    test_trustpilot,
    test_web_reviews,
    test_youtube,
)
from tests.collectors.contract import ago, item, world
from tests.wire import Reply, Wire, as_json

ONE, TWO = item(1, ago(1)), item(2, ago(2))
HOSTILE: list[object] = [
    None,
    True,
    [],
    {},
    "",
    " ",
    0,
    -1,
    1 << 70,
    1e308,
    float("nan"),
    float("inf"),
    "\ud800",
    "\x00\u202e",
    "9" * 5000,
    [[[]]],
    {"a": {"b": []}},
    [None, 5, "x"],
    "2031-99-99T99:99:99Z",
    "javascript:alert(1)",
    99999999999999,
]
KEYS = {
    **test_bluesky.LOGIN,
    **test_google_business.TOKEN,
    **test_trustpilot.KEY,
    **test_youtube.KEY,
    "MASTODON_TOKEN": "secret-token",
}
POST = {"likeCount": 1, "record": {"reply": {"parent": {"uri": "at://x"}}}}
REPLY = {"text": "Sorry", "createdAt": "2026-03-01T00:00:00Z"}


def as_page(value: object) -> Reply:
    return Reply(body=test_web_reviews.page(value))


# kind: (options, the path that is answered, an answer as it should be, how it is sent)
KINDS: dict[str, tuple[dict[str, Any], str, Any, Callable[[Any], Reply]]] = {
    "hacker_news": (
        {"queries": ["x"]},
        test_hacker_news.PATH,
        {"hits": [test_hacker_news.comment(ONE), test_hacker_news.comment(TWO)], "nbHits": 9},
        as_json,
    ),
    "steam": (
        {"app_id": 620},
        test_steam.PATH,
        {"success": 1, "reviews": [test_steam.review(ONE), test_steam.review(TWO)], "cursor": "a"},
        as_json,
    ),
    "mastodon": ({"hashtags": ["espresso"]}, test_mastodon.TAG, [test_mastodon.status(0, ONE)], as_json),
    "bluesky": (
        {"queries": ["x"]},
        test_bluesky.SEARCH,
        {"posts": [{**test_bluesky.post(ONE), **POST}, test_bluesky.post(TWO)], "cursor": "1"},
        as_json,
    ),
    "google_play": (
        {"app_id": test_google_play.APP},
        test_google_play.PATH,
        [[test_google_play.review(ONE, reply=["A", "Sorry", [1, 0]]), test_google_play.review(TWO)], [None, "t"]],
        test_google_play.reply,
    ),
    "youtube": (
        {"videos": [test_youtube.VIDEO]},
        test_youtube.THREADS,
        {"items": [test_youtube.thread(ONE, [TWO])], "nextPageToken": "T1"},
        as_json,
    ),
    "trustpilot": (
        {"business_unit": test_trustpilot.UNIT},
        test_trustpilot.REVIEWS,
        {"links": [{"rel": "next-page"}], "reviews": [test_trustpilot.review(ONE, companyReply=REPLY)]},
        as_json,
    ),
    "google_business": (
        {"locations": [test_google_business.PLACE]},
        test_google_business.PATH,
        {"reviews": [test_google_business.review(ONE, reviewReply={"comment": "x"})], "nextPageToken": "P1"},
        as_json,
    ),
    "web_reviews": (
        {"urls": [test_web_reviews.PATH]},
        test_web_reviews.PATH,
        test_web_reviews.product(test_web_reviews.review(ONE), aggregateRating={"@type": "AggregateRating"}),
        as_page,
    ),
}


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in an answer, as the keys that lead there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *[place for key, one in inner for place in places(one, (*path, key))]]


def spoiled(value: Any, path: tuple[str | int, ...], hostile: object) -> Any:
    if not path:
        return hostile
    whole = inner = copy.deepcopy(value)
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = hostile
    return whole


def can_be_stored(mention: Mention) -> bool:
    words = [mention.text, mention.title, mention.external_id, mention.author or "", mention.reply_text or ""]
    counts = all(isinstance(count, int) and abs(count) < 1 << 63 for count in mention.engagement.values())
    times = [time for time in (mention.published_at, mention.reply_at) if time is not None]
    return (
        bool(mention.external_id)
        and all(word.encode("utf-8") is not None and "\x00" not in word for word in words)
        and counts
        and (mention.rating is None or 1 <= mention.rating <= 5)
        and all(time.utcoffset() is not None for time in times)
    )


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_an_answer_the_kind_gives_mentions_or_a_source_error(
    kind: str, wire: Wire, data: st.DataObject
) -> None:
    options, path, answer, send = KINDS[kind]
    place, hostile = data.draw(st.sampled_from(places(answer))), data.draw(st.sampled_from(HOSTILE))
    wire.on(test_bluesky.SESSION, as_json({"accessJwt": "jwt"}))
    wire.on(path, send(spoiled(answer, place, hostile)))
    source = Source(name="the-source", kind=kind, options={"base_url": wire.url, **options})
    collector = collectors.build(source, replace(world(), environment=KEYS))
    cursor = None
    try:
        for batch in collector.collect(cursor):
            cursor = batch.cursor
            assert all(can_be_stored(mention) for mention in batch.mentions)
            json.loads(cursor or "{}")
    except SourceError:
        pass
