"""What a service tells besides the text is stored: the owner's reply, the country, the app's version, the payload."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import collectors
from collectors import World
from collectors._raw import raw_of
from domain.records import LONGEST_RAW, Batch, Mention, Source
from storage.connection import Database
from tests.collectors import (
    test_app_store,
    test_google_business,
    test_google_play,
    test_steam,
    test_trustpilot,
    test_web_reviews,
)
from tests.collectors.contract import NOW, ago, item, world
from tests.collectors.paged import seconds
from tests.wire import Reply, Wire

ONE = item(7, ago(60))
SORRY = "Sorry, that is mended"
AT = ago(5).isoformat()


def app_store(wire: Wire) -> Mapping[str, object]:
    page = test_app_store.page(test_app_store.review(ONE))
    for form in ("xml", "json"):
        wire.on(f"/gb/rss/customerreviews/page=1/id=42/sortby=mostrecent/{form}", Reply(body=page))
    return {"app_id": 42, "countries": ["gb"], "pages": 1, "base_url": wire.url}


def google_play(wire: Wire) -> Mapping[str, object]:
    answered = ["Acme", SORRY, [seconds(item(1, ago(5))), 0]]
    review = test_google_play.review(ONE, reply=answered)
    wire.on(test_google_play.PATH, test_google_play.reply([[review], None]))
    return {"app_id": test_google_play.APP, "base_url": wire.url}


def google_business(wire: Wire) -> Mapping[str, object]:
    reply = {"comment": SORRY, "updateTime": AT}
    test_google_business.service(wire, [test_google_business.review(ONE, reviewReply=reply)])
    return {"locations": [test_google_business.PLACE], "base_url": wire.url}


def steam(wire: Wire) -> Mapping[str, object]:
    reply = {"developer_response": SORRY, "timestamp_dev_responded": seconds(item(1, ago(5)))}
    test_steam.steam(wire, [test_steam.review(ONE, **reply)])
    return {"app_id": 620, "base_url": wire.url}


def trustpilot(wire: Wire) -> Mapping[str, object]:
    reply = {"text": SORRY, "createdAt": AT, "updatedAt": None}
    test_trustpilot.service(wire, [test_trustpilot.review(ONE, companyReply=reply)])
    return {"domain": "acme.example", "base_url": wire.url}


def file(folder: Path) -> Mapping[str, object]:
    path = folder / "reviews.csv"
    path.write_text(
        f'id,text,country,app_version,reply_at,reply_text\n7,It leaks,gb,8.2.1,{AT},"{SORRY}"\n',
        "utf-8",
    )
    return {"path": str(path)}


# kind: (its service, what the row of the view `mention` says of reply_text, reply_at, country, app_version)
KINDS: dict[str, tuple[Callable[[Wire], Mapping[str, object]], list[str | None]]] = {
    "app_store": (app_store, [None, None, "gb", "8.2.1"]),
    "google_play": (google_play, [SORRY, AT, None, "8.2.1"]),
    "google_business": (google_business, [SORRY, AT, None, None]),
    "steam": (steam, [SORRY, AT, None, None]),
    "trustpilot": (trustpilot, [SORRY, AT, None, None]),
}
KEYS = {**test_google_business.TOKEN, **test_trustpilot.KEY}


def collected(source: Source, at: World) -> list[Mention]:
    return [one for batch in collectors.build(source, at).collect(None) for one in batch.mentions]


def stored(folder: Path, source: Source, found: list[Mention]) -> list[list[object]]:
    """The rows as the view shows them, after the same mention came once more without what had been told."""
    database = Database(folder / "house.duckdb")
    bare = [replace(one, reply_at=None, reply_text=None, country=None, app_version=None) for one in found]
    for mentions in (found, bare):
        with database.write(publish=True) as store:
            batch = Batch(mentions=tuple(mentions), cursor=None)
            store.mentions.commit(source, batch, [("Acme",)] * len(mentions), secret=b"for tests", now=NOW)
    with database.read() as queries:
        rows = queries.sql("select reply_text, reply_at, country, app_version from mention")[1]
    database.close()
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_replies_country_and_version_are_stored_and_not_unlearned(kind: str, wire: Wire, tmp_path: Path) -> None:
    serve, expected = KINDS[kind]
    source = Source(name="s", kind=kind, brands=("Acme",), options=serve(wire))
    found = collected(source, world(KEYS))
    assert stored(tmp_path, source, found) == [expected]
    assert [json.loads(one.raw or "") != {} for one in found] == [True]


def test_a_file_of_reviews_tells_all_of_them(tmp_path: Path) -> None:
    source = Source(name="s", kind="file", brands=("Acme",), options=file(tmp_path))
    assert stored(tmp_path, source, collected(source, world())) == [[SORRY, AT, "gb", "8.2.1"]]


def test_a_payload_is_cut_where_it_is_too_long_and_left_out_where_it_has_no_form() -> None:
    assert len(raw_of({"text": "x" * (LONGEST_RAW + 5), "_own": 1}) or "") == LONGEST_RAW
    assert raw_of({"_own": 1, "said": "ü"}) == '{"said": "ü"}'
    turning: dict[str, object] = {}
    turning["again"] = turning
    assert raw_of(turning) is None


def test_a_page_of_reviews_keeps_each_review_as_it_stood_there(wire: Wire) -> None:
    review = {"@type": "Review", "reviewBody": "It leaks", "author": "Ann"}
    wire.on("/p", Reply(body=test_web_reviews.page(review)))
    source = Source(name="s", kind="web_reviews", brands=("Acme",), options={"urls": [f"{wire.url}/p"]})
    (found,) = collected(source, world())
    assert json.loads(found.raw or "") == review
