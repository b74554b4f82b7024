"""YouTube's comments, built from the documented answers (commentThreads.list, comments.list), never tried live."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from domain.errors import ConfigError, SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import by_number, collect, iso, many
from tests.wire import Asked, Reply, Wire, as_json, redirect

THREADS, COMMENTS = "/youtube/v3/commentThreads", "/youtube/v3/comments"
CHANNEL, VIDEO = "UC" + "a" * 22, "dQw4w9WgXcQ"
KEY = {"YOUTUBE_API_KEY": "secret-key"}


def comment(one: Item, parent: str | None = None) -> dict[str, object]:
    snippet = {
        "textDisplay": one.text,
        "textOriginal": one.text,
        "authorDisplayName": "@ann",
        "authorChannelId": {"value": "UCann"},
        "likeCount": 3,
        "publishedAt": iso(one.at),
        "updatedAt": iso(one.at),
        **({"parentId": parent} if parent else {}),
    }
    return {"kind": "youtube#comment", "id": one.id, "snippet": snippet}


def thread(one: Item, replies: Sequence[Item] = (), brought: int = 5) -> dict[str, object]:
    top = {"videoId": VIDEO, "topLevelComment": comment(one), "totalReplyCount": len(replies), "canReply": True}
    inner = {"replies": {"comments": [comment(reply, one.id) for reply in replies[:brought]]}} if replies else {}
    return {"kind": "youtube#commentThread", "id": one.id, "snippet": top, **inner}


def service(wire: Wire, threads: Sequence[dict[str, object]], size: int = 100) -> None:
    page = by_number(threads, size)  # type: ignore[arg-type]

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("x-goog-api-key") != "secret-key":
            return as_json({"error": {"code": 403, "message": "no key"}}, status=403)
        shown, following = page(int(asked.query.get("pageToken", "T0")[1:]))
        more = {"nextPageToken": f"T{following}"} if following else {}
        return as_json({"kind": "youtube#commentThreadListResponse", "items": shown, **more})

    wire.on(THREADS, answer)


class TestYoutube(CollectorContract):
    kind = "youtube"
    undated = False
    environment: Mapping[str, str] = KEY

    def options(self, wire: Wire) -> dict[str, object]:
        return {"channels": [CHANNEL], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, [thread(one) for one in items])


class TestYoutubeInPages(TestYoutube):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, [thread(one) for one in items], size=4)


def run(wire: Wire, cursor: str | None = None, *, key: Mapping[str, str] = KEY, **options: object) -> list[Batch]:
    at = replace(world(), environment=key)
    return collect(wire, "youtube", {"videos": [VIDEO], **options}, cursor, at=at)


def test_a_comment_and_its_reply_keep_likes_thread_and_address(wire: Wire) -> None:
    service(wire, [thread(item(1, ago(60)), [item(2, ago(30))])])
    shared = {"source": "the-source", "kind": "youtube", "site": "www.youtube.com", "author": "@ann"}
    assert mentions(run(wire)) == [
        Mention(
            external_id="item-2",
            text="The espresso machine leaks, report 2",
            url=f"https://www.youtube.com/watch?v={VIDEO}&lc=item-2",
            published_at=ago(30),
            parent="item-1",
            engagement={"likes": 3},
            **shared,  # type: ignore[arg-type]
        ),
        Mention(
            external_id="item-1",
            text="The espresso machine leaks, report 1",
            url=f"https://www.youtube.com/watch?v={VIDEO}&lc=item-1",
            published_at=ago(60),
            engagement={"likes": 3},
            **shared,  # type: ignore[arg-type]
        ),
    ]


def test_all_pages_of_threads_and_of_a_long_threads_replies_are_read(wire: Wire) -> None:
    replies = many(120, first=1000)
    service(wire, [thread(item(1, ago(900)), replies), *[thread(one) for one in many(130, first=5000)]])
    first, last = ([comment(one, "item-1") for one in part] for part in (replies[:100], replies[100:]))
    wire.on(COMMENTS, as_json({"items": first, "nextPageToken": "R"}), as_json({"items": last}))
    (batch,) = run(wire)
    assert (len(batch.mentions), batch.complete, batch.warnings) == (1 + 120 + 130, True, ())
    assert [one.query.get("parentId") for one in wire.asked if one.path == COMMENTS] == ["item-1", "item-1"]


def test_replies_beyond_the_budget_are_said_and_those_that_came_along_are_kept(wire: Wire) -> None:
    service(wire, [thread(item(1, ago(60)), many(9, first=100))])
    (batch,) = run(wire, reply_calls=0)
    assert (len(batch.mentions), "reply_calls" in batch.warnings[0]) == (6, True)


def test_the_budget_counts_every_call_into_a_thread(wire: Wire) -> None:
    service(wire, [thread(item(number, ago(60)), many(9, first=100 * number)) for number in (1, 2, 3)])
    wire.on(COMMENTS, as_json({"items": [comment(item(7, ago(1)), "item-1")], "nextPageToken": "R"}))
    run(wire, reply_calls=5)
    assert [one.path for one in wire.asked].count(COMMENTS) == 5


def test_a_fresh_reply_under_an_old_comment_does_not_open_the_window_to_all_older_ones(wire: Wire) -> None:
    old = [thread(item(number, ago(60 * 24 * number)), [item(1000 + number, ago(1))]) for number in range(1, 400)]
    service(wire, old)
    cursor = run(wire)[-1].cursor
    asked = len(wire.asked)
    run(wire, cursor)
    assert len(wire.asked) - asked == 2


def test_without_a_key_nothing_is_asked_and_the_variable_is_named(wire: Wire) -> None:
    with pytest.raises(SourceRefused, match="YOUTUBE_API_KEY"):
        run(wire, key={})
    assert wire.asked == []


def test_the_key_is_in_no_address_no_error_and_no_log(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wire.otherwise(Reply(status=403))
    with pytest.raises(SourceRefused) as caught:
        run(wire)
    assert "secret-key" not in str(caught.value) + caplog.text
    assert all("secret-key" not in one.query.values() for one in wire.asked)


def test_the_key_does_not_follow_a_redirect_to_another_host(wire: Wire) -> None:
    with Wire() as other:
        other.on(THREADS, as_json({"items": []}))
        wire.on(THREADS, redirect(other.url + THREADS))
        run(wire)
        assert "x-goog-api-key" not in other.asked[0].headers


@pytest.mark.parametrize("options", [{"videos": []}, {"channels": ["@acme"]}, {"videos": ["too-short"]}])
def test_what_is_no_channel_and_no_video_is_said_before_the_first_run(wire: Wire, options: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"channels|videos"):
        run(wire, **options)
