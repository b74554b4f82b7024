"""Overview: how the brand stands, what changed, and where to look next."""

from collections.abc import Mapping, Sequence

import streamlit as st

from storage.queries import Queries
from views import (
    _bars,
    _comments,
    _effects,
    _figure_links,
    _figures,
    _frame,
    _links,
    _moments,
    _news,
    _note_form,
    _series,
    _trends,
    _weekdays,
    _words,
)
from views._figures import Figure
from views._filters import Filters, ever
from views._trends import Trends

TITLE = "Overview"
SUBTITLE = "What is said in public, beside what your customers answer when asked."
FILTERS = ("brand", "period", "source", "segment", "tag")
HEAD = ("net_sentiment", "mentions", "negative_share")
OTHERS = (
    "csat_survey",
    "ces",
    "churn",
    "retention",
    "cltv_margin",
    "first_response_median",
    "resolution_median",
)


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page; every figure links to the rows that it counts."""
    figures = {name: _figures.figure(queries, name, filters) for name in (*HEAD, "nps", "review_stars", *OTHERS)}
    if not any(f.estimate for f in figures.values()):
        _empty(queries, filters)
        return
    trends = _trends.ask(queries, filters)
    last = "nps" if figures["nps"].estimate or not figures["review_stars"].estimate else "review_stars"
    _head([figures[name] for name in (*HEAD, last)], filters, trends)
    st.space("small")
    left, right = st.columns([5, 8], gap="large")
    with left:
        _news.show(queries, filters, [figures[name] for name in (*HEAD, "nps", *OTHERS)], trends)
        _weekdays.show(queries, filters)
    with right:
        _trends.scores(trends, filters)
        _comments.under(queries, desk, filters.brand, "overview/scores")
        st.space("small")
        _trends.volume(trends, filters)
        _comments.under(queries, desk, filters.brand, "overview/volume")
        if desk is not None:
            _note_form.show(desk, filters)
        _effects.show(queries, filters, trends.notes)
        st.space("small")
        _where(queries, filters)
    st.space("small")
    _more(queries, filters, figures, ("review_stars", *OTHERS) if last == "nps" else OTHERS)
    _frame.definitions(list(figures))


def _head(figures: Sequence[Figure], filters: Filters, trends: Trends) -> None:
    sparks = _series.sparks(trends.daily, filters, HEAD) | {"nps": [p.value for p in trends.answers]}
    _frame.unseen("Key figures")
    with st.container(key="cards-head"):
        for found in figures:
            _figure_links.card(found, filters, spark=sparks.get(found.metric.name, ()))


def _more(queries: Queries, filters: Filters, figures: Mapping[str, Figure], names: Sequence[str]) -> None:
    _frame.section("Surveys, service and customers", "Each with its 95% interval and what it rests on.")
    rated = [row.source for row in _moments.rows(queries.daily.by_source(filters.public())) if row.stars_n]
    with st.container(key="cards-more"):
        for name in names:
            _figure_links.card(figures[name], filters, sources=rated if name == "review_stars" else ())


def _where(queries: Queries, filters: Filters) -> None:
    _frame.section("Where it is said")
    frame = queries.daily.by_source(filters.public())
    if frame.empty:
        st.html('<p class="es-sub">No mention in this period.</p>')
        return
    st.html(_bars.sources(frame))
    with st.container(key="link-sources"):
        _links.link("See when each was last read →", "sources", filters.params())


def _empty(queries: Queries, filters: Filters) -> None:
    known = queries.counts.sentiment_counts(ever(filters.public()))
    total = known.scored + known.unscored
    if not total:
        again = "Fetch from every configured source, then reload this page:"
        _frame.nothing("Nothing has been collected yet.", again, "python -m earshot run")
        return
    where = "in the sources you chose" if filters.sources else "on other days"
    advice = f"There are {_words.many(total, 'mention')} {where}: choose 12 months, or another period, above."
    _frame.nothing(f"Nothing from {_words.span(filters.since, filters.until)}.", advice)
