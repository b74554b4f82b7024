"""Reviews on pages, built from schema.org's documented examples (JSON-LD and microdata), never tried live."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import pytest

from domain.errors import SourceRefused, SourceUnavailable
from domain.records import Batch, Mention
from tests.collectors.contract import CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import collect, stream
from tests.wire import Reply, Wire

PATH = "/grinder"


def review(one: Item, **changes: object) -> dict[str, object]:
    return {
        "@type": "Review",
        "@id": f"#{one.id}",
        "author": {"@type": "Person", "name": "Ann"},
        "datePublished": one.at.isoformat() if one.at else None,
        "reviewBody": one.text,
        "reviewRating": {"@type": "Rating", "ratingValue": "2", "bestRating": "5"},
        **changes,
    }


def product(*reviews: object, **changes: object) -> dict[str, object]:
    said = {"@context": "https://schema.org", "@type": "Product", "name": "Grinder", "review": list(reviews)}
    return {**said, **changes}


def page(*things: object) -> bytes:
    blocks = "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)
    return f"<!DOCTYPE html><html><head><script>var a = '<p>';</script>{blocks}</head><body>Hi</body></html>".encode()


def marked(one: Item) -> str:
    return (
        '<div itemprop="review" itemscope itemtype="https://schema.org/Review">'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></span>'
        f'<meta itemprop="identifier" content="{one.id}">'
        + (f'<time itemprop="datePublished" datetime="{one.at.isoformat()}">then</time>' if one.at else "")
        + '<div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">'
        '<span itemprop="ratingValue">2</span>/<span itemprop="bestRating">5</span></div>'
        f'<p itemprop="reviewBody">{escape(one.text)}</p></div>'
    )


def marked_page(items: Sequence[Item]) -> bytes:
    inner = "".join(map(marked, items))
    return f'<body><div itemscope itemtype="https://schema.org/Product">Grinder {inner}</div></body>'.encode()


class TestWebReviews(CollectorContract):
    kind = "web_reviews"

    def options(self, wire: Wire) -> dict[str, object]:
        self.at = wire.url + PATH
        return {"urls": [wire.url + PATH]}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        self.at = wire.url + PATH
        wire.on(PATH, page(product(*[review(one) for one in items])))

    def identity(self, item: Item) -> str:
        return f"{self.at}#{item.id}"


class TestWebReviewsInMicrodata(TestWebReviews):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        self.at = wire.url + PATH
        wire.on(PATH, marked_page(items))

    def identity(self, item: Item) -> str:
        return f"127.0.0.1:{item.id}"


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    return collect(wire, "web_reviews", {"urls": [PATH], **options}, cursor)


@pytest.mark.parametrize("form", ["json-ld", "microdata"])
def test_a_review_keeps_writer_stars_and_date(wire: Wire, form: str) -> None:
    one = Item(id="7", text="I <3 it & more", at=ago(60))
    wire.on(PATH, page(product(review(one))) if form == "json-ld" else marked_page([one]))
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="web_reviews",
            external_id=f"{wire.url}{PATH}#7" if form == "json-ld" else "127.0.0.1:7",
            text="I <3 it & more",
            url=wire.url + PATH,
            author="Ann",
            rating=2.0,
            published_at=ago(60),
            site="127.0.0.1",
        )
    ]


def test_reviews_are_found_in_a_graph_in_lists_and_under_longer_type_names(wire: Wire) -> None:
    graph = {"@graph": [{"@type": "WebPage"}, review(item(1, ago(1)), **{"@type": ["UserReview", "Thing"]})]}
    wire.on(PATH, page(graph, [product(review(item(2, ago(2)), **{"@type": "http://schema.org/Review"}))]))
    assert {one.external_id[-6:] for one in mentions(run(wire))} == {"item-1", "item-2"}


@pytest.mark.parametrize(
    ("rating", "stars"),
    [
        ({"ratingValue": 4}, 4.0),
        ({"ratingValue": "4,5"}, 4.5),
        ({"ratingValue": "4 / 5"}, 4.0),
        ({"ratingValue": 10, "bestRating": 10, "worstRating": 1}, 5.0),
        ({"ratingValue": 50, "bestRating": 100, "worstRating": 0}, 3.0),
        ({"ratingValue": 9}, None),
        ({"ratingValue": 0}, None),
        ({"ratingValue": "good"}, None),
        ({"ratingValue": 3, "bestRating": 1}, None),
        ({"ratingValue": "9" * 400}, None),
        (None, None),
    ],
)
def test_stars_come_on_a_scale_of_one_to_five_or_are_unknown(wire: Wire, rating: object, stars: float | None) -> None:
    wire.on(PATH, page(product(review(item(1, ago(1)), reviewRating=rating))))
    assert [one.rating for one in mentions(run(wire))] == [stars]


def test_ids_that_do_not_tell_reviews_apart_are_not_used(wire: Wire) -> None:
    same = {"@id": "#reviews"}
    wire.on(PATH, page(product(review(item(1, ago(1)), **same), review(item(2, ago(2)), **same))))
    ids = [one.external_id for one in mentions(run(wire))]
    assert len(set(ids)) == 2
    assert [one.external_id for one in mentions(run(wire))] == ids


def test_a_mean_is_no_mention_and_says_how_many_reviews_the_page_does_not_show(wire: Wire) -> None:
    mean = {"@type": "AggregateRating", "ratingValue": "4.4", "reviewCount": "230"}
    wire.on(PATH, page(product(review(item(1, ago(1))), aggregateRating=mean)))
    (batch,) = run(wire)
    assert (len(batch.mentions), batch.complete) == (1, True)
    assert "230 reviews and shows 1" in batch.warnings[0]


def test_a_page_that_lost_its_reviews_is_incomplete_and_one_that_never_had_any_is_not(wire: Wire) -> None:
    wire.on(PATH, page(product()))
    assert [batch.complete for batch in run(wire)] == [True]
    wire.on(PATH, page(product(review(item(1, None)))))
    cursor = run(wire)[-1].cursor
    wire.on(PATH, page(product()))
    assert [batch.complete for batch in run(wire, cursor)] == [False]


def test_a_block_that_cannot_be_read_does_not_hide_the_others(wire: Wire) -> None:
    good = page(product(review(item(1, ago(1)), reviewBody="two\nlines"))).replace(b"two\\nlines", b"two\nlines")
    wire.on(PATH, good.replace(b"<head>", b'<head><script type="application/ld+json">{"a": </script>'))
    assert [one.text for one in mentions(run(wire))] == ["two\nlines"]


def test_a_page_in_another_encoding_is_read_as_it_says(wire: Wire) -> None:
    body = json.dumps(product(review(item(1, ago(1)), reviewBody="Très bon café")), ensure_ascii=False)
    html = f'<script type="application/ld+json">{body}</script>'.encode("latin-1")
    wire.on(PATH, Reply(body=html, headers={"Content-Type": "text/html; charset=ISO-8859-1"}))
    assert [one.text for one in mentions(run(wire))] == ["Très bon café"]


def test_a_date_without_a_time_is_the_start_of_that_day(wire: Wire) -> None:
    wire.on(PATH, page(product(review(item(1, ago(1)), datePublished="2026-03-01"))))
    assert [one.published_at for one in mentions(run(wire))] == [datetime(2026, 3, 1, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /cart", True),
        ("User-agent: earshot\nDisallow: /grinder\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*der", False),
        ("User-agent: *\nDisallow: *grinder$", False),
        ("User-agent: *\nDisallow: /grin$", True),
        ("User-agent: *\nDisallow: /*?sort=", True),
        ("User-agent: *\nDisallow: /\nAllow: /grinder", True),
        ("User-agent: *\nAllow: /grin\nDisallow: /grinder", False),
        ("User-agent: *\nAllow: /grinder\nDisallow: /grinder", True),
        ("User-agent: *\nDisallow: /%67rinder # not for you", False),
        ("User-agent: other\nUser-agent: Earshot/0.1\nDisallow: /grinder", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: earshot\nDisallow:", True),
        ("user-agent:*\ndisallow:/grinder\nuser-agent:*\nallow:/x", False),
        ("<html>not a robots.txt</html>", True),
        ("", True),
    ],
)
def test_a_site_that_asks_programs_to_stay_away_is_left_alone(wire: Wire, robots: str, allowed: bool) -> None:
    wire.on("/robots.txt", robots)
    wire.on(PATH, page(product(review(item(1, ago(1))))))
    if allowed:
        assert len(mentions(run(wire))) == 1
    else:
        with pytest.raises(SourceRefused, match=r"robots\.txt"):
            run(wire)
    assert (PATH in [one.path for one in wire.asked]) == allowed


def test_rules_that_cannot_be_had_just_now_mean_wait(wire: Wire) -> None:
    wire.on("/robots.txt", Reply(status=503))
    wire.on(PATH, page(product(review(item(1, ago(1))))))
    with pytest.raises(SourceUnavailable):
        run(wire)


def test_robots_are_asked_once_a_run_and_a_wished_pause_is_kept_between_pages(wire: Wire) -> None:
    wire.on("/robots.txt", "User-agent: *\nCrawl-delay: 3")
    wire.otherwise(page(product()))
    pauses: list[float] = []
    collect(wire, "web_reviews", {"urls": ["/a", "/b", "/c"]}, at=replace(world(), sleep=pauses.append))
    assert ([one.path for one in wire.asked].count("/robots.txt"), pauses) == (1, [3.0, 3.0])


def test_a_page_with_a_query_is_held_to_the_rules_for_it(wire: Wire) -> None:
    wire.on("/robots.txt", "User-agent: *\nDisallow: /*?sort=")
    wire.on(PATH, page(product(review(item(1, ago(1))))))
    with pytest.raises(SourceRefused, match=r"robots\.txt"):
        collect(wire, "web_reviews", {"urls": [f"{PATH}?sort=new"]})


@pytest.mark.parametrize("base", [True, False])
def test_what_is_no_address_is_the_sources_error(wire: Wire, base: bool) -> None:
    with pytest.raises(SourceRefused, match="not an address"):
        collect(wire, "web_reviews", {"urls": ["http://[bad"]} | ({} if base else {"base_url": None}))


def test_nothing_kept_or_said_holds_the_token_in_a_pages_address(wire: Wire) -> None:
    wire.on("/robots.txt", "")
    wire.on(PATH, page(product(review(item(1, ago(1))))), Reply(status=500))
    address = wire.url.replace("//", "//ann:hush@") + f"{PATH}?p=1&token=hush-hush"
    (first,) = collect(wire, "web_reviews", {"urls": [address]})
    assert [one.url for one in first.mentions] == [f"{wire.url}{PATH}?p=1"]
    assert "hush" not in first.mentions[0].external_id
    with pytest.raises(SourceUnavailable) as caught:
        for batch in stream(wire, "web_reviews", {"urls": [address]}, first.cursor):
            assert "hush" not in " ".join(batch.warnings)
    assert "hush" not in str(caught.value)


def test_one_page_that_is_gone_does_not_stop_the_others(wire: Wire) -> None:
    wire.on(PATH, page(product(review(item(1, ago(1))))))
    found: list[Mention] = []
    with pytest.raises(SourceRefused, match="/gone"):
        for batch in stream(wire, "web_reviews", {"urls": ["/gone", PATH]}):
            found += batch.mentions
    assert len(found) == 1


@pytest.mark.parametrize(
    "more",
    [
        b"<script " * 100_000,
        b"<div itemscope>" * 100_000,
        b"<div itemscope>" + b"<i itemprop=a>" * 5_000 + b"x" * 1_000_000,
        b"<div itemscope>" + b"<b>" * 5_000 + b"<i itemprop=a>" * 5_000,
    ],
    ids=["scripts", "items", "text", "depth"],
)
def test_a_page_built_to_keep_us_busy_does_not(wire: Wire, more: bytes) -> None:
    wire.on(PATH, page(product()) + more)
    begun = time.process_time()
    assert mentions(run(wire)) == []
    assert time.process_time() - begun < 10


def test_objects_nested_without_end_are_left_out_and_deep_ones_are_found(wire: Wire) -> None:
    deep: object = review(item(1, ago(1)))
    for _ in range(300):
        deep = {"a": [deep]}
    endless = b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script>"
    wire.on(PATH, page(deep) + endless)
    assert len(mentions(run(wire))) == 1
