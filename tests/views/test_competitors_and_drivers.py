"""Brands beside each other, and what goes with a score: figures with intervals that open their rows, or why not."""

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.records import Batch, Brand, Label, Mention, Role, Sentiment, Source, SurveyResponse, Topic, TopicMatch
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text
from tests.views.world import SECRET

US, THEM = "Acme Espresso", "Bolt Coffee"
TOPICS = {1: "Grinder jams", 2: "Steam wand", 3: "Crema"}
BOTH = Source(name="forum", kind="rss", brands=(US, THEM))
OURS = Source(name="acme-app", kind="app_store", brands=(US,))


def said(chance: random.Random, n: int, now: datetime) -> tuple[Mention, tuple[str, ...], int, Label]:
    """Ours: crema is loved, the grinder hated. Theirs: the steam wand is new this month."""
    ours = n % 2 == 0
    ago = n % 60
    roll = chance.random()
    topic = 3 if roll < 0.4 else 1 if ours or ago >= 30 else 2
    happy = topic == 3 and (ours or roll < 0.12)
    label = Label.POSITIVE if happy else Label.NEGATIVE
    also = ours and happy and n % 10 == 0
    words = f"{TOPICS[topic]} {'is a delight' if happy else 'again a nuisance'}, note {n}" + (" unlike the Bolt" * also)
    mention = Mention(
        source=BOTH.name,
        kind="rss",
        external_id=str(n),
        text=words,
        rating=(5 if happy else 2) if n % 3 else None,
        published_at=now - timedelta(days=ago, minutes=n % 300),
    )
    return mention, ((US, THEM) if also else (US,) if ours else (THEM,)), topic, label


def build(folder: Path, now: datetime, sources: tuple[Source, ...] = (BOTH,)) -> Database:
    chance = random.Random(5)
    rows = [said(chance, n, now) for n in range(900)]
    topics = {mention.text: topic for mention, _, topic, _ in rows}
    labels = {mention.text: label for mention, _, _, label in rows}
    database = Database(folder / "earshot.duckdb", clock=lambda: now)
    brands = (Brand(name=US), Brand(name=THEM, role=Role.COMPETITOR), Brand(name="Coffee", role=Role.CATEGORY))
    with database.write(publish=True) as store:
        store.sources.sync(brands, sources)
        batch = Batch(mentions=tuple(row[0] for row in rows), cursor="1")
        store.mentions.commit(BOTH, batch, [row[1] for row in rows], secret=SECRET, now=now)
        store.topics.sync([Topic(topic_id=n, name=name) for n, name in TOPICS.items()])
        store.surveys.upsert([answered(chance, n, now) for n in range(300)], secret=SECRET, now=now)
        store.scores.use("default", "1")
        texts = store.scores.pending("default", "1", 10_000)
        store.scores.add("default", "1", [(t, judged(labels.get(t.text, Label.NEUTRAL))) for t in texts])
        texts = store.topics.pending("1", 10_000)
        store.topics.add("1", [(t, named(topics.get(t.text, 1 if "grinder" in t.text else 0))) for t in texts])
    return database


def judged(label: Label) -> Sentiment:
    return Sentiment(polarity={"positive": 0.8, "negative": -0.7}.get(label, 0.0), label=label, language="en")


def named(topic: int) -> list[TopicMatch]:
    return [TopicMatch(topic_id=topic, score=0.9, start=0, end=4)] if topic else []


def answered(chance: random.Random, n: int, now: datetime) -> SurveyResponse:
    cross = n % 5 == 0
    return SurveyResponse(
        brand=US,
        survey="Relationship",
        respondent=f"r{n}",
        identity=f"i{n}",
        answered_at=now - timedelta(days=n % 28),
        nps=chance.choice([0, 3, 6, 8] if cross else [7, 9, 10]),
        csat=chance.choice([1, 2, 4] if cross else [3, 4, 5]),
        comment="the grinder <b>broke</b>" if cross else "all is well" if n % 3 else "",
    )


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    database = build(tmp_path_factory.mktemp("two"), moment)
    yield database
    database.close()


def linked(page: str, words: str) -> str:
    """The address behind a link with these words."""
    found = re.search(rf'href="([^"]*)">{words}', page)
    assert found, words
    return found.group(1).replace("&amp;", "&")


def behind(database: Database, moment: datetime, address: str) -> str:
    slug, _, query = address.partition("?")
    params = dict(pair.split("=", 1) for pair in query.replace("+", " ").split("&") if pair)
    return text(opened(slug, database, moment.date(), params))


def test_shares_have_intervals_and_open_their_mentions(two: Database, moment: datetime) -> None:
    page = text(opened("competitors", two, moment.date()))
    assert "Not comparable" not in page and "count once for each" in page
    shares = re.findall(r"<b>([\d.]+)%</b><small>([\d.]+) to ([\d.]+)%, n ([\d,]+)", page.split("Side by side")[0])
    assert len(shares) == 2 and sum(float(s[0]) for s in shares) == pytest.approx(100, abs=0.11)
    mine = re.search(r'href="(mentions[^"]*brand=Bolt[^"]*)">([\d,]+) mentions', page)
    assert mine and f"<b>{mine.group(2)} mentions</b>" in behind(two, moment, mine.group(1).replace("&amp;", "&"))


