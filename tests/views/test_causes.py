"""Reasons on the pages: what moved a figure, what followed a note, which days are loud, what goes ahead of what."""

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.measures import Scope
from domain.records import Batch, Brand, Label, Mention, Sentiment, Source, SurveyResponse
from pipeline.explain import explain_scope
from storage.connection import Database
from tests.views.page import opened, text
from tests.views.world import SECRET
from views._filters import Choices, parse

BRAND = "Acme Espresso"
APP, SHOP = (Source(name=name, kind="rss", brands=(BRAND,)) for name in ("app", "shop"))


def said(n: int, at: datetime, happy: bool, source: Source) -> Mention:
    words = "wonderful" if happy else "dreadful"
    return Mention(
        source=source.name, kind="rss", external_id=str(n), text=f"A {words} day, number {n}", published_at=at
    )


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    """A year in which mood wanders, answers follow it two weeks later, Mondays are loud, and the app turned sour."""
    chance = random.Random(9)
    database = Database(tmp_path_factory.mktemp("year") / "earshot.duckdb", clock=lambda: moment)
    mood = [0.0] * 60
    for week in range(1, 60):
        mood[week] = 0.4 * mood[week - 1] + chance.gauss(0, 0.16)
    rows, answers = [], []
    for ago in range(380, -1, -1):
        at, week = moment - timedelta(days=ago), ago // 7
        for _ in range(8 if at.weekday() == 0 else 4):
            source = chance.choice((APP, SHOP))
            sour = 0.35 if ago < 20 and source is APP else 0.0
            rows.append(said(len(rows), at, chance.random() < 0.6 + mood[week] - sour, source))
        for _ in range(4):
            lifted = chance.random() < 0.55 + mood[min(59, week + 2)]
            answers.append((at, 10 if lifted else 3))
    with database.write(publish=True) as store:
        store.sources.sync([Brand(name=BRAND)], [APP, SHOP])
        for source in (APP, SHOP):
            own = tuple(m for m in rows if m.source == source.name)
            store.mentions.commit(
                source, Batch(mentions=own, cursor="1"), [(BRAND,)] * len(own), secret=SECRET, now=moment
            )
        store.surveys.upsert(
            [
                SurveyResponse(brand=BRAND, survey="s", respondent=f"r{n}", identity=f"i{n}", answered_at=at, nps=score)
                for n, (at, score) in enumerate(answers)
            ],
            secret=SECRET,
            now=moment,
        )
        store.scores.use("default", "1")
        while texts := store.scores.pending("default", "1", 10_000):
            store.scores.add("default", "1", [(t, judged(t.text)) for t in texts])
        store.notes.add(BRAND, (moment - timedelta(days=20)).date(), "The new <b>app</b>")
    yield database
    database.close()


def judged(words: str) -> Sentiment:
    if not words:
        return Sentiment(polarity=None, label=None, reason="empty")
    label = Label.POSITIVE if "wonderful" in words else Label.NEGATIVE
    return Sentiment(polarity=0.8 if label == Label.POSITIVE else -0.8, label=label, language="en")


def test_what_changed_names_the_part_that_explain_found(year: Database, moment: datetime) -> None:
    last = moment.date()
    days = {"period": "custom", "from": str(last - timedelta(days=19)), "to": str(last)}
    page = text(opened("overview", year, last, days))
    news = page.split("What changed")[1].split("Reputation beside")[0]
    assert "Net sentiment fell" in news and 'Largest part: source <bdi dir="auto">app</bdi>' in news
    with year.read() as queries:
        scope = Scope(brand=BRAND, since=last - timedelta(days=19), until=last)
        app = explain_scope(queries, "net_sentiment", scope).dimensions["source"][0]
    assert app.part == "app" and app.found
    assert f"−{abs(app.total):.1f} points" in news and 'source <bdi dir="auto">shop' not in news


def test_what_followed_a_note_is_said_with_its_interval_and_rows(year: Database, moment: datetime) -> None:
    page = text(opened("overview", year, moment.date()))
    notes = page.split("What followed the notes")[1].split("</details>")[0]
    assert "The new &lt;b&gt;app&lt;/b&gt;" in notes
    assert re.search(r"Net sentiment −[\d.]+ points \(−[\d.]+ to −?[\d.]+\)", notes)
    assert re.search(r'href="mentions\?[^"]*from=[^"]*">[\d,]+ scored mentions', notes)
    assert "down: nothing untouched stands beside it" in notes or "cannot tell" in notes


def test_a_loud_monday_is_seen_and_its_week_counted(year: Database, moment: datetime) -> None:
    page = text(opened("overview", year, moment.date()))
    days = page.split("By day of the week")[1]
    assert "Louder than the others: Monday." in days and re.search(r"From 2\d weeks", days)
    assert re.search(r"Monday: 1\d\d% \(\d+ to \d+\)", days)


def test_answers_that_follow_two_weeks_later_are_seen(year: Database, moment: datetime) -> None:
    from views import _leads
    from views._ask import asked

    filters = parse({}, Choices(brands=(BRAND,), today=moment.date()))
    queries = asked(year.read, year.snapshot_name)
    public = _leads.weeks(queries, "net_sentiment", Scope(brand=filters.brand))
    found = _leads.lead_lag(public, _leads.weeks(queries, "nps", Scope(brand=filters.brand)))
    assert (found.verdict, found.peak and found.peak.weeks) == ("leads", 2)
    said_ = _leads.answer(found, "NPS")
    assert said_.startswith("<b>Net sentiment goes ahead of NPS</b> by 2 weeks") and "not causing" in said_


def test_the_small_brand_cannot_tell_what_leads(brand: Database, moment: datetime) -> None:
    page = text(opened("drivers", brand, moment.date()))
    assert "<b>Cannot tell</b> whether it does: too few weeks" in page


def test_a_brand_without_surveys_says_what_to_import(tmp_path: Path, moment: datetime) -> None:
    database = Database(tmp_path / "earshot.duckdb", clock=lambda: moment)
    with database.write(publish=True) as store:
        store.sources.sync([Brand(name=BRAND)], [APP])
        mention = said(1, moment, True, APP)
        store.mentions.commit(APP, Batch(mentions=(mention,), cursor="1"), [(BRAND,)], secret=SECRET, now=moment)
    page = text(opened("drivers", database, moment.date()))
    database.close()
    assert "python -m earshot import surveys FILE" in page
