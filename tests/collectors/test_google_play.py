"""Google Play, built from the shape that public readers of the store's page describe, never tried live."""

import json
from collections.abc import Sequence
from urllib.parse import parse_qs

import pytest

from domain.errors import ConfigError, SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import CollectorContract, Item, ago, item, mentions
from tests.collectors.paged import by_number, collect, many, seconds
from tests.wire import Asked, Reply, Wire

PATH = "/_/PlayStoreUi/data/batchexecute"
APP = "com.acme.brew"


def review(one: Item, *, score: object = 2, reply: object = None) -> list[object]:
    when = [seconds(one), 0] if one.at else None
    person = ["Ann", ["", "", "", ["", "", "https://x.example/a.png"]]]
    return [one.id, person, score, None, one.text, when, 3, reply, None, None, "8.2.1"]


def reply(inner: object) -> Reply:
    """The answer's outside: a guard against scripts, then the calls, each with its answer as text."""
    calls = [
        ["wrb.fr", "oCPfdb", inner if inner is None else json.dumps(inner), None, None, None, "generic"],
        ["di", 9],
    ]
    return Reply(body=b")]}'\n\n" + json.dumps(calls).encode())


def asked_for(asked: Asked) -> list[list[object]]:
    """What was inside the form, as the service reads it."""
    (call,) = json.loads(parse_qs(asked.body.decode())["f.req"][0])[0]
    assert (call[0], call[2], call[3]) == ("oCPfdb", None, "generic")
    inner: list[list[object]] = json.loads(call[1])
    return inner


def store(wire: Wire, items: Sequence[Item], size: int = 150) -> None:
    def answer(asked: Asked) -> Reply:
        inner = asked_for(asked)
        assert inner[2] == [APP, 7]
        paging = inner[1][2]
        assert isinstance(paging, list)
        shown, following = by_number(items, size)(int(paging[2].removeprefix("CiAK")) if len(paging) > 2 else 0)
        return reply([[review(one) for one in shown], *([[None, f"CiAK{following}"]] if following else [])])

    wire.on(PATH, answer)


class TestGooglePlay(CollectorContract):
    kind = "google_play"
    undated = False

    def options(self, wire: Wire) -> dict[str, object]:
        return {"app_id": APP, "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        store(wire, items)


class TestGooglePlayInPages(TestGooglePlay):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        store(wire, items, size=4)


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    return collect(wire, "google_play", {"app_id": APP, **options}, cursor)


def test_a_review_keeps_its_stars_its_version_and_the_owners_reply(wire: Wire) -> None:
    answered = ["Acme", "Sorry, fixed in 8.3", [seconds(item(1, ago(5))), 0]]
    wire.on(PATH, reply([[review(item(7, ago(60)), reply=answered)], [None, ""], None]))
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="google_play",
            external_id="item-7",
            text="The espresso machine leaks, report 7",
            url="https://play.google.com/store/apps/details?id=com.acme.brew&reviewId=item-7",
            author="Ann",
            rating=2.0,
            published_at=ago(60),
            site="play.google.com",
            app_version="8.2.1",
            engagement={"votes": 3},
            reply_at=ago(5),
            reply_text="Sorry, fixed in 8.3",
        )
    ]


def test_all_pages_of_all_languages_are_read(wire: Wire) -> None:
    store(wire, many(400))
    first, second = run(wire, languages=["en", "de"], country="DE")
    assert (len(first.mentions), len(second.mentions), first.complete) == (400, 0, True)
    assert [(one.method, one.query["hl"], one.query["gl"]) for one in wire.asked[2:4]] == [
        ("POST", "en", "de"),
        ("POST", "de", "de"),
    ]


def test_stars_without_a_text_still_count_and_strange_stars_are_unknown(wire: Wire) -> None:
    bare = Item(id="a", text="", at=ago(1))
    wire.on(
        PATH, reply([[review(bare, score=5), review(item(2, ago(2)), score=9), review(item(3, ago(3)), score=None)]])
    )
    assert [(one.text[:3], one.rating) for one in mentions(run(wire))] == [("The", None), ("The", None), ("", 5.0)]


def test_an_app_without_reviews_is_no_error_and_an_unknown_one_is(wire: Wire) -> None:
    wire.on(PATH, reply([]))
    assert mentions(run(wire)) == []
    wire.on(PATH, reply(None))
    with pytest.raises(SourceRefused, match="check app_id"):
        run(wire)


def test_rows_in_another_form_are_an_error_and_not_nothing(wire: Wire) -> None:
    wire.on(PATH, reply([[[["moved"], 1, 2]]]))
    with pytest.raises(SourceRefused, match="its form has changed"):
        run(wire)


def test_an_app_id_that_would_break_out_of_the_request_is_refused(wire: Wire) -> None:
    with pytest.raises(ConfigError, match="app_id"):
        run(wire, app_id='com.acme"],7]]')
