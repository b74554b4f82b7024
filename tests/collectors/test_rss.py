"""RSS, Atom, RDF, JSON Feed: what goes wrong with them, each as a test."""

import contextlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest

import collectors
from domain.errors import ConfigError, SourceError, SourceRefused, SourceUnavailable
from domain.records import Batch, Mention, Source
from tests.collectors.contract import NOW, CollectorContract, Item, Shelf, ago, item, world
from tests.wire import Asked, Reply, Wire, as_json

XML = {"Content-Type": "application/rss+xml; charset=utf-8"}


def rss(*entries: str, head: str = "") -> bytes:
    top = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {head}><channel><title>News</title>'
    return (top + "".join(f"<item>{entry}</item>" for entry in entries) + "</channel></rss>").encode()


def entry(one: Item) -> str:
    date = f"<pubDate>{format_datetime(one.at)}</pubDate>" if one.at else ""
    return f"<guid>{one.id}</guid><title>News</title><description>{escape(one.text)}</description>{date}"


def collect(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    given = {"url": wire.url + "/feed.xml", **options}
    return list(collectors.build(Source(name="feed", kind="rss", options=given), world()).collect(cursor))


def mentions(wire: Wire, body: bytes | Reply) -> tuple[Mention, ...]:
    wire.on("/feed.xml", body)
    (batch,) = collect(wire)
    return batch.mentions


def only(wire: Wire, *parts: str, head: str = "") -> Mention:
    (mention,) = mentions(wire, rss("".join(parts), head=head))
    return mention


class TestRss(CollectorContract):
    kind = "rss"

    def options(self, wire: Wire) -> dict[str, object]:
        return {"url": wire.url + "/feed.xml"}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        wire.on("/feed.xml", rss(*map(entry, items)))


class TestJsonFeed(CollectorContract):
    kind = "rss"

    def options(self, wire: Wire) -> dict[str, object]:
        return {"preset": "json_feed", "url": wire.url + "/feed.json"}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        said = [
            {"id": one.id, "content_html": f"<p>{escape(one.text)}</p>"}
            | ({"date_published": one.at.isoformat()} if one.at else {})
            for one in items
        ]
        wire.on("/feed.json", as_json({"version": "https://jsonfeed.org/version/1.1", "items": said}))


# -- time


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 24 Sep 2018 19:42:40", datetime(2018, 9, 24, 19, 42, 40, tzinfo=UTC)),
        ("Mon, 24 Sep 2018 19:42:40 PST", datetime(2018, 9, 25, 3, 42, 40, tzinfo=UTC)),
        ("Mon, 24 Sep 2018 19:42:40 +0200", datetime(2018, 9, 24, 17, 42, 40, tzinfo=UTC)),
        ("2018-09-24T19:42:40+02:00", datetime(2018, 9, 24, 17, 42, 40, tzinfo=UTC)),
        ("Seg, 24 Set 2018 19:42:40 -0300", datetime(2018, 9, 24, 22, 42, 40, tzinfo=UTC)),
        ("2018/09/24 19:42:40", datetime(2018, 9, 24, 19, 42, 40, tzinfo=UTC)),
        ("2018/9/4 9:42 +0900", datetime(2018, 9, 4, 0, 42, tzinfo=UTC)),
        ("2018年9月24日 19:42", datetime(2018, 9, 24, 19, 42, tzinfo=UTC)),
        ("04.09.2018 19:42:40", datetime(2018, 9, 4, 19, 42, 40, tzinfo=UTC)),
        ("1537818160", datetime(2018, 9, 24, 19, 42, 40, tzinfo=UTC)),
        ("1537818160000", datetime(2018, 9, 24, 19, 42, 40, tzinfo=UTC)),
        ("2018/13/40 19:42", None),
        ("19:42", None),
        ("some day soon", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_in_all_their_spellings_become_utc_and_nonsense_becomes_none(
    wire: Wire, written: str, meant: datetime | None
) -> None:
    assert only(wire, f"<guid>1</guid><title>x</title><pubDate>{written}</pubDate>").published_at == meant


def test_times_do_not_depend_on_the_servers_time_zone(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        # 02:30 on the day that New York's clocks jump from two to three
        found = only(wire, "<guid>1</guid><title>x</title><pubDate>Sun, 09 Mar 2025 02:30:00 GMT</pubDate>")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found.published_at == datetime(2025, 3, 9, 2, 30, tzinfo=UTC)


def test_a_date_in_2031_is_passed_on_as_given_and_hides_nothing_that_comes_after(wire: Wire) -> None:
    ahead = item(1, datetime(2031, 1, 1, tzinfo=UTC))
    store = Shelf()
    wire.on("/feed.xml", rss(entry(ahead)))
    store.commit(collect(wire))
    wire.on("/feed.xml", rss(entry(ahead), entry(item(2, ago(1)))))
    store.commit(collect(wire, store.cursor))
    assert store.ids == {"item-1", "item-2"}
    assert store.rows["feed", "item-1"].published_at == ahead.at


def test_an_undated_item_is_given_once_and_never_dated_now(wire: Wire) -> None:
    wire.on("/feed.xml", rss(entry(item(1, None))))
    (first,) = collect(wire)
    (second,) = collect(wire, first.cursor)
    assert [mention.published_at for mention in first.mentions] == [None]
    assert second.mentions == ()


# -- the window


def test_a_window_without_overlap_with_the_last_one_is_incomplete(wire: Wire) -> None:
    wire.on("/feed.xml", rss(*(entry(item(n, ago(n))) for n in range(20, 30))))
    (first,) = collect(wire)
    wire.on("/feed.xml", rss(*(entry(item(n, ago(n))) for n in range(10))))
    (second,) = collect(wire, first.cursor)
    assert (first.complete, second.complete, len(second.mentions)) == (True, False, 10)
    assert "lost" in second.warnings[0]


def test_what_a_feed_drops_is_not_deleted(wire: Wire) -> None:
    wire.on("/feed.xml", rss(*(entry(item(n, ago(n))) for n in range(5))))
    (first,) = collect(wire)
    wire.on("/feed.xml", rss(*(entry(item(n, ago(n))) for n in range(3))))
    (second,) = collect(wire, first.cursor)
    assert (second.deleted, second.complete, second.mentions) == ((), True, ())


def test_no_entries_from_a_feed_that_had_some_is_incomplete_and_forgets_nothing(wire: Wire) -> None:
    five = rss(*(entry(item(n, ago(n))) for n in range(5)))
    wire.on("/feed.xml", five, Reply(body=rss(), headers={"ETag": '"empty"'}), five)
    (first,) = collect(wire)
    (second,) = collect(wire, first.cursor)
    (third,) = collect(wire, second.cursor)
    assert (second.complete, second.mentions) == (False, ())
    assert (third.complete, third.mentions) == (True, ())
    assert "if-none-match" not in wire.asked[2].headers


def test_a_feed_that_never_had_entries_is_simply_empty(wire: Wire) -> None:
    wire.on("/feed.xml", rss())
    (batch,) = collect(wire)
    assert (batch.mentions, batch.complete) == ((), True)


def test_validators_are_sent_back_and_an_unchanged_feed_costs_nothing(wire: Wire) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        stamp = format_datetime(NOW, usegmt=False)
        return Reply(body=rss(entry(item(1, ago(1)))), headers={**XML, "ETag": '"v1"', "Last-Modified": stamp})

    wire.on("/feed.xml", answer)
    (first,) = collect(wire)
    (second,) = collect(wire, first.cursor)
    assert (second.mentions, second.cursor, second.complete) == ((), first.cursor, True)
    assert wire.asked[1].headers["if-modified-since"] == format_datetime(NOW)


def test_validators_of_one_address_are_not_sent_to_another(wire: Wire) -> None:
    wire.otherwise(Reply(body=rss(entry(item(1, ago(1)))), headers={"ETag": '"v1"'}))
    (first,) = collect(wire)
    (second,) = collect(wire, first.cursor, url=wire.url + "/moved.xml")
    assert "if-none-match" not in wire.asked[1].headers
    assert second.complete


def test_a_document_cut_short_gives_what_it_has_and_is_asked_for_again_whole(wire: Wire) -> None:
    whole = rss(*(entry(item(n, ago(n))) for n in range(5)))
    cut = whole[: whole.index(b"<guid>item-3")]
    wire.on("/feed.xml", Reply(body=cut, headers={"ETag": '"v1"'}), whole)
    store = Shelf()
    first = collect(wire)
    assert not first[0].complete
    assert "ends in the middle" in first[0].warnings[0]
    store.commit(first)
    (second,) = collect(wire, store.cursor)
    store.commit([second])
    assert "if-none-match" not in wire.asked[1].headers
    assert {f"item-{n}" for n in range(5)} <= store.ids
    assert second.complete


def test_a_document_cut_before_its_first_entry_is_never_nothing_new(wire: Wire) -> None:
    wire.on("/feed.xml", rss()[: -len(b"</channel></rss>")])
    assert not collect(wire)[0].complete


def test_a_document_cut_inside_a_character_keeps_its_encoding(wire: Wire) -> None:
    body = rss("<guid>1</guid><title>Café ☕</title>", "<guid>2</guid><title>Café ☕</title>").replace(
        b'"utf-8"', b'""'
    )
    (found, *_) = mentions(wire, body[: body.rindex("☕".encode()) + 2])[::-1]
    assert found.title == "Café ☕"


def test_a_document_that_is_only_badly_written_is_complete(wire: Wire) -> None:
    wire.on("/feed.xml", rss("<guid>1</guid><title>Fish & chips &nbsp; <b>now</title>"))
    assert collect(wire)[0].complete


def test_a_cursor_of_somebody_else_starts_from_the_beginning(wire: Wire) -> None:
    wire.on("/feed.xml", rss(entry(item(1, ago(1)))))
    for cursor in ("", "garbage", "[]", "null", '{"seen": "zz"}', '{"seen": 5}', '{"newest": 1e300}'):
        assert [len(batch.mentions) for batch in collect(wire, cursor)] == [1]


def test_the_memory_stays_flat_over_a_thousand_items(wire: Wire) -> None:
    from collectors._seen import Seen

    seen = Seen(keep=100)
    for n in range(1000):
        seen.add(Mention(source="s", kind="rss", external_id=str(n), text="x"), now=NOW)
    cursor = seen.cursor()
    assert (len(Seen(cursor)), len(cursor) < 2500) == (100, True)
    assert Seen(cursor).knows(Mention(source="s", kind="rss", external_id="999", text="changed"))


# -- identity


def test_without_a_guid_the_link_is_the_identity(wire: Wire) -> None:
    found = mentions(
        wire,
        rss(
            "<title>a</title><link>https://x.example/1</link>",
            "<title>a</title><link>https://x.example/2</link>",
        ),
    )
    assert sorted(one.external_id for one in found) == ["https://x.example/1", "https://x.example/2"]


def test_without_guid_and_link_title_date_and_text_are_the_identity(wire: Wire) -> None:
    one, two = (
        "<title>a</title><description>first</description>",
        "<title>a</title><description>second</description>",
    )
    found = mentions(wire, rss(one, two, one))
    assert sorted(mention.text for mention in found) == ["first", "second"]
    again = mentions(wire, rss(two, one))
    assert {mention.external_id for mention in again} == {mention.external_id for mention in found}


def test_a_guid_repeated_in_one_document_is_one_mention_chosen_the_same_way_in_any_order(wire: Wire) -> None:
    old = "<guid>1</guid><title>old</title><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>"
    new = "<guid>1</guid><title>new</title><pubDate>Tue, 06 Jan 2026 10:00:00 GMT</pubDate>"
    for order in ((old, new), (new, old)):
        assert [one.title for one in mentions(wire, rss(*order))] == ["new"]


def test_an_edited_item_comes_again_under_the_same_identity(wire: Wire) -> None:
    wire.on("/feed.xml", rss(entry(item(1, ago(9))), entry(item(2, ago(8)))))
    (first,) = collect(wire)
    edited = Item(id="item-1", text="Edited: it was the seal", at=ago(9))
    wire.on("/feed.xml", rss(entry(edited), entry(item(2, ago(8)))))
    (second,) = collect(wire, first.cursor)
    assert [(one.external_id, one.text) for one in second.mentions] == [("item-1", edited.text)]
    assert second.complete


def test_a_guid_of_a_megabyte_becomes_a_short_identity(wire: Wire) -> None:
    assert len(only(wire, f"<guid>{'g' * 1_000_000}</guid><title>x</title>").external_id) < 100


def test_the_namespace_is_the_sources_stable_id_and_not_its_address(wire: Wire) -> None:
    assert only(wire, "<guid>1</guid><title>x</title>").namespace == "feed"


# -- answers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"<!doctype html><title>Log in</title><form>",
        b"<html><head><title>Access denied</title></head></html>",
        b'{"error": "not found"}',
        b"[1, 2]",
        b'{"version": "https://jsonfeed.org',
        b"{" * 100_000,
        b'{"a":' * 100_000,
        b"Too many requests",
        b"\x00" * 1000,
        b"\xff\xfe<\x00",
    ],
)
def test_an_answer_that_is_no_feed_is_refused_with_words_for_a_person(wire: Wire, body: bytes) -> None:
    wire.on("/feed.xml", body)
    with pytest.raises(SourceRefused) as caught:
        collect(wire)
    assert len(str(caught.value)) < 200
    assert "<" not in str(caught.value)


def test_a_block_page_is_named_by_its_title(wire: Wire) -> None:
    wire.on("/feed.xml", b"<html><head><title>Just a moment...</title></head><body>captcha</body></html>")
    with pytest.raises(SourceRefused, match=r"web page \('Just a moment\.\.\.'\)"):
        collect(wire)


def test_a_block_page_behind_a_comment_is_no_feed_whatever_stands_in_it(wire: Wire) -> None:
    wire.on("/feed.xml", b"<!-- 1 -->\n<!-- 2 --><!doctype html><html><item><title>Denied</title></item></html>")
    with pytest.raises(SourceRefused, match="web page"):
        collect(wire)


def test_304_without_having_been_asked_is_no_answer(wire: Wire) -> None:
    wire.on("/feed.xml", Reply(status=304))
    with pytest.raises(SourceUnavailable):
        collect(wire)


def test_an_entity_bomb_does_not_go_off(wire: Wire) -> None:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{names}]>'.encode() + rss("<title>&e11;</title>")[38:]
    wire.on("/feed.xml", bomb)
    with contextlib.suppress(SourceError):
        assert all(len(one.title) < 1000 for batch in collect(wire) for one in batch.mentions)


