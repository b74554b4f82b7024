"""Mastodon, built from the documented answers (docs.joinmastodon.org: timelines, search), never tried live."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from domain.errors import ConfigError, SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import by_number, collect, iso, many, stream
from tests.wire import Asked, Reply, Wire, as_json

TAG, SEARCH = "/api/v1/timelines/tag/espresso", "/api/v2/search"


def uri(one: Item) -> str:
    return f"https://social.example/users/ann/statuses/{one.id}"


def status(place: int, one: Item) -> dict[str, object]:
    return {
        "id": str(10_000 - place),
        "created_at": iso(one.at),
        "in_reply_to_id": None,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": uri(one),
        "url": f"https://social.example/@ann/{one.id}",
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "content": f"<p>{one.text}</p>",
        "reblog": None,
        "account": {"id": "1", "username": "ann", "acct": "ann@social.example", "bot": False},
    }


def timeline(wire: Wire, items: Sequence[Item], size: int = 40) -> None:
    """A hashtag's timeline: newest first, what is older than max_id."""
    statuses = [status(place, one) for place, one in enumerate(items)]

    def answer(asked: Asked) -> Reply:
        before = int(asked.query.get("max_id", 1 << 60))
        return as_json([one for one in statuses if int(str(one["id"])) < before][:size])

    wire.on(TAG, answer)


def index(wire: Wire, items: Sequence[Item], size: int = 40) -> None:
    """Search: newest first, by offset, for those with a token."""
    page = by_number(items, size)

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Bearer secret-token":
            return as_json({"error": "The access token is invalid"}, status=401)
        start = int(asked.query.get("offset", 0))
        statuses = [status(start + place, one) for place, one in enumerate(page(start)[0])]
        return as_json({"accounts": [], "hashtags": [], "statuses": statuses})

    wire.on(SEARCH, answer)


class TestMastodon(CollectorContract):
    kind = "mastodon"
    undated = False

    def options(self, wire: Wire) -> dict[str, object]:
        return {"hashtags": ["#Espresso"], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        timeline(wire, items)

    def identity(self, item: Item) -> str:
        return uri(item)


class TestMastodonInPages(TestMastodon):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        timeline(wire, items, size=4)


class TestMastodonSearch(TestMastodon):
    environment: Mapping[str, str] = {"MASTODON_TOKEN": "secret-token"}

    def options(self, wire: Wire) -> dict[str, object]:
        return {"queries": ["espresso"], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        index(wire, items)


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    return collect(wire, "mastodon", options or {"hashtags": ["espresso"]}, cursor)


def test_a_post_is_read_as_a_person_reads_it_and_keeps_its_counts(wire: Wire) -> None:
    marked = '<p>I &lt;3 <a href="https://x.example"><span class="invisible">https://</span>x.example</a><br>really</p>'
    wire.on(TAG, as_json([{**status(0, item(7, ago(60))), "content": marked, "spoiler_text": "coffee"}]), as_json([]))
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="mastodon",
            external_id="https://social.example/users/ann/statuses/item-7",
            title="coffee",
            text="I <3 https://x.example\nreally",
            url="https://social.example/@ann/item-7",
            author="ann@social.example",
            language="en",
            published_at=ago(60),
            site="social.example",
            engagement={"replies": 1, "boosts": 2, "likes": 3},
        )
    ]


def test_all_pages_of_a_timeline_and_of_a_search_are_read(wire: Wire) -> None:
    timeline(wire, many(100))
    index(wire, many(150))
    known = replace(world(), environment={"MASTODON_TOKEN": "secret-token"})
    options: dict[str, object] = {"hashtags": ["espresso"], "queries": ["leaks"]}
    tagged, searched = collect(wire, "mastodon", options, at=known)
    assert (len(tagged.mentions), len(searched.mentions)) == (100, 50)
    assert tagged.complete
    assert searched.complete


def test_a_search_without_a_token_names_the_variable_and_hashtags_are_read_all_the_same(wire: Wire) -> None:
    timeline(wire, many(3))
    found: list[Mention] = []
    with pytest.raises(SourceRefused, match="MASTODON_TOKEN"):
        for batch in stream(wire, "mastodon", {"hashtags": ["espresso"], "queries": ["leaks"]}):
            found += batch.mentions
    assert len(found) == 3


def test_a_hashtag_in_another_script_is_escaped(wire: Wire) -> None:
    wire.otherwise(as_json([]))
    run(wire, hashtags=["кофе"])
    assert wire.asked[0].path == "/api/v1/timelines/tag/%D0%BA%D0%BE%D1%84%D0%B5"


@pytest.mark.parametrize("options", [{}, {"hashtags": ["two words"]}, {"hashtags": ["#"]}, {"queries": [" "]}])
def test_nothing_to_listen_to_is_said_before_the_first_run(wire: Wire, options: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"hashtag|words"):
        collect(wire, "mastodon", options)
