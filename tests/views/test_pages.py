"""Every page on a real database: says its figures, survives anything in its address, and is honest when empty."""

import re
from datetime import datetime

import pytest

from metrics import METRICS
from storage.connection import Database
from tests.views.page import opened, text
from views import VIEWS, _words
from views._filters import Choices, parse

HOSTILE = {
    "brand": "'; drop table mentions; --",
    "period": "<script>",
    "from": "9999-99-99",
    "to": "-1",
    "source": ["<img src=x>", "acme-app", "\x00"],
    "segment": "\u202e",
    "topic": "99999999999999999999999999",
    "label": "hateful",
    "q": "%' or 1=1 --",
    "after": "2026-13-45~x",
    "mention": "1e9",
    "state": "gone",
    "survey": "nope",
}


@pytest.mark.parametrize("slug", VIEWS)
def test_a_page_draws_without_an_exception(slug: str, brand: Database, moment: datetime) -> None:
    app = opened(slug, brand, moment.date())
    assert [e.value for e in app.exception] == []
    assert VIEWS[slug].TITLE in text(app).replace("&amp;", "&")


@pytest.mark.parametrize("slug", VIEWS)
def test_hostile_parameters_break_nothing(slug: str, brand: Database, moment: datetime) -> None:
    app = opened(slug, brand, moment.date(), HOSTILE)
    assert [e.value for e in app.exception] == []


@pytest.mark.parametrize("slug", VIEWS)
def test_an_empty_database_is_said_in_words_with_a_command(slug: str, nothing: Database, moment: datetime) -> None:
    app = opened(slug, nothing, moment.date())
    assert [e.value for e in app.exception] == []
    assert "python -m earshot" in text(app)


@pytest.mark.parametrize(("slug", "period"), [("overview", "12m"), ("pain-points", "12m"), ("mentions", "7d")])
def test_every_period_can_be_drawn(slug: str, period: str, brand: Database, moment: datetime) -> None:
    app = opened(slug, brand, moment.date(), {"period": period})
    assert [e.value for e in app.exception] == []


def test_the_overview_says_net_sentiment_with_its_interval_and_its_rows(brand: Database, moment: datetime) -> None:
    filters = parse({}, Choices(brands=("Acme Espresso",), today=moment.date()))
    with brand.read() as queries:
        counts = queries.counts.sentiment_counts(filters.public())
    found = METRICS["net_sentiment"].estimate(counts)
    page = text(opened("overview", brand, moment.date()))
    assert found is not None
    assert f'{_words.signed(found.value)} <small aria-label="95% interval' in page
    assert f"({_words.interval(found.low, found.high, 'points')})" in page
    assert f"{_words.count(counts.scored)} of {_words.many(counts.scored + counts.unscored, 'mention')} scored" in page


def test_the_number_in_a_link_is_the_number_of_rows_behind_it(brand: Database, moment: datetime) -> None:
    app = opened("overview", brand, moment.date())
    said = re.search(r'href="mentions\?label=negative">Read the ([\d,]+) negative', text(app))
    assert said
    behind = text(opened("mentions", brand, moment.date(), {"label": "negative"}))
    assert f"<b>{said.group(1)} mentions</b>" in behind


def test_what_changed_names_the_topic_that_grew_and_what_did_not_move(brand: Database, moment: datetime) -> None:
    page = text(opened("overview", brand, moment.date()))
    assert "Grinder jams</bdi> is complained about more" in page
    assert "Unusually many mentions on" in page
    assert "No detectable change in" in page


def test_a_volume_before_listening_began_is_not_compared(brand: Database, moment: datetime) -> None:
    page = text(opened("overview", brand, moment.date(), {"period": "12m"}))
    assert "Mentions rose from 0" not in page


def test_days_without_listening_are_gaps_in_the_line_and_bands_behind_it(brand: Database, moment: datetime) -> None:
    app = opened("overview", brand, moment.date())
    charts = [element.proto.spec for element in app.get("vega_lite_chart")]
    assert len(charts) == 2
    assert '"run": 1' in charts[0] or '"run":1' in charts[0]
    assert '"rect"' in charts[0] and '"rect"' in charts[1]


def test_a_segment_narrows_surveys_and_leaves_mentions_alone(brand: Database, moment: datetime) -> None:
    plain = text(opened("overview", brand, moment.date()))
    office = text(opened("overview", brand, moment.date(), {"segment": "Office"}))
    answers = re.compile(r"See the ([\d,]+) answers")
    mentions = re.compile(r"Read the ([\d,]+) mentions")
    assert mentions.findall(plain) == mentions.findall(office)
    assert answers.findall(plain) != answers.findall(office)


def test_sample_data_is_called_so_on_every_page(brand: Database, moment: datetime) -> None:
    from tests.views.world import Desk

    for slug in VIEWS:
        assert "Sample data." in text(opened(slug, brand, moment.date(), desk=Desk(brand, sample=True)))
        assert "Sample data." not in text(opened(slug, brand, moment.date()))


def test_surveys_outside_the_period_are_offered(brand: Database, moment: datetime) -> None:
    app = opened("surveys", brand, moment.date(), {"period": "custom", "from": "2001-01-01", "to": "2001-02-01"})
    assert "There are 420 answers" in text(app)
    app.button(key="show-all").click().run()
    assert app.query_params["period"] in ("custom", ["custom"])
    assert "420 answers" in text(app) and "How they answered" in text(app)


def test_a_blocked_source_is_never_zero_new(brand: Database, moment: datetime) -> None:
    page = text(opened("sources", brand, moment.date()))
    assert "✕ Blocked" in page and "403; the site blocks readers" in page
    assert "Blocked, and will stay so until somebody acts: coffee-news" in page
    story = page.split("Latest runs")[1]
    blocked = [row for row in story.split("<tr>") if "Blocked:" in row]
    assert blocked and not any("0 new" in row for row in blocked)