def test_an_external_entity_reads_no_file(wire: Wire) -> None:
    top = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = mentions(wire, top + rss("<guid>1</guid><title>a &f; b</title>")[38:])
    assert all("root:" not in one.title for one in found)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig", "windows-1252"])
def test_encodings_declared_in_the_document_are_read(wire: Wire, encoding: str) -> None:
    name = {"utf-8-sig": "utf-8", "latin-1": "iso-8859-1"}.get(encoding, encoding)
    text = rss("<guid>1</guid><title>Café à São Paulo</title>").decode().replace("utf-8", name, 1)
    (found,) = mentions(wire, Reply(body=text.encode(encoding), headers={"Content-Type": "application/xml"}))
    assert found.title == "Café à São Paulo"


def test_the_charset_of_the_answers_head_wins_over_the_documents(wire: Wire) -> None:
    body = rss("<guid>1</guid><title>Café</title>").decode().encode("latin-1")
    head = {"Content-Type": "text/xml; charset=iso-8859-1"}
    (found,) = mentions(wire, Reply(body=body, headers=head))
    assert found.title == "Café"


def test_emoji_right_to_left_and_control_characters_arrive_as_text(wire: Wire) -> None:
    body = rss("<guid>1</guid><title>👩‍👩‍👧 שלום é\x08&#x0;&#xD800;</title>")
    (found,) = mentions(wire, body)
    assert found.title.startswith("👩‍👩‍👧 שלום é")
    assert found.title.encode("utf-8")
    assert not set(found.title) & set(map(chr, range(32)))


