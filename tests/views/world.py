"""A small brand in a real database, the same each time: what the pages are tested and photographed on."""

import random
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import Config, parse
from domain.alerting import AlertRule, Fired
from domain.people import Person, Rank, Right
from domain.records import (
    Batch,
    Brand,
    Customer,
    Label,
    Mention,
    Outcome,
    Role,
    Run,
    Sentiment,
    Source,
    SurveyResponse,
    Ticket,
    Topic,
    TopicMatch,
)
from storage.connection import Database
from storage.queries import Queries
from storage.shapes import PendingText
from storage.store import Store
from tests.copies import copied
from wiring.importing import Importing

SECRET = b"only for tests"
BRANDS = (Brand(name="Acme Espresso"), Brand(name="Bolt Coffee", role=Role.COMPETITOR))
SOURCES = (
    Source(name="acme-app", kind="app_store", brands=("Acme Espresso",), every=43200),
    Source(name="acme-reddit", kind="reddit", brands=("Acme Espresso", "Bolt Coffee"), every=43200),
    Source(name="coffee-news", kind="rss", brands=("Acme Espresso", "Bolt Coffee"), every=43200),
    Source(name="old-forum", kind="rss", brands=("Acme Espresso",), every=86400, paused=True),
)
TOPICS = {
    "Grinder jams": "The grinder jams or stops after a few uses.",
    "Leaks water": "Water leaks from the machine.",
    "Late delivery": "The parcel arrives late or not at all.",
    "Support does not answer": "Support takes days to answer, or never does.",
    "App loses connection": "The app cannot find the machine.",
}
BAD = {
    "Grinder jams": (
        "The grinder jammed after two weeks.",
        "It stops in the middle of grinding, every single morning.",
    ),
    "Leaks water": ("Mine leaks all over the counter.", "There is water under the machine again."),
    "Late delivery": ("It arrived nine days late.", "Still waiting for my parcel, the tracking has not moved."),
    "Support does not answer": ("I wrote to support three times and heard nothing.", "No answer for a week."),
    "App loses connection": (
        "The app says the machine is offline, it is right next to me.",
        "Pairing fails every time.",
    ),
}
GOOD = (
    "The crema is wonderful.",
    "Best espresso I have made at home.",
    "Quiet, quick and easy to clean.",
    "Worth every cent.",
)
PLAIN = ("Does it take a 58 mm portafilter?", "Comparing this with the Bolt before I buy.", "Unboxing tomorrow.")
HOSTILE = (
    "<img src=x onerror=alert(1)> <script>alert(2)</script> [click](javascript:alert(3)) "
    "$5 or $6 https://evil.example \u202egnp.exe"
)


@dataclass(frozen=True)
class Desk:
    """What the app lends a page."""

    database: Database
    sample: bool = False
    engine: str = "default"
    person: str = "someone in the app"
    rank: Rank = Rank.ADMIN
    crm_url: str | None = None

    @property
    def config(self) -> Config:
        brands = [{"name": brand.name, "role": str(brand.role)} for brand in BRANDS]
        return parse({"database": str(self.database.path), "brand": brands}, self.database.path.with_suffix(".toml"))

    def may(self, right: Right) -> bool:
        return Person(name=self.person, rank=self.rank).may(right)

    @property
    def channels(self) -> tuple[str, ...]:
        return ()

    def try_channel(self, channel: str) -> str | None:
        return f"{channel} has no address"

    def preview_rule(self, rule: AlertRule) -> list[Fired]:
        return []

    @property
    def imports(self) -> Importing:
        def allowed(right: Right) -> Person:
            person = Person(name=self.person, rank=self.rank)
            person.require(right)
            return person

        return Importing(config=self.config, database=self.database, allowed=allowed)

    def store(self) -> AbstractContextManager[Store]:
        return self.database.write(publish=True)


def empty(folder: Path) -> Database:
    """A database with the configuration and nothing else."""
    return _published(Database(copied("configured", _configure, folder / "earshot.duckdb")))


def _configure(path: Path) -> None:
    with Database(path).write() as store:
        store.sources.sync(BRANDS, SOURCES)


def _published(database: Database) -> Database:
    database.publish()
    return database


def build(folder: Path, now: datetime) -> Database:
    """The brand with 75 days of mentions, a spike ten days ago, surveys, tickets, customers and runs."""
    path = copied(now, lambda file: _fill(file, now), folder / "earshot.duckdb")
    return _published(Database(path, clock=lambda: now))


def _fill(path: Path, now: datetime) -> None:
    fill(Database(path, clock=lambda: now), now)


