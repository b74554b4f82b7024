"""A report says what `metric` says, keeps it under its id, and marks what would be otherwise now."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from config import Config
from domain.document import Document
from domain.errors import ConfigError
from domain.measures import Scope
from domain.records import Label
from domain.reports import CANNOT_TELL, Digest
from pipeline.answer import answer
from pipeline.digest import Question, again, count, issue, restated
from pipeline.digest_json import frozen, thawed
from pipeline.digest_page import REMOVED, compose
from pipeline.explain import explain
from storage.connection import Database
from tests.reporting import LAST, NOW, configured, issued
from tests.views import world

OWN = world.BRANDS[0].name


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = world.build(tmp_path_factory.mktemp("reported"), NOW)
    yield database
    database.close()


@pytest.fixture(scope="module")
def config(built: Database) -> Config:
    return configured(built.path.parent)


@pytest.fixture(scope="module")
def made(built: Database, config: Config) -> Digest:
    return issued(built, config)


@pytest.fixture
def copy(built: Database, tmp_path: Path) -> Iterator[Database]:
    """A copy to change."""
    copyfile(built.path, tmp_path / built.path.name)
    copytree(built.snapshots.folder, tmp_path / built.snapshots.folder.name)
    database = Database(tmp_path / built.path.name, clock=lambda: NOW)
    yield database
    database.close()


def texts(document: Document) -> str:
    lines = [line for section in document.sections for line in section.lines]
    return "\n".join(f"{line.text} {line.detail} {line.quote} {line.said}" for line in [document.lead, *lines])


def test_every_figure_is_what_metric_says_of_the_same_days(built: Database, made: Digest) -> None:
    assert {"net_sentiment", "net_sentiment_stories", "mentions", "review_stars", "nps", "csat_survey", "ces"} <= {
        f.metric for f in made.figures
    }
    with built.read() as queries:
        for brand, figures in [(OWN, made.figures), *((r.brand, r.figures) for r in made.rivals)]:
            for found in figures:
                for since, until, value, n in (
                    (made.since, made.until, found.value, found.n),
                    (made.earlier_since, made.earlier_until, found.before, found.n_before),
                ):
                    said = answer(queries, found.metric, Scope(brand=brand, since=since, until=until)).estimate
                    assert (value, n) == (said.value if said else None, said.n if said else 0), found.metric


def test_days_and_pain_points_are_what_sql_counts(built: Database, made: Digest) -> None:
    with built.read() as queries:
        rows = queries.sql(
            f"select day::date, count(*) from daily_counts join (select 1) on true where false group by 1 union all "
            f"select published_at::date, count(*) from mention where brand = '{OWN}' and published_at >= "
            f"'{made.earlier_since}' and published_at < '{made.until + timedelta(days=1)}' group by 1"
        )[1]
        complaints = queries.sql(
            f"select count(*) from topic_mention t join mention m using (mention_id) where m.brand = '{OWN}' "
            f"and m.sentiment = 'negative' and t.topic = '{made.pain_points[0].name}' and m.published_at >= "
            f"'{made.since}' and m.published_at < '{made.until + timedelta(days=1)}'"
        )[1]
    counted = {str(day)[:10]: n for day, n in rows}
    assert {d.day.isoformat(): d.negative + d.neutral + d.positive + d.unscored for d in made.days} == {
        d.day.isoformat(): counted.get(d.day.isoformat(), 0) for d in made.days
    }
    assert len(made.days) == 14
    assert complaints[0][0] == made.pain_points[0].complaints


def test_what_moved_it_are_parts_that_explain_gives(built: Database, config: Config) -> None:
    # Ten days ago the grinder jammed: that week was worse than the one before.
    with built.read() as queries:
        bad = count(queries, config, Question(brand=OWN, as_of=LAST - timedelta(days=7)))
        assert bad.causes
        metric = bad.causes[0].metric
        explained = explain(queries, metric, OWN, bad.since, bad.until)
        for cause in (one for one in bad.causes if one.metric == metric):
            found = explained.dimensions[cause.dimension]
            assert cause.dimension == "story" or any(
                (p.part, p.total, p.low, p.high, p.n) == (cause.part, cause.total, cause.low, cause.high, cause.n)
                for p in found
            )
            assert cause.low > 0 or cause.high < 0, "only parts that stand out from chance"


def test_the_same_question_is_the_same_report(built: Database, config: Config, made: Digest) -> None:
    once_more = issued(built, config, now=NOW + timedelta(hours=3))
    assert once_more == made, "also the moment it was first made"
    assert re.fullmatch(r"20260504-[0-9a-f]{10}", made.report_id)
    with built.read() as queries:
        assert list(queries.reports.table()["report_id"]).count(made.report_id) == 1


def test_frozen_numbers_come_back_to_the_last_digit(made: Digest) -> None:
    back = thawed(frozen(made), report_id=made.report_id)
    assert replace(back, quotes=made.quotes, made_at=made.made_at) == made
    assert "quote" not in json.loads(frozen(made)) and all(q.text not in frozen(made) for q in made.quotes if q.text)


def test_a_correction_changes_no_issued_number_and_is_marked(copy: Database, config: Config) -> None:
    then = issued(copy, config)
    with copy.read() as queries:
        assert restated(queries, then) == ()
        scope = Scope(brand=OWN, since=then.since, until=then.until)
        wrong = int(queries.mentions.page(scope, label="negative", limit=1)["mention_id"].iloc[0])
    with copy.write(publish=True) as store:
        store.overrides.set(wrong, Label.POSITIVE, "somebody")
    with copy.read() as queries:
        now = again(queries, then.report_id)
        changed = restated(queries, now)
    assert now == then
    assert "net_sentiment" in {one.metric for one in changed} and "mentions" not in {one.metric for one in changed}
    page = compose(now, None, changed)
    assert "Restated" in page.banner and page.sections[-1].title == "Restated"
    assert "in this report" in page.sections[-1].lines[0].text
    assert issued(copy, config).report_id != then.report_id, "other numbers are another report"


def test_a_person_who_is_erased_takes_the_quote_along_and_leaves_the_numbers(copy: Database, config: Config) -> None:
    then = issued(copy, config)
    gone = then.quotes[0]
    with copy.read() as queries:  # other tests may have issued reports of this brand, too
        held = queries.sql(f"select count(*) from report_quotes where mention_id = {gone.mention_id}")[1]
    with copy.write(publish=True) as store:
        counts = store.erasures.mention(gone.mention_id, now=NOW)
    assert [[counts["report_quotes"]]] == held and held >= [[1]]
    with copy.read() as queries:
        now = again(queries, then.report_id)
        kept = queries.sql(f"select quote from report_quotes where mention_id = {gone.mention_id}")[1]
    assert {quote for (quote,) in kept} == {None}
    assert now.figures == then.figures and [q.text for q in now.quotes] == [None, *(q.text for q in then.quotes[1:])]
    assert gone.text not in texts(compose(now)) and REMOVED in texts(compose(now))


def test_every_sentence_leads_to_a_page_with_brand_and_days(made: Digest, config: Config) -> None:
    page = compose(made, config.app_url)
    lines = [page.lead, *(line for section in page.sections for line in section.lines)]
    hrefs = [*(line.href for line in lines), *(card.href for card in page.cards)]
    hrefs += [href for section in page.sections if section.table for href in section.table.hrefs]
    for href in hrefs:
        assert href.startswith("https://earshot.example/")
        assert "period=custom&from=2026-04-28&to=2026-05-04" in href and "brand=" in href


def test_no_change_too_few_and_cannot_tell_are_said_in_words(built: Database, config: Config) -> None:
    with built.read() as queries:
        first = count(queries, config, Question(brand=OWN, as_of=LAST - timedelta(days=68)))
    volume = next(f for f in first.figures if f.metric == "mentions")
    assert volume.verdict.startswith(CANNOT_TELL) and volume.difference is None
    said = texts(compose(first))
    assert "cannot tell: nobody listened yet" in said


def test_an_empty_database_gives_a_report_that_says_so(tmp_path: Path) -> None:
    database = world.empty(tmp_path)
    found = issued(database, configured(tmp_path))
    page = compose(found)
    assert page.lead.text == f"Nothing was heard of {OWN} in these 7 days."
    assert all(section.lines or section.table or section.empty for section in page.sections)
    database.close()


def test_days_that_no_calendar_has_are_refused(built: Database, config: Config) -> None:
    with built.read() as queries, pytest.raises(ConfigError, match="take 1 to 366"):
        count(queries, config, Question(brand=OWN, as_of=date(1, 1, 5)))


def test_an_unknown_id_names_the_known_ones(built: Database, made: Digest) -> None:
    with built.read() as queries, pytest.raises(ConfigError, match=made.report_id):
        again(queries, "nothing")


def test_another_span_of_days_is_another_report(built: Database, config: Config, made: Digest) -> None:
    month = issue(built, config, Question(brand=OWN, as_of=LAST, days=30), NOW)
    assert month.report_id != made.report_id and (month.until - month.since).days == 29
    assert "30 days before" in texts(compose(month)) or "30 days before" in compose(month).cards[0].detail
