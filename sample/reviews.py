"""Invented reviews: two apps in the App Store, and the web shop's own."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from domain.records import Mention
from sample.complaints import APP_COMPLAINTS, PRICE, SHOP_COMPLAINTS
from sample.compose import APP_OPENERS, Mood, Subject, foreign, mood, stars, text
from sample.grammar import Theme, dice, fill, handle
from sample.praise import APP, SHOP_PRAISE
from sample.stories import BAD_RELEASE, DELIVERY_OVER, FIXED, LATE
from sample.talk import APP_FACTS, FACTS
from sample.timeline import BAD, FIX, Timeline
from sample.words import ACME, BOLT, Words

ACME_APP, BOLT_APP = 900000001, 900000002
# Apple shows at most 500 reviews per country.
APP_COUNTS = {ACME_APP: {"us": 460, "gb": 260, "de": 180}, BOLT_APP: {"us": 290, "gb": 130}}
SHOP_COUNTS = {"us": 220, "gb": 160, "de": 190, "es": 50}
REPLIES = (
    "Thank you for your patience. Your parcel has left {city} and a voucher is on its way to you.",
    "We are sorry about the {part}. A new one is in the post, please keep the old one for the courier.",
    "Thank you for the kind words, enjoy your {drink}!",
    "Sorry that this went wrong. Please send us your order number, we will look at it today.",
    "Thanks for telling us. We have passed it on to the workshop.",
)


def app_reviews(timeline: Timeline, seed: int, app: int) -> list[Mention]:
    """An app's reviews in all its countries, the oldest first; ids are Apple-like numbers."""
    return [
        review
        for country, count in APP_COUNTS[app].items()
        for review in _app_country(timeline, seed, app, country, count)
    ]


def _app_country(timeline: Timeline, seed: int, app: int, country: str, count: int) -> list[Mention]:
    rng = dice(seed, f"app {app} {country}")
    ours = app == ACME_APP
    moments = timeline.moments(rng, count, lambda day: 3.0 if ours and timeline.broken(day) else 1.0)
    first = 9_100_000_000 + (app % 10) * 10_000_000 + sorted(APP_COUNTS[app]).index(country) * 1_000_000
    return [
        _app_review(rng, timeline, at, country, first + 37 * number, ours=ours) for number, at in enumerate(moments)
    ]


def _app_review(
    rng: random.Random, timeline: Timeline, at: datetime, country: str, number: int, *, ours: bool
) -> Mention:
    version = timeline.version(rng, at.date()) if ours else rng.choice(("2.7", "2.7.1", "2.8"))
    feeling, subject = _app_subject(rng, version if ours else "", ours=ours)
    title, body = text(rng, feeling, subject)
    if country == "de" and rng.random() < 0.45:
        place = "app broken" if version == BAD else "app"
        title, body = foreign(rng, "de", place, glad=feeling in {Mood.GLAD, Mood.EVEN})
    brand = "acme" if ours else "bolt"
    return Mention(
        source="sample",
        kind="app_store",
        external_id=str(number),
        title=title,
        text=body,
        url=f"https://apps.{brand}.example/{country}/review?id={number}&type=Purple%20Software",
        author=handle(rng),
        rating=float(stars(rng, feeling)),
        published_at=at,
        country=country,
        app_version=version,
    )


def _app_subject(rng: random.Random, version: str, *, ours: bool) -> tuple[Mood, Subject]:
    words: Words = ACME if ours else BOLT
    praise: tuple[Theme, ...] = (APP,)
    blame: tuple[Theme, ...] = APP_COMPLAINTS
    shares = (0.58, 0.2, 0.1)
    if version == BAD:
        blame, shares = (*BAD_RELEASE, APP_COMPLAINTS[0]), (0.1, 0.74, 0.12)
    elif version == FIX:
        praise, shares = (APP, FIXED), (0.66, 0.15, 0.09)
    return mood(rng, *shares), Subject(words=words, praise=praise, blame=blame, facts=(APP_FACTS,), openers=APP_OPENERS)


def shop_reviews(timeline: Timeline, seed: int) -> list[tuple[Mention, str]]:
    """(review, order number) of Acme's web shop, the oldest first; some with an answer of the shop."""
    found = []
    for country, count in SHOP_COUNTS.items():
        rng = dice(seed, f"shop {country}")
        loud = partial(_loudness, timeline, country)
        moments = timeline.moments(rng, count, loud)
        found += [(at, _shop_review(rng, timeline, at, country)) for at in moments]
    found.sort(key=lambda pair: (pair[0], pair[1].text))
    return [(_numbered(review, place), f"AC-{48000 + 13 * place}") for place, (_, review) in enumerate(found)]


def _loudness(timeline: Timeline, country: str, day: date) -> float:
    return 2.4 if country == "de" and timeline.stuck(day) else 1.0


def _shop_review(rng: random.Random, timeline: Timeline, at: datetime, country: str) -> Mention:
    feeling, subject = _shop_subject(rng, timeline, at.date(), country)
    title, body = text(rng, feeling, subject)
    if country == "es" and rng.random() < 0.5:
        title, body = foreign(rng, "es", "shop", glad=feeling in {Mood.GLAD, Mood.EVEN})
    elif country == "de" and rng.random() < 0.12:
        place = "shop late" if timeline.stuck(at.date()) else "shop"
        title, body = foreign(rng, "de", place, glad=feeling in {Mood.GLAD, Mood.EVEN})
    elif rng.random() < 0.03:
        title, body = "", ""
    reply_at, reply = _reply(rng, timeline, at, feeling)
    return Mention(
        source="sample",
        kind="file",
        external_id="",
        title=title,
        text=body,
        author=handle(rng),
        rating=float(stars(rng, feeling)),
        published_at=at,
        country=country,
        reply_at=reply_at,
        reply_text=reply,
    )


def _shop_subject(rng: random.Random, timeline: Timeline, day: date, country: str) -> tuple[Mood, Subject]:
    praise: tuple[Theme, ...] = SHOP_PRAISE
    blame: tuple[Theme, ...] = SHOP_COMPLAINTS
    shares = (0.6, 0.2, 0.11)
    if country == "de" and timeline.stuck(day):
        blame, shares = (*(LATE,) * 9, PRICE), (0.16, 0.66, 0.13)
    elif country == "de" and timeline.parcels_move <= day < timeline.parcels_move + timedelta(days=14):
        praise, blame = (*SHOP_PRAISE, DELIVERY_OVER), (*SHOP_COMPLAINTS, LATE, LATE)
    return mood(rng, *shares), Subject(words=ACME, praise=praise, blame=blame, facts=(FACTS,))


def _reply(rng: random.Random, timeline: Timeline, at: datetime, feeling: Mood) -> tuple[datetime | None, str | None]:
    if rng.random() > {Mood.SORE: 0.45, Mood.MIXED: 0.3}.get(feeling, 0.1):
        return None, None
    answered = at + timedelta(hours=rng.uniform(3, 140))
    if answered > datetime.combine(timeline.until, time(23, 59), UTC):
        return None, None
    reply = REPLIES[2] if feeling is Mood.GLAD else rng.choice((REPLIES[0], REPLIES[1], *REPLIES[3:]))
    return answered.replace(microsecond=0), fill(rng, reply, ACME)


def _numbered(review: Mention, place: int) -> Mention:
    number = f"R{10400 + place}"
    return replace(review, external_id=number, url=f"https://shop.acme.example/reviews/{number}")