# -- content


def test_html_becomes_text_without_a_tag_or_an_entity(wire: Wire) -> None:
    html = "<p>Two &amp; two<br>is <b>fo</b>ur &#8211; <script>alert(1)</script>yes</p><p>I &lt;3 it</p>"
    assert only(wire, f"<guid>1</guid><description>{escape(html)}</description>").text == (
        "Two & two\nis four – yes\nI <3 it"
    )


def test_content_is_chosen_before_summary_unless_it_holds_no_words(wire: Wire) -> None:
    head = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    summary = "<description>The short form</description>"
    full = "<content:encoded><![CDATA[<p>The whole form</p>]]></content:encoded>"
    picture = '<content:encoded><![CDATA[<img src="a.png">]]></content:encoded>'
    assert only(wire, "<guid>1</guid>", summary, full, head=head).text == "The whole form"
    assert only(wire, "<guid>1</guid>", summary, picture, head=head).text == "The short form"


def test_reddits_foot_is_taken_off_every_summary(wire: Wire) -> None:
    html = (
        '<table><tr><td><a href="https://r.example/1"><img src="t.jpg"></a></td><td> <div class="md">'
        '<p>It leaks</p></div> &#32; submitted by &#32; <a href="https://r.example/user/ann"> /u/ann </a>'
        " &#32; to &#32; "
        '<a href="https://r.example/r/espresso/"> r/espresso </a> <br/> <span><a href="https://r.example/1">[link]'
        '</a></span> &#32; <span><a href="https://r.example/1">[comments]</a></span></td></tr></table>'
    )
    assert only(wire, f"<guid>1</guid><description>{escape(html)}</description>").text == "It leaks"