def test_what_rises_for_them_and_is_absent_for_us_is_named_and_nothing_else(two: Database, moment: datetime) -> None:
    page = text(opened("competitors", two, moment.date()))
    gaps = page.split("Rising for them, absent for us")[1].split("Topics side by side")[0]
    assert "Steam wand</bdi> rises for <bdi" in gaps and "absent for us" in gaps
    assert "Grinder" not in gaps and "Crema" not in gaps
    opened_ = re.search(r'href="([^"]*topic=2[^"]*)">([\d,]+) scored mentions', gaps)
    assert opened_ and f"<b>{opened_.group(2)} mentions</b>" in behind(
        two, moment, opened_.group(1).replace("&amp;", "&")
    )


def test_what_we_are_loved_for_is_said_in_customers_words(two: Database, moment: datetime) -> None:
    page = text(opened("competitors", two, moment.date()))
    love = page.split("What customers love next to competitors")[1]
    assert "Crema</bdi>: praised more than" in love
    assert "unlike the Bolt" in love and "names Bolt Coffee" in love
    assert "you do better" in page


def test_what_we_are_loved_for_stands_beside_what_was_done_too(two: Database, moment: datetime) -> None:
    page = text(opened("told", two, moment.date()))
    assert "Nothing is resolved or closed yet." in page
    assert "unlike the Bolt" in page.split("What customers love next to competitors")[1]


def test_share_of_voice_can_be_taken_along(two: Database, moment: datetime) -> None:
    offered = [button.label for button in opened("competitors", two, moment.date()).download_button]
    assert offered == ["Slide, editable", "Slide, picture", "Table, CSV"]


def test_brands_that_are_not_heard_alike_are_not_comparable_and_the_common_sources_are(
    tmp_path: Path, moment: datetime
) -> None:
    database = build(tmp_path, moment, (BOTH, OURS))
    page = text(opened("competitors", database, moment.date()))
    database.close()
    assert "<b>Not comparable:</b>" in page and "acme-app" in page
    assert "Only in the 1 source where all are heard" in page


def test_without_a_competitor_the_page_says_what_to_write(tmp_path: Path, moment: datetime) -> None:
    database = Database(tmp_path / "earshot.duckdb", clock=lambda: moment)
    with database.write(publish=True) as store:
        store.sources.sync([Brand(name=US), Brand(name="Coffee", role=Role.CATEGORY)], [BOTH])
    app = opened("competitors", database, moment.date())
    database.close()
    assert "No competitor is watched yet." in text(app)
    assert 'role = "competitor"' in app.get("code")[0].value


def test_a_driver_is_associated_with_lower_scores_and_opens_its_answers(two: Database, moment: datetime) -> None:
    page = text(opened("drivers", two, moment.date()))
    assert "associated with lower scores" in page and "will raise" not in page
    assert re.search(r"<b>−[\d.]+</b><small>−[\d.]+ to −[\d.]+, n 60", page)
    rows = linked(page, "60 answers").partition("#")[0]
    chosen = behind(two, moment, rows)
    assert "Answers that name Grinder jams" in chosen and "the grinder &lt;b&gt;broke" in chosen
    assert "all is well" not in chosen
    assert linked(page, "mentions of it").startswith("mentions?")


def test_a_mention_without_a_topic_drives_nothing(brand: Database, moment: datetime) -> None:
    page = text(opened("drivers", brand, moment.date(), {"score": "nps", "topic": "99"}))
    assert "Answers that name" not in page
    assert "cannot tell" in page or "associated with" in page


def test_hostile_names_stay_text(tmp_path: Path, moment: datetime) -> None:
    evil = "<img src=x onerror=alert(1)>"
    database = Database(tmp_path / "earshot.duckdb", clock=lambda: moment)
    with database.write(publish=True) as store:
        store.sources.sync([Brand(name=US), Brand(name=evil, role=Role.COMPETITOR)], [OURS, BOTH])
        mention = Mention(source="forum", kind="rss", external_id="1", text=f"{evil} is here", published_at=moment)
        store.mentions.commit(BOTH, Batch(mentions=(mention,), cursor="1"), [(evil,)], secret=SECRET, now=moment)
    app = opened("competitors", database, moment.date())
    database.close()
    assert [e.value for e in app.exception] == [] and "<img" not in text(app)


def test_the_small_brand_can_be_compared_too(brand: Database, moment: datetime) -> None:
    page = text(opened("competitors", brand, moment.date(), {"period": "90d"}))
    assert world.BRANDS[1].name in page and "es-strip" in page
