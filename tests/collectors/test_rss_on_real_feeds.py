"""91 feeds of the live web and 1,336 documents made to break parsers, served over a real wire."""

import ast
import calendar
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import pytest

import collectors
from domain.errors import SourceError
from domain.records import Mention, Source
from tests.collectors.contract import world
from tests.wire import Reply, Wire

pytestmark = pytest.mark.shared

HEADER = re.compile(rb"Header:\s*([\w-]+):\s*(.+)")
EXPECT = re.compile(
    r"Expect:.*entries\[0\]\['?(title|summary|description|content)'?\](?:\[0\]\['value'\])?"
    r" == u?('(?:[^'\\]|\\.)*')\s*$",
    re.MULTILINE,
)
# Plain text in brackets is no element; where there is content as well, the summary is not what is kept.
OTHERWISE = {
    "entry_title_text_plain_brackets.xml": "History of the <blink> tag",
    "entry_content_and_summary.xml": "Example Atom",
}
# An element of HTML or a named entity; `List<Integer>` in a programmer's post is neither.
MARKUP = re.compile(
    r"</?(?:a|p|b|i|div|span|br|img|em|strong|ul|ol|li|table|tr|td|h[1-6]|code|pre|blockquote|script|style|font)"
    r"(?:\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|nbsp|mdash|ndash|hellip|#\d+|#x[0-9a-fA-F]+);"
)


def opened(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def collect(wire: Wire, body: bytes) -> tuple[Mention, ...]:
    headers = {name.decode(): value.decode("latin-1").strip() for name, value in HEADER.findall(body[:2000])}
    kept = {name: value for name, value in headers.items() if name.lower().startswith("content-")}
    wire.always(Reply(body=body, headers=kept or {"Content-Type": "application/xml"}))
    source = Source(name="feed", kind="rss", options={"url": wire.url + "/feed"})
    (batch,) = collectors.build(source, world()).collect(None)
    return batch.mentions


def real_feeds(shared: Path) -> list[Path]:
    return sorted((shared / "feeds/realworld").glob("*.gz"))


def made_to_break(shared: Path) -> Iterator[Path]:
    for folder in ("feedparser_tests", "gofeed_testdata", "rss_parser", "fastfeedparser_expected"):
        yield from (path for path in sorted((shared / "feeds" / folder).rglob("*")) if path.is_file())


@pytest.mark.slow
def test_every_distinct_item_of_every_real_feed_arrives_once_as_text_with_feedparsers_time(
    wire: Wire, shared: Path
) -> None:
    feeds = real_feeds(shared)
    assert len(feeds) == 91
    items = 0
    for path in feeds:
        body = opened(path)
        document = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
        found = collect(wire, body)
        ids = [one.external_id for one in found]
        assert len(ids) == len(set(ids)) == len({distinct(entry) for entry in document.entries}), path.name
        assert [one for one in found if MARKUP.search(f"{one.title}\n{one.text}")] == [], path.name
        assert {one.published_at for one in found} <= {moment(entry) for entry in document.entries}, path.name
        dated = sum(one.published_at is not None for one in found)
        assert dated == len({distinct(entry) for entry in document.entries if moment(entry)}), path.name
        items += len(found)
    assert items == 3350


def distinct(entry: dict[str, object]) -> str:
    given = dict.get(entry, "id") or dict.get(entry, "link")
    said = [str(dict.get(entry, key)) for key in ("title", "published", "updated", "summary", "content")]
    return str(given or hashlib.sha256(repr(said).encode()).hexdigest()).strip()


def moment(entry: dict[str, object]) -> datetime | None:
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None  # type: ignore[arg-type]


@pytest.mark.slow
def test_no_document_made_to_break_parsers_brings_anything_but_a_source_error(wire: Wire, shared: Path) -> None:
    read = refused = 0
    for path in made_to_break(shared):
        try:
            for one in collect(wire, opened(path)):
                one.text.encode("utf-8"), one.title.encode("utf-8"), one.external_id.encode("utf-8")
                assert one.external_id, path.name
                assert one.published_at is None or one.published_at.tzinfo is UTC, path.name
            read += 1
        except SourceError:
            refused += 1
    assert read + refused == 1336
    assert read > 950


def test_where_feedparsers_own_tests_say_what_a_text_is_it_is_that(wire: Wire, shared: Path) -> None:
    wrong, checked = [], 0
    for path in sorted((shared / "feeds/feedparser_tests").rglob("*.xml")):
        body = opened(path)
        if not (wanted := EXPECT.search(body.decode("utf-8", "replace"))):
            continue
        key, expected = wanted[1], OTHERWISE.get(path.name) or words(ast.literal_eval(wanted[2]))
        (found,) = collect(wire, body)[:1] or [None]
        checked += 1
        given = "" if found is None else found.title if key == "title" else found.text
        if squeezed(given) != squeezed(expected):
            wrong.append((str(path.relative_to(shared)), expected[:80], given[:80]))
    assert wrong == []
    assert checked > 200


def test_where_gofeeds_tests_say_what_an_item_is_it_is_that(wire: Wire, shared: Path) -> None:
    wrong, checked = [], 0
    for path in sorted((shared / "feeds/gofeed_testdata").rglob("*.xml")):
        if not path.with_suffix(".json").exists():
            continue
        said = json.loads(path.with_suffix(".json").read_text("utf-8"))
        items = said.get("items") or said.get("entries") or []
        try:
            found = collect(wire, opened(path))
        except SourceError:
            found = ()
        for item in items[:1]:
            for key in ("title", "content", "description", "summary"):
                value = item.get(key)
                text = words(words(value["value"] if isinstance(value, dict) else value or ""))
                if not text:
                    continue
                checked += 1
                given = "".join(squeezed(one.title + one.text) for one in found)
                if squeezed(text) not in given:
                    wrong.append(
                        (str(path.relative_to(shared)), key, text[:60], [(o.title, o.text[:60]) for o in found])
                    )
    assert wrong == []
    assert checked > 40


class _Words(HTMLParser):
    """An independent reading of HTML, to judge ours by."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.said)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\xa0\ufeff]", "", text)