def test_an_unusable_link_empties_that_field_with_a_warning_and_keeps_the_item(wire: Wire) -> None:
    wire.on(
        "/feed.xml",
        rss(
            "<guid isPermaLink='false'>1</guid><title>a</title><link>javascript:alert(1)</link>",
            "<guid isPermaLink='false'>2</guid><title>b</title><link>https://x.example/b</link>",
        ),
    )
    (batch,) = collect(wire)
    assert {one.external_id: one.url for one in batch.mentions} == {"1": None, "2": "https://x.example/b"}
    assert batch.warnings == ("1 items have a link that no browser could open; it was left out",)


def test_relative_links_are_made_whole(wire: Wire) -> None:
    only_entry = b'<entry><id>1</id><title>a</title><link href="/a"/></entry>'
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom">' + only_entry + b"</feed>"
    (found,) = mentions(wire, Reply(body=atom, headers={"Content-Type": "application/atom+xml"}))
    assert found.url == wire.url + "/a"


def test_a_link_to_a_place_in_the_feed_takes_no_token_from_its_address(wire: Wire) -> None:
    wire.on("/feed.xml", rss("<guid>1</guid><link>#one</link>"))
    (batch,) = collect(wire, url=f"{wire.url}/feed.xml?token=hush")
    assert batch.mentions[0].url == f"{wire.url}/feed.xml#one"