def fill(database: Database, now: datetime) -> None:
    """The rows of `build`, on whichever store."""
    chance = random.Random(7)
    topics = tuple(Topic(topic_id=n + 1, name=name, description=text) for n, (name, text) in enumerate(TOPICS.items()))
    found = list(_mentions(chance, now))
    with database.write() as store:
        store.sources.sync(BRANDS, SOURCES)
        for source in SOURCES:
            own = [m for m in found if m.source == source.name]
            brands = [tuple(b.name for b in BRANDS if b.name.split()[0] in m.text) or ("Acme Espresso",) for m in own]
            store.mentions.commit(source, Batch(mentions=tuple(own), cursor="1"), brands, secret=SECRET, now=now)
        store.topics.sync(topics)
        store.surveys.upsert(list(_answers(chance, now)), secret=SECRET, now=now)
        store.tickets.upsert(list(_tickets(chance, now)), secret=SECRET, now=now)
        store.customers.upsert(list(_customers(chance, now)), secret=SECRET, now=now)
        store.scores.use("default", "1")
        pending = store.scores.pending("default", "1", 100_000)
        store.scores.add("default", "1", [(row, _score(row)) for row in pending])
        rows = store.topics.pending("1", 100_000)
        store.topics.add("1", [(row, _named(row, topics)) for row in rows])
        for run in _runs(now):
            store.runs.add(run)
        for source in SOURCES:
            bad = source.name == "coffee-news"
            store.sources.schedule(
                source.name,
                next_due=now + timedelta(seconds=source.every),
                retry_at=None,
                failures=3 if bad else 0,
                last_ok_at=now - (timedelta(days=3) if bad else timedelta(minutes=12)),
            )
        store.notes.add("Acme Espresso", (now - timedelta(days=10)).date(), "Firmware 2.1 released")


def _mentions(chance: random.Random, now: datetime) -> Sequence[Mention]:
    found = []
    for ago in range(75, -1, -1):
        if ago in {17, 18}:
            continue
        day = now.replace(hour=8, minute=0) - timedelta(days=ago)
        spike = 8 <= ago <= 10
        for number in range(chance.randint(14, 22) + (38 if spike else 0)):
            at = min(day + timedelta(minutes=7 * number), now - timedelta(minutes=2))
            found.append(_mention(chance, len(found), at, 0.75 if spike else 0.32, spike))
    return [*found, *_strange(now)]


def _strange(now: datetime) -> Sequence[Mention]:
    app, reddit = {"source": "acme-app", "kind": "app_store"}, {"source": "acme-reddit", "kind": "reddit"}
    late = "La cafetera Acme llegó tarde y gotea por todas partes."
    return [
        Mention(
            **reddit,
            external_id="hostile",
            title=HOSTILE,
            text=HOSTILE,
            url="javascript:alert(4)",
            published_at=now - timedelta(minutes=90),
        ),
        Mention(**app, external_id="es", text=late, rating=2, language="es", published_at=now - timedelta(minutes=40)),
        Mention(
            **app,
            external_id="ar",
            text="القهوة رائعة جدا مع Acme",
            rating=5,
            language="ar",
            published_at=now - timedelta(minutes=50),
        ),
    ]


def _mention(chance: random.Random, number: int, at: datetime, badness: float, spike: bool) -> Mention:
    source = chance.choices(SOURCES[:3], weights=(5, 4, 1))[0]
    roll = chance.random()
    topic = "Grinder jams" if spike and chance.random() < 0.8 else chance.choice(list(TOPICS))
    said = (
        chance.choice(BAD[topic])
        if roll < badness
        else chance.choice(PLAIN)
        if roll < badness + 0.15
        else chance.choice(GOOD)
    )
    extra = " I have had the Acme for two months now and use it twice a day." if number % 3 else ""
    bad, review = roll < badness, source.kind == "app_store"
    return Mention(
        source=source.name,
        kind=source.kind,
        external_id=str(number),
        text=f"{said}{extra}",
        author=f"author {number % 400}",
        title=("Disappointed" if bad else "My espresso machine") if review else "",
        rating=(1 + number % 2 if bad else 5 - number % 2) if review else None,
        url=f"https://www.example.com/post/{number}",
        published_at=at,
        country="us" if number % 2 else "de",
    )


