"""Google's Business Profile, built from the documented answers (accounts.locations.reviews.list), never tried live."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from domain.errors import ConfigError, SourceRefused
from domain.records import Batch, Mention
from tests.collectors.contract import CollectorContract, Item, ago, item, mentions, world
from tests.collectors.paged import by_number, collect, iso, many
from tests.wire import Asked, Reply, Wire, as_json

PLACE = "accounts/123/locations/456"
PATH = f"/v4/{PLACE}/reviews"
TOKEN = {"GOOGLE_BUSINESS_TOKEN": "secret-token"}


def review(one: Item, **changes: object) -> dict[str, object]:
    return {
        "name": f"{PLACE}/reviews/{one.id}",
        "reviewId": one.id,
        "reviewer": {"profilePhotoUrl": "https://x.example/a.png", "displayName": "Ann"},
        "starRating": "TWO",
        "comment": one.text,
        "createTime": iso(one.at),
        "updateTime": iso(one.at),
        **changes,
    }


def service(wire: Wire, reviews: Sequence[dict[str, object]], size: int = 50) -> None:
    page = by_number(reviews, size)  # type: ignore[arg-type]

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Bearer secret-token":
            return as_json({"error": {"code": 401, "status": "UNAUTHENTICATED"}}, status=401)
        shown, following = page(int(asked.query.get("pageToken", "P0")[1:]))
        more = {"nextPageToken": f"P{following}"} if following else {}
        return as_json({"reviews": shown, "averageRating": 3.5, "totalReviewCount": len(reviews), **more})

    wire.on(PATH, answer)


class TestGoogleBusiness(CollectorContract):
    kind = "google_business"
    undated = False
    environment: Mapping[str, str] = TOKEN

    def options(self, wire: Wire) -> dict[str, object]:
        return {"locations": [PLACE], "base_url": wire.url}

    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, [review(one) for one in items])


class TestGoogleBusinessInPages(TestGoogleBusiness):
    def serve(self, wire: Wire, items: Sequence[Item]) -> None:
        service(wire, [review(one) for one in items], size=4)


def run(wire: Wire, cursor: str | None = None, *, token: Mapping[str, str] = TOKEN, **options: object) -> list[Batch]:
    at = replace(world(), environment=token)
    return collect(wire, "google_business", {"locations": [PLACE], **options}, cursor, at=at)


def test_a_review_keeps_its_stars_and_the_owners_reply(wire: Wire) -> None:
    service(wire, [review(item(7, ago(60)), reviewReply={"comment": "Sorry", "updateTime": iso(ago(5))})])
    assert mentions(run(wire)) == [
        Mention(
            source="the-source",
            kind="google_business",
            external_id="item-7",
            text="The espresso machine leaks, report 7",
            author="Ann",
            rating=2.0,
            published_at=ago(60),
            site="www.google.com",
            reply_at=ago(5),
            reply_text="Sorry",
        )
    ]


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("Sehr gut\n\n(Translated by Google)\nVery good", "Sehr gut"),
        ("(Translated by Google) Very good\n\n(Original)\nSehr gut", "Sehr gut"),
        ("Very good", "Very good"),
        ("(Translated by Google) Very good", "Very good"),
    ],
)
def test_of_a_translated_review_the_writers_own_words_are_kept(wire: Wire, comment: str, kept: str) -> None:
    service(wire, [review(item(1, ago(1)), comment=comment)])
    assert [one.text for one in mentions(run(wire))] == [kept]


def test_stars_without_words_count_unknown_stars_do_not_and_anonymous_people_have_no_name(wire: Wire) -> None:
    bare = {key: value for key, value in review(item(1, ago(9))).items() if key != "comment"}
    hidden = review(item(2, ago(5)), starRating="STAR_RATING_UNSPECIFIED", reviewer={"isAnonymous": True})
    service(wire, [hidden, bare])
    assert [(one.text[:3], one.rating, one.author) for one in mentions(run(wire))] == [
        ("", 2.0, "Ann"),
        ("The", None, None),
    ]


def test_all_pages_of_all_places_are_read(wire: Wire) -> None:
    service(wire, [review(one) for one in many(130)])
    other = "accounts/123/locations/789"
    wire.on(f"/v4/{other}/reviews", as_json({"reviews": [review(item(999, ago(1)))]}))
    first, second = run(wire, locations=[PLACE, other])
    assert (len(first.mentions), len(second.mentions), first.complete) == (130, 1, True)


@pytest.mark.parametrize("said", [{}, {"totalReviewCount": 0, "averageRating": 0}])
def test_a_place_without_reviews_is_no_error(wire: Wire, said: object) -> None:
    wire.on(PATH, as_json(said))
    (batch,) = run(wire)
    assert (batch.mentions, batch.complete) == ((), True)


@pytest.mark.parametrize("said", [[], {"error": "x"}, {"reviews": None}, {"reviews": [{"id": 1}]}])
def test_an_answer_in_another_form_is_refused(wire: Wire, said: object) -> None:
    wire.on(PATH, as_json(said))
    with pytest.raises(SourceRefused):
        run(wire)


def test_without_a_token_nothing_is_asked_and_the_variable_is_named(wire: Wire) -> None:
    with pytest.raises(SourceRefused, match="GOOGLE_BUSINESS_TOKEN"):
        run(wire, token={})
    assert wire.asked == []


def test_a_token_that_has_ended_is_refused_and_not_shown(wire: Wire) -> None:
    service(wire, [])
    with pytest.raises(SourceRefused, match="401") as caught:
        run(wire, token={"GOOGLE_BUSINESS_TOKEN": "old-token"})
    assert "old-token" not in str(caught.value)


def test_an_old_review_that_was_edited_does_not_end_the_reading(wire: Wire) -> None:
    service(wire, [review(item(1, ago(60)))])
    cursor = run(wire)[-1].cursor
    years = [review(item(number, ago(60 * 24 * 900)), updateTime=iso(ago(number))) for number in range(2, 6)]
    service(wire, [*years, review(item(9, ago(50))), review(item(1, ago(60)))], size=4)
    assert len(mentions(run(wire, cursor))) == 5


RENEWAL = {f"GOOGLE_BUSINESS_{name}": name.lower() for name in ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN")}


def test_a_schedule_gets_a_new_token_on_every_run(wire: Wire) -> None:
    service(wire, [review(item(1, ago(1)))])
    wire.on("/token", as_json({"access_token": "secret-token", "expires_in": 3599, "token_type": "Bearer"}))
    found = run(wire, token=RENEWAL, token_url=wire.url + "/token")
    assert len(mentions(found)) == 1
    assert dict(parse_qsl(wire.asked[0].body.decode())) == {
        "client_id": "client_id",
        "client_secret": "client_secret",
        "refresh_token": "refresh_token",
        "grant_type": "refresh_token",
    }


def test_a_renewal_that_is_refused_names_its_variables_and_shows_no_secret(wire: Wire) -> None:
    wire.on("/token", as_json({"error": "invalid_grant"}, status=400))
    with pytest.raises(SourceRefused, match="GOOGLE_BUSINESS_REFRESH_TOKEN") as caught:
        run(wire, token={**RENEWAL, "GOOGLE_BUSINESS_CLIENT_SECRET": "hidden"}, token_url=wire.url + "/token")
    assert "hidden" not in str(caught.value)
    with pytest.raises(SourceRefused, match="set GOOGLE_BUSINESS_CLIENT_ID in"):
        run(wire, token={name: value for name, value in RENEWAL.items() if "ID" not in name})


def test_a_place_in_another_form_is_said_before_the_first_run(wire: Wire) -> None:
    with pytest.raises(ConfigError, match="locations"):
        run(wire, locations=["locations/456"])