def test_a_content_location_that_is_no_address_costs_nothing(wire: Wire) -> None:
    body = rss("<guid>1</guid><link>/p</link>")
    (found,) = mentions(wire, Reply(body=body, headers={**XML, "Content-Location": "http://[bad"}))
    assert found.url == wire.url + "/p"


@pytest.mark.parametrize(
    "author",
    [
        "<author><name>Zoë</name><email>noreply@blog.example</email></author>",
        "<author>noreply@blog.example (Zoë)</author>",
        "<author>Zoë</author>",
    ],
)
def test_an_author_is_the_name_without_a_mailbox(wire: Wire, author: str) -> None:
    assert only(wire, "<guid>1</guid>", author).author == "Zoë"


def test_a_guid_that_is_no_address_is_not_taken_for_the_link(wire: Wire) -> None:
    found = only(wire, "<guid>item-7</guid><title>a</title>")
    assert (found.external_id, found.url) == ("item-7", None)


def test_the_outlet_that_an_aggregator_names_is_the_site(wire: Wire) -> None:
    found = only(
        wire,
        "<guid>1</guid><title>a</title><link>https://news.example/x</link>",
        '<source url="https://www.paper.example">The Paper</source>',
    )
    assert found.site == "paper.example"


def test_batches_come_oldest_first(wire: Wire) -> None:
    wire.on("/feed.xml", rss(*(entry(item(n, ago(n))) for n in range(5))))
    (batch,) = collect(wire)
    times = [one.published_at for one in batch.mentions if one.published_at]
    assert times == sorted(times)


