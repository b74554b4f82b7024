"""A brand beside the one of `world`: every name, title and text of it is an attack, and every page has work on it."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

from domain.alerting import AlertEvent
from domain.cases import CaseRule, Trigger
from domain.goals import Goal
from domain.records import (
    Batch,
    Brand,
    Customer,
    Label,
    Mention,
    Role,
    Sentiment,
    Source,
    SurveyResponse,
    Ticket,
    Topic,
    TopicMatch,
)
from pipeline.digest import Question, issue
from storage.connection import Database
from storage.store import Store
from tests.views import world
from tests.views.hostile import ATTACKS
from tests.views.world import Desk

BRAND = Brand(
    name="<img src=https://evil.example/b.png onerror=alert(1)>\"' [x](javascript:alert(2)) $5 or $6 www.evil.example",
    role=Role.COMPETITOR,
)
SOURCE = Source(name=f"src {ATTACKS[0]}"[:190], kind="app_store", brands=(BRAND.name,), every=43200)
TOPICS = (
    Topic(topic_id=901, name=f"<script>alert(3)</script>{ATTACKS[1]}"[:80], description=ATTACKS[0]),
    Topic(topic_id=902, name="**bold** :red[red] \u202egnp.exe <iframe src=//evil.example>", description=ATTACKS[5]),
)
SEGMENT = f"<svg onload=alert(4)> {ATTACKS[1]}"[:80]
STARS = CaseRule(name="one or two stars", trigger=Trigger.STARS, limit=2)
OWN = world.BRANDS[0].name
ADDRESS = urlencode({"brand": BRAND.name})
# Elements that a page of ours never has: what loads, runs or leads to a stranger's address.
ALIVE = """() => [document.title === 'owned' ? 'the title is theirs' : '', ...[...document.querySelectorAll(
    '.stMain :is(img, script, iframe, object, embed, video, audio, [onload], [onerror], [onclick], .stException)'
    + ', .stMain a[href^="javascript" i], .stMain a[href^="data:" i], .stMain a[href*="//evil.example"]'
    + ', .stMain a[href*="//www.evil.example"], .stMain a[href*="@"][href^="mailto"]'
)].map(e => e.outerHTML.slice(0, 160))].filter(Boolean)"""


def config_table() -> str:
    """The brand for earshot.toml."""
    return f'[[brand]]\nname = {json.dumps(BRAND.name)}\nrole = "{BRAND.role}"\n'


def add(database: Database, now: datetime) -> None:
    """Store the brand, and what makes a page of either brand more than a list: cases, alerts, a goal, a report."""
    with database.write(publish=True) as store:
        store.sources.sync((*world.BRANDS, BRAND), (*world.SOURCES, SOURCE))
        mentions = [_mention(n, now) for n in range(90)]
        batch = Batch(mentions=tuple(mentions), cursor="1")
        store.mentions.commit(SOURCE, batch, [(BRAND.name,)] * len(mentions), secret=world.SECRET, now=now)
        store.surveys.upsert([_answer(n, now) for n in range(60)], secret=world.SECRET, now=now)
        store.tickets.upsert([_ticket(n, now) for n in range(30)], secret=world.SECRET, now=now)
        store.customers.upsert([_customer(n, now) for n in range(40)], secret=world.SECRET, now=now)
        _read(store)
        action = {"root_cause": ATTACKS[0], "action": ATTACKS[1]}
        store.triage.set(BRAND.name, TOPICS[1].topic_id, status="resolved", **action)
        for brand in (OWN, BRAND.name):
            _work(store, brand, now)
    for brand in (OWN, BRAND.name):
        asked = Question(brand=brand, as_of=now.date() - timedelta(days=1), days=14)
        issue(database, Desk(database).config, asked, now)


def _work(store: Store, brand: str, now: datetime) -> None:
    """What people have decided and been told about a brand."""
    store.case_openings.apply(STARS, brand, now.date(), now)
    store.cases.set(brand, 1, "mention", status="closed", root_cause=ATTACKS[0], action=ATTACKS[1])
    store.goals.set(Goal(brand=brand, metric="nps", target=60.0, plan=ATTACKS[0], owner=ATTACKS[1]))
    store.notes.add(brand, (now - timedelta(days=6)).date(), ATTACKS[0])
    event = AlertEvent(
        key=f"k|{brand}",
        rule=ATTACKS[1],
        subject=brand,
        kind="above",
        day=(now - timedelta(days=2)).date(),
        title=f"{brand}: {ATTACKS[0]}",
        body=ATTACKS[1],
        brand=brand,
        observed=40.0,
        low=30.0,
        high=50.0,
        n=40,
        expected=12.0,
    )
    store.alert_events.add([event], now)


def _read(store: Store) -> None:
    """Labels and topics as an engine would give them: two thirds complain, in turn about either topic."""
    pending = store.scores.pending("default", "1", 10_000)
    bad = Sentiment(polarity=-0.6, label=Label.NEGATIVE, confidence=0.9, language="en")
    good = Sentiment(polarity=0.7, label=Label.POSITIVE, confidence=0.9, language="en")
    store.scores.add("default", "1", [(row, bad if n % 3 else good) for n, row in enumerate(pending)])
    store.topics.sync([*store.topics.known(), *TOPICS])
    rows = store.topics.pending("1", 10_000)
    matched = [
        (row, [TopicMatch(topic_id=TOPICS[n % 2].topic_id, score=0.8, start=0, end=4)]) for n, row in enumerate(rows)
    ]
    store.topics.add("1", matched)


def _attack(n: int) -> str:
    return f"{ATTACKS[n % len(ATTACKS)]} {n}"


def _mention(n: int, now: datetime) -> Mention:
    return Mention(
        source=SOURCE.name,
        kind=SOURCE.kind,
        external_id=f"s{n}",
        title=_attack(n),
        text=_attack(n + 1),
        author=_attack(n + 2),
        url=("javascript:alert(5)", "https://user:word@evil.example/x", "data:text/html,<script>alert(6)</script>")[
            n % 3
        ],
        rating=1 + n % 5,
        country="us",
        app_version=ATTACKS[n % 2][:40],
        published_at=now - timedelta(days=n % 45, hours=n % 7 + 1),
    )


def _answer(n: int, now: datetime) -> SurveyResponse:
    return SurveyResponse(
        brand=BRAND.name,
        survey=ATTACKS[0][:60],
        respondent=f"s{n}",
        identity=f"s{n}",
        answered_at=now - timedelta(days=n % 50, hours=1),
        nps=n % 11,
        csat=1 + n % 5,
        segment=SEGMENT,
        touchpoint=ATTACKS[1][:60],
        comment=_attack(n),
    )


def _ticket(n: int, now: datetime) -> Ticket:
    created = now - timedelta(days=n % 40, hours=2)
    return Ticket(
        brand=BRAND.name,
        external_id=f"s{n}",
        created_at=created,
        first_response_at=created + timedelta(minutes=30 + n),
        resolved_at=created + timedelta(hours=9 + n),
        author_kind="human",
        subject=_attack(n),
        text=_attack(n + 1),
        channel=ATTACKS[0][:60],
    )


def _customer(n: int, now: datetime) -> Customer:
    return Customer(
        brand=BRAND.name,
        customer=f"s{n}",
        churned=n % 9 == 0,
        churned_at=now - timedelta(days=n) if n % 9 == 0 else None,
        started_at=now - timedelta(days=200 + n),
        monthly_revenue=19.0 + n,
        margin=0.5,
        segment=SEGMENT,
    )
