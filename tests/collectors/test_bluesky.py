"""Bluesky, built from its published lexicons (createSession, searchPosts), never tried live."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.errors import SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import NOW, CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import by_number, collect, iso, many, stream
from tests.wire import Asked, Reply, Wire, as_json

SESSION, SEARCH = "/xrpc/com.atproto.server.createSession", "/xrpc/app.bsky.feed.searchPosts"
LOGIN = {"BLUESKY_IDENTIFIER": "ann.example", "BLUESKY_APP_PASSWORD": "abcd-efgh"}


def uri(one: Item) -> str:
    return f"at://did:plc:ann/app.bsky.feed.post/{one.id}"


def post(one: Item, **record: object) -> dict[str, object]:
    return {
        "uri": uri(one),
        "cid": "bafy",
        "author": {"did": "did:plc:ann", "handle": "ann.example", "displayName": "Ann"},
        "record": {
            "$type": "app.bsky.feed.post",
            "text": one.text,
            "createdAt": iso(one.at),
            "langs": ["en-GB"],
            **record,
        },
        "indexedAt": iso(one.at),
        "likeCount": 4,
        "replyCount": 3,
        "repostCount": 2,
        "quoteCount": 1,
    }


def service(wire: Wire, items: Sequence[Item], size: int = 100) -> None:
    """A login, and a search that bounds by `since`, newest first, with a cursor where there is more."""

    def login(asked: Asked) -> Reply:
        if json.loads(asked.body) != {"identifier": "ann.example", "password": "abcd-efgh"}:
            return as_json({"error": "AuthenticationRequired", "message": "Invalid identifier or password"}, status=401)
        return as_json({"accessJwt": "jwt", "refreshJwt": "r", "handle": "ann.example", "did": "did:plc:ann"})

    def search(asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Bearer jwt":
            return as_json({"error": "AuthMissing"}, status=401)
        since = asked.query.get("since", "")
        newer = [one for one in items if iso(one.at) >= since]
        shown, following = by_number(newer, size)(int(asked.query.get("cursor", 0)))
        more = {"cursor": str(following)} if following else {}
        return as_json({"posts": [post(one) for one in shown], "hitsTotal": len(newer), **more})

    wire.on(SESSION, login)
    wire.on(SEARCH, search)


class TestBluesky(CollectorContract):
    kind = "bluesky"
    undated = False
    environment: Mapping[str, str] = LOGIN

    def options(self, wire: Wire) -> dict[str, object]:
        return {"queries": ["espresso"], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, items)

    def identity(self, item: Item) -> str:
        return uri(item)


class TestBlueskyInPages(TestBluesky):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, items, size=4)


def run(wire: Wire, cursor: str | None = None, *, login: Mapping[str, str] = LOGIN, **options: object) -> list[Batch]:
    at = replace(world(), environment=login)
    return collect(wire, "bluesky", {"queries": ["espresso"], **options}, cursor, at=at)


def test_a_post_keeps_its_counts_its_thread_and_the_earlier_of_its_two_times(wire: Wire) -> None:
    service(wire, [])
    ahead = iso(datetime(2031, 1, 1, tzinfo=UTC))
    thread = {"root": {"uri": "at://root"}, "parent": {"uri": "at://parent", "cid": "x"}}
    wire.on(SEARCH, as_json({"posts": [post(item(7, ago(60)), createdAt=ahead, reply=thread)]}))
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="bluesky",
            external_id="at://did:plc:ann/app.bsky.feed.post/item-7",
            text="The espresso machine leaks, report 7",
            url="https://bsky.app/profile/did:plc:ann/post/item-7",
            author="ann.example",
            language="en",
            published_at=ago(60),
            parent="at://parent",
            site="bsky.app",
            engagement={"likes": 4, "replies": 3, "reposts": 2, "quotes": 1},
        )
    ]


@pytest.mark.parametrize("missing", sorted(LOGIN))
def test_without_a_login_nothing_is_asked_and_the_variable_is_named(wire: Wire, missing: str) -> None:
    service(wire, [])
    with pytest.raises(SourceRefused, match=missing):
        run(wire, login={name: value for name, value in LOGIN.items() if name != missing})
    assert wire.asked == []


def test_a_wrong_password_is_refused_and_never_shown(wire: Wire) -> None:
    service(wire, [])
    with pytest.raises(SourceRefused, match="check BLUESKY_IDENTIFIER and BLUESKY_APP_PASSWORD") as caught:
        run(wire, login={**LOGIN, "BLUESKY_APP_PASSWORD": "wrong-word"})
    assert "wrong-word" not in str(caught.value)


def test_one_login_serves_all_queries_and_all_pages(wire: Wire) -> None:
    service(wire, many(250))
    first, second = run(wire, queries=["espresso", "#espresso"])
    assert (len(first.mentions), len(second.mentions), first.complete) == (250, 0, True)
    assert [one.path for one in wire.asked].count(SESSION) == 1
    assert len(wire.asked) == 1 + 3 + 3


def test_a_later_run_asks_from_a_day_before_the_newest_on(wire: Wire) -> None:
    service(wire, [item(1, ago(0))])
    cursor = run(wire)[-1].cursor
    asked = len(wire.asked)
    run(wire, cursor)
    assert wire.asked[asked + 1].query["since"] == f"{NOW.replace(day=9):%Y-%m-%dT%H:%M:%SZ}"


def test_a_session_that_ends_half_way_leaves_the_rest_for_the_next_run(wire: Wire) -> None:
    service(wire, many(250))
    page = as_json({"posts": [post(one) for one in many(250)[:100]], "cursor": "100"})
    wire.on(SEARCH, page, as_json({"error": "ExpiredToken"}, status=400))
    batches = stream(wire, "bluesky", {"queries": ["espresso"]}, at=replace(world(), environment=LOGIN))
    broken = next(batches)
    assert (len(broken.mentions), broken.complete) == (100, False)
    with pytest.raises(SourceRefused):
        next(batches)
    service(wire, many(250))
    assert len(mentions(run(wire, broken.cursor))) == 250