def test_a_json_feed_gives_title_link_author_and_text(wire: Wire) -> None:
    item_ = {
        "id": 7,
        "url": "/posts/7",
        "title": "Seven &amp; more",
        "content_html": "<p>Works <em>well</em></p>",
        "authors": [{"name": "Ann"}],
        "date_published": "2026-01-02T03:04:05+01:00",
    }
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "home_page_url": "https://x.example/",
        "items": [item_, 5],
    }
    (found,) = mentions(wire, json.dumps(feed).encode("utf-8-sig"))
    assert (found.external_id, found.url, found.author) == ("7", "https://x.example/posts/7", "Ann")
    assert (found.title, found.text) == ("Seven & more", "Works well")
    assert found.published_at == datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)


# -- options


def test_presets_ask_the_service_in_its_own_words(wire: Wire) -> None:
    wire.otherwise(rss())
    asked = [
        (
            {"preset": "google_news", "query": 'acme "espresso bar"'},
            "/rss/search",
            {"q": 'acme "espresso bar"'},
        ),
        ({"preset": "youtube_channel", "channel": "UC1"}, "/feeds/videos.xml", {"channel_id": "UC1"}),
        ({"preset": "subreddit", "subreddit": "espresso"}, "/r/espresso/new/.rss", {"limit": "100"}),
        ({"preset": "wordpress_comments", "url": wire.url + "/blog/"}, "/blog/comments/feed/", {}),
    ]
    for options, path, query in asked:
        given = {"base_url": wire.url, **options} if "url" not in options else options
        list(collectors.build(Source(name="s", kind="rss", options=given), world()).collect(None))
        assert wire.asked[-1].path == path
        assert query.items() <= wire.asked[-1].query.items()


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("rss", {}, r"source 's' \(rss\): add url = "),
        ("rss", {"preset": "google_news"}, "add query = "),
        ("rss", {"ulr": "http://x.example"}, "option 'ulr' is not known; did you mean 'url'?"),
        ("rss", {"url": 5}, "option 'url'"),
        ("app_store", {}, "option 'app_id' is missing"),
        ("rsss", {}, "kind 'rsss' is not known; did you mean 'rss'?"),
    ],
)
def test_a_wrong_option_is_named_with_its_source_and_its_remedy(
    kind: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError, match=message.replace("?", r"\?")):
        collectors.build(Source(name="s", kind=kind, options=options), world())


def test_a_fetch_says_who_asks(wire: Wire) -> None:
    wire.on("/feed.xml", rss())
    collect(wire)
    assert wire.asked[0].headers["user-agent"].startswith("Earshot/")


def test_a_feed_that_is_edited_slowly_over_a_year_loses_nothing(wire: Wire) -> None:
    """A window of ten that moves by three: each entry once, no gap, and the cursor as small as ever."""
    store, sizes = Shelf(), []
    for step in range(60):
        window = [item(n, ago(10_000) + timedelta(minutes=n)) for n in range(step * 3, step * 3 + 10)]
        wire.on("/feed.xml", rss(*(entry(one) for one in reversed(window))))
        store.commit(collect(wire, store.cursor))
        sizes.append(len(store.cursor or ""))
    assert store.ids == {f"item-{n}" for n in range(187)}
    assert not store.missed


def test_a_json_feed_with_half_written_items_gives_what_says_something(wire: Wire) -> None:
    items = [{}, "no item", {"id": "1", "url": "/p/1", "authors": [{"url": "x"}, {"name": "Bob"}], "title": "One"}]
    wire.on("/feed.xml", as_json({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    (batch,) = collect(wire)
    assert [(one.title, one.author, one.url) for one in batch.mentions] == [("One", "Bob", wire.url + "/p/1")]