def _score(row: PendingText) -> Sentiment:
    if row.language in {"es", "ar"}:
        return Sentiment(polarity=None, label=None, language=row.language, reason="language")
    if any(text in row.text for texts in BAD.values() for text in texts):
        return Sentiment(polarity=-0.62, label=Label.NEGATIVE, confidence=0.91, language="en")
    if any(text in row.text for text in GOOD):
        return Sentiment(polarity=0.71, label=Label.POSITIVE, confidence=0.94, language="en")
    return Sentiment(polarity=0.02, label=Label.NEUTRAL, confidence=0.6, language="en")


def _named(row: PendingText, topics: Sequence[Topic]) -> list[TopicMatch]:
    lead = len(row.title) + 1 if row.title else 0
    for topic in topics:
        for text in BAD[topic.name]:
            if (start := row.text.find(text)) >= 0:
                return [
                    TopicMatch(topic_id=topic.topic_id, score=0.8, start=lead + start, end=lead + start + len(text))
                ]
    return []


def _answers(chance: random.Random, now: datetime) -> Sequence[SurveyResponse]:
    words = [text for texts in BAD.values() for text in texts] + list(GOOD)
    return [_answer(chance, n, now, words) for n in range(420)]


def _answer(chance: random.Random, n: int, now: datetime, words: Sequence[str]) -> SurveyResponse:
    delivery = n % 3 > 0
    return SurveyResponse(
        brand="Acme Espresso",
        survey="After delivery" if delivery else "Relationship 2026",
        respondent=f"r{n}",
        identity=f"i{n}",
        answered_at=now - timedelta(days=n % 70, hours=n % 9),
        nps=chance.choices(range(11), weights=(2, 1, 1, 2, 2, 4, 5, 8, 14, 18, 22))[0],
        csat=chance.choices(range(1, 6), weights=(4, 5, 9, 30, 32))[0],
        ces=chance.choices(range(1, 8), weights=(2, 3, 5, 10, 20, 35, 25))[0] if delivery else None,
        ces_direction="high_is_easy" if delivery else None,
        segment=("Private", "Office")[n % 2],
        touchpoint="Delivery" if delivery else None,
        comment=chance.choice(words) if n % 4 == 0 else "",
    )


def _tickets(chance: random.Random, now: datetime) -> Sequence[Ticket]:
    return [_ticket(chance, n, now - timedelta(days=n % 60, hours=n % 11)) for n in range(160)]


def _ticket(chance: random.Random, n: int, created: datetime) -> Ticket:
    answered = created + timedelta(minutes=chance.lognormvariate(3.6, 0.9))
    resolved = answered + timedelta(hours=chance.lognormvariate(2.5, 0.8))
    return Ticket(
        brand="Acme Espresso",
        external_id=str(n),
        created_at=created,
        first_response_at=answered if n % 12 else None,
        resolved_at=resolved if n % 7 else None,
        author_kind="human",
        subject="Leak" if n % 5 else "",
    )


def _customers(chance: random.Random, now: datetime) -> Sequence[Customer]:
    return [
        Customer(
            brand="Acme Espresso",
            customer=f"c{n}",
            churned=n % 16 == 0,
            churned_at=now - timedelta(days=n % 60) if n % 16 == 0 else None,
            started_at=now - timedelta(days=200 + n % 400),
            monthly_revenue=chance.choice((19.0, 29.0, 39.0, 59.0)),
            margin=chance.choice((0.45, 0.55, 0.65)),
            segment=("Private", "Office")[n % 2],
        )
        for n in range(640)
    ]


def _runs(now: datetime) -> Sequence[Run]:
    found = []
    for source in SOURCES[:3]:
        for hours in range(75 * 24 - 3, 0, -12):
            at = now - timedelta(hours=hours)
            if source.name != "coffee-news" and 16.4 <= hours / 24 < 19:
                continue
            found.append(_run(source, at, refused=source.name == "coffee-news" and hours <= 72))
    return found


def _run(source: Source, at: datetime, *, refused: bool) -> Run:
    if refused:
        error = f"source '{source.name}': 403; the site blocks readers, ask it for an address that may be read"
        return Run(
            source=source.name,
            kind=source.kind,
            outcome=Outcome.REFUSED,
            error=error,
            started_at=at,
            finished_at=at + timedelta(seconds=1),
        )
    return Run(
        source=source.name,
        kind=source.kind,
        outcome=Outcome.OK,
        fetched=25,
        new=4,
        changed=1,
        started_at=at,
        finished_at=at + timedelta(seconds=3),
    )


def now() -> datetime:
    """The present, to the minute: the pages count days from today."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


def queries(database: Database) -> AbstractContextManager[Queries]:
    """Reads of the published snapshot."""
    return database.read()
