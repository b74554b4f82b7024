"""What every collector promises, for Reddit by its feeds and for Reddit with a key; and its options."""

from collections.abc import Sequence

import pytest

import collectors
from domain.errors import ConfigError
from domain.records import Source
from tests.collectors.contract import CollectorContract, Item, world
from tests.collectors.reddit_service import LOGIN, atom, entry, name_of, post_of, serve_listing, serve_login
from tests.wire import Wire


class TestRedditByItsFeeds(CollectorContract):
    kind = "reddit"

    def options(self, wire: Wire) -> dict[str, object]:
        return {"subreddits": ["Espresso"], "base_url": wire.url, "requests_per_minute": 600}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        entries = [entry(f"t3_{name_of(one)}", title="Help", words=one.text, at=one.at) for one in items]
        wire.on("/r/espresso/new/.rss", atom(entries))

    def identity(self, item: Item) -> str:
        return f"t3_{name_of(item)}"


class TestRedditWithAKey(CollectorContract):
    kind = "reddit"
    environment = LOGIN
    undated = False

    def options(self, wire: Wire) -> dict[str, object]:
        return {"subreddits": ["Espresso"], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        serve_login(wire)
        serve_listing(wire, "/r/espresso/new", [post_of(one) for one in items])

    def identity(self, item: Item) -> str:
        return f"t3_{name_of(item)}"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "add subreddits"),
        ({"subreddits": []}, "add subreddits"),
        ({"subreddits": ["r/es presso"]}, "write its name alone"),
        ({"subreddits": ["a/../../b"]}, "write its name alone"),
        ({"subreddits": ["coffee?x=1"]}, "write its name alone"),
        ({"queries": [" "]}, "write what to search for"),
        ({"subreddits": ["coffee"], "base_url": "file:///etc/passwd"}, "write an address"),
        ({"subreddits": ["coffee"], "subredits": ["tea"]}, "did you mean 'subreddits'"),
        ({"subreddits": ["coffee"], "requests_per_minute": 0}, "requests_per_minute"),
    ],
)
def test_a_wrong_option_says_what_to_write(options: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said.replace("?", r"\?")):
        collectors.build(Source(name="r", kind="reddit", options=options), world())


def test_a_private_feeds_address_in_place_of_a_name_is_not_printed_with_its_token() -> None:
    address = "https://www.reddit.com/r/tea/.rss?feed=hush&user=ann"
    with pytest.raises(ConfigError) as caught:
        collectors.build(Source(name="r", kind="reddit", options={"subreddits": [address]}), world())
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"REDDIT_CLIENT_ID": "x"}, "set both"),
        ({"REDDIT_CLIENT_SECRET": "x"}, "set both"),
        ({**LOGIN, "REDDIT_USER_AGENT": ""}, None),
    ],
)
def test_half_a_key_is_refused_before_anything_is_asked(environment: dict[str, str], said: str | None) -> None:
    source = Source(name="r", kind="reddit", options={"subreddits": ["coffee"]})
    if said is None:
        collectors.build(source, world(environment))
        return
    with pytest.raises(ConfigError, match=said):
        collectors.build(source, world(environment))
