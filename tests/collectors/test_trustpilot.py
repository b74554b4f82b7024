"""Trustpilot, built from the documented answers (developers.trustpilot.com, business units), never tried live."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from domain.errors import ConfigError, SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import by_number, collect, iso, many
from tests.wire import Asked, Reply, Wire, as_json

UNIT = "46d6a890ffa235a75b00021d"
FIND, REVIEWS = "/v1/business-units/find", f"/v1/business-units/{UNIT}/reviews"
KEY = {"TRUSTPILOT_API_KEY": "secret-key"}


def review(one: Item, **changes: object) -> dict[str, object]:
    return {
        "id": one.id,
        "consumer": {"id": "c1", "displayName": "Ann B.", "displayLocation": "Copenhagen, DK", "numberOfReviews": 2},
        "businessUnit": {"id": UNIT, "identifyingName": "acme.example"},
        "stars": 2,
        "title": "Leaks",
        "text": one.text,
        "language": "en",
        "createdAt": iso(one.at) if one.at else None,
        "updatedAt": None,
        "companyReply": None,
        "isVerified": True,
        "numberOfLikes": 3,
        "status": "active",
        **changes,
    }


def service(wire: Wire, reviews: Sequence[dict[str, object]], size: int = 100) -> None:
    page = by_number(reviews, size)  # type: ignore[arg-type]

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("apikey") != "secret-key":
            return as_json({"message": "Unknown apikey"}, status=401)
        number = int(asked.query["page"])
        shown, following = page((number - 1) * size)
        links = [{"href": "https://x.example", "method": "GET", "rel": "next-page"}] if following else []
        return as_json({"links": links, "reviews": shown})

    wire.on(FIND, as_json({"id": UNIT, "displayName": "Acme"}))
    wire.on(REVIEWS, answer)


class TestTrustpilot(CollectorContract):
    kind = "trustpilot"
    environment: Mapping[str, str] = KEY

    def options(self, wire: Wire) -> dict[str, object]:
        return {"domain": "acme.example", "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, [review(one) for one in items])


class TestTrustpilotInPages(TestTrustpilot):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, [review(one) for one in items], size=4)


def run(wire: Wire, cursor: str | None = None, *, key: Mapping[str, str] = KEY, **options: object) -> list[Batch]:
    at = replace(world(), environment=key)
    return collect(wire, "trustpilot", {"business_unit": UNIT, **options}, cursor, at=at)


def test_a_review_keeps_stars_language_likes_and_the_companys_reply(wire: Wire) -> None:
    reply = {"text": "Sorry, we fixed it", "createdAt": iso(ago(5)), "updatedAt": None}
    service(wire, [review(item(7, ago(60)), companyReply=reply)])
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="trustpilot",
            external_id="item-7",
            title="Leaks",
            text="The espresso machine leaks, report 7",
            url="https://www.trustpilot.com/reviews/item-7",
            author="Ann B.",
            rating=2.0,
            language="en",
            published_at=ago(60),
            site="www.trustpilot.com",
            engagement={"likes": 3},
            reply_at=ago(5),
            reply_text="Sorry, we fixed it",
        )
    ]


def test_all_pages_are_read_also_where_the_service_links_to_none(wire: Wire) -> None:
    service(wire, [review(one) for one in many(230)])
    assert len(mentions(run(wire))) == 230
    pages = [[review(one) for one in many(230)[start : start + 100]] for start in (0, 100, 200)]
    wire.on(REVIEWS, *(as_json({"reviews": page}) for page in pages))
    assert len(mentions(run(wire))) == 230


def test_each_language_is_asked_for_by_itself(wire: Wire) -> None:
    service(wire, [review(item(1, ago(1)))])
    run(wire, languages=["en", "de"])
    assert [one.query["language"] for one in wire.asked] == ["en", "de"]


def test_a_reply_that_comes_later_makes_the_review_come_again(wire: Wire) -> None:
    service(wire, [review(item(1, ago(60)))])
    cursor = run(wire)[-1].cursor
    service(wire, [review(item(1, ago(60)), companyReply={"text": "Sorry", "createdAt": iso(ago(1))})])
    assert [one.reply_text for one in mentions(run(wire, cursor))] == ["Sorry"]


def test_without_a_key_nothing_is_asked_and_the_variable_is_named(wire: Wire) -> None:
    with pytest.raises(SourceRefused, match="TRUSTPILOT_API_KEY"):
        run(wire, key={})
    assert wire.asked == []


def test_a_wrong_key_is_refused_and_stands_in_no_address_and_no_error(wire: Wire) -> None:
    service(wire, [])
    with pytest.raises(SourceRefused, match="401") as caught:
        run(wire, key={"TRUSTPILOT_API_KEY": "wrong-key"})
    assert "wrong-key" not in str(caught.value)
    assert all("wrong-key" not in one.query.values() for one in wire.asked)


def test_a_company_that_is_not_there_is_refused(wire: Wire) -> None:
    wire.on(FIND, as_json({}))
    with pytest.raises(SourceRefused, match="check domain"):
        run(wire, business_unit=None, domain="nobody.example")


def test_no_company_is_said_before_the_first_run(wire: Wire) -> None:
    with pytest.raises(ConfigError, match="domain"):
        run(wire, business_unit=None)
