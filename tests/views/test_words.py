"""Numbers as people read them, cards, sentences and pictures: they say what the estimate says and nothing more."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics import METRICS
from metrics.change import compare_sentiment
from metrics.spike import SPIKE, Finding
from views import _bars, _cards, _changes, _charts, _feed, _sparks, _words
from views._charts import Backdrop, Point
from views._figures import Figure, card
from views._filters import Choices, parse

FILTERS = parse({}, Choices(brands=("Acme",), today=date(2026, 11, 21)))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (29.0, "points", "+29.0"),
        (-38.04, "points", "−38.0"),
        (-0.04, "points", "0.0"),
        (84.0, "%", "84.0%"),
        (25.0, "minutes", "25 min"),
        (4.2, "minutes", "4.2 min"),
        (102.0, "minutes", "1.7 h"),
        (64.5 * 60, "minutes", "2.7 days"),
        (85501.0, "mentions", "85,501"),
        (3.456, "stars", "3.46"),
        (666.67, "money", "666.67"),
        (12345.6, "money", "12,346"),
    ],
)
def test_a_figure_is_said_in_its_unit(value: float, unit: str, said: str) -> None:
    assert _words.measure(value, unit) == said


def test_intervals_name_the_unit_once_and_open_ends_in_words() -> None:
    assert _words.interval(25.5, 32.5, "points") == "25.5 to 32.5"
    assert _words.interval(-3.0, 2.0, "points") == "−3.0 to 2.0"
    assert _words.interval(71.5, 91.7, "%") == "71.5 to 91.7%"
    assert _words.interval(10.0, None, "minutes") == "from 10 min"
    assert _words.interval(None, 600.0, "minutes") == "up to 10.0 h"
    assert _words.interval(None, None, "%") is None


def test_days_and_ages() -> None:
    now = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    assert _words.span(date(2026, 10, 23), date(2026, 11, 21)) == "23 Oct to 21 Nov 2026"
    assert _words.span(date(2025, 12, 30), date(2026, 1, 2)) == "30 Dec 2025 to 2 Jan 2026"
    assert _words.ago(now - timedelta(minutes=12), now) == "12 min ago"
    assert _words.ago(now - timedelta(hours=47), now) == "47 h ago"
    assert _words.ago(now - timedelta(days=5), now) == "5 days ago"
    assert _words.ago(now - timedelta(days=40), now) == "12 Oct 2026"
    assert _words.ago(now + timedelta(minutes=30), now) == "in 30 min"


def _figure(before: SentimentCounts, now: SentimentCounts) -> Figure:
    metric = METRICS["net_sentiment"]
    return Figure(metric=metric, counts=now, estimate=metric.estimate(now), change=compare_sentiment(before, now))


def test_the_card_of_the_oracle_says_29_with_its_interval_and_its_rows() -> None:
    found = _figure(SentimentCounts(), SentimentCounts(negative=60, neutral=590, positive=350, unscored=50))
    said = _cards.html(card(found, FILTERS))
    assert "+29.0 <small" in said
    assert "1,000 of 1,050 mentions scored" in said
    assert "Nothing to compare with in the 30 days before" in said


def test_an_arrow_is_drawn_only_where_the_test_saw_a_change() -> None:
    same = _figure(SentimentCounts(negative=10, positive=20), SentimentCounts(negative=11, positive=20))
    worse = _figure(SentimentCounts(negative=100, positive=200), SentimentCounts(negative=200, positive=100))
    quiet, loud = _cards.html(card(same, FILTERS)), _cards.html(card(worse, FILTERS))
    assert "No detectable change" in quiet and "▲" not in quiet and "▼" not in quiet
    assert "▼" in loud and "worse than the 30 days before" in loud


def test_a_figure_without_data_is_no_zero() -> None:
    empty = _figure(SentimentCounts(), SentimentCounts())
    assert "No data" in _cards.html(card(empty, FILTERS)) and ">0" not in _cards.html(card(empty, FILTERS))


def test_what_changed_says_what_moved_and_lists_what_did_not() -> None:
    same = _figure(SentimentCounts(negative=10, positive=20), SentimentCounts(negative=11, positive=20))
    worse = _figure(SentimentCounts(negative=100, positive=200), SentimentCounts(negative=200, positive=100))
    few = _figure(SentimentCounts(negative=1), SentimentCounts(positive=1))
    news = _changes.of_figures(
        [same, worse, few], "the 30 days before", lambda figure: "The app took part.", lambda figure: "mentions?a=1"
    )
    assert '<a href="mentions?a=1"><b>Net sentiment fell' in _changes.html(news)
    assert [n.statement for n in news] == ["Net sentiment fell from +33.3 to −33.3"]
    assert "The app took part." in news[0].detail
    assert _changes.unmoved([same, few]) == "No detectable change in net sentiment. Too few to compare: net sentiment."
    assert _changes.unmoved([worse]) == ""


def test_an_unusual_day_says_what_is_usual() -> None:
    day = Finding(day=date(2026, 11, 12), kind=SPIKE, observed=58, expected=10.4)
    (news,) = _changes.of_days([day], lambda day: f"mentions?from={day}")
    assert news.href == "mentions?from=2026-11-12"
    assert news.statement == "Unusually many mentions on 12 Nov 2026"
    assert news.detail == "58; such a day usually has about 10."


def test_a_line_is_never_drawn_over_a_gap() -> None:
    days = [Point(day=date(2026, 11, n), value=v) for n, v in ((1, 1.0), (2, 2.0), (3, None), (4, 4.0))]
    assert [len(run) for run in _charts.runs(days)] == [2, 1]
    spec = _charts.score_lines(days, [], Backdrop(since=date(2026, 11, 1), until=date(2026, 11, 4)))
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert {v["run"] for v in line["data"]["values"]} == {0, 1}
    assert [v["shown"] for v in line["data"]["values"]] == [False, False, True]


def test_the_charts_share_their_ends_and_load_nothing() -> None:
    backdrop = Backdrop(since=date(2026, 11, 1), until=date(2026, 11, 4), gaps=[date(2026, 11, 2)], theme="dark")
    rows = [{"day": date(2026, 11, 1), "label": "negative", "n": 3}]
    lines = _charts.score_lines([Point(day=date(2026, 11, 1), value=1.0)], [], backdrop)
    bars = _charts.volume_bars(rows, backdrop, "day")
    assert _domains(lines) == _domains(bars) == {(1793491200000, 1793836800000)}
    assert "url" not in str(lines) + str(bars) and "#F0956B" in str(bars)


def test_every_layer_keeps_the_axis_of_time() -> None:
    backdrop = Backdrop(since=date(2026, 11, 1), until=date(2026, 11, 4))
    spec = _charts.score_lines([Point(day=date(2026, 11, 1), value=1.0)], [], backdrop)
    assert all("x" in layer["encoding"] for layer in spec["layer"])


def _domains(spec: dict[str, object]) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = set()
    for layer in spec.get("layer", ()):  # type: ignore[attr-defined]
        found |= _domains(layer)
    scale = spec.get("encoding", {}).get("x", {}).get("scale", {})  # type: ignore[attr-defined]
    return found | ({tuple(scale["domain"])} if scale else set())


def test_a_clicked_bar_is_its_day_or_its_week() -> None:
    assert _charts.picked({"selection": {"day": [{"day": 1794441600000}]}}, "day") == (date(2026, 11, 12),) * 2
    week = _charts.picked({"selection": {"day": [{"day": 1794787200000}]}}, "week")
    assert week == (date(2026, 11, 16), date(2026, 11, 22))
    assert _charts.picked({"selection": {"day": []}}, "day") is None and _charts.picked(None, "day") is None


def test_sparklines_break_at_gaps_and_are_named() -> None:
    drawn = _sparks.line([1.0, None, 2.0, 3.0], "Net sentiment")
    assert drawn.count("M") >= 2 and 'aria-label="Net sentiment"' in drawn
    assert _sparks.line([1.0, None], "x") == "" and _sparks.bars([0, 0], "x") == ""


def test_a_quote_says_stars_source_age_and_why_it_has_no_label() -> None:
    now = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    quote = _feed.Quote(
        text="Late", source="app", rating=4, reason="language", at=now - timedelta(hours=2), dated=False
    )
    said = _feed.html([quote], now, "Mentions")
    assert "not scored: language" in said and "4 of 5 stars" in said and "undated, first seen 2 h ago" in said


def test_answers_are_bars_from_best_to_worst_with_words() -> None:
    said = _bars.answers({5: 30, 1: 10}, lambda v: "positive" if v > 3 else "negative", "CSAT answers", low=1, top=5)
    assert said.index('scope="row">5') < said.index('scope="row">1')
    assert "30 <b>75%</b>" in said and 'scope="row">3' in said


def test_an_estimate_on_few_rows_says_so() -> None:
    found = Figure(
        metric=METRICS["nps"],
        counts=METRICS["nps"],
        estimate=Estimate(value=100, low=17.5, high=100, n=2, note="too few to say"),
        change=None,
    )
    assert "too few to say" in _cards.html(card(found, FILTERS))
