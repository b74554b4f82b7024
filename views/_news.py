"""The list "What changed" of the Overview: topics, unusual days, figures, and where listening was patchy."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from metrics.change import compare_shares
from storage.queries import Queries
from views import _cause, _changes, _figure_links, _frame, _links, _moments, _series
from views._ask import once
from views._changes import News, TopicChange
from views._figures import Figure
from views._filters import Filters
from views._trends import Trends


def show(queries: Queries, filters: Filters, figures: Sequence[Figure], trends: Trends) -> None:
    """The findings, then what was compared without one."""
    before = f"the {filters.days} days before"
    _frame.section("What changed", f"Against {before}; only what stands out from chance.")
    about = (filters, [figure.metric.name for figure in figures])
    news = once(queries, "news", about, lambda: found(queries, filters, figures, trends, before))
    if news:
        st.html(_changes.html(news))
    still = _changes.unmoved(figures)
    if not news and not still:
        still = "There is nothing to compare with yet: the period before has no data."
    if still:
        st.html(f'<p class="es-sub">{still}</p>')
    with st.container(key="link-pain"):
        _links.link("Look at the pain points →", "pain-points", filters.params())


def found(queries: Queries, filters: Filters, figures: Sequence[Figure], trends: Trends, before: str) -> Sequence[News]:
    """Every finding, the ones about listening first: all others rest on it."""
    return [
        *_changes.of_gaps(trends.thin, _links.href("sources", filters.params())),
        *_changes.of_topics(_topics(queries, filters, figures), before),
        *_changes.of_days(_series.unusual(queries, filters), lambda day: _at(filters, day)),
        *_changes.of_figures(
            figures, before, lambda figure: _cause.sentence(queries, figure, filters), lambda f: _counted(filters, f)
        ),
    ]


def _topics(queries: Queries, filters: Filters, figures: Sequence[Figure]) -> list[TopicChange]:
    """Topics complained about more or less, of those that moved the negative share the same way by its parts."""
    share = next((f for f in figures if f.metric.name == "negative_share"), None)
    parts = _cause.parts(queries, share, filters, "topic") if share else []
    moved = {part.part: part.total for part in parts if part.found}
    earlier = filters.before(filters.public())
    now, before = (queries.counts.sentiment_counts(scope).scored for scope in (filters.public(), earlier))
    changes = []
    for row in _moments.rows(queries.themes.complained(filters.public(), earlier.since or filters.since)):
        change = compare_shares((row.before_negative, before), (row.negative, now))
        if change and moved.get(row.name, 0.0) * change.difference > 0:
            changes.append(TopicChange(name=row.name, now=row.negative, before=row.before_negative, change=change))
    return [replace(one, href=_about(queries, filters, one.name)) for one in changes]


def _at(filters: Filters, day: date) -> str:
    """The mentions of one day."""
    return _links.href("mentions", filters.on(day, day).params())


def _counted(filters: Filters, figure: Figure) -> str:
    """What a figure counts."""
    label = "negative" if figure.metric.name == "negative_share" else None
    return _links.href(_figure_links.slug(figure), filters.params(label=label))


def _about(queries: Queries, filters: Filters, name: str) -> str:
    """A pain point with its evidence; it stands under whatever state it has."""
    known = {str(row.name): int(row.topic_id) for row in _moments.rows(queries.topics.table())}
    topic = str(known[name]) if name in known else None
    return _links.href("pain-points", filters.params(topic=topic, state="all" if topic else None))
