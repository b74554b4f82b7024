"""Of what was published, how much is kept: awkward scenarios, saved feeds, recorded answers, replayed from 127.0.0.1."""

import importlib
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import feedparser

import collectors
from benchmarks.promise import Promise
from domain.errors import SourceError
from domain.records import Mention, Source
from pipeline.collect import collect
from tests.collectors.contract import CollectorContract, Item, Shelf, mentions, world
from tests.collectors.reddit_service import LOGIN, Cassette, listing, replayed, serve_login
from tests.collectors.test_file import TestFile
from tests.collectors.test_reddit_recorded import recorded
from tests.collectors.test_rss_on_real_feeds import collect as collected
from tests.collectors.test_rss_on_real_feeds import distinct, made_to_break, opened, real_feeds, squeezed, words
from tests.conftest import SHARED
from tests.house import bench, configure
from tests.wire import Reply, Wire, as_json

XML = {"Content-Type": "application/xml"}


def promises(*, long: bool = False) -> Iterator[Promise]:
    """Rows kept of items published, by set; without ../shared only the awkward scenario."""
    yield _awkward()
    if SHARED.is_dir():
        yield _feeds()
        yield _made_to_break()
        yield _reddit()
        yield _app_store()


def _row(promise: str, kept: int, published: int, besides: str) -> Promise:
    share = f"kept {kept:,} of {published:,}"
    return Promise(subject="kept", promise=promise, figure=f"{share}; {besides}", held=kept == published)


def _awkward() -> Promise:
    """Eleven items over three runs: a tie in the second, a late one, an undated one, one of 2031, two at once."""
    kept: dict[str, tuple[int, int]] = {}
    for kind in collectors.KINDS:
        module = importlib.import_module(f"tests.collectors.test_{kind}")
        suites = {s for s in vars(module).values() if isinstance(s, type) and issubclass(s, CollectorContract)}
        counted = [_scenario(suite) for suite in suites if getattr(suite, "kind", None) == kind]
        kept[kind] = (sum(k for k, _ in counted), sum(p for _, p in counted))
    by_kind = ", ".join(f"{kind} {k} of {p}" for kind, (k, p) in kept.items())
    return _row(
        "the awkward eleven (same second, late, undated, of 2031, ...), each kind in each of its forms: all",
        sum(k for k, _ in kept.values()),
        sum(p for _, p in kept.values()),
        f"{by_kind}; a reader that goes by dates alone keeps {_by_dates_alone(CollectorContract().eleven())} of 11",
    )


def _scenario(suite: type[CollectorContract]) -> tuple[int, int]:
    with Wire() as wire, tempfile.TemporaryDirectory() as folder:
        service, shelf = suite(), Shelf()
        if isinstance(service, TestFile):
            service.path = Path(folder) / "reviews.csv"
        shown = service.eleven()
        for items in shown:
            service.show(wire, items)
            shelf.commit(service.run(wire, shelf.cursor))
        published = {service.identity(one) for items in shown for one in items}
    return len(shelf.ids & published), len(published)


def _by_dates_alone(shown: list[list[Item]]) -> int:
    """What is kept by whoever asks for what is newer than the newest so far."""
    kept: dict[str, float] = {}
    for items in shown:
        newest = max(kept.values(), default=0.0)
        kept |= {one.id: one.at.timestamp() for one in items if one.at and one.at.timestamp() > newest}
    return len(kept)


def _feeds() -> Promise:
    bodies = {path.stem: opened(path) for path in real_feeds(SHARED)}
    entries, published = 0, 0
    for body in bodies.values():
        found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)["entries"]
        entries, published = entries + len(found), published + len({distinct(entry) for entry in found})
    with tempfile.TemporaryDirectory() as folder, Wire() as wire:
        for name, body in bodies.items():
            wire.on(f"/{name}", Reply(body=body, headers=XML))
        tools = bench(configure(Path(folder), {name: f"{wire.url}/{name}" for name in bodies}))
        runs = [done.run for _ in range(2) for done in collect(tools, list(bodies))]
        tools.database.publish()
        with tools.database.read() as queries:
            stored = int(str(queries.sql("select count(distinct mention_id) from mention")[1][0][0]))
        tools.database.close()
    again = sum(run.new + run.changed for run in runs[len(bodies) :])
    besides = f"feedparser finds {entries:,} entries; read a second time: {again} new or changed"
    return _row(
        f"{len(bodies)} saved feeds of the live web, stored rows of distinct entries: all", stored, published, besides
    )


def _made_to_break() -> Promise:
    counts = {"read": 0, "refused": 0, "kept": 0, "silent": 0}
    with Wire() as wire:
        for path in made_to_break(SHARED):
            body = opened(path)
            found = feedparser.parse(io.BytesIO(body))["entries"]
            counts["silent"] += len({distinct(entry) for entry in found if not _says_something(entry)})
            try:
                counts["kept"] += len(collected(wire, body))
                counts["read"] += 1
            except SourceError:
                counts["refused"] += 1
    documents = sum(1 for _ in made_to_break(SHARED))
    return Promise(
        subject="kept",
        promise=f"{documents:,} documents made to break parsers: each is read, or refused in words",
        figure=f"{counts['read']:,} read, {counts['refused']} refused, 0 crashes; {counts['kept']:,} items kept, "
        f"{counts['silent']} left out that have no word, guid or link",
        held=counts["read"] + counts["refused"] == documents,
    )


def _says_something(entry: dict[str, object]) -> bool:
    """By an independent reading: whether it has an id, a link or any word."""
    said = [str(entry.get(key) or "") for key in ("id", "link", "title", "summary")]
    contents = entry.get("content") or ()
    said += [str(one["value"]) for one in contents] if isinstance(contents, list) else []
    return any(squeezed(words(text)) for text in said)


def _reddit() -> Promise:
    kept = published = recordings = 0
    with Wire() as wire:
        serve_login(wire)
        for path in sorted((SHARED / "reddit/cassettes").glob("*.json")):
            recordings += 1
            said = [one for _, answer in Cassette(path).pairs for one in recorded(replayed(answer))]
            for start in range(0, len(said), 100):
                page = said[start : start + 100]
                wire.on("/r/testsub/new", as_json(listing(page)), as_json(listing([])))
                names = {f"{one['kind']}_{_field(one, 'id')}" for one in page}
                kept += len(names & {one.external_id for one in _read(wire, "reddit", subreddits=["testsub"])})
                published += len(names)
    return _row(f"{recordings} recordings of Reddit's API, posts and comments: all", kept, published, "pages of 100")


def _app_store() -> Promise:
    body = (SHARED / "reviews/appstore_rss/jp_1404176564_page1.json").read_bytes()
    said = {one["id"]["label"] for one in json.loads(body)["feed"]["entry"] if "im:rating" in one}
    with Wire() as wire:
        wire.always(body)
        found = {one.external_id for one in _read(wire, "app_store", app_id=42, countries=["jp"])}
        wire.always((SHARED / "reviews/appstore_rss/us_839285684_empty_feed.json").read_bytes())
        none = len(_read(wire, "app_store", app_id=42, countries=["us"]))
    return _row("Apple's recorded pages of reviews: all", len(found & said), len(said), f"{none} from its empty feed")


def _read(wire: Wire, kind: str, **options: object) -> list[Mention]:
    source = Source(name="the-source", kind=kind, options={"base_url": wire.url, **options})
    found: list[Mention] = mentions(list(collectors.build(source, world(LOGIN)).collect(None)))
    return found


def _field(thing: dict[str, object], name: str) -> object:
    data = thing["data"]
    return data[name] if isinstance(data, dict) else None
