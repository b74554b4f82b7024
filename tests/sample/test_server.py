import urllib.error
import urllib.request

import pytest

from collectors import World, build
from collectors._http import Fetcher
from config import Config
from sample import SampleServer
from sample.grammar import dice, fill
from sample.reviews import ACME_APP
from tests.sample.conftest import UNTIL


def get(address: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def page(server: SampleServer, number: int, country: str = "us", app: int = ACME_APP) -> tuple[int, bytes]:
    return get(f"{server.url}/appstore/{country}/rss/customerreviews/page={number}/id={app}/sortby=mostrecent/xml")


def test_app_reviews_come_fifty_a_page_and_then_none(server: SampleServer) -> None:
    assert [page(server, number)[1].count(b"<entry>") for number in (1, 9, 10)] == [50, 50, 10]
    assert b'rel="next"' in page(server, 9)[1] and b'rel="next"' not in page(server, 10)[1]
    assert page(server, 4, "de")[1].count(b"<entry>") == 30
    assert page(server, 5, "de") == (200, page(server, 5, "de")[1])
    assert b"<entry>" not in page(server, 1, "fr")[1]


@pytest.mark.parametrize("number", [0, 11])
def test_a_page_that_apple_does_not_have_is_not_found(server: SampleServer, number: int) -> None:
    assert page(server, number)[0] == 404


@pytest.mark.parametrize(
    "path", ["/", "/feeds/none.xml", "/appstore/us/rss/customerreviews/x/xml", "/../etc/passwd", "/reddit/r//new/.rss"]
)
def test_what_is_not_there_is_not_found(server: SampleServer, path: str) -> None:
    assert get(server.url + path)[0] == 404


def test_an_unchanged_feed_is_not_sent_again(server: SampleServer) -> None:
    with urllib.request.urlopen(f"{server.url}/feeds/forum.xml", timeout=10) as answer:
        tag = answer.headers["ETag"]
    assert get(f"{server.url}/feeds/forum.xml", **{"If-None-Match": tag}) == (304, b"")


@pytest.mark.parametrize(("limit", "entries"), [("", 25), ("?limit=100", 51), ("?limit=5", 5), ("?limit=x", 25)])
def test_listings_obey_their_limit(server: SampleServer, limit: str, entries: int) -> None:
    _, body = get(f"{server.url}/reddit/r/homebaristas_sample/new/.rss{limit}")
    assert abs(body.count(b"<entry>") - entries) <= (10 if entries == 51 else 0)


def test_a_second_run_finds_nothing_new(written: Config) -> None:
    world = World(fetcher=Fetcher(allow_private_addresses=True), environment={})
    for name in ("sample-forum", "sample-news", "sample-app-store-bolt", "sample-shop-reviews"):
        collector = build(written.source(name), world)
        first = list(collector.collect(None))
        again = list(collector.collect(first[-1].cursor))
        assert [batch.mentions for batch in again if batch.mentions] == []


def test_closing_twice_is_no_harm() -> None:
    server = SampleServer(UNTIL).start()
    server.close()
    server.close()
    SampleServer(UNTIL).close()


def test_phrases_choose_fill_and_mind_their_articles() -> None:
    words = {"drink": ("espresso",), "very": ("really",)}
    assert fill(dice(1, "x"), "a {drink} is [{very}|{very}] a one-off", words) == "An espresso is really a one-off"
